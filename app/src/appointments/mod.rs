//! Aftaler: what is coming, one meeting, and what can be done about it. One meeting's page is in a chunk of its own.

pub mod answer;
pub mod card;
pub mod facts;
pub mod file;
pub mod forms;
pub mod list;
pub mod one;
pub mod other;
pub mod period;
pub mod team;
pub mod words;

pub use card::AppointmentCard;
pub use facts::Facts;
pub use file::wording;
pub use list::AppointmentsPage;
pub use one::AppointmentPage;

use indgang_domain::kernel::id::AppointmentId;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use uuid::Uuid;

/// The meeting that the address names. One that names no meeting names one that nobody has.
pub(crate) fn named() -> Memo<AppointmentId> {
    let params = use_params_map();
    Memo::new(move |_| {
        let id = params.read().get("id").and_then(|id| id.parse().ok());
        AppointmentId(id.unwrap_or(Uuid::nil()))
    })
}
