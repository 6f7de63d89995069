//! What a world's meetings, services and free times are.

use indgang_domain::appointments::{AppointmentView, ServiceView};
use indgang_domain::calendars::{InterpreterView, SlotView, TICK};
use indgang_domain::kernel::time::Moment;
use indgang_domain::stream::View;

use super::Seeder;
use crate::appointments::meeting::calendars;
use crate::store::row::{json, word};
use crate::store::{Trouble, args};
use crate::world::{Appointment, World};

impl Seeder<'_, '_> {
    pub(super) async fn calendar(&mut self, world: &World) -> Result<(), Trouble> {
        self.services(world).await?;
        for slot in &world.slots {
            self.put(
                "INSERT INTO slots (municipality, id, unit, calendar, starts, ends) VALUES ($1, $2, $3, $4, $5, $6)",
                args![slot.id, slot.unit, slot.calendar, slot.starts, slot.ends],
            )
            .await?;
            self.tell(slot.unit.into(), SlotView::KIND, slot.id.0).await?;
        }
        for appointment in &world.appointments {
            self.appointment(appointment).await?;
        }
        Ok(())
    }

    async fn services(&mut self, world: &World) -> Result<(), Trouble> {
        for service in &world.services {
            self.put(
                "INSERT INTO services (municipality, id, unit, kind, name, about, bring, minutes, way, place, lead_minutes, \
                 cancel_minutes, roles) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
                args![
                    service.id,
                    service.unit,
                    word(service.kind),
                    json(&service.name)?,
                    json(&service.about)?,
                    json(&service.bring)?,
                    service.minutes,
                    word(service.way),
                    service.place.as_str(),
                    service.lead_minutes,
                    service.cancel_minutes,
                    json(&service.roles)?
                ],
            )
            .await?;
            for family in world.families.iter().filter(|family| family.unit == service.unit) {
                self.tell(family.id.into(), ServiceView::KIND, service.id.0).await?;
            }
        }
        for interpreter in &world.interpreters {
            self.put(
                "INSERT INTO interpreters (municipality, id, unit, name, tongues) VALUES ($1, $2, $3, $4, $5)",
                args![
                    interpreter.id,
                    interpreter.unit,
                    interpreter.name.as_str(),
                    json(&interpreter.tongues)?
                ],
            )
            .await?;
            self.tell(interpreter.unit.into(), InterpreterView::KIND, interpreter.id.0).await?;
        }
        Ok(())
    }

    async fn appointment(&mut self, appointment: &Appointment) -> Result<(), Trouble> {
        let view = &appointment.view;
        let tongue = view.interpreter.as_ref().map(|interpreting| interpreting.tongue.as_str());
        let closing = view.closing.as_ref();
        self.put(
            "INSERT INTO appointments (municipality, id, stream, family, kind, state, starts, minutes, until_at, offers, \
             way, place, with_people, members, tongue, interpreter, bring, wish, cannot_by, cannot_why, closed_by, closing, \
             service, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, \
             $20, $21, $22, $23, 1)",
            args![
                view.id,
                appointment.stream,
                appointment.family,
                word(view.kind),
                word(view.state),
                view.starts,
                view.minutes,
                view.ends().unwrap_or(Moment::NEVER),
                json(&view.offers)?,
                word(view.way),
                view.place.clone(),
                json(&view.with)?,
                json(&view.members)?,
                tongue,
                appointment.interpreter,
                view.bring.clone(),
                view.wish.clone(),
                view.cannot.as_ref().and(appointment.cannot_by),
                view.cannot.as_ref().and_then(|cannot| cannot.why.clone()),
                closing.and(appointment.closed_by),
                closing.and_then(|closing| closing.text.clone()),
                view.service,
            ],
        )
        .await?;
        self.occupancy(appointment).await?;
        self.tell(appointment.stream, AppointmentView::KIND, view.id.0).await
    }

    /// What is agreed, and what is offered, is taken: of made-up meetings that overlap the first has the time.
    async fn occupancy(&mut self, appointment: &Appointment) -> Result<(), Trouble> {
        let view = &appointment.view;
        let agreed = view.starts.map(|starts| (starts, Moment::NEVER));
        let offered = view.offers.iter().map(|starts| (*starts, *starts));
        let open = view.is_coming(self.now);
        for (starts, until) in agreed.into_iter().chain(offered).filter(|_| open) {
            let tick = |at: Moment| at.millis().div_euclid(TICK);
            for calendar in calendars(&view.with, appointment.interpreter) {
                for place in tick(starts)..tick(view.ends_at(starts)) {
                    self.put(
                        "INSERT INTO occupancy (municipality, calendar, tick, first_tick, holder, until_at) \
                         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (municipality, calendar, tick) DO NOTHING",
                        args![calendar, place, tick(starts), view.id, until],
                    )
                    .await?;
                }
            }
        }
        Ok(())
    }
}
