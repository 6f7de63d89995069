//! What stands in the outbox.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::attachments::Piece;
use crate::envelope::{Envelope, Status};
use crate::kernel::id::{BlobId, EnvelopeId, StreamId};
use crate::problem::Problem;
use crate::verbs::{Pending, Sending};

/// One thing a person did here, from the moment it was done until its effect has come back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Item {
    /// What is sent.
    pub envelope: Envelope,
    /// The stream it is judged by: two items of one stream are sent in order.
    pub on: StreamId,
    /// What is shown meanwhile.
    pub pending: Vec<PendingView>,
    /// The pictures it names, sent before it.
    pub pictures: Vec<Upload>,
    /// Where it stands.
    pub state: ItemState,
}

/// Where an item stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ItemState {
    /// Not settled yet.
    Waiting,
    /// It happened; shown as pending until these versions have been pulled.
    Settled {
        /// What is still to come.
        at: BTreeMap<StreamId, u64>,
        /// A pull with a later ticket has begun after it was settled.
        since: u64,
        /// How many whole pulls came since without it.
        pulls: u8,
    },
    /// It did not happen; kept until the person lets it go.
    Failed {
        /// Refused, conflict or quarantined.
        status: Status,
        problem: Problem,
    },
}

/// A view as it will be, as kept in the outbox.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PendingView {
    /// In which stream.
    pub stream: StreamId,
    /// [`crate::stream::View::KIND`].
    pub kind: String,
    pub id: Uuid,
    /// The view's JSON.
    pub view: Box<RawValue>,
}

/// A picture, or a piece of a recording, on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    pub blob: BlobId,
    /// The stream whose readers may see it.
    pub stream: StreamId,
    /// Which piece of a recording it is, if one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub piece: Option<Piece>,
}

impl From<Pending> for PendingView {
    fn from(pending: Pending) -> Self {
        Self { stream: pending.stream, kind: pending.kind.to_owned(), id: pending.id, view: pending.view }
    }
}

impl Item {
    /// A new one.
    pub fn new(envelope: Envelope, on: StreamId, pending: Vec<PendingView>, pictures: Vec<Upload>) -> Self {
        Self { envelope, on, pending, pictures, state: ItemState::Waiting }
    }

    /// Which.
    pub fn id(&self) -> EnvelopeId {
        self.envelope.id
    }

    /// What a view of it says about its way.
    pub fn sending(&self) -> Sending {
        match &self.state {
            ItemState::Waiting => Sending::Waiting(self.id()),
            ItemState::Settled { .. } => Sending::Sent(self.id()),
            ItemState::Failed { status, problem } => Sending::Failed(self.id(), *status, problem.key),
        }
    }

    /// Not settled yet.
    pub fn waits(&self) -> bool {
        self.state == ItemState::Waiting
    }

    /// The streams in which it shows something.
    pub(super) fn shows_in(&self) -> impl Iterator<Item = StreamId> + '_ {
        self.pending.iter().map(|pending| pending.stream)
    }

    pub(super) fn place(&self) -> (u64, EnvelopeId) {
        (self.envelope.seq, self.id())
    }
}
