//! Giving a family its contact persons, and having looked at it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::id::{AssignmentId, FamilyId, PersonId, StreamId};
use crate::policy::Action;
use crate::verbs::{Command, Shown};

/// Give a family a fixed contact person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignContact {
    /// Made by the sender.
    pub id: AssignmentId,
    pub family: FamilyId,
    pub staff: PersonId,
}

impl Command for AssignContact {
    const NAME: &'static str = "Families.AssignContact";
    const ACTION: Action = Action::AssignContact;
    const CALLED: &'static str = "contact";
    const ABOUT: &'static [&'static str] = &["family", "staff"];
    const EXAMPLES: &'static [&'static str] = &[
        r#"{"id":"01920000-0000-7000-8000-000000000001","family":"01920000-0000-7000-8000-000000000001","staff":"01920000-0000-7000-8000-000000000001"}"#,
    ];

    fn on(&self, _by: PersonId) -> StreamId {
        self.family.into()
    }

    fn streams(&self, _by: PersonId) -> Vec<StreamId> {
        vec![self.family.into(), self.staff.into()]
    }
}

/// End an assignment now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndContact {
    pub id: AssignmentId,
    /// Of which family.
    pub family: FamilyId,
}

impl Command for EndContact {
    const NAME: &'static str = "Families.EndContact";
    const ACTION: Action = Action::AssignContact;
    const CALLED: &'static str = "contact";
    const ABOUT: &'static [&'static str] = &["family", "id"];
    const EXAMPLES: &'static [&'static str] =
        &[r#"{"id":"01920000-0000-7000-8000-000000000001","family":"01920000-0000-7000-8000-000000000001"}"#];

    fn on(&self, _by: PersonId) -> StreamId {
        self.family.into()
    }
}

/// Someone of the team opened the family's page; the device tells, offline too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteOpened {
    pub family: FamilyId,
}

impl Command for NoteOpened {
    const NAME: &'static str = "Families.NoteOpened";
    const ACTION: Action = Action::NoteOpened;
    const ABOUT: &'static [&'static str] = &["family"];
    const SHOWN: Shown = Shown::Nowhere;
    const EXAMPLES: &'static [&'static str] = &[r#"{"family":"01920000-0000-7000-8000-000000000001"}"#];

    fn on(&self, _by: PersonId) -> StreamId {
        self.family.into()
    }
}
