//! Planning a meeting, answering it, and saying what became of it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::rules::{a_length, a_place, offered, on_the_tick};
use super::{AppointmentKind, AppointmentView, SERIES_AT_MOST, Way};
use crate::kernel::id::{AppointmentId, MemberId, PersonId, StreamId};
use crate::kernel::text::{Line, MessageText, Tongue};
use crate::kernel::time::{Chosen, Moment};
use crate::policy::Action;
use crate::problem::{Problem, ProblemKey};
use crate::stream::View;
use crate::verbs::{Command, Read, Reads, When};

/// Propose a meeting: with times to choose from, or with the one time that was agreed with the family already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeAppointment {
    /// Made by the sender.
    pub id: AppointmentId,
    /// The family's, or the private thread of the one whom it is for.
    pub stream: StreamId,
    /// What it is.
    pub kind: AppointmentKind,
    /// One to five times.
    pub times: Vec<Chosen>,
    /// How long, in minutes.
    pub minutes: u16,
    /// How one meets.
    #[serde(default)]
    pub way: Way,
    /// The address, the number or the link.
    pub place: Line,
    /// Who of the team will be there.
    #[serde(default)]
    pub with: Vec<PersonId>,
    /// Who else, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub also: Option<Line>,
    /// Whom of the family it is for; all where nobody is named.
    #[serde(default)]
    pub members: Vec<MemberId>,
    /// The language that is interpreted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interpreter: Option<Tongue>,
    /// What to bring.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bring: Option<Line>,
    /// Agreed with the family already: nothing is left to choose.
    #[serde(default)]
    pub agreed: bool,
    /// Comes again after so many weeks; with `agreed` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every_weeks: Option<u8>,
    /// So many meetings in all; with `every_weeks` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_all: Option<u8>,
}

impl ProposeAppointment {
    /// How many meetings it makes, and how many days lie between them.
    ///
    /// # Errors
    /// Where only half of it is said, or what is only offered is to come again.
    pub fn repeats(&self) -> Result<(u8, i64), Problem> {
        match (self.every_weeks, self.in_all) {
            (None, None | Some(1)) => Ok((1, 0)),
            (Some(weeks @ 1..=8), Some(count @ 1..=SERIES_AT_MOST)) if self.agreed => {
                Ok((count, i64::from(weeks) * 7))
            }
            (Some(_), _) => Err(Problem::on(ProblemKey::TimeWrong, "every_weeks")),
            (None, Some(_)) => Err(Problem::on(ProblemKey::TimeWrong, "in_all")),
        }
    }
}

impl Command for ProposeAppointment {
    const NAME: &'static str = "Appointments.ProposeAppointment";
    const WHEN: When = When::Now;
    const ACTION: Action = Action::PlanAppointment;
    const WORDS: &'static [&'static str] = &["bring"];
    const ABOUT: &'static [&'static str] = &["stream", "id"];
    const EXAMPLES: &'static [&'static str] = &[
        r#"{"id":"01920000-0000-7000-8000-000000000001","stream":"01920000-0000-7000-8000-000000000001","kind":"meeting","times":["2026-03-10T09:00:00Z"],"minutes":60,"way":"phone","place":"00 00 00 24","with":["01920000-0000-7000-8000-000000000001"],"also":"Emils lærer","members":["01920000-0000-7000-8000-000000000001"],"interpreter":"ar","bring":"pas","agreed":true,"every_weeks":2,"in_all":3}"#,
    ];

    fn on(&self, _by: PersonId) -> StreamId {
        self.stream
    }

    fn check(&self) -> Result<(), Problem> {
        a_length(self.minutes)?;
        offered(&self.times, self.minutes)?;
        a_place(self.way, &self.place)?;
        if self.agreed && self.times.len() != 1 {
            return Err(Problem::on(ProblemKey::TooMany, "times"));
        }
        self.repeats().map(drop)
    }
}

/// Offer times: for a wish, for one that cannot be kept, or anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferTimes {
    pub id: AppointmentId,
    /// Where it stands.
    pub stream: StreamId,
    /// The revision it was judged on.
    pub revision: i64,
    /// One to five times.
    pub times: Vec<Chosen>,
}

impl Command for OfferTimes {
    const NAME: &'static str = "Appointments.OfferTimes";
    const WHEN: When = When::Now;
    const ACTION: Action = Action::PlanAppointment;
    const ABOUT: &'static [&'static str] = &["stream", "id"];
    const EXAMPLES: &'static [&'static str] = &[
        r#"{"id":"01920000-0000-7000-8000-000000000001","stream":"01920000-0000-7000-8000-000000000001","revision":1,"times":["2026-03-10T09:00:00Z"]}"#,
    ];

    fn on(&self, _by: PersonId) -> StreamId {
        self.stream
    }

    fn check(&self) -> Result<(), Problem> {
        offered(&self.times, 5)
    }
}

