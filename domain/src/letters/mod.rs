//! "Help with a letter": a letter, photographed or as a PDF, becomes a small case that a contact person ends.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::attachments::{Attachment, AttachmentKind, DOCUMENTS_AT_MOST, Document, PHOTOS_AT_MOST, Photo};
use crate::kernel::id::{BlobId, LetterId, PersonId, StreamId, ThreadId};
use crate::kernel::text::Line;
use crate::kernel::time::{Day, Moment};
use crate::policy::Action;
use crate::problem::{Problem, ProblemKey};
use crate::stream::View;
use crate::verbs::{Command, Pending, Read, Reads, Shown, Viewer};

/// The feature: help with a letter.
pub struct Feature;

impl crate::feature::Feature for Feature {
    type Views = (LetterView,);
    type Local = ();
    type Live = ();
    type Commands = (AskAboutLetter, EndLetter, FinishLetter);
}

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
    pub author: PersonId,
    pub author_name: String,
    pub photos: Vec<Photo>,
    /// The files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
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

/// Send a letter: photographed, as a PDF, or both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskAboutLetter {
    /// Made by the sender.
    pub id: LetterId,
    pub thread: ThreadId,
    /// At most ten pictures, sent before.
    #[serde(default)]
    pub photos: Vec<BlobId>,
    /// At most five PDFs, sent before. Since version 3 of the envelope.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
    /// What one wants to say beside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Line>,
}

impl Command for AskAboutLetter {
    const NAME: &'static str = "Letters.AskAboutLetter";
    const ACTION: Action = Action::AskAboutLetter;
    const CALLED: &'static str = "sent-letter";
    const WORDS: &'static [&'static str] = &["note"];
    const ABOUT: &'static [&'static str] = &["thread"];
    const ATTACHMENTS: &'static [Attachment] = &[
        Attachment::of("photos", AttachmentKind::Photo),
        Attachment::of("documents", AttachmentKind::Document),
    ];
    const SHOWN: Shown = Shown::InPlace;
    const SINCE: &'static [(&'static str, u16)] = &[("documents", 3)];
    const EXAMPLES: &'static [&'static str] = &[
        r#"{"id":"01920000-0000-7000-8000-000000000001","thread":"01920000-0000-7000-8000-000000000001","photos":["01920000-0000-7000-8000-000000000001"],"note":"Hvad er det?"}"#,
        r#"{"id":"01920000-0000-7000-8000-000000000001","thread":"01920000-0000-7000-8000-000000000001","documents":[{"blob":"01920000-0000-7000-8000-000000000001","bytes":48213,"name":"Brev.pdf"}]}"#,
    ];

    fn on(&self, _by: PersonId) -> StreamId {
        self.thread.into()
    }

    fn streams(&self, by: PersonId) -> Vec<StreamId> {
        vec![self.thread.into(), by.into()]
    }

    fn check(&self) -> Result<(), Problem> {
        match (self.photos.len(), self.documents.len()) {
            (0, 0) => Err(Problem::on(ProblemKey::PictureMissing, "photos")),
            (0..=PHOTOS_AT_MOST, 0..=DOCUMENTS_AT_MOST) => Ok(()),
            (0..=PHOTOS_AT_MOST, _) => Err(Problem::on(ProblemKey::TooMany, "documents")),
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
            documents: self.documents.clone(),
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
    const CALLED: &'static str = "letter";
    const WORDS: &'static [&'static str] = &["what"];
    const ABOUT: &'static [&'static str] = &["thread", "id"];
    const KEPT: Option<Read> = Some(&[
        ("id", Reads::Thing(LetterView::KIND)),
        ("revision", Reads::Nothing),
        ("verdict", Reads::Chosen("verdict")),
        ("by", Reads::Day("by")),
    ]);
    const EXAMPLES: &'static [&'static str] = &[
        r#"{"id":"01920000-0000-7000-8000-000000000001","thread":"01920000-0000-7000-8000-000000000001","revision":1,"verdict":"you-must","what":"ringe","by":"2026-03-12"}"#,
        r#"{"id":"01920000-0000-7000-8000-000000000001","thread":"01920000-0000-7000-8000-000000000001","revision":1,"verdict":"nothing"}"#,
    ];

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
    pub id: LetterId,
    /// Where it stands.
    pub thread: ThreadId,
}

impl Command for FinishLetter {
    const NAME: &'static str = "Letters.FinishLetter";
    const ACTION: Action = Action::FinishLetter;
    const ABOUT: &'static [&'static str] = &["thread", "id"];
    const EXAMPLES: &'static [&'static str] =
        &[r#"{"id":"01920000-0000-7000-8000-000000000001","thread":"01920000-0000-7000-8000-000000000001"}"#];

    fn on(&self, _by: PersonId) -> StreamId {
        self.thread.into()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::attachments::FileName;
    use crate::feature::tests::envelope_version;

    fn ask(photos: usize, documents: usize) -> AskAboutLetter {
        let blob = BlobId(Uuid::nil());
        let document = Document { blob, bytes: 7, name: FileName::parse("brev.pdf").ok() };
        AskAboutLetter {
            id: LetterId(Uuid::nil()),
            thread: ThreadId(Uuid::nil()),
            photos: vec![blob; photos],
            documents: vec![document; documents],
            note: None,
        }
    }

    #[test]
    fn what_has_no_file_is_written_as_servers_of_before_read_it() {
        let version = |photos, documents| envelope_version(&ask(photos, documents));
        assert_eq!((version(1, 0), version(0, 1), version(1, 1)), (1, 3, 3));
    }

    #[test]
    fn a_letter_has_a_picture_or_a_file_and_not_too_many() {
        for (photos, documents) in [(1, 0), (0, 1), (PHOTOS_AT_MOST, DOCUMENTS_AT_MOST)] {
            assert_eq!(ask(photos, documents).check(), Ok(()));
        }
        let wrong = |photos, documents| ask(photos, documents).check().err();
        assert_eq!(wrong(0, 0), Some(Problem::on(ProblemKey::PictureMissing, "photos")));
        assert_eq!(wrong(PHOTOS_AT_MOST + 1, 1), Some(Problem::on(ProblemKey::TooMany, "photos")));
        assert_eq!(wrong(1, DOCUMENTS_AT_MOST + 1), Some(Problem::on(ProblemKey::TooMany, "documents")));
    }

    #[test]
    fn a_letter_of_before_is_read() {
        let former = r#"{"position":1,"at":"2026-03-05T11:00:00Z","author":"00000000-0000-0000-0000-000000000000",
            "author_name":"Camilla","photos":[],"note":null,"state":"waiting","ended_by":null,"revision":1}"#;
        let documents = serde_json::from_str::<LetterView>(former).ok().map(|view| view.documents);
        assert_eq!(documents, Some(Vec::new()));
    }
}
