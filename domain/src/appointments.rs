//! What is coming: meetings, as data for the home screen. Booking builds on this.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::id::AppointmentId;
use crate::kernel::time::Moment;
use crate::stream::View;

/// What kind of meeting. The words are the languages'.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AppointmentKind {
    /// A meeting with the contact persons.
    Meeting,
    /// A health conversation.
    HealthConversation,
    /// A visit at home.
    HomeVisit,
    /// A meeting at a school or day care.
    School,
}

/// A meeting, in the family's stream or, if only for one, in that person's private thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AppointmentView {
    /// Which.
    pub id: AppointmentId,
    /// What it is.
    pub kind: AppointmentKind,
    /// Begins.
    pub starts: Moment,
    /// Ends.
    pub ends: Moment,
    /// Where; absent in safe mode.
    pub place: Option<String>,
    /// With whom, by name.
    pub with: Vec<String>,
}

impl View for AppointmentView {
    const KIND: &'static str = "appointment";
}
