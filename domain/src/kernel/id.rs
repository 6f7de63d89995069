//! Ids are `UUIDv7`, made by whoever creates the thing. A thing's own stream bears the thing's id.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Ids of their own, each a type: a feature that has a thing declares its id beside it.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(transparent)]
        #[schema(value_type = String, format = "uuid")]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )+};
}

ids! {
    /// The first column of every key: two municipalities never meet.
    MunicipalityId,
    /// Anyone who can log in. Also the id of the stream of that person's own things.
    PersonId,
    /// A family. Also the id of the family's stream.
    FamilyId,
    /// Someone in a family; children are members without a login.
    MemberId,
    /// A thread of messages. Also the id of its stream.
    ThreadId,
    MessageId,
    /// "Help with a letter": a letter as a small case.
    LetterId,
    /// A meeting in the calendar.
    AppointmentId,
    /// Meetings that come again: each is an appointment of its own.
    SeriesId,
    /// Something a family can book a time for.
    ServiceId,
    /// A time that someone of the team keeps free for what is booked.
    SlotId,
    /// Someone who interprets; has no login.
    InterpreterId,
    /// Whose time can be taken: someone of the team, or an interpreter. Bears the same id.
    CalendarId,
    /// A team in the municipality. Also the id of the unit's stream.
    UnitId,
    /// A standard answer that a unit keeps.
    TemplateId,
    /// A staff member's absence with its substitute.
    AbsenceId,
    /// A family's fixed contact person, for a time.
    AssignmentId,
    /// An attachment.
    BlobId,
    /// One browser profile on one device.
    DeviceId,
    /// A login.
    SessionId,
    /// One thing a person did, sent until it is settled.
    EnvelopeId,
    /// Where entries live and versions count.
    StreamId,
}

macro_rules! streams {
    ($($name:ident),+) => {$(
        impl From<$name> for StreamId {
            fn from(id: $name) -> Self {
                Self(id.0)
            }
        }
    )+};
}

streams!(PersonId, FamilyId, ThreadId, UnitId);

impl From<PersonId> for CalendarId {
    fn from(id: PersonId) -> Self {
        Self(id.0)
    }
}

impl From<InterpreterId> for CalendarId {
    fn from(id: InterpreterId) -> Self {
        Self(id.0)
    }
}

/// Makes a `UUIDv7` from the clock and ten random bytes, both given: this crate has neither.
pub fn mint(unix_millis: u64, random: [u8; 10]) -> Uuid {
    uuid::Builder::from_unix_timestamp_millis(unix_millis, &random).into_uuid()
}

/// Makes the id that always follows from `seed`, so that doing the same thing twice names the same thing.
/// FNV-1a twice over: an id, not a secret.
pub fn derive(seed: Uuid, index: u8) -> Uuid {
    let mut bytes = [0; 16];
    for (half, chunk) in bytes.chunks_mut(8).enumerate() {
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325 ^ half as u64;
        for byte in seed.as_bytes().iter().chain([&index]) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
        chunk.copy_from_slice(&hash.to_be_bytes());
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minted_id_is_version_seven_and_sorts_by_time() {
        let early = mint(1_000, [9; 10]);
        let late = mint(2_000, [0; 10]);
        assert_eq!(early.get_version_num(), 7);
        assert!(early < late);
    }

    #[test]
    fn a_derived_id_depends_on_seed_and_index_alone() {
        let seed = mint(1, [1; 10]);
        assert_eq!(derive(seed, 0), derive(seed, 0));
        assert_ne!(derive(seed, 0), derive(seed, 1));
        assert_ne!(derive(seed, 0), derive(mint(1, [2; 10]), 0));
    }
}
