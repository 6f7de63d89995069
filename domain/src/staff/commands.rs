//! What the team decides for its unit.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::TemplateView;
use crate::kernel::id::{AbsenceId, PersonId, StreamId, TemplateId, UnitId};
use crate::kernel::text::{Line, MessageText};
use crate::kernel::time::{Day, Moment};
use crate::policy::Action;
use crate::problem::{Problem, ProblemKey};
use crate::verbs::{Command, Pending, Viewer};

/// How many days an absence may lie back when it is told of.
const DAYS_BACK: i64 = 14;
/// How many days ahead it may reach: a substitute sees families all that time.
const DAYS_AHEAD: i64 = 366;

/// Say that someone is away and who stands in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetAbsence {
    /// Made by the sender.
    pub id: AbsenceId,
    /// In which unit.
    pub unit: UnitId,
    /// Who is away.
    pub staff: PersonId,
    /// Who stands in.
    pub substitute: PersonId,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub until: Day,
}

impl SetAbsence {
    /// Its days, seen from the day it is told of.
    ///
    /// # Errors
    /// Where it is over already, or too far away.
    pub fn check_on(&self, today: Day) -> Result<(), Problem> {
        if self.until < today {
            return Err(Problem::on(ProblemKey::DatesReversed, "until"));
        }
        if self.from < today.plus(-DAYS_BACK) {
            return Err(Problem::on(ProblemKey::DatesTooFar, "from"));
        }
        if self.until > today.plus(DAYS_AHEAD) {
            return Err(Problem::on(ProblemKey::DatesTooFar, "until"));
        }
        Ok(())
    }
}

impl Command for SetAbsence {
    const NAME: &'static str = "Staff.SetAbsence";
    const ACTION: Action = Action::SetAbsence;
    const CALLED: &'static str = "absence";
    const ABOUT: &'static [&'static str] = &["unit", "staff", "substitute"];
    const EXAMPLES: &'static [&'static str] = &[
        r#"{"id":"01920000-0000-7000-8000-000000000001","unit":"01920000-0000-7000-8000-000000000001","staff":"01920000-0000-7000-8000-000000000001","substitute":"01920000-0000-7000-8000-000000000002","from":"2026-03-05","until":"2026-03-09"}"#,
    ];

    fn on(&self, _by: PersonId) -> StreamId {
        self.unit.into()
    }

    fn check(&self) -> Result<(), Problem> {
        if self.until < self.from {
            return Err(Problem::on(ProblemKey::DatesReversed, "until"));
        }
        if self.staff == self.substitute {
            return Err(Problem::on(ProblemKey::NotStaffHere, "substitute"));
        }
        Ok(())
    }
}

/// They are back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndAbsence {
    pub id: AbsenceId,
    /// In which unit.
    pub unit: UnitId,
}

impl Command for EndAbsence {
    const NAME: &'static str = "Staff.EndAbsence";
    const ACTION: Action = Action::SetAbsence;
    const CALLED: &'static str = "absence";
    const ABOUT: &'static [&'static str] = &["unit", "id"];
    const EXAMPLES: &'static [&'static str] =
        &[r#"{"id":"01920000-0000-7000-8000-000000000001","unit":"01920000-0000-7000-8000-000000000001"}"#];

    fn on(&self, _by: PersonId) -> StreamId {
        self.unit.into()
    }
}

/// Write or change a standard answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveTemplate {
    /// Made by the sender where it is new.
    pub id: TemplateId,
    /// In which unit.
    pub unit: UnitId,
    /// The revision it was written on; 0 for a new one.
    pub revision: i64,
    /// What it is called in the list.
    pub title: Line,
    /// What it says.
    pub text: MessageText,
}

impl Command for SaveTemplate {
    const NAME: &'static str = "Staff.SaveTemplate";
    const ACTION: Action = Action::SaveTemplate;
    const CALLED: &'static str = "template";
    const WORDS: &'static [&'static str] = &["text", "title"];
    const ABOUT: &'static [&'static str] = &["unit", "id"];
    const EXAMPLES: &'static [&'static str] = &[
        r#"{"id":"01920000-0000-7000-8000-000000000001","unit":"01920000-0000-7000-8000-000000000001","title":"Ferie","text":"Vi ringer.","revision":0}"#,
    ];

    fn on(&self, _by: PersonId) -> StreamId {
        self.unit.into()
    }

    fn pending(&self, _by: &Viewer, _at: Moment) -> Vec<Pending> {
        let view = TemplateView {
            title: self.title.to_string(),
            text: self.text.to_string(),
            revision: self.revision,
        };
        Pending::of(self.unit, self.id, &view).into_iter().collect()
    }
}

/// Remove a standard answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveTemplate {
    pub id: TemplateId,
    /// In which unit.
    pub unit: UnitId,
    /// The revision one looked at.
    pub revision: i64,
}

impl Command for RemoveTemplate {
    const NAME: &'static str = "Staff.RemoveTemplate";
    const ACTION: Action = Action::SaveTemplate;
    const CALLED: &'static str = "template";
    const ABOUT: &'static [&'static str] = &["unit", "id"];
    const EXAMPLES: &'static [&'static str] = &[
        r#"{"id":"01920000-0000-7000-8000-000000000001","unit":"01920000-0000-7000-8000-000000000001","revision":1}"#,
    ];

    fn on(&self, _by: PersonId) -> StreamId {
        self.unit.into()
    }
}
