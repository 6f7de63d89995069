//! The family team's own work: who waits longest, one family's page, standard answers, who is away.

mod calendar;
mod commands;
mod family;
mod team;
mod unit;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use self::calendar::{CalendarAnswer, FamilyMeeting, Interpreter, SlotLine, TeamCalendar};
pub use self::commands::{EndAbsence, RemoveTemplate, SaveTemplate, SetAbsence};
pub use self::family::{FamilyAnswer, OpenFamily, OpenLetter};
pub use self::team::{FamilyLine, SetAside, Team, TeamAnswer};
pub use self::unit::{OpenUnit, Template, Templates, UnitAnswer};
use crate::families::Face;
use crate::kernel::time::Day;
use crate::stream::View;

/// The feature: the family team's own work.
pub struct Feature;

impl crate::feature::Feature for Feature {
    type Views = (ColleagueView, AbsenceView, TemplateView);
    type Local = (Team, OpenFamily, OpenUnit, Templates, TeamCalendar);
    type Live = ();
    type Commands = (SetAbsence, EndAbsence, SaveTemplate, RemoveTemplate);
}

/// How many fixed contact persons a family has.
pub const CONTACTS_PER_FAMILY: usize = 2;

/// A colleague, in the unit's stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ColleagueView {
    /// Name and telephone.
    pub face: Face,
    /// Leads the unit.
    pub lead: bool,
}

impl View for ColleagueView {
    const KIND: &'static str = "colleague";
}

/// A standard answer, in the unit's stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TemplateView {
    /// What it is called in the list.
    pub title: String,
    /// What it says.
    pub text: String,
    /// Counts changes; a change names the one it was made on.
    pub revision: i64,
}

impl View for TemplateView {
    const KIND: &'static str = "template";
}

/// Someone is away and someone stands in, in the unit's stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AbsenceView {
    /// Who is away.
    pub staff: Face,
    /// Who stands in.
    pub substitute: Face,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub until: Day,
}

impl View for AbsenceView {
    const KIND: &'static str = "absence";
}
