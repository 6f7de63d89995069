//! Meetings: proposed, agreed, moved, cancelled, held.

mod answer;
pub(crate) mod bookable;
pub(crate) mod meeting;
pub(crate) mod other;
mod plan;
mod rows;

use indgang_domain::appointments::{
    AppointmentView, CanCome, CancelAppointment, CannotCome, CloseAppointment, OfferTimes,
    ProposeAppointment, SetTime,
};

use crate::desk::feature::{applied, stored};

stored! { AppointmentView => rows::APPOINTMENT }

applied! {
    ProposeAppointment => plan::propose;
    OfferTimes => plan::offer;
    CloseAppointment => plan::close, renew: plan::renew;
    SetTime => answer::set_time;
    CancelAppointment => answer::cancel;
    CannotCome => answer::cannot;
    CanCome => answer::can;
}
