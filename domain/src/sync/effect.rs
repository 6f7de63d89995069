//! What the machine wants done.

use serde::{Deserialize, Serialize};

use super::event::Ticket;
use super::item::{Item, Upload};
use crate::kernel::id::{EnvelopeId, StreamId};
use crate::kernel::time::Moment;
use crate::policy::Lens;
use crate::stream::{Cursor, Entry, PullRequest, Sight, SubmitRequest};

/// Something to be done.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Effect {
    /// Store this item, new or changed. Answered by [`super::Event::Kept`] when it is new.
    Keep(Item),
    /// Let this item go from the store, with the pictures that waited with it.
    Drop(EnvelopeId),
    /// Store a page of news, as one. Answered by [`super::Event::Stored`].
    Store(Storing),
    /// Send envelopes.
    Submit(Ticket, SubmitRequest),
    /// Ask for news.
    Pull(Ticket, PullRequest),
    /// Send a picture. One that is still under way ends first: two never go beside each other.
    Upload(Ticket, Upload),
    /// Come again at this moment; replaces the one named before.
    WakeAt(Moment),
    /// What queries on these streams are answered from has changed.
    Changed(Vec<StreamId>),
    /// How the device stands has changed.
    Tell(Condition),
}

/// A page of news.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Storing {
    /// New entries.
    pub pages: Vec<StreamPage>,
    /// Streams of which everything goes.
    pub forgets: Vec<StreamId>,
    /// With this page nothing older is missing.
    pub whole: bool,
}

/// New entries of one stream, and the cursor that they lead to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StreamPage {
    pub stream: StreamId,
    /// The new cursor's version.
    pub version: u64,
    /// The new cursor's lens.
    pub lens: Lens,
    /// The new cursor's sight.
    #[serde(default)]
    pub sight: Option<Sight>,
    /// Everything older of this stream goes first: it was seen otherwise, or the server was set back.
    pub replace: bool,
    /// Each at its latest; without a view it goes.
    pub entries: Vec<Entry>,
}

impl StreamPage {
    /// The new cursor.
    pub fn cursor(&self) -> Cursor {
        Cursor { stream: self.stream, version: self.version, lens: self.lens, sight: self.sight }
    }
}

/// How the device stands to the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// The last that was heard is that there is no connection.
    pub offline: bool,
    /// The login has ended: the queue is kept and nothing is sent.
    pub logged_out: bool,
    /// This version is too old: the queue is kept and nothing is sent or pulled.
    pub too_old: bool,
    /// Moves whenever an item of the outbox comes, goes or changes.
    pub outbox: u64,
}
