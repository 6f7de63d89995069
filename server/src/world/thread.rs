//! Threads and what is said in them.

use indgang_domain::attachments::Photo;
use indgang_domain::kernel::id::{FamilyId, LetterId, MessageId, PersonId, ThreadId};
use indgang_domain::kernel::time::Moment;
use indgang_domain::letters::LetterState;
use indgang_domain::people::Language;

/// A thread: the family's (adults and contact persons), or one member's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    pub id: ThreadId,
    /// Of which family.
    pub family: FamilyId,
    /// Whose own it is; none for the family's.
    pub owner: Option<PersonId>,
    /// In order; the first stands at position 1.
    pub said: Vec<Said>,
    /// How far each has read: a position, 0 for nothing.
    pub seen: Vec<(PersonId, i64)>,
}

/// What was said in a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    Message {
        id: MessageId,
        author: PersonId,
        at: Moment,
        /// In which language.
        language: Language,
        text: String,
        photos: Vec<Photo>,
    },
    /// A photographed letter.
    Letter {
        id: LetterId,
        author: PersonId,
        at: Moment,
        /// What they wrote beside.
        note: Option<String>,
        photos: Vec<Photo>,
        /// Where it stands.
        state: LetterState,
        /// Who ended it, and when; none while it waits.
        ended: Option<(PersonId, Moment)>,
    },
}

impl Said {
    /// By whom.
    pub fn author(&self) -> PersonId {
        match self {
            Self::Message { author, .. } | Self::Letter { author, .. } => *author,
        }
    }

    /// When.
    pub fn at(&self) -> Moment {
        match self {
            Self::Message { at, .. } | Self::Letter { at, .. } => *at,
        }
    }
}
