//! Who will be there: contact persons, those who stand in for them, colleagues.

use indgang_domain::appointments::With;
use indgang_domain::kernel::id::{FamilyId, PersonId, UnitId};
use indgang_domain::kernel::time::Day;
use indgang_domain::problem::{Problem, ProblemKey};

use super::reader::Reader;
use crate::desk::change::Change;
use crate::desk::words::of_team;
use crate::store::{Trouble, args};

/// A family's contact person, with absences.
pub(crate) struct Serving {
    who: With,
    away: Vec<(Day, Day, With)>,
}

impl Serving {
    /// Who serves on this day: the contact person, or who stands in.
    pub(crate) fn on(&self, day: Day) -> &With {
        let stands_in = self.away.iter().find(|(from, until, _)| *from <= day && day <= *until);
        stands_in.map_or(&self.who, |(.., substitute)| substitute)
    }

    /// Everyone who serves on some day.
    pub(crate) fn everyone(&self) -> impl Iterator<Item = &With> {
        std::iter::once(&self.who).chain(self.away.iter().map(|(.., substitute)| substitute))
    }
}

/// A family's contact persons, the longest first, with present and coming absences.
pub(crate) async fn contacts(reader: &mut Reader<'_, '_>, family: FamilyId) -> Result<Vec<Serving>, Trouble> {
    let now = reader.now();
    let args = args![reader.municipality(), family, now, now.day()];
    let rows = reader
        .rows(
            "SELECT a.id, a.staff, p.name, b.from_day, b.until_day, b.substitute, v.name AS sub_name FROM assignments a \
             JOIN persons p ON p.municipality = a.municipality AND p.id = a.staff \
             LEFT JOIN absences b ON b.municipality = a.municipality AND b.staff = a.staff AND b.until_day >= $4 \
             LEFT JOIN persons v ON v.municipality = a.municipality AND v.id = b.substitute \
             WHERE a.municipality = $1 AND a.family = $2 AND a.from_at <= $3 AND a.until_at > $3 \
             ORDER BY a.from_at, a.id, b.from_day",
            args,
        )
        .await?;
    let mut serving: Vec<Serving> = Vec::new();
    for row in &rows {
        let who = With { person: Some(row.id("staff")?), name: row.text("name")? };
        if serving.last().is_none_or(|last| last.who != who) {
            serving.push(Serving { who, away: Vec::new() });
        }
        if let (Some(last), Some(person)) = (serving.last_mut(), row.id_or_none("substitute")?) {
            let substitute = With { person: Some(person), name: row.text("sub_name")? };
            last.away.push((row.day("from_day")?, row.day("until_day")?, substitute));
        }
    }
    Ok(serving)
}

/// Who serves a family on a day, each once.
pub(crate) fn on_day(serving: &[Serving], day: Day) -> Vec<With> {
    let mut with: Vec<With> = Vec::new();
    for one in serving.iter().map(|serving| serving.on(day)) {
        if !with.contains(one) {
            with.push(one.clone());
        }
    }
    with
}

/// Who serves a family on a day.
///
/// # Errors
/// `not-free` where it has no contact person.
pub(crate) async fn serving(
    change: &mut Change<'_, '_>,
    family: FamilyId,
    day: Day,
) -> Result<Vec<With>, Trouble> {
    let serving = contacts(&mut Reader::within(change), family).await?;
    let with = on_day(&serving, day);
    if with.is_empty() { Err(Problem::on(ProblemKey::NotFree, "times").into()) } else { Ok(with) }
}

/// Those named, who work in the unit, in the order of their names.
///
/// # Errors
/// `not-staff-here` where one does not.
pub(crate) async fn of_unit(
    change: &mut Change<'_, '_>,
    unit: UnitId,
    named: &[PersonId],
) -> Result<Vec<With>, Trouble> {
    let rows = change
        .tx
        .rows(
            concat!(
                "SELECT id, name FROM persons WHERE municipality = $1 AND unit = $2 AND ",
                of_team!("role"),
                " ORDER BY name, id"
            ),
            args![change.here.municipality, unit],
        )
        .await?;
    let mut with = Vec::new();
    for row in &rows {
        let person: PersonId = row.id("id")?;
        if named.contains(&person) {
            with.push(With { person: Some(person), name: row.text("name")? });
        }
    }
    let known = |id: &PersonId| with.iter().any(|one| one.person == Some(*id));
    if named.iter().all(known) { Ok(with) } else { Err(Problem::on(ProblemKey::NotStaffHere, "with").into()) }
}
