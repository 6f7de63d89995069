//! Streams carry entries to devices: the pull contract, and the views that travel in it.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::envelope::Envelope;
use crate::kernel::id::StreamId;
use crate::kernel::time::Moment;
use crate::policy::{Lens, Lenses, Role};

/// What a client speaks. The server answers every version it ever shipped for a year.
pub const CLIENT_VERSION: u32 = 1;
/// The most envelopes in one submit.
pub const SUBMIT_AT_MOST: usize = 100;
/// The most cursors in one pull.
pub const CURSORS_AT_MOST: usize = 2_000;
/// The most entries in one page of a pull.
pub const PULL_PAGE: usize = 1_024;

/// How far a device has read a stream, and through which lens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Cursor {
    pub stream: StreamId,
    /// The last version the device holds; 0 for none.
    pub version: u64,
    /// What the viewer saw it as; another lens resends the stream.
    pub lens: Lens,
    /// The [`StreamNews::sight`] that came with it, where one came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sight: Option<Sight>,
}

impl Cursor {
    /// All that the viewer is to the stream.
    pub fn lenses(&self) -> Lenses {
        let told = self.sight.map(|sight| sight.lenses).filter(|lenses| !lenses.is_empty());
        told.unwrap_or(self.lens.into())
    }
}

/// What a viewer sees of a stream, where it is not simply what its one lens saw when the lines of the policy were new. A
/// device gives it back as it came: where it is another now, the stream comes anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Sight {
    /// All that the viewer is to the stream.
    pub lenses: Lenses,
    /// How what these see differs from what they saw at first ([`crate::policy::first::cells`]).
    pub cells: u32,
}

impl Sight {
    /// Of what came from a server that says nothing of it, after one that did: no other is like it.
    pub const UNSURE: Self = Self { lenses: Lenses::NONE, cells: u32::MAX };
}

/// What a device's program knows of the policy. What it does not know would be nothing there, and is not sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// The lenses.
    pub lenses: Lenses,
    /// The roles.
    pub roles: Vec<Role>,
}

impl Known {
    /// All that this program knows.
    pub fn here() -> Self {
        Self { lenses: Lenses::of(Lens::ALL), roles: Role::ALL.to_vec() }
    }

    /// What version 0.1 knew, and so each device that says nothing else.
    pub fn at_first() -> Self {
        Self { lenses: crate::policy::first::LENSES, roles: crate::policy::first::ROLES.to_vec() }
    }
}

/// `POST /api/v1/pull`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PullRequest {
    /// [`CLIENT_VERSION`].
    pub client: u32,
    /// Every stream the device holds.
    pub cursors: Vec<Cursor>,
    /// What it knows of the policy. Without it, what version 0.1 knew. A server of then refuses what it does not know, so a
    /// device says this only to one that has shown that it understands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub knows: Option<Known>,
    /// The one stream to be answered of: a nudge has named it. Then no other need be among the cursors, and nothing is said
    /// of any other. Asked only of a server that has shown [`PullAnswer::narrows`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only: Option<StreamId>,
}

/// What changed since.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PullAnswer {
    /// Only the streams with news.
    pub streams: Vec<StreamNews>,
    /// Another page waits.
    pub more: bool,
    /// Older clients stop sending, keep their queue, and ask for an update.
    pub minimum_client: u32,
    /// There is more for a device that says it knows more of the policy.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withheld: bool,
    /// This server understands [`PullRequest::only`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub narrows: bool,
}

/// News of one stream.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct StreamNews {
    pub stream: StreamId,
    /// The new cursor.
    pub version: u64,
    /// What the viewer is to this stream; of several things the first by rank.
    pub lens: Lens,
    /// What that means, where it is not simply what the one lens saw at first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sight: Option<Sight>,
    /// Things new or changed, each at its latest.
    pub entries: Vec<Entry>,
    /// The viewer has no right to this stream any more: everything of it goes.
    pub forget: bool,
}

/// One thing at its latest version.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Entry {
    /// Which kind of view.
    pub kind: String,
    #[schema(value_type = String, format = "uuid")]
    pub id: Uuid,
    /// The stream's version when it last changed.
    pub version: u64,
    /// The view, or null: gone.
    #[schema(value_type = Object, nullable)]
    pub view: Option<Box<RawValue>>,
}

/// `POST /api/v1/submit`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SubmitRequest {
    /// [`CLIENT_VERSION`].
    pub client: u32,
    /// What the device's clock says now, so that the server can tell its skew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<Moment>,
    /// Each judged for itself, in order.
    pub envelopes: Vec<Envelope>,
}

/// One outcome an envelope, in order.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SubmitAnswer {
    /// In the order of the envelopes.
    pub outcomes: Vec<crate::envelope::Outcome>,
}

/// "This stream has moved": without content; a lost one is healed by the next pull.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Nudge {
    pub stream: StreamId,
    /// Its version now.
    pub version: u64,
    /// Others of the listener's streams moved together with it: they come at once, by a pull of everything.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub with_others: bool,
}

/// A thing as one viewer sees it: what entries carry and screens are made of.
pub trait View: Serialize + DeserializeOwned {
    /// The name under which entries carry it; never changes.
    const KIND: &'static str;
}
