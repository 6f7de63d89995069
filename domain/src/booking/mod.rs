//! Times that families book themselves: services, what the team keeps free, and the times in which all are free.

mod commands;
mod open;
mod times;

pub use commands::{BookHeld, HoldTime, LetGo, PublishSlot, WishForTime, WithdrawSlot};
pub use open::{BookingAnswer, OpenBooking};
pub use times::{OtherTimes, Time, Times};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::appointments::{ForMember, Interpreting, ServiceView, With};
use crate::calendars::{InterpreterView, SlotView};
use crate::kernel::id::{AppointmentId, ServiceId, StreamId};
use crate::kernel::time::Moment;
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

/// A time that is held for someone who is choosing, in that person's own stream.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct HoldView {
    /// The appointment that it may become.
    pub id: AppointmentId,
    /// Where that will stand.
    pub stream: StreamId,
    /// What is booked.
    pub service: ServiceId,
    pub starts: Moment,
    pub ends: Moment,
    /// Who will be there.
    pub with: Vec<With>,
    pub interpreter: Option<Interpreting>,
    /// Whom of the family it is for.
    pub members: Vec<ForMember>,
    /// Held until then.
    pub until: Moment,
}

impl View for HoldView {
    const KIND: &'static str = "hold";
}
