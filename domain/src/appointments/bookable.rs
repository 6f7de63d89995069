//! What families can book: a kind of meeting, how long it takes, and for whom it is.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AppointmentKind, Way};
use crate::kernel::id::ServiceId;
use crate::kernel::text::Tongue;
use crate::people::Language;
use crate::policy::Role;
use crate::stream::View;

/// A text in the app's three languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct InThree {
    pub da: String,
    pub en: String,
    pub ar: String,
}

impl InThree {
    /// In one of them.
    pub fn of(&self, language: Language) -> &str {
        match language {
            Language::Da => &self.da,
            Language::En => &self.en,
            Language::Ar => &self.ar,
        }
    }
}

/// Something a family can book a time for, in the family's stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ServiceView {
    pub id: ServiceId,
    /// What is booked.
    pub kind: AppointmentKind,
    /// What it is called.
    pub name: InThree,
    /// What it is, in three sentences.
    pub about: InThree,
    /// What to bring; may be empty.
    pub bring: InThree,
    /// How long, in minutes.
    pub minutes: u16,
    /// How one meets.
    pub way: Way,
    /// Where. Absent for the family in safe mode.
    pub place: Option<String>,
    /// A time begins at least so many minutes from now.
    pub lead_minutes: u32,
    /// It can be moved or cancelled until so many minutes before.
    pub cancel_minutes: u32,
    /// Who may book it for the family.
    pub roles: Vec<Role>,
    /// Languages that someone interprets.
    pub tongues: Vec<Tongue>,
}

impl View for ServiceView {
    const KIND: &'static str = "service";
}
