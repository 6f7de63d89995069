//! Times that families book themselves.

mod apply;
mod rows;
mod times;

use indgang_domain::appointments::ServiceView;
use indgang_domain::booking::{
    BookHeld, HoldTime, HoldView, LetGo, OtherTimes, PublishSlot, Times, WishForTime, WithdrawSlot,
};
use indgang_domain::calendars::{InterpreterView, SlotView};

use crate::calendars::slots;
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
