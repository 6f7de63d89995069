//! `GET /api/v1/openapi.json`: generated from the very types that travel.

mod exact;

use std::sync::LazyLock;

use axum::body::Bytes;
use axum::http::header;
use axum::response::IntoResponse;
use indgang_domain::envelope::{Envelope, Outcome, Status};
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::stream::{
    Cursor, Entry, Nudge, PullAnswer, PullRequest, StreamNews, SubmitAnswer, SubmitRequest,
};
use indgang_domain::{
    appointments, booking, families, letters, messages, people, quarantine, service, staff,
};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::{IntoResponses, OpenApi, ToSchema};

use super::api::{self, AskAnswer, AskRequest};
use super::pace::Stranger;
use super::{act, assets, blobs, demo, ics, pages, session, stream};

/// A problem as it travels (RFC 9457), with the key that every language has a sentence for.
#[derive(Serialize, ToSchema)]
pub(super) struct ProblemDetails {
    /// `urn:indgang:problem:<key>`.
    pub(super) r#type: String,
    /// The key.
    pub(super) title: String,
    /// The HTTP status.
    pub(super) status: u16,
    /// Which sentence to show.
    pub(super) key: ProblemKey,
    /// The field it is about, if one.
    pub(super) field: Option<String>,
}

/// What every route may answer instead.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "tells what `Failed` sends")]
pub(super) enum Instead {
    /// Larger, or longer a list, than allowed. Fewer at a time go through.
    #[response(
        status = 413,
        content_type = "application/problem+json",
        headers(("retry-after" = u64, description = "In seconds."))
    )]
    TooMuch(ProblemDetails),
    /// Faster than a person, or an address without a login, may ask. Nothing of it has happened.
    #[response(
        status = 429,
        content_type = "application/problem+json",
        headers(("retry-after" = u64, description = "In seconds."))
    )]
    TooFast(ProblemDetails),
    /// It will never be taken as it is.
    #[response(status = "4XX", content_type = "application/problem+json")]
    Refused(ProblemDetails),
    /// A passing trouble: the same again may go through.
    #[response(status = "5XX", content_type = "application/problem+json")]
    Later(ProblemDetails),
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Indgang", version = "1", description = "Ask, submit, pull: one door."),
    paths(
        api::ask, api::submit, api::pull, blobs::put, blobs::get, stream::listen, describe, act::act, session::log_out,
        api::alive, api::ready, ics::file, pages::shell, assets::service_worker, demo::log_in,
    ),
    components(schemas(
        AskRequest, AskAnswer, SubmitRequest, SubmitAnswer, Envelope, Outcome, Status, PullRequest, PullAnswer,
        Cursor, StreamNews, Entry, Nudge, Problem, ProblemKey, ProblemDetails, act::PlainForm, demo::Who,
        // Views: what entries carry, by kind.
        families::FamilyView, families::ContactView, messages::ThreadView, messages::MessageView, messages::SeenView,
        letters::LetterView, appointments::AppointmentView, people::PersonView, people::Settings, service::Service,
        booking::ServiceView, booking::SlotView, booking::InterpreterView, booking::HoldView,
        staff::ColleagueView, staff::AbsenceView, staff::TemplateView, quarantine::QuarantineView,
        // Commands: what an envelope's `args` hold, by name.
        messages::SendMessage, messages::SaveTranscript, messages::MarkRead, letters::AskAboutLetter, letters::EndLetter, letters::FinishLetter,
        people::SaveSettings, people::EndSession, families::AssignContact, families::EndContact, families::NoteOpened,
        staff::SetAbsence, staff::EndAbsence, staff::SaveTemplate, staff::RemoveTemplate, quarantine::SendOn,
        quarantine::Discard, appointments::ProposeAppointment, appointments::OfferTimes, appointments::SetTime,
        appointments::CancelAppointment, appointments::CannotCome, appointments::CanCome, appointments::CloseAppointment,
        booking::HoldTime, booking::BookHeld, booking::LetGo, booking::WishForTime, booking::PublishSlot,
        booking::WithdrawSlot,
        // Answers: what `ask` brings, by query.
        families::HomeAnswer, messages::ThreadLine, messages::ThreadAnswer, people::Myself, people::SessionLine,
        staff::TeamAnswer, staff::FamilyAnswer, staff::UnitAnswer, staff::Template, staff::CalendarAnswer,
        appointments::Period, appointments::AppointmentsAnswer, appointments::AppointmentAnswer, booking::BookingAnswer, booking::Time,
    ))
)]
struct Api;

static DESCRIPTION: LazyLock<Value> = LazyLock::new(|| exact::exact(json!(Api::openapi())));
/// As it travels: written once.
static WRITTEN: LazyLock<Bytes> = LazyLock::new(|| DESCRIPTION.to_string().into());

/// The description of all of it.
#[utoipa::path(get, path = "/api/v1/openapi.json", responses((status = 200, body = Object)))]
pub(super) async fn describe(_: Stranger) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], WRITTEN.clone())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::desk::registry::Registry;

    #[test]
    fn every_name_that_the_desk_knows_is_described() {
        let named = |named: Vec<(&'static str, Value)>| {
            named.into_iter().map(|(name, _)| name).collect::<BTreeSet<_>>()
        };
        let (kinds, queries, commands) = Registry::whole().names();
        assert_eq!(named(exact::kinds()), kinds);
        assert_eq!(named(exact::queries()), queries);
        assert_eq!(named(exact::commands()), commands);
    }

    /// Those of the contract.
    #[test]
    fn every_route_is_described() {
        for route in [
            "/api/v1/ask",
            "/api/v1/submit",
            "/api/v1/pull",
            "/api/v1/blobs/{id}",
            "/api/v1/stream",
            "/api/v1/openapi.json",
            "/act",
            "/logud",
            "/demo/login",
            "/livez",
            "/readyz",
            "/app-shell",
            "/sw.js",
        ] {
            assert!(DESCRIPTION["paths"].get(route).is_some(), "{route}");
        }
    }

    /// A form carries its command's own fields beside what every form has.
    #[test]
    fn a_plain_form_is_open() {
        let form = &DESCRIPTION["components"]["schemas"]["PlainForm"];
        assert!(form["additionalProperties"]["type"] == "string", "{form}");
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let text = DESCRIPTION.to_string();
        let references =
            text.split("\"#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next());
        for name in references {
            assert!(DESCRIPTION["components"]["schemas"].get(name).is_some(), "{name} is not described");
        }
    }

    #[test]
    fn problems_bear_the_names_they_travel_under() {
        let described = DESCRIPTION["components"]["schemas"]["ProblemKey"]["enum"].as_array();
        let described: Option<Vec<_>> = described.map(|keys| keys.iter().filter_map(Value::as_str).collect());
        assert_eq!(described, Some(ProblemKey::ALL.iter().map(|key| key.as_str()).collect()));
    }
}
