//! Grants say what the policy says, whatever was assigned, ended, set and cut short, in whatever order.

use std::collections::BTreeSet;

use indgang_domain::envelope::{Outcome, Status};
use indgang_domain::families::{AssignContact, EndContact};
use indgang_domain::kernel::id::{AbsenceId, AssignmentId, FamilyId, PersonId, StreamId};
use indgang_domain::kernel::time::Moment;
use indgang_domain::policy::{Action, Lens, Role, may};
use indgang_domain::staff::{EndAbsence, OpenUnit, SetAbsence, Team};
use indgang_server::store::{Row, args};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use uuid::Uuid;

use crate::demo::{Demo, count, none, now};
use crate::stories;

stories! {
    grants_are_what_the_policy_says_after_whatever_happened,
}

/// How many things happen.
const STEPS: usize = 60;
/// The families and colleagues it happens to: few enough to meet again and again.
const FAMILIES: usize = 4;
const STAFF: usize = 6;

/// Something the team lead does, or time that goes by.
#[derive(Clone, Debug)]
enum Step {
    Assign { family: usize, staff: usize },
    End { which: usize },
    Absent { staff: usize, substitute: usize, from: i64, days: i64 },
    Back { which: usize },
    Wait { hours: i64 },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0..FAMILIES, 0..STAFF).prop_map(|(family, staff)| Step::Assign { family, staff }),
        2 => any::<usize>().prop_map(|which| Step::End { which }),
        3 => (0..STAFF, 0..STAFF, -1..3_i64, 0..4_i64)
            .prop_map(|(staff, substitute, from, days)| Step::Absent { staff, substitute, from, days }),
        2 => any::<usize>().prop_map(|which| Step::Back { which }),
        2 => (1..40_i64).prop_map(|hours| Step::Wait { hours }),
    ]
}

/// Someone is something to a stream.
type Relation = (PersonId, StreamId, Lens);

/// What the facts say, written down a second time: from assignments, absences and memberships, without grants.
async fn expected(demo: &Demo, now: Moment) -> BTreeSet<Relation> {
    let mut all = BTreeSet::new();
    let today = now.day().to_string();
    let rows = async |sql: &'static str, args| demo.desk.db.rows(sql, args).await.unwrap();
    for row in rows("SELECT id, role, unit FROM persons", none()).await {
        let person: PersonId = row.id("id").unwrap();
        let role: Role = row.word("role").unwrap();
        all.insert((person, person.into(), Lens::Own));
        let Some(unit) = row.id_or_none::<Uuid>("unit").unwrap() else { continue };
        match role {
            Role::Staff => drop(all.insert((person, StreamId(unit), Lens::Colleague))),
            Role::TeamLead => {
                all.insert((person, StreamId(unit), Lens::Lead));
                for family in rows("SELECT id FROM families WHERE unit = $1", args![unit]).await {
                    all.insert((person, family.id("id").unwrap(), Lens::Lead));
                }
            }
            _ => {}
        }
    }
    let members = "SELECT m.person, m.kind, m.family, t.id AS thread, t.owner FROM members m \
                   JOIN threads t ON t.municipality = m.municipality AND t.family = m.family WHERE m.person IS NOT NULL";
    for row in rows(members, none()).await {
        let person: PersonId = row.id("person").unwrap();
        let lens = if row.text("kind").unwrap() == "adult" { Lens::Adult } else { Lens::Young };
        all.insert((person, row.id("family").unwrap(), lens));
        let owner = row.id_or_none::<PersonId>("owner").unwrap();
        if owner == Some(person) || (owner.is_none() && lens == Lens::Adult) {
            all.insert((person, row.id("thread").unwrap(), lens));
        }
    }
    // Whatever stream a family has, of whichever feature.
    let has = |row: &Row, lens: Lens| (row.id("person").unwrap(), row.id("stream").unwrap(), lens);
    let contacts = "SELECT a.staff AS person, s.id AS stream FROM assignments a \
                    JOIN streams s ON s.municipality = a.municipality AND s.family = a.family \
                    WHERE a.from_at <= $1 AND a.until_at > $1";
    for row in rows(contacts, args![now]).await {
        all.insert(has(&row, Lens::Contact));
    }
    let substitutes = "SELECT b.substitute AS person, s.id AS stream FROM absences b \
                       JOIN assignments a ON a.municipality = b.municipality AND a.staff = b.staff \
                       JOIN streams s ON s.municipality = a.municipality AND s.family = a.family \
                       WHERE a.from_at <= $1 AND a.until_at > $1 AND b.from_day <= $2 AND b.until_day >= $2";
    for row in rows(substitutes, args![now, today]).await {
        all.insert(has(&row, Lens::Substitute));
    }
    all
}

/// What the grants say.
async fn granted(demo: &Demo, now: Moment) -> BTreeSet<Relation> {
    let sql = "SELECT person, stream, lens FROM grants WHERE from_at <= $1 AND until_at > $1";
    let rows = demo.desk.db.rows(sql, args![now]).await.unwrap();
    rows.iter()
        .map(|row| (row.id("person").unwrap(), row.id("stream").unwrap(), row.word("lens").unwrap()))
        .collect()
}