/// Agree on a time: one that was offered; one that is free to be booked; or, for the team, any.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetTime {
    pub id: AppointmentId,
    /// Where it stands.
    pub stream: StreamId,
    /// The revision it was chosen on.
    pub revision: i64,
    /// When it begins from now on.
    pub starts: Chosen,
}

impl Command for SetTime {
    const NAME: &'static str = "Appointments.SetTime";
    const WHEN: When = When::Now;
    const ACTION: Action = Action::AnswerAppointment;
    const ABOUT: &'static [&'static str] = &["stream", "id"];
    const EXAMPLES: &'static [&'static str] = &[
        r#"{"id":"01920000-0000-7000-8000-000000000001","stream":"01920000-0000-7000-8000-000000000001","revision":1,"starts":"2026-03-10T09:00:00Z"}"#,
    ];

    fn on(&self, _by: PersonId) -> StreamId {
        self.stream
    }

    fn check(&self) -> Result<(), Problem> {
        on_the_tick(self.starts.0, "starts")
    }
}

/// Cancel it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelAppointment {
    pub id: AppointmentId,
    /// Where it stands.
    pub stream: StreamId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Line>,
    /// The later ones of its series too.
    #[serde(default)]
    pub following: bool,
    /// The time that was seen, where one was: another that was agreed meanwhile stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<Moment>,
}

impl Command for CancelAppointment {
    const NAME: &'static str = "Appointments.CancelAppointment";
    const ACTION: Action = Action::AnswerAppointment;
    const WORDS: &'static [&'static str] = &["why"];
    const ABOUT: &'static [&'static str] = &["stream", "id"];
    const EXAMPLES: &'static [&'static str] = &[
        r#"{"id":"01920000-0000-7000-8000-000000000001","stream":"01920000-0000-7000-8000-000000000001","why":"syg","following":true}"#,
    ];

    fn on(&self, _by: PersonId) -> StreamId {
        self.stream
    }
}

/// Say that one cannot come then. The time stays until another is agreed, or it is cancelled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CannotCome {
    pub id: AppointmentId,
    /// Where it stands.
    pub stream: StreamId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Line>,
    /// The time that was seen, where one was: another that was agreed meanwhile stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<Moment>,
}

impl Command for CannotCome {
    const NAME: &'static str = "Appointments.CannotCome";
    const ACTION: Action = Action::AnswerAppointment;
    const WORDS: &'static [&'static str] = &["why"];
    const ABOUT: &'static [&'static str] = &["stream", "id"];
    const EXAMPLES: &'static [&'static str] = &[
        r#"{"id":"01920000-0000-7000-8000-000000000001","stream":"01920000-0000-7000-8000-000000000001","why":"syg"}"#,
    ];

    fn on(&self, _by: PersonId) -> StreamId {
        self.stream
    }
}

/// Say that one can come after all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CanCome {
    pub id: AppointmentId,
    /// Where it stands.
    pub stream: StreamId,
}

impl Command for CanCome {
    const NAME: &'static str = "Appointments.CanCome";
    const ACTION: Action = Action::AnswerAppointment;
    const ABOUT: &'static [&'static str] = &["stream", "id"];
    const EXAMPLES: &'static [&'static str] =
        &[r#"{"id":"01920000-0000-7000-8000-000000000001","stream":"01920000-0000-7000-8000-000000000001"}"#];

    fn on(&self, _by: PersonId) -> StreamId {
        self.stream
    }
}

/// How a meeting went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// They met.
    Held,
    /// The family did not come.
    NoShow,
}

/// Say how it went, and what was agreed. The family reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseAppointment {
    pub id: AppointmentId,
    /// Where it stands.
    pub stream: StreamId,
    /// The revision it was judged on.
    pub revision: i64,
    /// How it went.
    pub ending: Ending,
    /// What was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<MessageText>,
}

impl Command for CloseAppointment {
    const NAME: &'static str = "Appointments.CloseAppointment";
    const ACTION: Action = Action::PlanAppointment;
    const CALLED: &'static str = "closing";
    const WORDS: &'static [&'static str] = &["agreed"];
    const ABOUT: &'static [&'static str] = &["stream", "id"];
    const KEPT: Option<Read> = Some(&[
        ("id", Reads::Thing(AppointmentView::KIND)),
        ("revision", Reads::Nothing),
        ("ending", Reads::Chosen("ending")),
    ]);
    const EXAMPLES: &'static [&'static str] = &[
        r#"{"id":"01920000-0000-7000-8000-000000000001","stream":"01920000-0000-7000-8000-000000000001","revision":1,"ending":"no-show","agreed":"Vi ringer."}"#,
    ];

    fn on(&self, _by: PersonId) -> StreamId {
        self.stream
    }
}
