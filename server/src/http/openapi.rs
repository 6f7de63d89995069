//! `GET /api/v1/openapi.json`: generated from the very types that travel.

mod exact;
mod example;

use std::sync::LazyLock;

use axum::body::Bytes;
use axum::http::header;
use axum::response::IntoResponse;
use indgang_domain::envelope::{Envelope, Outcome, Status};
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::stream::{
    Cursor, Entry, Nudge, PullAnswer, PullRequest, StreamNews, SubmitAnswer, SubmitRequest,
};
use indgang_domain::{booking, messages, people, staff};
use serde::Serialize;
use serde_json::Value;
use utoipa::{IntoResponses, OpenApi, ToSchema};

use super::api::{self, AskAnswer, AskRequest};
use super::rate_limits::Stranger;
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
        // What lists are made of.
        messages::ThreadLine, people::SessionLine, staff::Template, booking::Time,
    ))
)]
struct Api;

static DESCRIPTION: LazyLock<Value> =
    LazyLock::new(|| exact::exact(Api::openapi(), &crate::features().shapes));
/// As it travels: written once.
static WRITTEN: LazyLock<Bytes> = LazyLock::new(|| DESCRIPTION.to_string().into());

/// The description of all of it.
#[utoipa::path(get, path = "/api/v1/openapi.json", security(()), responses((status = 200, body = Object, description = "This.")))]
pub(super) async fn describe(_: Stranger) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], WRITTEN.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

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

    /// What a validator of others' asks of any description, beside what its schema says (`bin/test api`).
    #[test]
    fn every_answer_says_what_it_is_and_every_file_is_bytes() {
        let paths = DESCRIPTION["paths"].as_object().into_iter().flatten();
        let operations =
            paths.flat_map(|(path, all)| all.as_object().into_iter().flatten().map(move |one| (path, one)));
        for (path, (method, operation)) in operations {
            for (status, response) in operation["responses"].as_object().into_iter().flatten() {
                let said = response["description"].as_str().is_some_and(|said| !said.is_empty());
                assert!(said, "{method} {path} {status} does not say what it is");
            }
        }
        let put = &DESCRIPTION["paths"]["/api/v1/blobs/{id}"]["put"]["requestBody"]["content"];
        let schema = &put["application/octet-stream"]["schema"];
        let schema =
            if schema["$ref"].is_string() { &DESCRIPTION["components"]["schemas"]["Bytes"] } else { schema };
        assert_eq!((&schema["type"], &schema["format"]), (&"string".into(), &"binary".into()));
        assert!(!DESCRIPTION.to_string().contains(r#""items":false"#));
    }

    /// Commands and queries by what is declared of them, what comes back by its shape; none moves with the day.
    #[test]
    fn everything_that_travels_has_an_example() {
        let schemas = &DESCRIPTION["components"]["schemas"];
        let shapes = crate::features().shapes;
        let commands = shapes.commands.iter().map(|(shape, _)| shape);
        for shape in commands.chain(&shapes.views) {
            let example = &schemas[&shape.component]["examples"][0];
            let missing: Vec<_> = schemas[&shape.component]["required"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .filter(|field| example.get(field).is_none())
                .collect();
            assert!(!example.is_null() && missing.is_empty(), "{}: {example} lacks {missing:?}", shape.name);
        }
        let answers = &DESCRIPTION["paths"]["/api/v1/ask"]["post"]["x-answers"];
        for (query, _) in &shapes.queries {
            let answer = &answers[query.name];
            let component = answer["$ref"].as_str().and_then(|to| to.rsplit('/').next());
            let answer = component.map_or(answer, |component| &schemas[component]);
            assert!(answer["examples"][0] != Value::Null, "{} is answered by {answer}", query.name);
            assert!(!query.examples.is_empty(), "{}", query.name);
        }
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
