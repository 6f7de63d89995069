//! Whose time is free and whose is taken: what meetings and booking both lean on.

mod free;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use self::free::{Calendar, Interval, is_free, joint};
use crate::kernel::id::CalendarId;
use crate::kernel::text::Tongue;
use crate::kernel::time::Moment;
use crate::stream::View;

/// So long is one place in a calendar, in milliseconds: times begin and end on it.
pub const TICK: i64 = 5 * 60 * 1000;
/// Times are looked for so many days ahead.
pub const DAYS_AHEAD: i64 = 28;
/// Times begin on the quarter: so long is a step, in milliseconds.
pub const STEP: i64 = 15 * 60 * 1000;

/// A time that someone keeps free for what is booked, in the unit's stream.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct SlotView {
    pub calendar: CalendarId,
    pub starts: Moment,
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
