//! Times that families book themselves.

mod apply;
mod calendars;
pub(crate) mod interpreters;
pub(crate) mod occupancy;
pub(crate) mod people;
mod reader;
mod rows;
pub(crate) mod service;
mod slots;
pub(crate) mod times;

use indgang_domain::booking::{
    BookHeld, HoldTime, LetGo, OpenBooking, OtherTimes, PublishSlot, Times, WishForTime, WithdrawSlot,
};
use indgang_domain::staff::TeamCalendar;

use crate::desk::registry::Registry;

/// What the desk knows of booking.
pub fn register(registry: &mut Registry) {
    registry.kind(rows::SERVICE);
    registry.kind(rows::SLOT);
    registry.kind(rows::INTERPRETER);
    registry.kind(rows::HOLD);
    registry.local::<OpenBooking>();
    registry.local::<TeamCalendar>();
    registry.live::<Times>(|desk, actor, query| Box::pin(times::answer(desk, actor, query)));
    registry.live::<OtherTimes>(|desk, actor, query| Box::pin(times::answer_other(desk, actor, query)));
    registry.command::<HoldTime>(|deed, command| Box::pin(apply::hold(deed, command)));
    registry.command::<BookHeld>(|deed, command| Box::pin(apply::book(deed, command)));
    registry.command::<LetGo>(|deed, command| Box::pin(apply::let_go(deed, command)));
    registry.command::<WishForTime>(|deed, command| Box::pin(apply::wish(deed, command)));
    registry.command::<PublishSlot>(|deed, command| Box::pin(slots::publish(deed, command)));
    registry.command::<WithdrawSlot>(|deed, command| Box::pin(slots::withdraw(deed, command)));
}
