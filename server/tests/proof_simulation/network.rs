//! The way to the desk and back: lost, doubled, swapped; and the desk itself, the real one.

use indgang_domain::kernel::time::Moment;
use indgang_domain::policy::{Action, as_what};
use indgang_domain::problem::ProblemKey;
use indgang_domain::stream::{Nudge, SubmitAnswer};
use indgang_domain::sync::{Effect, Event, Ticket, Unanswered, Upload};
use indgang_server::desk::{Actor, Clock, reach};
use indgang_server::store::args;

use crate::fault::Fault;
use crate::world::{Parcel, World};

impl World {
    /// Arrives after a while; in a storm, other things may arrive before it.
    pub(crate) fn post(&mut self, n: usize, parcel: Parcel) {
        let spread = if self.stormy { 4_000 } else { 100 };
        let arrives = self.now + 10 + self.chance.below(spread).cast_signed();
        if self.mail.iter().any(|((at, _), (to, ..))| *to == n && *at > arrives) {
            *self.faults.entry(Fault::Swapped).or_default() += 1;
        }
        self.put(arrives, n, parcel);
    }

    pub(crate) fn put(&mut self, at: i64, n: usize, parcel: Parcel) {
        self.posted += 1;
        self.mail.insert((at, self.posted), (n, self.devices[n].life, parcel));
    }

    pub(crate) fn send(&mut self, n: usize, request: Effect) {
        if !self.devices[n].online || self.fault(Fault::LostRequest, 100) {
            self.came_to_nothing(n, &request);
            return self.post(n, Parcel::Event(failure(&request, Unanswered::Unreachable)));
        }
        if self.fault(Fault::AskedToComeLater, 50) {
            self.came_to_nothing(n, &request);
            return self.post(n, Parcel::Event(failure(&request, Unanswered::Later(Some(2_000)))));
        }
        if self.fault(Fault::DoubledRequest, 50) {
            self.post(n, Parcel::Request(request.clone()));
        }
        self.post(n, Parcel::Request(request));
    }

    /// The real desk, at the true time.
    pub(crate) async fn serve(&mut self, n: usize, request: Effect) {
        let asked = request.clone();
        self.desk.clock = Clock::Fixed(Moment::from_millis(self.now));
        let actor = self.devices[n].actor.clone();
        let answer = match request {
            Effect::Submit(ticket, request) => {
                let outcomes = self.desk.submit(&actor, request.now, request.envelopes).await;
                self.put_off(n, &outcomes);
                Event::SubmitAnswered(ticket, SubmitAnswer { outcomes })
            }
            Effect::Pull(ticket, request) => {
                Event::PullAnswered(ticket, self.desk.pull(&actor, &request).await.unwrap())
            }
            Effect::Upload(ticket, upload) => self.take_picture(&actor, ticket, upload).await,
            other => panic!("{other:?} was not asked for"),
        };
        while let Ok(moved) = self.moves.try_recv() {
            for of in moved.iter() {
                let nudge = Nudge { stream: of.stream, version: of.version, with_others: moved.len() > 1 };
                for listener in 0..self.devices.len() {
                    if !self.fault(Fault::LostNudge, 200) {
                        self.post(listener, Parcel::Event(Event::Nudged(nudge)));
                    }
                }
            }
        }
        let answer = if self.fault(Fault::LostAnswer, 100) {
            self.came_to_nothing(n, &asked);
            failure(&asked, Unanswered::Unreachable)
        } else {
            answer
        };
        if self.fault(Fault::DoubledAnswer, 50) {
            self.post(n, Parcel::Event(answer.clone()));
        }
        self.post(n, Parcel::Event(answer));
    }

    /// What `PUT /api/v1/blobs` does, but for opening the picture.
    async fn take_picture(&self, actor: &Actor, ticket: Ticket, upload: Upload) -> Event {
        let (viewer, stream, now) = (&actor.viewer, upload.stream, self.desk.clock.now());
        let (municipality, person) = (viewer.municipality, viewer.person);
        let lenses = reach::lenses(&self.desk.db, viewer, stream, now).await.unwrap();
        if as_what(viewer.role, Action::SendMessage, lenses).is_none() {
            return Event::UploadFailed(ticket, Unanswered::Rejected(ProblemKey::NotFound.into()));
        }
        let kept = self.desk.db.transaction(move |tx| {
            Box::pin(async move {
                tx.exec(
                    "INSERT INTO blobs (municipality, id, stream, author, at, mime, width, height, digest, bytes) \
                     VALUES ($1, $2, $3, $4, $5, 'image/jpeg', 3, 2, $6, $6) ON CONFLICT (municipality, id) DO NOTHING",
                    args![municipality, upload.blob, stream, person, now, vec![7_u8]],
                )
                .await
            })
        });
        kept.await.unwrap();
        Event::UploadDone(upload.blob)
    }
}

/// A request that came to nothing.
pub(crate) fn failure(request: &Effect, why: Unanswered) -> Event {
    match request {
        Effect::Submit(ticket, _) => Event::SubmitFailed(*ticket, why),
        Effect::Pull(ticket, _) => Event::PullFailed(*ticket, why),
        Effect::Upload(ticket, _) => Event::UploadFailed(*ticket, why),
        other => panic!("{other:?} was not asked for"),
    }
}
