//! What one can do.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use uuid::Uuid;

use super::Viewer;
use crate::attachments::Attachment;
use crate::kernel::id::{PersonId, StreamId};
use crate::kernel::time::Moment;
use crate::policy::Action;
use crate::problem::Problem;
use crate::stream::View;

/// Where a person is shown that a command waits, or was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Among what was not sent or saved, on every screen.
    Listed,
    /// Where it will stand: its screen shows it, and says how it goes.
    InPlace,
    /// Nowhere: nobody decided it. It is not counted, and goes by itself where it is refused.
    Nowhere,
}

/// How one reads a field of a command that someone else wrote. Its words and attachments are read as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// One of a few: its words are `kept.<this>.<what was chosen>` in the texts.
    Chosen(&'static str),
    /// A day: its name is `kept.<this>` in the texts.
    Day(&'static str),
    /// Members of the family, by their names; where nobody is named, all of it.
    Members,
    /// The thing it is about, by what the viewer sees of it now: a view of this kind.
    Thing(&'static str),
    /// Nothing that tells a person anything.
    Nothing,
}

/// The fields of a command, each with how one reads it.
pub type Read = &'static [(&'static str, Reads)];

/// When a command may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Waits in the outbox while there is no connection.
    Queued,
    /// Only with a connection: its meaning would be gone later.
    Now,
}

/// What a device shows at once of a command that is on its way.
#[derive(Clone, Debug)]
pub struct Pending {
    /// In which stream it will be.
    pub stream: StreamId,
    /// [`View::KIND`].
    pub kind: &'static str,
    pub id: Uuid,
    /// The view's JSON.
    pub view: Box<RawValue>,
}

impl Pending {
    /// A view as it will be. `None` if it has no JSON, which no view of ours lacks.
    pub fn of<V: View>(stream: impl Into<StreamId>, id: impl Into<Uuid>, view: &V) -> Option<Self> {
        let view = serde_json::value::to_raw_value(view).ok()?;
        Some(Self { stream: stream.into(), kind: V::KIND, id: id.into(), view })
    }
}

/// Something a person decides.
pub trait Command: Clone + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// `Feature.Command`.
    const NAME: &'static str;
    /// When it may be sent.
    const WHEN: When = When::Queued;
    /// What the policy calls it.
    const ACTION: Action;
    /// What it is to who gave it, where it is told of by itself: the rest of a key `called.…` in the texts.
    const CALLED: &'static str = "other";
    /// The fields with what someone wrote, the most telling first.
    const WORDS: &'static [&'static str] = &[];
    /// The fields with the ids of what it is about: first where it stands. The id of what it makes is not among them.
    const ABOUT: &'static [&'static str] = &[];
    /// The fields that name what is sent before it.
    const ATTACHMENTS: &'static [Attachment] = &[];
    /// Where a person is shown that it waits or was not taken.
    const SHOWN: Shown = Shown::Listed;
    /// Written while the access lasted and arrived after, it is kept for who has the access now: and so they read what stands
    /// in it beside its words, its attachments and where it stands.
    const KEPT: Option<Read> = None;
    /// The fields that came later, each with the version of the envelope that first knew it. A server of before says
    /// `later` to what uses them, and to nothing else.
    const SINCE: &'static [(&'static str, u16)] = &[];
    /// As JSON, what it may look like: in the description of the API, and as what fuzzing begins with.
    const EXAMPLES: &'static [&'static str];

    /// The stream whose grant decides: what the actor is to it is what the policy judges.
    fn on(&self, by: PersonId) -> StreamId;

    /// Every stream it may change, `on` included.
    fn streams(&self, by: PersonId) -> Vec<StreamId> {
        vec![self.on(by)]
    }

    /// Rules about the command alone.
    ///
    /// # Errors
    /// A problem that names the field.
    fn check(&self) -> Result<(), Problem> {
        Ok(())
    }

    /// What the device shows meanwhile.
    fn pending(&self, by: &Viewer, at: Moment) -> Vec<Pending> {
        let _ = (by, at);
        Vec::new()
    }
}
