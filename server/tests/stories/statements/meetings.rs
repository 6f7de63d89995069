//! Meetings, from a wish to what was agreed.

use indgang_domain::appointments::{
    AppointmentKind, Appointments, CanCome, CancelAppointment, CannotCome, CloseAppointment, Ending,
    OfferTimes, OpenAppointment, Period, ProposeAppointment,
};
use indgang_domain::booking::{
    BookHeld, HoldTime, LetGo, OpenBooking, OtherTimes, PublishSlot, Times, WishForTime, WithdrawSlot,
};
use indgang_domain::kernel::id::{AppointmentId, SlotId};
use indgang_domain::kernel::text::Tongue;
use indgang_domain::kernel::time::Chosen;
use indgang_domain::staff::TeamCalendar;
use uuid::Uuid;

use super::Tale;
use crate::absences::unit;
use crate::appointments::{at, proposal, set};
use crate::demo::now;

impl Tale<'_> {
    pub(super) async fn meetings(&mut self) {
        self.books().await;
        self.plans().await;
        let (mother, contact) = (self.mother.someone.clone(), self.contact.someone.clone());
        for period in [Period::Coming, Period::Month(now().day()), Period::Past] {
            mother.asks(&Appointments { period, now: now() }).await.unwrap();
            self.note("Appointments");
        }
        contact.asks(&TeamCalendar { from: now().day().monday(), days: 7 }).await.unwrap();
        self.note("TeamCalendar");
    }

    async fn books(&mut self) {
        let mother = self.mother.someone.clone();
        let booking = mother.asks(&OpenBooking {}).await.unwrap();
        self.note("OpenBooking");
        let service = booking.services.iter().find(|one| one.kind == AppointmentKind::HealthConversation);
        let service = service.unwrap().id;
        let stream = booking.family.into();
        let arabic = Tongue::parse("ar").ok();
        for interpreter in [None, arabic.clone()] {
            let found =
                mother.asks(&Times { stream, service, interpreter: interpreter.clone() }).await.unwrap();
            self.note("Times");
            let id = AppointmentId(Uuid::now_v7());
            let starts = Chosen(found[4].starts);
            let hold = HoldTime { id, stream, service, starts, members: Vec::new(), interpreter };
            self.done("HoldTime", &mother.does(&hold).await);
            self.done("LetGo", &mother.does(&LetGo { id, stream }).await);
            let hold = HoldTime { id: AppointmentId(Uuid::now_v7()), ..hold };
            self.done("HoldTime", &mother.does(&hold).await);
            self.done("BookHeld", &mother.does(&BookHeld { id: hold.id, stream }).await);
            let other = mother.asks(&OtherTimes { id: hold.id, stream }).await.unwrap();
            self.note("OtherTimes");
            let moved = set(&mother, hold.id, booking.family, other[1].starts).await;
            self.note("OpenAppointment");
            self.done("SetTime", &mother.does(&moved).await);
        }
        let id = AppointmentId(Uuid::now_v7());
        let kind = AppointmentKind::HealthConversation;
        let wish =
            WishForTime { id, stream, service, kind, members: Vec::new(), interpreter: arabic, wish: None };
        self.done("WishForTime", &mother.does(&wish).await);
        let offer = OfferTimes { id, stream, revision: 1, times: vec![Chosen(at(25, 9))] };
        self.done("OfferTimes", &self.contact.someone.clone().does(&offer).await);
        self.sees("its page", |tale| &tale.mother, &format!("/aftaler/{id}")).await;
    }

    async fn plans(&mut self) {
        let (mother, contact) = (self.mother.someone.clone(), self.contact.someone.clone());
        let family = mother.family().await;
        self.note("Threads");
        let members = mother.asks(&OpenBooking {}).await.unwrap().members;
        let series = ProposeAppointment {
            agreed: true,
            members: vec![members[0].id],
            every_weeks: Some(1),
            in_all: Some(3),
            ..proposal(family, &[at(1, 20)])
        };
        let (id, stream) = (series.id, family.into());
        self.done("ProposeAppointment", &contact.does(&series).await);
        self.done("CannotCome", &mother.does(&CannotCome { id, stream, why: None, starts: None }).await);
        self.done("CanCome", &mother.does(&CanCome { id, stream }).await);
        let revision = mother.asks(&OpenAppointment { id }).await.unwrap().line.view.revision;
        let close = CloseAppointment { id, stream, revision, ending: Ending::Held, agreed: None };
        self.done("CloseAppointment", &contact.at(at(1, 21)).does(&close).await);
        let next = AppointmentId(indgang_domain::kernel::id::derive(id.0, 2));
        let cancel = CancelAppointment { id: next, stream, why: None, following: true, starts: None };
        self.done("CancelAppointment", &mother.does(&cancel).await);
        let unit = unit(&contact).await;
        let slot = PublishSlot {
            id: SlotId(Uuid::now_v7()),
            unit,
            calendar: contact.viewer().person.into(),
            starts: Chosen(at(2, 18)),
            minutes: 60,
            weeks: None,
        };
        self.done("PublishSlot", &contact.does(&slot).await);
        self.done("WithdrawSlot", &contact.does(&WithdrawSlot { id: slot.id, unit }).await);
    }
}
