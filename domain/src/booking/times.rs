//! Free times, as the server alone knows them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::appointments::With;
use crate::json;
use crate::kernel::id::{AppointmentId, ServiceId, StreamId};
use crate::kernel::text::Tongue;
use crate::kernel::time::Moment;
use crate::problem::{Problem, ProblemKey};
use crate::verbs::{Query, Source};

/// A time at which everyone who is needed is free.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Time {
    pub starts: Moment,
    /// Who will be there: the family's contact persons, or who stands in for them that day.
    pub with: Vec<With>,
    /// Who interprets, where that was asked for.
    pub interpreter: Option<String>,
}

/// Times at which a service can be had: both contact persons, and an interpreter where one is needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Times {
    /// The family's, or one's own thread.
    pub stream: StreamId,
    /// What is to be booked.
    pub service: ServiceId,
    /// The language that is to be interpreted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interpreter: Option<Tongue>,
}

impl Query for Times {
    const NAME: &'static str = "Booking.Times";
    const SOURCE: Source = Source::Live;
    const EXAMPLES: &'static [&'static str] = &[
        r#"{"stream":"01920000-0000-7000-8000-000000000001","service":"01920000-0000-7000-8000-000000000001","interpreter":"ar"}"#,
    ];
    type Answer = Vec<Time>;

    fn read(answer: &str) -> Result<Vec<Time>, Problem> {
        json::read(answer).map_err(|_| ProblemKey::Malformed.into())
    }
}

/// Other times for a meeting: those who are to be there are free, and it is as long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OtherTimes {
    pub id: AppointmentId,
    /// Where it stands.
    pub stream: StreamId,
}

impl Query for OtherTimes {
    const NAME: &'static str = "Booking.OtherTimes";
    const SOURCE: Source = Source::Live;
    const EXAMPLES: &'static [&'static str] =
        &[r#"{"id":"01920000-0000-7000-8000-000000000001","stream":"01920000-0000-7000-8000-000000000001"}"#];
    type Answer = Vec<Time>;

    fn read(answer: &str) -> Result<Vec<Time>, Problem> {
        json::read(answer).map_err(|_| ProblemKey::Malformed.into())
    }
}
