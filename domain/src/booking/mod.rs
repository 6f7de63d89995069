//! Times that families book themselves: services, what the team keeps free, and the times in which all are free.

mod commands;
mod free;
mod open;
mod times;

pub use commands::{BookHeld, HoldTime, LetGo, PublishSlot, WishForTime, WithdrawSlot};
pub use free::{Calendar, Interval, is_free, joint};
pub use open::{BookingAnswer, OpenBooking};
pub use times::{OtherTimes, Time, Times};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::appointments::{AppointmentKind, ForMember, Interpreting, Way, With};
use crate::kernel::id::{AppointmentId, CalendarId, ServiceId, StreamId};
use crate::kernel::text::Tongue;
use crate::kernel::time::Moment;
use crate::people::Language;
use crate::policy::Role;
use crate::stream::View;

/// The feature: times that families book themselves.
pub struct Feature;

impl crate::feature::Feature for Feature {
    type Views = (ServiceView, SlotView, InterpreterView, HoldView);
    type Local = (OpenBooking,);
    type Live = (Times, OtherTimes);
    type Commands = (HoldTime, BookHeld, LetGo, WishForTime, PublishSlot, WithdrawSlot);
}

/// A time is held so long while one chooses, in milliseconds.
pub const HOLD: i64 = 10 * 60 * 1000;
/// Offered times are kept free so long, in milliseconds.
pub const OFFER_HOLD: i64 = 3 * 24 * 60 * 60 * 1000;
/// Times are looked for so many days ahead.
pub const DAYS_AHEAD: i64 = 28;
/// Times begin on the quarter: so long is a step, in milliseconds.
pub const STEP: i64 = 15 * 60 * 1000;

/// A text in the app's three languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct InThree {
    /// Danish.
    pub da: String,
    /// English.
    pub en: String,
    /// Arabic.
    pub ar: String,
}

impl InThree {
    /// In one of them.
    pub fn of(&self, language: Language) -> &str {
        match language {
            Language::Da => &self.da,
            Language::En => &self.en,
            Language::Ar => &self.ar,
        }
    }
}

/// Something a family can book a time for, in the family's stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ServiceView {
    /// Which.
    pub id: ServiceId,
    /// What is booked.
    pub kind: AppointmentKind,
    /// What it is called.
    pub name: InThree,
    /// What it is, in three sentences.
    pub about: InThree,
    /// What to bring; may be empty.
    pub bring: InThree,
    /// How long, in minutes.
    pub minutes: u16,
    /// How one meets.
    pub way: Way,
    /// Where. Absent for the family in safe mode.
    pub place: Option<String>,
    /// A time begins at least so many minutes from now.
    pub lead_minutes: u32,
    /// It can be moved or cancelled until so many minutes before.
    pub cancel_minutes: u32,
    /// Who may book it for the family.
    pub roles: Vec<Role>,
    /// Languages that someone interprets.
    pub tongues: Vec<Tongue>,
}

impl View for ServiceView {
    const KIND: &'static str = "service";
}

/// A time that someone keeps free for what is booked, in the unit's stream.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct SlotView {
    /// Whose.
    pub calendar: CalendarId,
    /// Begins.
    pub starts: Moment,
    /// Ends.
    pub ends: Moment,
}

impl View for SlotView {
    const KIND: &'static str = "slot";
}

/// Someone who interprets for the unit's families, in the unit's stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InterpreterView {
    /// The whole name.
    pub name: String,
    /// From and to Danish.
    pub tongues: Vec<Tongue>,
}

impl View for InterpreterView {
    const KIND: &'static str = "interpreter";
}

/// A time that is held for someone who is choosing, in that person's own stream.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct HoldView {
    /// The appointment that it may become.
    pub id: AppointmentId,
    /// Where that will stand.
    pub stream: StreamId,
    /// What is booked.
    pub service: ServiceId,
    /// Begins.
    pub starts: Moment,
    /// Ends.
    pub ends: Moment,
    /// Who will be there.
    pub with: Vec<With>,
    /// Who interprets.
    pub interpreter: Option<Interpreting>,
    /// Whom of the family it is for.
    pub members: Vec<ForMember>,
    /// Held until then.
    pub until: Moment,
}

impl View for HoldView {
    const KIND: &'static str = "hold";
}
