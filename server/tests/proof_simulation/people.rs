//! What people do meanwhile: they write, read, lose their phones' batteries and connections; and someone of the team
//! loses the family, and gets it back.

use indgang_domain::envelope::{ENVELOPE_VERSION, Envelope, Status};
use indgang_domain::families::{AssignContact, EndContact};
use indgang_domain::kernel::id::{AssignmentId, BlobId, DeviceId, EnvelopeId, MessageId};
use indgang_domain::kernel::time::Moment;
use indgang_domain::messages::{MarkRead, SendMessage};
use indgang_domain::sync::{Event, Item, ItemState, Upload};
use indgang_domain::verbs::Command;
use indgang_server::desk::Clock;

use crate::demo;
use crate::fault::Fault;
use crate::world::World;

/// The device of the contact person who loses the family.
pub(crate) const LOSES: usize = 2;

impl World {
    /// Someone writes, or reads.
    pub(crate) fn act(&mut self, n: usize) {
        let meeting = if self.chance.hits(20) { self.about_a_meeting(n) } else { None };
        let item = if let Some(item) = meeting {
            item
        } else if self.chance.hits(25) {
            let position = i64::try_from(self.written.len()).unwrap() + 3;
            self.item(n, &MarkRead { thread: self.thread, position })
        } else {
            let text = format!("{n}: {}", self.devices[n].seq);
            let photos = if self.chance.hits(20) { vec![BlobId(self.chance.id())] } else { Vec::new() };
            let id = MessageId(self.chance.id());
            let message = SendMessage { id, photos, ..demo::message(self.thread, &text) };
            let mut item = self.item(n, &message);
            let stream = self.thread.into();
            item.pictures =
                message.photos.into_iter().map(|blob| Upload { blob, stream, piece: None }).collect();
            item
        };
        if self.fault(Fault::CrashBeforeStored, 20) {
            // The machine had it, the disk did not: it never was.
            let now = Moment::from_millis(self.now);
            _ = self.devices[n].machine.handle(Event::Wrote(item), now, 1);
            return self.boot(n);
        }
        self.tell(n, Event::Wrote(item));
    }

    pub(crate) fn item<C: Command>(&mut self, n: usize, command: &C) -> Item {
        let id = EnvelopeId(self.chance.id());
        let device = &mut self.devices[n];
        device.seq += 1;
        let envelope = Envelope {
            id,
            v: ENVELOPE_VERSION,
            device: DeviceId(device.actor.session.0),
            seq: device.seq,
            at: Moment::from_millis(self.now + device.skew),
            command: C::NAME.to_owned(),
            args: serde_json::value::to_raw_value(command).unwrap(),
        };
        Item::new(envelope, command.on(device.actor.viewer.person), Vec::new(), Vec::new())
    }

    pub(crate) fn mischief(&mut self, n: usize) {
        if self.fault(Fault::Crash, 4) {
            self.boot(n);
        }
        if self.fault(Fault::ClockWrong, 3) {
            let day: u64 = 24 * 60 * 60 * 1000;
            self.devices[n].skew = self.chance.below(2 * day).cast_signed() - day.cast_signed();
        }
        if self.fault(Fault::NoConnection, 4) {
            self.devices[n].online = false;
            self.tell(n, Event::WentOffline);
        } else if !self.devices[n].online && self.chance.hits(5) {
            self.devices[n].online = true;
            self.tell(n, Event::WentOnline);
        }
    }

    /// The team lead takes the family from a contact person, or gives it back.
    pub(crate) async fn regrant(&mut self) {
        let had = self.assignment;
        match had {
            Some(id) if self.fault(Fault::GrantEnded, 2) => {
                self.leads(&EndContact { id, family: self.family }).await;
                self.assignment = None;
            }
            None if !self.stormy || self.chance.below(1_000) < 8 => {
                let (id, staff) = (AssignmentId(self.chance.id()), self.devices[LOSES].actor.viewer.person);
                self.leads(&AssignContact { id, family: self.family, staff }).await;
                self.assignment = Some(id);
            }
            _ => {}
        }
    }

    async fn leads<C: Command>(&mut self, command: &C) {
        let at = Moment::from_millis(self.now);
        self.desk.clock = Clock::Fixed(at);
        let envelope = Envelope {
            id: EnvelopeId(self.chance.id()),
            v: ENVELOPE_VERSION,
            device: DeviceId(self.lead.session.0),
            seq: 0,
            at,
            command: C::NAME.to_owned(),
            args: serde_json::value::to_raw_value(command).unwrap(),
        };
        let outcome = self.desk.settle(&self.lead, envelope, at).await;
        assert_eq!(outcome.status, Status::Done, "{outcome:?}");
    }

    /// Everyone reads what did not get through and why, and lets it go.
    pub(crate) fn dismiss_what_failed(&mut self) {
        for n in 0..self.devices.len() {
            let items = self.devices[n].machine.items().to_vec();
            for item in items {
                if let ItemState::Failed { status, problem } = &item.state {
                    self.failed.insert(item.id(), (n, *status, problem.key));
                    self.tell(n, Event::Dismissed(item.id()));
                }
            }
        }
    }
}
