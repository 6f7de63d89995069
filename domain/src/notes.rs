//! Notes: what the team writes about a family for itself. They stand in a stream of their own that nobody of the family has, so
//! that a family's devices are told nothing, not even that there is one.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::appointments::ForMember;
use crate::families::FamilyView;
use crate::kernel::id::{FamilyId, MemberId, PersonId, StreamId, derive};
use crate::kernel::text::MessageText;
use crate::kernel::time::Moment;
use crate::policy::Action;
use crate::problem::{Problem, ProblemKey};
use crate::stream::View;
use crate::verbs::{Command, Facts, Need, Pending, Query, Read, Reads, Sending, Viewer};

/// The feature: the team's notes on a family.
pub struct Feature;

impl crate::feature::Feature for Feature {
    type Views = (NoteView,);
    type Local = (FamilyNotes,);
    type Live = ();
    type Commands = (SaveNote,);
}

/// How many members a note can be about by name.
pub const MEMBERS_AT_MOST: usize = 20;

ids! {
    /// One note.
    NoteId,
}

/// Which of the streams that follow from a family's id is that of its notes.
const NOTES: u8 = b'n';

/// The stream of a family's notes. It follows from the family's id, so that a device without a connection knows it before
/// the first note has opened it.
pub fn stream_of(family: FamilyId) -> StreamId {
    StreamId(derive(family.0, NOTES))
}

/// A note, in the stream of the family's notes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NoteView {
    /// Of which family.
    pub family: FamilyId,
    /// What it says.
    pub text: String,
    /// Whom it is about; nobody named where it is the whole family.
    pub members: Vec<MemberId>,
    /// Who wrote it.
    pub author: PersonId,
    pub author_name: String,
    /// When it arrived, by the server's clock.
    pub at: Moment,
}

impl View for NoteView {
    const KIND: &'static str = "note";
}

/// A note as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NoteLine {
    pub id: NoteId,
    /// What it says.
    pub text: String,
    /// Whom it is about; nobody named where it is the whole family.
    pub members: Vec<ForMember>,
    /// Who wrote it.
    pub author_name: String,
    /// The viewer wrote it.
    pub mine: bool,
    pub at: Moment,
    /// Only for what this device wrote and the server has not told back.
    pub sending: Option<Sending>,
}

/// A family's notes, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FamilyNotes {
    /// Of which family.
    pub family: FamilyId,
}

impl Query for FamilyNotes {
    const NAME: &'static str = "Notes.FamilyNotes";
    const EXAMPLES: &'static [&'static str] = &[r#"{"family":"01920000-0000-7000-8000-000000000001"}"#];
    type Answer = Vec<NoteLine>;

    fn needs(&self) -> Vec<Need> {
        vec![Need::of::<FamilyView>(self.family), Need::of::<NoteView>(stream_of(self.family))]
    }

    fn answer(&self, facts: &Facts) -> Result<Self::Answer, Problem> {
        let family = facts.one::<FamilyView>(self.family)?.view;
        let member = |id: MemberId| {
            let line = family.members.iter().find(|line| line.id == id)?;
            Some(ForMember { id, name: line.name.clone() })
        };
        let here = stream_of(self.family);
        let notes = facts.of::<NoteView>().filter(|fact| fact.stream == here);
        let mut lines: Vec<_> = notes
            .map(|fact| NoteLine {
                id: NoteId(fact.id),
                members: fact.view.members.into_iter().filter_map(member).collect(),
                text: fact.view.text,
                mine: fact.view.author == facts.viewer.person,
                author_name: fact.view.author_name,
                at: fact.view.at,
                sending: fact.sending,
            })
            .collect();
        // What is on its way stands first, whatever the device's clock says.
        lines.sort_by_key(|line| Reverse((line.sending.is_some(), line.at, line.id)));
        Ok(lines)
    }
}

/// Write a note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveNote {
    /// Made by the sender.
    pub id: NoteId,
    /// On which family.
    pub family: FamilyId,
    /// What it says.
    pub text: MessageText,
    /// Whom it is about; nobody named where it is the whole family.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<MemberId>,
}

impl Command for SaveNote {
    const NAME: &'static str = "Notes.SaveNote";
    const ACTION: Action = Action::WriteNote;
    const CALLED: &'static str = "note";
    const WORDS: &'static [&'static str] = &["text"];
    const ABOUT: &'static [&'static str] = &["family"];
    const KEPT: Option<Read> = Some(&[("id", Reads::Nothing), ("members", Reads::Members)]);
    const EXAMPLES: &'static [&'static str] = &[
        r#"{"id":"01920000-0000-7000-8000-000000000001","family":"01920000-0000-7000-8000-000000000001","text":"Ring helst efter kl. 16."}"#,
        r#"{"id":"01920000-0000-7000-8000-000000000001","family":"01920000-0000-7000-8000-000000000001","text":"Har fået ny skole.","members":["01920000-0000-7000-8000-000000000001"]}"#,
    ];

    /// The family's: what the actor is to it decides, and the first note needs no stream to be judged in. That one does not
    /// move.
    fn on(&self, _by: PersonId) -> StreamId {
        self.family.into()
    }

    fn streams(&self, _by: PersonId) -> Vec<StreamId> {
        vec![self.family.into(), stream_of(self.family)]
    }

    fn check(&self) -> Result<(), Problem> {
        if self.members.len() > MEMBERS_AT_MOST {
            return Err(Problem::on(ProblemKey::TooMany, "members"));
        }
        Ok(())
    }

    fn pending(&self, by: &Viewer, at: Moment) -> Vec<Pending> {
        let view = NoteView {
            family: self.family,
            text: self.text.to_string(),
            members: self.members.clone(),
            author: by.person,
            author_name: String::new(),
            at,
        };
        Pending::of(stream_of(self.family), self.id, &view).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feature::declared;
    use crate::kernel::id::mint;

    fn note(members: usize) -> SaveNote {
        let text = MessageText::parse("Ring efter kl. 16.").unwrap_or_else(|_| unreachable!("a text"));
        let (id, family) = (NoteId(mint(1, [1; 10])), FamilyId(mint(1, [2; 10])));
        SaveNote { id, family, text, members: vec![MemberId(Uuid::nil()); members] }
    }

    #[test]
    fn a_note_is_about_so_many_and_no_more() {
        assert_eq!(note(MEMBERS_AT_MOST).check(), Ok(()));
        assert_eq!(note(MEMBERS_AT_MOST + 1).check(), Err(Problem::on(ProblemKey::TooMany, "members")));
    }

    #[test]
    fn the_stream_of_a_familys_notes_is_always_the_same_and_no_other_familys() {
        let (one, other) = (FamilyId(mint(1, [1; 10])), FamilyId(mint(1, [2; 10])));
        assert_eq!(stream_of(one), stream_of(one));
        assert_ne!(stream_of(one), stream_of(other));
        assert_ne!(stream_of(one), StreamId::from(one));
    }

    #[test]
    fn what_was_written_too_late_is_kept_with_its_words() {
        let kept = declared(SaveNote::NAME).map(|declared| (declared.kept, declared.words));
        assert_eq!(kept, Some((true, &["text"][..])));
    }
}
