//! The demo's two municipalities, put together from what the other files say.

use indgang_domain::kernel::id::PersonId;
use indgang_domain::kernel::time::Moment;

use super::days::Days;
use super::household::Households;
use super::ids::id;
use super::script::Row;
use super::units::{administrations, templates, unit};
use super::{Absence, Municipality, Unit, World, calendar, families, holbaek, people, units};

/// How long the absence lasts, in working days back and ahead.
const AWAY_SINCE: i64 = 4;
const AWAY_UNTIL: i64 = 5;

pub(super) fn koebenhavn(now: Moment) -> World {
    let prefix = "kbh";
    let units = vec![
        unit("kbh/team", "Familieteamet Nørrebro og Bispebjerg", (15, 13), 4, "00 00 00 24"),
        unit("kbh/klinik-1", "Lægerne ved Kornblomsten", (16, 14), 8, "00 00 00 24"),
        unit("kbh/klinik-2", "Klinikken på Hjørnet", (16, 14), 8, "00 00 00 24"),
    ];
    let administrations = administrations(prefix, &units::KOEBENHAVN);
    let persons = people::at_work(prefix, people::KOEBENHAVN, &units, &administrations);
    let interpreters =
        units.first().map(|team| calendar::interpreters(prefix, team.id, calendar::KOEBENHAVN));
    let base = World {
        administrations,
        persons,
        interpreters: interpreters.unwrap_or_default(),
        ..empty(prefix, "Københavns Kommune", units)
    };

    let days = Days::from(now);
    let mut world = settle(base, prefix, days, people::STANDS_IN, families::rows());
    let staff = staff(&world);
    if let (Some(&away), Some(&substitute), Some(unit)) =
        (staff.get(people::AWAY), staff.get(people::STANDS_IN), world.units.first())
    {
        let (from, until) = (days.back(AWAY_SINCE), days.ahead(AWAY_UNTIL));
        let absence = Absence { id: id("kbh/ferie-1"), unit: unit.id, staff: away, substitute, from, until };
        world.absences.push(absence);
    }
    world
}

pub(super) fn holbaek(now: Moment) -> World {
    let prefix = "hol";
    let units = vec![unit("hol/team", "Familieteamet Holbæk", (14, 12), 6, "00 00 00 43")];
    let administrations = administrations(prefix, &units::HOLBAEK);
    let persons = people::at_work(prefix, people::HOLBAEK, &units, &administrations);
    let base = World { administrations, persons, ..empty(prefix, "Holbæk Kommune", units) };
    settle(base, prefix, Days::from(now), 0, holbaek::ROWS.iter())
}

/// A municipality with its units and their standard answers, and nobody in it.
pub(super) fn empty(prefix: &str, name: &str, units: Vec<Unit>) -> World {
    World {
        municipality: Municipality { id: id(prefix), name: name.to_owned() },
        administrations: Vec::new(),
        templates: units.first().map_or_else(Vec::new, |team| templates(prefix, team.id)),
        units,
        persons: Vec::new(),
        families: Vec::new(),
        absences: Vec::new(),
        threads: Vec::new(),
        appointments: Vec::new(),
        services: Vec::new(),
        interpreters: Vec::new(),
        slots: Vec::new(),
        blobs: Vec::new(),
    }
}

fn settle<'a>(
    mut world: World,
    prefix: &str,
    days: Days,
    substitute: usize,
    rows: impl Iterator<Item = &'a Row>,
) -> World {
    let staff = staff(&world);
    let Some(&substitute) = staff.get(substitute) else { return world };
    if let Some(unit) = world.units.first().map(|unit| unit.id) {
        world.services = calendar::services(prefix, unit);
        world.slots = calendar::slots(prefix, unit, days, &staff, &world.interpreters);
    }
    let households = Households { prefix, days, staff: &staff, substitute };
    for row in rows {
        households.add(&mut world, row);
    }
    world
}

/// The team's staff in the order that rows count them in.
fn staff(world: &World) -> Vec<PersonId> {
    world.persons.iter().take(people::TEAM).map(|person| person.id).collect()
}
