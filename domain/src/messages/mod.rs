//! Threads and messages: the heart.

mod commands;
mod list;
mod open;
mod transcript;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use self::commands::{MarkRead, SendMessage};
pub(crate) use self::list::unread;
pub use self::list::{ThreadLine, Threads};
pub use self::open::{Bubble, OpenThread, Said, ThreadAnswer};
pub use self::transcript::SaveTranscript;
use crate::attachments::{Photo, Spoken};
use crate::kernel::id::{FamilyId, PersonId, ThreadId};
use crate::kernel::time::Moment;
use crate::people::Language;
use crate::policy::Lens;
use crate::policy::table::{ANSWERS, OF_FAMILY};
use crate::stream::View;

/// The feature: threads and messages.
pub struct Feature;

impl crate::feature::Feature for Feature {
    type Views = (ThreadView, MessageView, SeenView);
    type Local = (Threads, OpenThread);
    type Live = ();
    type Commands = (SendMessage, MarkRead, SaveTranscript);
}

/// How many of a thread a screen begins with.
pub const THREAD_PAGE: u16 = 40;

/// Which side of the conversation something was said on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The family's.
    Family,
    /// The team's, or another's who helps: the devices and servers of before know no third word.
    Team,
}

impl Side {
    /// For whom someone speaks who is this to the thread; none who speaks neither for the family nor for the team.
    pub fn of(lens: Lens) -> Option<Self> {
        if OF_FAMILY.has(lens) {
            return Some(Self::Family);
        }
        ANSWERS.has(lens).then_some(Self::Team)
    }

    /// As it is written down with what was said. What counts as the family's is never another's word.
    pub fn written(side: Option<Self>) -> Self {
        side.unwrap_or(Self::Team)
    }
}

/// The last thing said in a thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LastWord {
    pub at: Moment,
    pub author: PersonId,
    pub author_name: String,
    /// How it begins; empty for a picture, a recording or a letter alone.
    pub text: String,
    /// It was said aloud.
    #[serde(default)]
    pub spoken: bool,
}

/// A thread's head, in its own stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ThreadView {
    pub family: FamilyId,
    /// Whose own thread it is; none for the family's.
    pub owner: Option<PersonId>,
    /// The owner's given name.
    pub owner_name: Option<String>,
    /// The position of the last message or letter; 0 in an empty thread.
    pub last_position: i64,
    /// The last thing said.
    pub last: Option<LastWord>,
    /// Since when the family waits for an answer.
    pub waiting_since: Option<Moment>,
}

impl View for ThreadView {
    const KIND: &'static str = "thread";
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MessageView {
    /// Its place in the thread, from 1.
    pub position: i64,
    /// When the server got it.
    pub at: Moment,
    pub author: PersonId,
    pub author_name: String,
    /// On which side.
    pub side: Side,
    /// What language it is in.
    pub language: Language,
    /// What it says; empty where it is pictures or a recording alone.
    pub text: String,
    pub photos: Vec<Photo>,
    /// What was said aloud.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<Spoken>,
    /// Who sent it on, where it was set aside and taken over by another.
    pub sent_on_by: Option<String>,
}

impl MessageView {
    /// One that has nothing in it yet and has not arrived: it stands last.
    pub fn begun(author: PersonId, at: Moment, language: Language) -> Self {
        Self {
            position: i64::MAX,
            at,
            author,
            author_name: String::new(),
            side: Side::Family,
            language,
            text: String::new(),
            photos: Vec::new(),
            voice: None,
            sent_on_by: None,
        }
    }
}

impl View for MessageView {
    const KIND: &'static str = "message";
}

/// How far someone has read. Staff's stands in the thread, where the family sees it;
/// a citizen's stands in the citizen's own stream, where nobody else does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SeenView {
    pub thread: ThreadId,
    pub person: PersonId,
    pub name: String,
    /// The last position read.
    pub read_to: i64,
    /// How many of one's own came after that: they are not unread.
    pub own_after: i64,
}

impl View for SeenView {
    const KIND: &'static str = "seen";
}
