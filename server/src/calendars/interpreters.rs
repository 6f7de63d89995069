//! Who interprets for a unit's families.

use indgang_domain::calendars::Interval;
use indgang_domain::kernel::id::{CalendarId, InterpreterId, UnitId};
use indgang_domain::kernel::text::Tongue;
use indgang_domain::kernel::time::Moment;
use indgang_domain::problem::{Problem, ProblemKey};

use super::ends;
use super::known::{self, Asked, CALENDARS_AT_MOST};
use super::reader::Reader;
use crate::desk::change::Change;
use crate::store::{Trouble, args};

/// Someone who speaks the language asked for.
#[derive(Clone)]
pub(crate) struct Interpreter {
    pub(crate) id: InterpreterId,
    pub(crate) name: String,
}

/// Those of a unit who speak it.
pub(crate) async fn speaking(
    reader: &mut Reader<'_, '_>,
    unit: UnitId,
    tongue: &Tongue,
) -> Result<Vec<Interpreter>, Trouble> {
    let args = args![reader.municipality(), unit];
    let rows = reader
        .rows(
            "SELECT id, name, tongues FROM interpreters WHERE municipality = $1 AND unit = $2 ORDER BY id",
            args,
        )
        .await?;
    let mut found = Vec::new();
    for row in &rows {
        if row.json::<Vec<Tongue>>("tongues")?.contains(tongue) {
            found.push(Interpreter { id: row.id("id")?, name: row.text("name")? });
        }
    }
    Ok(found)
}

/// The same; none where nobody is needed.
pub(crate) async fn if_needed(
    reader: &mut Reader<'_, '_>,
    unit: UnitId,
    tongue: Option<&Tongue>,
) -> Result<Option<Vec<Interpreter>>, Trouble> {
    match tongue {
        Some(tongue) => speaking(reader, unit, tongue).await.map(Some),
        None => Ok(None),
    }
}

/// One who speaks it and is not taken at any of these times. None where no language is asked for.
///
/// # Errors
/// `no-interpreter` where nobody speaks it, `not-free` where everyone who does is taken.
pub(crate) async fn free_at(
    change: &mut Change<'_, '_>,
    unit: UnitId,
    tongue: Option<&Tongue>,
    times: &[Moment],
    minutes: u16,
) -> Result<Option<InterpreterId>, Trouble> {
    let (Some(tongue), Some(first), Some(last)) = (tongue, times.iter().min(), times.iter().max()) else {
        return Ok(None);
    };
    let mut reader = Reader::within(change);
    let mut speaking = speaking(&mut reader, unit, tongue).await?;
    speaking.truncate(CALENDARS_AT_MOST);
    if speaking.is_empty() {
        return Err(Problem::on(ProblemKey::NoInterpreter, "interpreter").into());
    }
    let ids: Vec<CalendarId> = speaking.iter().map(|one| one.id.into()).collect();
    let within = Interval { from: *first, to: ends(*last, minutes) };
    let known = known::read(&mut reader, Asked { calendars: &ids, within, but: None }).await?;
    let wanted = |starts: &Moment| Interval { from: *starts, to: ends(*starts, minutes) };
    let is_free = |one: &&Interpreter| {
        let taken = known
            .get(&CalendarId::from(one.id))
            .map(|calendar| calendar.taken.as_slice())
            .unwrap_or_default();
        times.iter().all(|starts| taken.iter().all(|busy| busy.within(wanted(starts)).is_empty()))
    };
    let free = speaking.iter().find(is_free).map(|one| one.id);
    free.map(Some).ok_or_else(|| Problem::on(ProblemKey::NotFree, "interpreter").into())
}
