//! Two who change who serves whom, at the same moment: whichever comes first, the grants follow from both.

use indgang_domain::envelope::Status;
use indgang_domain::families::{AssignContact, EndContact};
use indgang_domain::kernel::id::{AbsenceId, AssignmentId, FamilyId};
use indgang_domain::kernel::time::Moment;
use indgang_domain::staff::{EndAbsence, SetAbsence, Team};
use indgang_domain::verbs::Command;
use uuid::Uuid;

use super::absences::unit;
use super::contacts::{end, give};
use super::grants::holds;
use crate::demo::{Demo, Engine, Someone, message, now};
use crate::stories;

stories! {
    who_comes_to_a_family_while_an_absence_is_set_is_stood_in_for,
    who_leaves_a_family_while_an_absence_is_set_takes_the_substitute_along,
    who_comes_to_a_family_while_an_absence_ends_is_not_stood_in_for,
    who_comes_to_a_family_while_something_is_set_aside_finds_it,
}

/// After every change of these the database waits a moment, as a busy one does: two units that have both written, and
/// then read what the other wrote, read past each other.
async fn slowly(demo: &Demo) {
    if demo.engine == Engine::Sqlite {
        // One writer: nobody writes between another's writing and reading.
        return;
    }
    let pause = "CREATE FUNCTION pause() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN PERFORM pg_sleep(0.1); RETURN NULL; END $$";
    demo.owner_does(pause).await;
    for table in ["assignments", "absences", "quarantine"] {
        let trigger = format!(
            "CREATE TRIGGER pause AFTER INSERT OR UPDATE OR DELETE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION pause()"
        );
        demo.owner_does(&trigger).await;
    }
}

/// How much later than the first the second is by its clock, in milliseconds, from time to time.
const APART: [i64; 4] = [0, 40, -40, 0];

/// Both are done, at the same moment; the clocks of two processes differ.
async fn at_once(time: usize, one: &Someone, this: impl Command, other: &Someone, that: impl Command) {
    let other = other.at(other.desk.clock.now().plus_millis(APART[time]));
    let (this, that) = tokio::join!(one.does(&this), other.does(&that));
    assert_eq!((this.status, that.status), (Status::Done, Status::Done), "{this:?} {that:?}");
}

/// The lead, one who is sometimes away, one who stands in, and a family that neither has.
struct Tale {
    lead: Someone,
    staff: Someone,
    stand_in: Someone,
    family: FamilyId,
    time: Moment,
}

impl Tale {
    async fn begin(demo: &Demo) -> Self {
        slowly(demo).await;
        let (lead, staff, stand_in) =
            (demo.person("teamleder").await, demo.person("kontakt-1").await, demo.person("kontakt-3").await);
        let theirs =
            |team: indgang_domain::staff::TeamAnswer| team.families.into_iter().map(|line| line.family);
        let known: Vec<_> = theirs(staff.asks(&Team {}).await.unwrap())
            .chain(theirs(stand_in.asks(&Team {}).await.unwrap()))
            .collect();
        let all = lead.asks(&Team {}).await.unwrap();
        let family = theirs(all).find(|family| !known.contains(family)).expect("a family of others");
        Self { lead, staff, stand_in, family, time: now() }
    }

    /// A while later: the same people.
    fn later(&mut self) {
        self.time = self.time.plus_millis(60_000);
        for someone in [&mut self.lead, &mut self.staff, &mut self.stand_in] {
            *someone = someone.at(self.time);
        }
    }

    fn comes(&self) -> AssignContact {
        give(self.family, &self.staff)
    }

    async fn away(&self) -> SetAbsence {
        let today = self.time.day();
        SetAbsence {
            id: AbsenceId(Uuid::now_v7()),
            unit: unit(&self.staff).await,
            staff: self.staff.viewer().person,
            substitute: self.stand_in.viewer().person,
            from: today,
            until: today.plus(3),
        }
    }

    fn leaves(&self, id: AssignmentId) -> EndContact {
        EndContact { id, family: self.family }
    }
}

fn back(absence: &SetAbsence) -> EndAbsence {
    EndAbsence { id: absence.id, unit: absence.unit }
}

async fn who_comes_to_a_family_while_an_absence_is_set_is_stood_in_for(demo: Demo) {
    let mut tale = Tale::begin(&demo).await;
    for time in 0..APART.len() {
        tale.later();
        let (comes, away) = (tale.comes(), tale.away().await);
        at_once(time, &tale.lead, comes.clone(), &tale.staff, away.clone()).await;
        holds(&demo, tale.time.plus_millis(100), &time).await;
        tale.later();
        tale.lead.does(&tale.leaves(comes.id)).await;
        tale.staff.does(&back(&away)).await;
    }
}

async fn who_leaves_a_family_while_an_absence_is_set_takes_the_substitute_along(demo: Demo) {
    let mut tale = Tale::begin(&demo).await;
    for time in 0..APART.len() {
        tale.later();
        let (comes, away) = (tale.comes(), tale.away().await);
        tale.lead.does(&comes).await;
        tale.later();
        at_once(time, &tale.lead, tale.leaves(comes.id), &tale.staff, away.clone()).await;
        holds(&demo, tale.time.plus_millis(100), &time).await;
        tale.later();
        tale.staff.does(&back(&away)).await;
    }
}

async fn who_comes_to_a_family_while_an_absence_ends_is_not_stood_in_for(demo: Demo) {
    let mut tale = Tale::begin(&demo).await;
    for time in 0..APART.len() {
        tale.later();
        let (comes, away) = (tale.comes(), tale.away().await);
        tale.staff.does(&away).await;
        tale.later();
        at_once(time, &tale.lead, comes.clone(), &tale.staff, back(&away)).await;
        holds(&demo, tale.time.plus_millis(100), &time).await;
        tale.later();
        tale.lead.does(&tale.leaves(comes.id)).await;
    }
}

async fn who_comes_to_a_family_while_something_is_set_aside_finds_it(demo: Demo) {
    slowly(&demo).await;
    let mother = demo.person("borger").await;
    let (family, thread) = (mother.family().await, mother.family_thread(None).await);
    let (lead, author, heir) =
        (demo.person("teamleder").await, demo.person("kontakt-1").await, demo.person("kontakt-3").await);
    let late = author.envelope(&message(thread, "Skrevet i tide"));
    let hour = now().plus_millis(60 * 60 * 1000);
    lead.at(hour).does(&end(&lead, family, &author).await).await;
    let then = hour.plus_millis(60_000);
    let (lead, author, heir) = (lead.at(then), author.at(then), heir.at(then));
    let comes = give(family, &heir);
    let (given, kept) = tokio::join!(lead.does(&comes), author.settle(late));
    assert_eq!((given.status, kept.status), (Status::Done, Status::Quarantined));
    assert_eq!(heir.asks(&Team {}).await.unwrap().set_aside.len(), 1);
}
