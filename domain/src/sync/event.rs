//! What the machine is told.

use serde::{Deserialize, Serialize};

use super::item::Item;
use crate::kernel::id::{BlobId, EnvelopeId};
use crate::problem::Problem;
use crate::stream::{Cursor, Nudge, PullAnswer, SubmitAnswer};

/// Names one request, so that an answer that comes late or twice is known for what it is.
pub type Ticket = u64;

/// Something happened.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Event {
    /// The store was read: this is all there is. What is being kept right now stays besides.
    Opened {
        outbox: Vec<Item>,
        /// How far each stream was read.
        cursors: Vec<Cursor>,
        /// A pull has once come to its end on this device, so that nothing older is missing.
        whole: bool,
    },
    /// From now on another does the sending and pulling (false), or this machine does (true). It begins as true.
    Led(bool),
    /// The person did something.
    Wrote(Item),
    /// A new item is stored, or could not be: then it is gone from here and was never sent.
    Kept {
        envelope: EnvelopeId,
        /// It is.
        ok: bool,
    },
    /// Another tab of this device stored these.
    Found(Vec<Item>),
    /// Outcomes came.
    SubmitAnswered(Ticket, SubmitAnswer),
    /// No outcomes came; nobody knows whether the envelopes arrived.
    SubmitFailed(Ticket, Unanswered),
    /// News came.
    PullAnswered(Ticket, PullAnswer),
    /// No news came.
    PullFailed(Ticket, Unanswered),
    /// What [`super::Effect::Store`] named is stored, all of it or nothing.
    Stored {
        /// It is.
        ok: bool,
    },
    /// The server has this picture.
    UploadDone(BlobId),
    /// It has not.
    UploadFailed(Ticket, Unanswered),
    /// A stream moved.
    Nudged(Nudge),
    /// There is a connection, perhaps again: nudges may have been missed.
    WentOnline,
    /// There is none.
    WentOffline,
    /// The person looks at it again.
    BecameVisible,
    /// The moment that [`super::Effect::WakeAt`] named.
    Woke,
    /// The person lets a failed item go.
    Dismissed(EnvelopeId),
}

/// Why a request has no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unanswered {
    /// The server was not reached, or not heard.
    Unreachable,
    /// It was reached and asks to come again, perhaps not before so many milliseconds.
    Later(Option<u32>),
    /// Nobody is logged in.
    LoggedOut,
    /// It no longer speaks with this version.
    TooOld,
    /// It will never take this request.
    Rejected(Problem),
}
