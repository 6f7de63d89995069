//! Holding, booking and wishing for a time; keeping time free.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::appointments::{AppointmentKind, AppointmentState, AppointmentView, Interpreting, Way};
use crate::calendars::TICK;
use crate::kernel::id::{AppointmentId, CalendarId, MemberId, PersonId, ServiceId, SlotId, StreamId, UnitId};
use crate::kernel::text::{Line, Tongue};
use crate::kernel::time::{Chosen, Moment};
use crate::policy::Action;
use crate::problem::{Problem, ProblemKey};
use crate::verbs::{Command, Pending, Viewer, When};

/// The longest time that is kept free at once, in minutes.
const SLOT_AT_MOST: u16 = 12 * 60;
/// A slot can come again for so many weeks at once.
const WEEKS_AT_MOST: u8 = 12;

/// Hold a time while one makes sure. Another that one holds is let go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldTime {
    /// Of the appointment that it may become; made by the sender.
    pub id: AppointmentId,
    /// Where that will stand: the family's stream, or one's own thread.
    pub stream: StreamId,
    /// What is booked.
    pub service: ServiceId,
    /// When it begins.
    pub starts: Chosen,
    /// Whom of the family it is for; all where nobody is named.
    #[serde(default)]
    pub members: Vec<MemberId>,
    /// The language that is to be interpreted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interpreter: Option<Tongue>,
}

impl Command for HoldTime {
    const NAME: &'static str = "Booking.HoldTime";
    const WHEN: When = When::Now;
    const ACTION: Action = Action::BookAppointment;
    const ABOUT: &'static [&'static str] = &["stream", "id", "service"];
    const EXAMPLES: &'static [&'static str] = &[
        r#"{"id":"01920000-0000-7000-8000-000000000001","stream":"01920000-0000-7000-8000-000000000001","service":"01920000-0000-7000-8000-000000000001","starts":"2026-03-10T09:00:00Z","members":[],"interpreter":"ar"}"#,
    ];

    fn on(&self, _by: PersonId) -> StreamId {
        self.stream
    }

    fn streams(&self, by: PersonId) -> Vec<StreamId> {
        vec![self.stream, by.into()]
    }

    fn check(&self) -> Result<(), Problem> {
        if self.starts.0.millis().rem_euclid(TICK) == 0 {
            Ok(())
        } else {
            Err(Problem::on(ProblemKey::TimeWrong, "starts"))
        }
    }
}

/// Book what one holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BookHeld {
    /// The hold's, and the appointment's.
    pub id: AppointmentId,
    /// Where it will stand.
    pub stream: StreamId,
}

impl Command for BookHeld {
    const NAME: &'static str = "Booking.BookHeld";
    const WHEN: When = When::Now;
    const ACTION: Action = Action::BookAppointment;
    const ABOUT: &'static [&'static str] = &["stream", "id"];
    const EXAMPLES: &'static [&'static str] =
        &[r#"{"id":"01920000-0000-7000-8000-000000000001","stream":"01920000-0000-7000-8000-000000000001"}"#];

    fn on(&self, _by: PersonId) -> StreamId {
        self.stream
    }

    fn streams(&self, by: PersonId) -> Vec<StreamId> {
        vec![self.stream, by.into()]
    }
}

/// Let a held time go, and choose another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LetGo {
    /// The hold's.
    pub id: AppointmentId,
    /// Where it would have stood.
    pub stream: StreamId,
}

impl Command for LetGo {
    const NAME: &'static str = "Booking.LetGo";
    const ACTION: Action = Action::BookAppointment;
    const ABOUT: &'static [&'static str] = &["stream", "id"];
    const EXAMPLES: &'static [&'static str] =
        &[r#"{"id":"01920000-0000-7000-8000-000000000001","stream":"01920000-0000-7000-8000-000000000001"}"#];

    fn on(&self, _by: PersonId) -> StreamId {
        self.stream
    }

    fn streams(&self, by: PersonId) -> Vec<StreamId> {
        vec![self.stream, by.into()]
    }
}

