//! "Help with a letter": a photographed letter becomes a small case that a contact person ends.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::id::{BlobId, LetterId, PersonId, StreamId, ThreadId};
use crate::kernel::text::Line;
use crate::kernel::time::{Day, Moment};
use crate::messages::{PHOTOS_AT_MOST, Photo};
use crate::policy::Action;
use crate::problem::{Problem, ProblemKey};
use crate::stream::View;
use crate::verbs::{Command, Pending, Viewer};

/// Where a letter's case stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LetterState {
    /// Nobody has said what it means yet.
    Waiting,
    /// "Du skal ikke gøre noget."
    Nothing,
    /// "Vi gør det."
    WeDoIt,
    /// "Du skal … inden …"
    YouMust {
        /// What to do.
        what: String,
        /// By when.
        by: Day,
        /// Since when it is done.
        done: Option<Moment>,
    },
}

impl LetterState {
    /// Somebody has something to do about it.
    pub fn is_open(&self) -> bool {
        match self {
            Self::Waiting => true,
            Self::Nothing | Self::WeDoIt => false,
            Self::YouMust { done, .. } => done.is_none(),
        }
    }
}

/// A letter, in the thread it was sent in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LetterView {
    /// Its place in the thread, among the messages.
    pub position: i64,
    /// Sent when.
    pub at: Moment,
    /// Who asked.
    pub author: PersonId,
    /// Their name.
    pub author_name: String,
    /// The photographs.
    pub photos: Vec<Photo>,
    /// What they wrote beside.
    pub note: Option<String>,
    /// Where it stands.
    pub state: LetterState,
    /// Who ended it.
    pub ended_by: Option<String>,
    /// Counts changes; a change names the one it was made on.
    pub revision: i64,
}

impl View for LetterView {
    const KIND: &'static str = "letter";
}

/// Send a photographed letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskAboutLetter {
    /// Made by the sender.
    pub id: LetterId,
    /// Where.
    pub thread: ThreadId,
    /// One to ten pictures, sent before.
    #[serde(default)]
    pub photos: Vec<BlobId>,
    /// What one wants to say beside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Line>,
}

impl Command for AskAboutLetter {
    const NAME: &'static str = "Letters.AskAboutLetter";
    const ACTION: Action = Action::AskAboutLetter;

    fn on(&self, _by: PersonId) -> StreamId {
        self.thread.into()
    }

    fn streams(&self, by: PersonId) -> Vec<StreamId> {
        vec![self.thread.into(), by.into()]
    }

    fn check(&self) -> Result<(), Problem> {
        match self.photos.len() {
            0 => Err(Problem::on(ProblemKey::PictureMissing, "photos")),
            1..=PHOTOS_AT_MOST => Ok(()),
            _ => Err(Problem::on(ProblemKey::TooMany, "photos")),
        }
    }

    fn pending(&self, by: &Viewer, at: Moment) -> Vec<Pending> {
        let view = LetterView {
            position: i64::MAX,
            at,
            author: by.person,
            author_name: String::new(),
            photos: self.photos.iter().copied().map(Photo::of_unknown_size).collect(),
            note: self.note.clone().map(String::from),
            state: LetterState::Waiting,
            ended_by: None,
            revision: 0,
        };
        Pending::of(self.thread, self.id, &view).into_iter().collect()
    }
}

/// How a letter ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Nothing to do.
    Nothing,
    /// The team does it.
    WeDoIt,
    /// The person must do something by a day.
    YouMust,
}

/// Say what a letter means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndLetter {
    /// Which.
    pub id: LetterId,
    /// Where it stands.
    pub thread: ThreadId,
    /// The revision it was judged on.
    pub revision: i64,
    /// How it ends.
    pub verdict: Verdict,
    /// What to do; with `you-must` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<Line>,
    /// By when; with `you-must` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Day>,
}

impl EndLetter {
    /// The state it leads to.
    ///
    /// # Errors
    /// `deadline-missing` where `you-must` says not what or by when.
    pub fn state(&self) -> Result<LetterState, Problem> {
        match (self.verdict, &self.what, self.by) {
            (Verdict::Nothing, _, _) => Ok(LetterState::Nothing),
            (Verdict::WeDoIt, _, _) => Ok(LetterState::WeDoIt),
            (Verdict::YouMust, Some(what), Some(by)) => {
                Ok(LetterState::YouMust { what: what.to_string(), by, done: None })
            }
            (Verdict::YouMust, None, _) => Err(Problem::on(ProblemKey::DeadlineMissing, "what")),
            (Verdict::YouMust, _, None) => Err(Problem::on(ProblemKey::DeadlineMissing, "by")),
        }
    }
}

impl Command for EndLetter {
    const NAME: &'static str = "Letters.EndLetter";
    const ACTION: Action = Action::EndLetter;

    fn on(&self, _by: PersonId) -> StreamId {
        self.thread.into()
    }

    fn check(&self) -> Result<(), Problem> {
        self.state().map(drop)
    }
}

/// Say that what a letter asked for is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FinishLetter {
    /// Which.
    pub id: LetterId,
    /// Where it stands.
    pub thread: ThreadId,
}

impl Command for FinishLetter {
    const NAME: &'static str = "Letters.FinishLetter";
    const ACTION: Action = Action::FinishLetter;

    fn on(&self, _by: PersonId) -> StreamId {
        self.thread.into()
    }
}