/// Reading what a stream of this kind holds.
fn reading(kind: &str) -> Action {
    match kind {
        "own" => Action::ReadOwn,
        "unit" => Action::ReadUnit,
        "family" => Action::ReadFamily,
        "thread" => Action::ReadThread,
        _ => panic!("no such stream: {kind}"),
    }
}

/// No grant lets anyone read what the policy would not.
async fn all_may_be_read(demo: &Demo, now: Moment) {
    let sql = "SELECT p.role, g.lens, s.kind FROM grants g \
               JOIN persons p ON p.municipality = g.municipality AND p.id = g.person \
               JOIN streams s ON s.municipality = g.municipality AND s.id = g.stream \
               WHERE g.from_at <= $1 AND g.until_at > $1 GROUP BY p.role, g.lens, s.kind";
    for row in demo.desk.db.rows(sql, args![now]).await.unwrap() {
        let (role, lens, kind): (Role, Lens, _) =
            (row.word("role").unwrap(), row.word("lens").unwrap(), row.text("kind").unwrap());
        assert!(may(role, reading(&kind), Some(lens)), "{role:?} as {lens:?} has a {kind}");
    }
    let sql = "SELECT COUNT(*) AS n FROM grants WHERE ground <> 'assignment'";
    assert_eq!(count(demo, sql, none()).await, 0, "each on the one ground there is");
}

/// What is granted follows from what the facts say, and nothing else is granted.
pub(crate) async fn holds(demo: &Demo, now: Moment, tale: &(impl std::fmt::Debug + ?Sized)) {
    let (expected, granted) = (expected(demo, now).await, granted(demo, now).await);
    let missing: Vec<_> = expected.difference(&granted).collect();
    let unfounded: Vec<_> = granted.difference(&expected).collect();
    assert!(
        missing.is_empty() && unfounded.is_empty(),
        "missing {missing:?}\nunfounded {unfounded:?}\nafter {tale:?}"
    );
    all_may_be_read(demo, now).await;
}

/// Which tales are told, each in a demo world of its own. The long form tells more, and others each time.
fn seeds() -> Vec<[u8; 32]> {
    if std::env::var_os("INDGANG_FULL").is_some() {
        return (0..20).map(|_| rand::random()).collect();
    }
    (0..4).map(|seed| [seed; 32]).collect()
}

async fn grants_are_what_the_policy_says_after_whatever_happened(demo: Demo) {
    for seed in seeds() {
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
        let mut runner = TestRunner::new_with_rng(Config::default(), rng);
        let tale = proptest::collection::vec(step(), STEPS).new_tree(&mut runner).unwrap().current();
        let demo = Demo::open(demo.engine).await;
        is_told(&demo, &tale).await;
        // Or so many demo worlds would take up all the connections that there are.
        if let Some(pool) = demo.desk.db.postgres() {
            pool.close().await;
        }
    }
}

/// After each step of a tale the grants are what they should be.
async fn is_told(demo: &Demo, tale: &[Step]) {
    let lead = demo.person("teamleder").await;
    let unit = lead.asks(&OpenUnit {}).await.unwrap();
    let unit_id = unit.unit.unwrap();
    let staff: Vec<PersonId> =
        unit.colleagues.iter().map(|colleague| colleague.face.person).take(STAFF).collect();
    let team = lead.asks(&Team {}).await.unwrap();
    let families: Vec<FamilyId> = team.families.iter().map(|line| line.family).take(FAMILIES).collect();
    let (mut assignments, mut absences) = (Vec::new(), Vec::new());
    let (mut time, mut happened) = (now(), 0);
    holds(demo, time, "the beginning").await;
    for (number, step) in tale.iter().enumerate() {
        // Time never stands still between two commands of one person.
        time = time.plus_millis(1000);
        let lead = lead.at(time);
        match *step {
            Step::Assign { family, staff: who } => {
                let command = AssignContact {
                    id: AssignmentId(Uuid::now_v7()),
                    family: families[family],
                    staff: staff[who],
                };
                assignments.push(EndContact { id: command.id, family: command.family });
                happened += done(&lead.does(&command).await);
            }
            Step::End { which } if !assignments.is_empty() => {
                let ends = assignments.swap_remove(which % assignments.len());
                happened += done(&lead.does(&ends).await);
            }
            Step::Absent { staff: who, substitute, from, days } => {
                let from = time.day().plus(from);
                let id = AbsenceId(Uuid::now_v7());
                let (staff, substitute) = (staff[who], staff[substitute]);
                absences.push(EndAbsence { id, unit: unit_id });
                let sets = SetAbsence { id, unit: unit_id, staff, substitute, from, until: from.plus(days) };
                happened += done(&lead.does(&sets).await);
            }
            Step::Back { which } if !absences.is_empty() => {
                let ends = absences.swap_remove(which % absences.len());
                happened += done(&lead.does(&ends).await);
            }
            Step::Wait { hours } => time = time.plus_millis(hours * 60 * 60 * 1000),
            Step::End { .. } | Step::Back { .. } => {}
        }
        holds(demo, time, &tale[..=number]).await;
    }
    assert!(happened * 4 > STEPS, "{happened} of {STEPS}: a tale in which nothing happens tells nothing");
}

fn done(outcome: &Outcome) -> usize {
    usize::from(outcome.status == Status::Done)
}
