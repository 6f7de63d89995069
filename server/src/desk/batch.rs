//! A batch of envelopes as it arrives: each is read by itself, so that one that cannot be read fails alone.

use indgang_domain::envelope::{ENVELOPE_VERSION, Envelope};
use indgang_domain::kernel::id::EnvelopeId;
use indgang_domain::kernel::time::Moment;
use indgang_domain::problem::{Problem, ProblemKey};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// The same as a [`indgang_domain::stream::SubmitRequest`], its envelopes not read yet.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    /// [`indgang_domain::stream::CLIENT_VERSION`].
    pub client: u32,
    /// What the device's clock says now.
    #[serde(default)]
    pub now: Option<Moment>,
    /// Each judged for itself, in order.
    pub envelopes: Vec<Box<RawValue>>,
}

/// One envelope, as far as it could be read.
pub enum Arrived {
    /// All of it.
    Whole(Envelope),
    /// Of a version to come: its id, and what it was. Whoever reads that version will understand it.
    Newer(EnvelopeId, Box<RawValue>),
    /// Nothing but its id, and what it was.
    Malformed(EnvelopeId, Box<RawValue>),
}

/// What an envelope of any form has.
#[derive(Deserialize)]
struct Outline {
    id: EnvelopeId,
    #[serde(default)]
    v: Value,
}

impl Batch {
    /// Reads each envelope.
    ///
    /// # Errors
    /// `malformed`, naming the place of one whose id cannot be read: there is nothing an outcome could bear.
    pub fn read(self) -> Result<Vec<Arrived>, Problem> {
        let place = |place: usize| Problem::on(ProblemKey::Malformed, &format!("envelopes[{place}]"));
        self.envelopes.into_iter().enumerate().map(|(n, raw)| read(raw).ok_or_else(|| place(n))).collect()
    }
}

fn read(raw: Box<RawValue>) -> Option<Arrived> {
    if let Ok(envelope) = serde_json::from_str(raw.get()) {
        return Some(Arrived::Whole(envelope));
    }
    let outline: Outline = serde_json::from_str(raw.get()).ok()?;
    let newer = outline.v.as_u64().is_some_and(|version| version > ENVELOPE_VERSION.into());
    Some(if newer { Arrived::Newer(outline.id, raw) } else { Arrived::Malformed(outline.id, raw) })
}

impl Arrived {
    /// Which.
    pub(super) fn id(&self) -> EnvelopeId {
        match self {
            Self::Whole(envelope) => envelope.id,
            Self::Newer(id, _) | Self::Malformed(id, _) => *id,
        }
    }
}

impl From<Envelope> for Arrived {
    fn from(envelope: Envelope) -> Self {
        Self::Whole(envelope)
    }
}
