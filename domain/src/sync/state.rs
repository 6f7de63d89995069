//! What a machine knows besides its outbox: how far it has read, what is on its way, and what one event has led to.

use serde::{Deserialize, Serialize};

use super::backoff::Backoff;
use super::effect::{Effect, Storing};
use super::event::Ticket;
use super::small_map::SmallMap;
use crate::kernel::id::{BlobId, EnvelopeId, StreamId};
use crate::kernel::time::Moment;

/// The way in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Reading {
    /// What is asked of one stream alone is on its way.
    pub(super) only: Option<StreamId>,
    pub(super) extent: Extent,
    pub(super) wanted: bool,
    /// The next one without any reason.
    pub(super) at: Option<Moment>,
    pub(super) backoff: Backoff,
    pub(super) flight: Option<Flight>,
    pub(super) nudged: SmallMap<StreamId, u64>,
    pub(super) speech: Speech,
    /// The server has shown that it answers of one stream alone where that is asked.
    pub(super) narrows: bool,
    pub(super) storing: Option<(Ticket, bool, Storing)>,
}

/// How much of what a person has is here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Extent {
    /// No pull has come to its end on this device.
    #[default]
    Part,
    /// One has, once.
    Whole,
    /// One has since the machine began.
    Fresh,
}

/// How the server is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Speech {
    /// With what version 0.1 understood, and nothing more.
    #[default]
    Plain,
    /// With all there is to say: it has shown that it understands.
    Whole,
}

/// A request on its way.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Flight {
    pub(super) ticket: Ticket,
    pub(super) since: Moment,
    pub(super) envelopes: Vec<EnvelopeId>,
}

/// An upload on its way.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Lift {
    pub(super) ticket: Ticket,
    pub(super) blob: BlobId,
    pub(super) since: Moment,
    /// The connection came or went meanwhile, or the page slept: that it failed says nothing.
    pub(super) disturbed: bool,
}

/// One call of [`Machine::handle`]: what is given, and what comes of it.
pub(super) struct Step {
    pub(super) now: Moment,
    pub(super) random: u64,
    pub(super) effects: Vec<Effect>,
    pub(super) changed: Vec<StreamId>,
}

impl Step {
    /// Several draws from the one given (splitmix64).
    pub(super) fn random(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.random;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
