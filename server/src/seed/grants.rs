//! The grants that follow from a world: the same that the commands would have given.

use indgang_domain::families::MemberKind;
use indgang_domain::kernel::id::{FamilyId, PersonId, StreamId};
use indgang_domain::kernel::time::{Clock, Moment};
use indgang_domain::policy::{Lens, Role};
use uuid::Uuid;

use super::Seeder;
use crate::desk::grants::{GIVE, Grant, Ground};
use crate::staff::stand_in;
use crate::store::Trouble;
use crate::world::{Absence, Assignment, Family, World};

impl Seeder<'_, '_> {
    pub(super) async fn grants(&mut self, world: &World) -> Result<(), Trouble> {
        for person in &world.persons {
            self.always(person.id, person.id.into(), Lens::Own, person.id.0).await?;
            match (person.unit, person.role) {
                (Some(unit), Role::TeamLead) => {
                    self.always(person.id, unit.into(), Lens::Lead, unit.0).await?;
                    for family in world.families.iter().filter(|family| family.unit == unit) {
                        self.always(person.id, family.id.into(), Lens::Lead, unit.0).await?;
                    }
                }
                (Some(unit), Role::Staff) => {
                    self.always(person.id, unit.into(), Lens::Colleague, unit.0).await?;
                }
                _ => {}
            }
        }
        for family in &world.families {
            self.members(world, family).await?;
            for contact in &family.contacts {
                self.contact(world, family.id, contact).await?;
                for absence in world.absences.iter().filter(|absence| absence.staff == contact.staff) {
                    self.substitute(world, family.id, contact, absence).await?;
                }
            }
        }
        Ok(())
    }

    async fn always(
        &mut self,
        person: PersonId,
        stream: StreamId,
        lens: Lens,
        reason: Uuid,
    ) -> Result<(), Trouble> {
        let grant = Grant {
            person,
            stream,
            lens,
            from: Moment::EPOCH,
            until: Moment::NEVER,
            reason,
            ground: Ground::Assignment,
        };
        self.put(GIVE, grant.args()).await
    }

    /// Adults see the family and its thread; young people the family; each their own thread.
    async fn members(&mut self, world: &World, family: &Family) -> Result<(), Trouble> {
        for member in &family.members {
            let Some(person) = member.person else { continue };
            let lens = match member.kind {
                MemberKind::Adult => Lens::Adult,
                MemberKind::Young => Lens::Young,
                MemberKind::Child => continue,
            };
            self.always(person, family.id.into(), lens, member.id.0).await?;
            for thread in world.threads.iter().filter(|thread| thread.family == family.id) {
                let shared = thread.owner.is_none() && lens == Lens::Adult;
                if shared || thread.owner == Some(person) {
                    self.always(person, thread.id.into(), lens, member.id.0).await?;
                }
            }
        }
        Ok(())
    }

    async fn contact(
        &mut self,
        world: &World,
        family: FamilyId,
        contact: &Assignment,
    ) -> Result<(), Trouble> {
        for stream in streams(world, family) {
            let grant = Grant {
                person: contact.staff,
                stream,
                lens: Lens::Contact,
                from: contact.from,
                until: contact.until.unwrap_or(Moment::NEVER),
                reason: contact.id.0,
                ground: Ground::Assignment,
            };
            self.put(GIVE, grant.args()).await?;
        }
        Ok(())
    }

    async fn substitute(
        &mut self,
        world: &World,
        family: FamilyId,
        contact: &Assignment,
        absence: &Absence,
    ) -> Result<(), Trouble> {
        if contact.until.is_some() {
            return Ok(());
        }
        for stream in streams(world, family) {
            let grant = Grant {
                person: absence.substitute,
                stream,
                lens: Lens::Substitute,
                from: absence.from.at(Clock::hour(0)),
                until: absence.until.plus(1).at(Clock::hour(0)),
                reason: stand_in(absence.id, contact.id.0),
                ground: Ground::Assignment,
            };
            self.put(GIVE, grant.args()).await?;
        }
        Ok(())
    }
}

fn streams(world: &World, family: FamilyId) -> Vec<StreamId> {
    let threads =
        world.threads.iter().filter(|thread| thread.family == family).map(|thread| thread.id.into());
    std::iter::once(family.into()).chain(threads).collect()
}
