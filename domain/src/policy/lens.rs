//! What a person is to one stream, and what several such things are together.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::ToSchema;

use super::listed::listed;

listed! {
    /// What a person is to one stream. They stand in the order of their rank: who is two things to a stream acts as the
    /// first of them that may, and is shown the stream as the first.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
    #[serde(rename_all = "kebab-case")]
    pub enum Lens {
        /// It is the person's own.
        Own,
        /// An adult of the family.
        Adult,
        /// A young person of the family.
        Young,
        /// One of the family's two fixed contact persons.
        Contact,
        /// Stands in for one of them, for a time.
        Substitute,
        /// Leads the unit.
        Lead,
        /// Works in the unit.
        Colleague,
    }
    unlisted {
        /// One that this program does not know: of a newer server, or of a release before a rollback. Sees nothing.
        #[serde(other)]
        Unknown
    }
}

/// All that a person is to one stream. What they see of it is all that any of these sees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, ToSchema)]
#[schema(value_type = Vec<Lens>)]
pub struct Lenses(u16);

impl Lenses {
    /// Nothing.
    pub const NONE: Self = Self(0);

    /// These.
    pub const fn of(lenses: &[Lens]) -> Self {
        let (mut bits, mut at) = (0, 0);
        while at < lenses.len() {
            bits |= Self::bit(lenses[at]);
            at += 1;
        }
        Self(bits)
    }

    /// The number that stands for one lens where several are added up; 0 for one that is not known. Within one program
    /// only: on the wire they have their names.
    pub const fn bit(lens: Lens) -> u16 {
        match lens {
            Lens::Unknown => 0,
            _ => 1 << lens as u16,
        }
    }

    /// Those whose numbers add up to this.
    pub fn of_bits(bits: i64) -> Self {
        let known = Self::of(Lens::ALL).0;
        Self(u16::try_from(bits & i64::from(known)).unwrap_or(0))
    }

    /// Is this one of them?
    pub const fn has(self, lens: Lens) -> bool {
        self.0 & Self::bit(lens) != 0
    }

    /// Those that are also among the others.
    #[must_use]
    pub const fn among(self, others: Self) -> Self {
        Self(self.0 & others.0)
    }

    /// Is there none?
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Each, the first by rank first.
    pub fn iter(self) -> impl Iterator<Item = Lens> {
        Lens::ALL.iter().copied().filter(move |lens| self.has(*lens))
    }

    /// The first by rank.
    pub fn first(self) -> Option<Lens> {
        self.iter().next()
    }
}

impl From<Lens> for Lenses {
    fn from(lens: Lens) -> Self {
        Self(Self::bit(lens))
    }
}

impl FromIterator<Lens> for Lenses {
    fn from_iter<I: IntoIterator<Item = Lens>>(lenses: I) -> Self {
        Self(lenses.into_iter().fold(0, |bits, lens| bits | Self::bit(lens)))
    }
}

impl Serialize for Lenses {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Lenses {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<Lens>::deserialize(deserializer).map(|lenses| lenses.into_iter().collect())
    }
}
