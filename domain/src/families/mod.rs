//! A family, its members, and its two fixed contact persons.

mod commands;
mod contacts;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

pub use self::commands::{AssignContact, EndContact, NoteOpened};
pub(crate) use self::contacts::contacts;
use crate::json;
use crate::kernel::id::{AssignmentId, MemberId, PersonId};
use crate::kernel::time::{Day, Moment};
use crate::opening_hours::OpeningHours;
use crate::policy::{Lenses, veiled};
use crate::stream::View;

/// The feature: a family and its contact persons.
pub struct Feature;

impl crate::feature::Feature for Feature {
    type Views = (FamilyView, ContactView);
    type Local = ();
    type Live = ();
    type Commands = (AssignContact, EndContact, NoteOpened);
}

/// Who someone is in a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum MemberKind {
    /// An adult.
    Adult,
    /// 15 to 17 years old.
    Young,
    /// Younger; has no login, but is heard.
    Child,
}

/// One member as the others know them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MemberLine {
    pub id: MemberId,
    /// The login, for those who have one.
    pub person: Option<PersonId>,
    /// The given name.
    pub name: String,
    /// Adult, young or child.
    pub kind: MemberKind,
}

/// The family, in its own stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FamilyView {
    /// "Familien Yıldız".
    pub name: String,
    /// Someone at home controls someone: neutral words, no maps, quick exit.
    pub safe_mode: bool,
    /// Everyone in it.
    pub members: Vec<MemberLine>,
    /// The team that serves it.
    #[serde(rename = "service")]
    pub hours: OpeningHours,
}

impl View for FamilyView {
    const KIND: &'static str = "family";
}

/// A view that a device holds, as it shows it to who is these things to its stream. The server leaves out the same; but what
/// was pulled before the family came into safe mode has more in it. A family of which nothing is known is taken to be.
///
/// # Errors
/// As [`veiled`].
pub fn veiled_here(
    kind: &str,
    lenses: Lenses,
    family: Option<&RawValue>,
    view: Box<RawValue>,
) -> Result<Box<RawValue>, serde_json::Error> {
    let family = family.and_then(|family| json::read::<FamilyView>(family.get()).ok());
    veiled(kind, lenses, family.is_none_or(|family| family.safe_mode), view)
}

/// A name with a face: who someone is to a family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Face {
    pub person: PersonId,
    /// The whole name.
    pub name: String,
    /// What they are called.
    pub given_name: String,
    /// Telephone, as one dials it.
    pub phone: String,
}

/// From and to when a contact person is away, and who stands in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Away {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub until: Day,
    /// Who stands in.
    pub substitute: Face,
}

/// A fixed contact person of a family, in the family's stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContactView {
    pub face: Face,
    /// Which administration they come from.
    pub administration: String,
    pub from: Moment,
    /// Present and coming absences.
    pub away: Vec<Away>,
}

impl View for ContactView {
    const KIND: &'static str = "contact";
}

impl ContactView {
    /// The absence that lasts on `day`, if one.
    pub fn away_on(&self, day: Day) -> Option<&Away> {
        self.away.iter().find(|away| away.from <= day && day <= away.until)
    }
}

/// One of the two faces on the home screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContactCard {
    pub id: AssignmentId,
    pub face: Face,
    /// Where they come from.
    pub administration: String,
    /// Set while they are away today.
    pub away: Option<Away>,
}
