//! Where screens are that others lead to. `routes` says what is shown there.

use indgang_domain::kernel::id::{AppointmentId, FamilyId, ThreadId};

/// Where the newest of a thread stands on its screen.
pub(crate) const NEWEST: &str = "nyeste";

/// A thread, at its newest.
pub fn thread(thread: ThreadId) -> String {
    format!("/beskeder/{thread}#{NEWEST}")
}

/// A meeting.
pub fn appointment(id: AppointmentId) -> String {
    format!("/aftaler/{id}")
}

/// A meeting, for the team.
pub fn meeting(id: AppointmentId) -> String {
    format!("/team/aftaler/{id}")
}

/// A family, for the team.
pub fn family(family: FamilyId) -> String {
    format!("/team/familier/{family}")
}