/// Wish for a time: where there is no connection, or where none fits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WishForTime {
    /// Made by the sender.
    pub id: AppointmentId,
    /// Where it will stand: the family's stream, or one's own thread.
    pub stream: StreamId,
    /// What is wished for.
    pub service: ServiceId,
    /// What kind of meeting that is: shown until the server has heard of it, which goes by the service.
    pub kind: AppointmentKind,
    /// Whom of the family it is for; all where nobody is named.
    #[serde(default)]
    pub members: Vec<MemberId>,
    /// The language that is to be interpreted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interpreter: Option<Tongue>,
    /// When it would suit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wish: Option<Line>,
}

impl Command for WishForTime {
    const NAME: &'static str = "Booking.WishForTime";
    const ACTION: Action = Action::BookAppointment;
    const WORDS: &'static [&'static str] = &["wish"];
    const ABOUT: &'static [&'static str] = &["stream", "id", "service"];
    const EXAMPLES: &'static [&'static str] = &[
        r#"{"id":"01920000-0000-7000-8000-000000000001","stream":"01920000-0000-7000-8000-000000000001","service":"01920000-0000-7000-8000-000000000001","kind":"home-visit","wish":"helst om morgenen"}"#,
    ];

    fn on(&self, _by: PersonId) -> StreamId {
        self.stream
    }

    fn pending(&self, _by: &Viewer, _at: Moment) -> Vec<Pending> {
        let view = AppointmentView {
            id: self.id,
            kind: self.kind,
            state: AppointmentState::Wished,
            starts: None,
            minutes: 0,
            offers: Vec::new(),
            way: Way::Place,
            place: None,
            with: Vec::new(),
            members: Vec::new(),
            interpreter: self.interpreter.clone().map(|tongue| Interpreting { tongue, name: None }),
            bring: None,
            wish: self.wish.clone().map(String::from),
            cannot: None,
            closing: None,
            on_behalf: None,
            series: None,
            service: Some(self.service),
            change_by: None,
            revision: 0,
        };
        Pending::of(self.stream, self.id, &view).into_iter().collect()
    }
}

/// Keep a time free for what families book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishSlot {
    /// Made by the sender; those of later weeks follow from it.
    pub id: SlotId,
    /// In which unit.
    pub unit: UnitId,
    /// Whose time: a colleague's, or an interpreter's.
    pub calendar: CalendarId,
    /// When it begins.
    pub starts: Chosen,
    /// How long, in minutes.
    pub minutes: u16,
    /// In so many weeks, this one included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weeks: Option<u8>,
}

impl Command for PublishSlot {
    const NAME: &'static str = "Booking.PublishSlot";
    const ACTION: Action = Action::PublishSlot;
    const ABOUT: &'static [&'static str] = &["unit", "id", "calendar"];
    const EXAMPLES: &'static [&'static str] = &[
        r#"{"id":"01920000-0000-7000-8000-000000000001","unit":"01920000-0000-7000-8000-000000000001","calendar":"01920000-0000-7000-8000-000000000001","starts":"2026-03-10T09:00:00Z","minutes":120,"weeks":3}"#,
    ];

    fn on(&self, _by: PersonId) -> StreamId {
        self.unit.into()
    }

    fn check(&self) -> Result<(), Problem> {
        let fits = (15..=SLOT_AT_MOST).contains(&self.minutes) && self.minutes.is_multiple_of(5);
        if !fits {
            return Err(Problem::on(ProblemKey::TimeWrong, "minutes"));
        }
        if self.starts.0.millis().rem_euclid(TICK) != 0 {
            return Err(Problem::on(ProblemKey::TimeWrong, "starts"));
        }
        if self.weeks.is_some_and(|weeks| !(1..=WEEKS_AT_MOST).contains(&weeks)) {
            return Err(Problem::on(ProblemKey::TooMany, "weeks"));
        }
        Ok(())
    }
}

/// Take back a time that was kept free. What is booked in it stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawSlot {
    pub id: SlotId,
    /// In which unit.
    pub unit: UnitId,
}

impl Command for WithdrawSlot {
    const NAME: &'static str = "Booking.WithdrawSlot";
    const ACTION: Action = Action::PublishSlot;
    const ABOUT: &'static [&'static str] = &["unit", "id"];
    const EXAMPLES: &'static [&'static str] =
        &[r#"{"id":"01920000-0000-7000-8000-000000000001","unit":"01920000-0000-7000-8000-000000000001"}"#];

    fn on(&self, _by: PersonId) -> StreamId {
        self.unit.into()
    }
}
