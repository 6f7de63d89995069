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
    BookHeld, HoldTime, HoldView, InterpreterView, LetGo, OtherTimes, PublishSlot, ServiceView, SlotView,
    Times, WishForTime, WithdrawSlot,
};

use crate::desk::feature::{answered, applied, stored};

stored! { ServiceView => rows::SERVICE, SlotView => rows::SLOT, InterpreterView => rows::INTERPRETER, HoldView => rows::HOLD }

answered! { Times => times::answer, OtherTimes => times::answer_other }

applied! {
    HoldTime => apply::hold;
    BookHeld => apply::book;
    LetGo => apply::let_go;
    WishForTime => apply::wish;
    PublishSlot => slots::publish;
    WithdrawSlot => slots::withdraw;
}
