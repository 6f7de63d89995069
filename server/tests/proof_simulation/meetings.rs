//! What they do with meetings meanwhile: wish from a phone without a connection, book and move while there is one, cancel, and
//! say that they cannot come.

use indgang_domain::appointments::{
    AppointmentKind, AppointmentState, AppointmentView, CanCome, CancelAppointment, CannotCome, OfferTimes,
    OpenAppointment, SetTime,
};
use indgang_domain::booking::{BookHeld, HoldTime, Time, Times, WishForTime};
use indgang_domain::envelope::{ENVELOPE_VERSION, Envelope, Outcome, Status};
use indgang_domain::kernel::id::{AppointmentId, DeviceId, EnvelopeId};
use indgang_domain::kernel::time::{Chosen, Moment};
use indgang_domain::problem::ProblemKey;
use indgang_domain::sync::Item;
use indgang_domain::verbs::{Command, Query};
use indgang_server::desk::Clock;
use serde::de::DeserializeOwned;

use crate::world::World;

/// The mother's phone.
const MOTHER: usize = 0;

/// What may become of something about a meeting that somebody else has done something about meanwhile.
const OVERTAKEN: [ProblemKey; 4] =
    [ProblemKey::NotFound, ProblemKey::AppointmentOver, ProblemKey::TooLate, ProblemKey::Conflict];

impl World {
    /// Something about a meeting that waits for a connection, if there is a meeting.
    pub(crate) fn about_a_meeting(&mut self, n: usize) -> Option<Item> {
        let stream = self.family.into();
        if n == MOTHER && self.chance.hits(40) {
            let id = AppointmentId(self.chance.id());
            self.meetings.push(id);
            let (kind, service) = (AppointmentKind::HealthConversation, self.service);
            let wish =
                WishForTime { id, stream, service, kind, members: Vec::new(), interpreter: None, wish: None };
            return Some(self.about(n, &wish));
        }
        let which = self.chance.below(self.meetings.len().max(1) as u64);
        let id = *self.meetings.get(usize::try_from(which).unwrap())?;
        Some(match self.chance.below(3) {
            0 => self.about(n, &CancelAppointment { id, stream, why: None, following: false, starts: None }),
            1 => self.about(n, &CannotCome { id, stream, why: None, starts: None }),
            _ => self.about(n, &CanCome { id, stream }),
        })
    }

    fn about<C: Command>(&mut self, n: usize, command: &C) -> Item {
        let item = self.item(n, command);
        self.about_meetings.insert(item.id());
        item
    }

    /// What cannot wait is done at the server: the mother books or moves, her contact person offers times.
    pub(crate) async fn meet(&mut self) {
        if !self.stormy || self.chance.below(1_000) >= 10 {
            return;
        }
        self.desk.clock = Clock::Fixed(Moment::from_millis(self.now));
        let stream = self.family.into();
        let query = Times { stream, service: self.service, interpreter: None };
        let times: Vec<Time> = self.asks(MOTHER, &query).await.unwrap();
        let which = usize::try_from(self.chance.below(12)).unwrap();
        let Some(starts) = times.get(which).map(|time| Chosen(time.starts)) else { return };
        if self.chance.hits(50) {
            let id = AppointmentId(self.chance.id());
            let hold = HoldTime {
                id,
                stream,
                service: self.service,
                starts,
                members: Vec::new(),
                interpreter: None,
            };
            assert_eq!(self.at_once(MOTHER, &hold).await.status, Status::Done);
            if self.chance.hits(70) {
                assert_eq!(self.at_once(MOTHER, &BookHeld { id, stream }).await.status, Status::Done);
                self.meetings.push(id);
            }
            return;
        }
        let which = self.chance.below(self.meetings.len().max(1) as u64);
        let Some(id) = self.meetings.get(usize::try_from(which).unwrap()).copied() else { return };
        let Some(view) = self.meeting(id).await else { return };
        let revision = view.revision;
        let outcome = if self.chance.hits(50) {
            self.at_once(MOTHER, &SetTime { id, stream, revision, starts }).await
        } else {
            self.at_once(MOTHER + 1, &OfferTimes { id, stream, revision, times: vec![starts] }).await
        };
        match view.state {
            AppointmentState::Cancelled => assert_eq!(outcome.status, Status::Refused),
            // The time it has already is taken, by itself.
            _ => assert!(
                outcome.status == Status::Done
                    || outcome.problem.is_some_and(|problem| problem.key == ProblemKey::TimeTaken)
            ),
        }
    }

    async fn meeting(&self, id: AppointmentId) -> Option<AppointmentView> {
        let answer = self.asks::<_, serde_json::Value>(MOTHER, &OpenAppointment { id }).await?;
        serde_json::from_value(answer["line"]["view"].clone()).ok()
    }

    async fn asks<Q: Query, T: DeserializeOwned>(&self, n: usize, query: &Q) -> Option<T> {
        let args = serde_json::to_string(query).unwrap();
        let answer = self.desk.ask(&self.devices[n].actor, Q::NAME, &args).await.ok()?;
        serde_json::from_str(answer.get()).ok()
    }

    async fn at_once<C: Command>(&mut self, n: usize, command: &C) -> Outcome {
        let at = Moment::from_millis(self.now);
        let actor = self.devices[n].actor.clone();
        let envelope = Envelope {
            id: EnvelopeId(self.chance.id()),
            v: ENVELOPE_VERSION,
            device: DeviceId(actor.session.0),
            seq: 0,
            at,
            command: C::NAME.to_owned(),
            args: serde_json::value::to_raw_value(command).unwrap(),
        };
        self.desk.settle(&actor, envelope, at).await
    }

    /// Whoever said something about a meeting that was overtaken is told so.
    pub(crate) fn was_overtaken(&self, envelope: EnvelopeId, problem: ProblemKey) -> bool {
        self.about_meetings.contains(&envelope) && OVERTAKEN.contains(&problem)
    }
}
