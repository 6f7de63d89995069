//! Meetings: proposed, agreed, moved, cancelled, held.

mod answer;
pub(crate) mod meeting;
mod plan;
mod rows;

use indgang_domain::appointments::{
    Appointments, CanCome, CancelAppointment, CannotCome, CloseAppointment, OfferTimes, OpenAppointment,
    ProposeAppointment, SetTime,
};

use crate::desk::registry::Registry;

/// What the desk knows of appointments.
pub fn register(registry: &mut Registry) {
    registry.kind(rows::APPOINTMENT);
    registry.local::<Appointments>();
    registry.local::<OpenAppointment>();
    registry.command::<ProposeAppointment>(|deed, command| Box::pin(plan::propose(deed, command)));
    registry.command::<OfferTimes>(|deed, command| Box::pin(plan::offer(deed, command)));
    registry.command::<CloseAppointment>(|deed, command| Box::pin(plan::close(deed, command)));
    registry.command::<SetTime>(|deed, command| Box::pin(answer::set_time(deed, command)));
    registry.command::<CancelAppointment>(|deed, command| Box::pin(answer::cancel(deed, command)));
    registry.command::<CannotCome>(|deed, command| Box::pin(answer::cannot(deed, command)));
    registry.command::<CanCome>(|deed, command| Box::pin(answer::can(deed, command)));
}
