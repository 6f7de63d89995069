//! Meetings: what is coming, what was offered, what became of it.

mod bookable;
mod calendar_file;
mod commands;
mod list;
mod rules;

pub use bookable::{InThree, ServiceView};
pub use calendar_file::{Wording, calendar_file};
pub use commands::{
    CanCome, CancelAppointment, CannotCome, CloseAppointment, Ending, OfferTimes, ProposeAppointment, SetTime,
};
pub(crate) use list::next;
pub use list::{AppointmentAnswer, Appointments, AppointmentsAnswer, Line, OpenAppointment, Period};
pub use rules::check_time;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::id::{AppointmentId, MemberId, PersonId, SeriesId, ServiceId};
use crate::kernel::text::Tongue;
use crate::kernel::time::Moment;
use crate::stream::View;

/// The feature: meetings.
pub struct Feature;

impl crate::feature::Feature for Feature {
    type Views = (AppointmentView,);
    type Local = (Appointments, OpenAppointment);
    type Live = ();
    type Commands =
        (ProposeAppointment, OfferTimes, SetTime, CancelAppointment, CannotCome, CanCome, CloseAppointment);
}

/// The most times that are offered at once.
pub const OFFERS_AT_MOST: usize = 5;
/// The longest meeting, in minutes.
pub const MINUTES_AT_MOST: u16 = 8 * 60;
/// The most meetings of one series.
pub const SERIES_AT_MOST: u8 = 12;

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

impl AppointmentKind {
    /// All, in the order they are offered.
    pub const ALL: [Self; 4] = [Self::Meeting, Self::HealthConversation, Self::HomeVisit, Self::School];

    /// The word it travels as.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Meeting => "meeting",
            Self::HealthConversation => "health-conversation",
            Self::HomeVisit => "home-visit",
            Self::School => "school",
        }
    }
}

/// Where an appointment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AppointmentState {
    /// The family wishes for it; there is no time yet.
    Wished,
    /// Times are offered; one is to be chosen.
    Offered,
    /// Agreed.
    Confirmed,
    /// It will not be.
    Cancelled,
    /// It was.
    Held,
    /// The family did not come.
    NoShow,
}

impl AppointmentState {
    /// Somebody counts on it still.
    pub fn is_open(self) -> bool {
        match self {
            Self::Wished | Self::Offered | Self::Confirmed => true,
            Self::Cancelled | Self::Held | Self::NoShow => false,
        }
    }
}

/// How people meet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// At an address.
    #[default]
    Place,
    /// On the telephone.
    Phone,
    /// Over a link.
    Video,
}

/// Someone who will be there: of the team with a face, or by name alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct With {
    /// Set for the team's.
    pub person: Option<PersonId>,
    /// The whole name.
    pub name: String,
}

/// Someone of the family whom it is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct ForMember {
    pub id: MemberId,
    /// The given name.
    pub name: String,
}

/// Someone interprets.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct Interpreting {
    /// From and to Danish.
    pub tongue: Tongue,
    /// Who, once that is known.
    pub name: Option<String>,
}

/// The family cannot come.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct Cannot {
    /// Who said so: the given name.
    pub by: String,
    /// Why, where it was said.
    pub why: Option<String>,
}

/// One of several that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct InSeries {
    pub series: SeriesId,
    /// The how-manieth, from 1.
    pub number: u8,
    /// Of how many.
    pub of: u8,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct Closing {
    /// Who said so: the given name.
    pub by: String,
    /// Why it is cancelled, or what was agreed.
    pub text: Option<String>,
}

/// A meeting, in the family's stream or, if only for one, in that person's private thread.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct AppointmentView {
    pub id: AppointmentId,
    /// What it is.
    pub kind: AppointmentKind,
    /// Where it stands.
    pub state: AppointmentState,
    /// Begins; none before a time is agreed.
    pub starts: Option<Moment>,
    /// How long, in minutes.
    pub minutes: u16,
    /// Times that are offered instead, or at all.
    pub offers: Vec<Moment>,
    /// How one meets.
    pub way: Way,
    /// The address, the number or the link. Absent for the family in safe mode.
    pub place: Option<String>,
    /// Who will be there beside the family.
    pub with: Vec<With>,
    /// Whom of the family it is for; all where nobody is named.
    pub members: Vec<ForMember>,
    pub interpreter: Option<Interpreting>,
    /// What to bring.
    pub bring: Option<String>,
    /// What the family wrote when it wished for a time.
    pub wish: Option<String>,
    /// Set while the family cannot come at the time agreed.
    pub cannot: Option<Cannot>,
    /// Set once it is cancelled, held or missed.
    pub closing: Option<Closing>,
    /// Who of the team made it or agreed to it on behalf of the family: the given name.
    pub on_behalf: Option<String>,
    /// One of several.
    pub series: Option<InSeries>,
    /// What was booked, where the family can choose times itself.
    pub service: Option<ServiceId>,
    /// Until then the family can move or cancel it here.
    pub change_by: Option<Moment>,
    /// Counts changes; a change names the one it was made on.
    pub revision: i64,
}

impl View for AppointmentView {
    const KIND: &'static str = "appointment";
}

impl AppointmentView {
    /// Ends; none before a time is agreed.
    pub fn ends(&self) -> Option<Moment> {
        self.starts.map(|starts| self.ends_at(starts))
    }

    /// Ends, if it begins then.
    pub fn ends_at(&self, starts: Moment) -> Moment {
        starts.plus_millis(i64::from(self.minutes) * 60_000)
    }

    /// Is it still to come, or still to be agreed?
    pub fn is_coming(&self, now: Moment) -> bool {
        self.state.is_open() && self.ends().is_none_or(|ends| ends > now)
    }

    /// Offered times that have not passed, the soonest first.
    pub fn open_offers(&self, now: Moment) -> Vec<Moment> {
        let mut offers: Vec<_> = self.offers.iter().copied().filter(|starts| *starts > now).collect();
        offers.sort_unstable();
        offers
    }

    /// Does the family wait for the team to offer times?
    pub fn wants_times(&self, now: Moment) -> bool {
        let none = self.open_offers(now).is_empty();
        match self.state {
            AppointmentState::Wished | AppointmentState::Offered => none,
            AppointmentState::Confirmed => none && self.cannot.is_some(),
            AppointmentState::Cancelled | AppointmentState::Held | AppointmentState::NoShow => false,
        }
    }

    /// May the family still move or cancel it here?
    pub fn may_change(&self, now: Moment) -> bool {
        self.state.is_open() && self.change_by.is_none_or(|by| now < by)
    }
}
