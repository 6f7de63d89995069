//! What a person did, on its way: the envelope and what became of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::kernel::id::{DeviceId, EnvelopeId, StreamId};
use crate::kernel::time::Moment;
use crate::problem::Problem;

/// The newest version of the envelope format: what this code reads, and writes where a command says something that the
/// one before did not know ([`crate::verbs::Command::since`]). 2: a message may carry a recording. 3: a
/// letter may come as a file.
pub const ENVELOPE_VERSION: u16 = 3;

/// One command, sent until it is settled. Sending it twice has one effect.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// Made by the device; the key to "exactly once".
    pub id: EnvelopeId,
    /// Format version, for a year of old devices.
    pub v: u16,
    /// Which device wrote it.
    pub device: DeviceId,
    /// Counts on the device; tells a person which came first there, orders nothing.
    pub seq: u64,
    /// When the device's clock said it was written; shown, never trusted.
    pub at: Moment,
    /// `Feature.Command`.
    pub command: String,
    /// The command's own fields.
    #[schema(value_type = Object)]
    pub args: Box<RawValue>,
}

/// What became of an envelope. All but `Later` are stored, and the same for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It happened.
    Done,
    /// It may not happen; the person reads why.
    Refused,
    /// Someone else changed the same thing first.
    Conflict,
    /// Kept aside: written while the access lasted, arrived after.
    Quarantined,
    /// A passing trouble; not stored, tried again.
    Later,
}

/// The answer to one envelope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Outcome {
    /// Of which envelope.
    pub id: EnvelopeId,
    /// What became of it.
    pub status: Status,
    /// The stream versions from which on its effect is part of what a pull brings.
    #[schema(value_type = std::collections::HashMap<String, u64>)]
    pub at: BTreeMap<StreamId, u64>,
    /// Why not, where not.
    pub problem: Option<Problem>,
}

impl Outcome {
    /// An outcome without effect.
    pub fn without_effect(id: EnvelopeId, status: Status, problem: Problem) -> Self {
        Self { id, status, at: BTreeMap::new(), problem: Some(problem) }
    }
}
