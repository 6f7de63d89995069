//! Ask, submit, pull over HTTP.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use indgang_domain::problem::ProblemKey;
use indgang_domain::stream::{
    CURSORS_AT_MOST, PullAnswer, PullRequest, SUBMIT_AT_MOST, SubmitAnswer, SubmitRequest,
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::House;
use super::openapi::ProblemDetails;
use super::problem::Failed;
use crate::auth::Known;
use crate::desk::batch::Batch;
use crate::desk::pull::MINIMUM_CLIENT;
use crate::store::args;

/// `POST /api/v1/ask`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AskRequest {
    query: String,
    #[schema(value_type = Object)]
    args: Box<RawValue>,
}

/// The answer, as the query says.
#[derive(Serialize, ToSchema)]
pub(super) struct AskAnswer {
    #[schema(value_type = Object)]
    answer: Box<RawValue>,
}

/// A body that could not be read: too large, or not of the form.
fn unreadable(rejection: &JsonRejection) -> Failed {
    if rejection.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        ProblemKey::TooLarge.into()
    } else {
        ProblemKey::Malformed.into()
    }
}

/// A query's answer.
#[utoipa::path(
    post,
    path = "/api/v1/ask",
    request_body = AskRequest,
    responses(
        (status = 200, body = AskAnswer),
        (status = "4XX", body = ProblemDetails, content_type = "application/problem+json"),
        (status = "5XX", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(super) async fn ask(
    State(house): State<House>,
    known: Known,
    body: Result<Json<AskRequest>, JsonRejection>,
) -> Result<Json<AskAnswer>, Failed> {
    let Json(request) = body.map_err(|rejection| unreadable(&rejection))?;
    let answer = house.desk.ask(&known.actor, &request.query, request.args.get()).await?;
    Ok(Json(AskAnswer { answer }))
}

/// Envelopes judged, one outcome each, in order. One that cannot be read is refused alone, where its id can be read;
/// else the whole batch is, naming its place (`"field": "envelopes[3]"`), and nothing of it has happened.
#[utoipa::path(
    post,
    path = "/api/v1/submit",
    request_body = SubmitRequest,
    responses(
        (status = 200, body = SubmitAnswer),
        (status = "4XX", body = ProblemDetails, content_type = "application/problem+json"),
        (status = "5XX", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(super) async fn submit(
    State(house): State<House>,
    known: Known,
    body: Result<Json<Batch>, JsonRejection>,
) -> Result<Json<SubmitAnswer>, Failed> {
    let Json(batch) = body.map_err(|rejection| unreadable(&rejection))?;
    speaks(batch.client)?;
    at_most(batch.envelopes.len(), SUBMIT_AT_MOST)?;
    let theirs = batch.now;
    let outcomes = house.desk.submit(&known.actor, theirs, batch.read()?).await;
    Ok(Json(SubmitAnswer { outcomes }))
}

/// What changed since the device's cursors.
#[utoipa::path(
    post,
    path = "/api/v1/pull",
    request_body = PullRequest,
    responses(
        (status = 200, body = PullAnswer),
        (status = "4XX", body = ProblemDetails, content_type = "application/problem+json"),
        (status = "5XX", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(super) async fn pull(
    State(house): State<House>,
    known: Known,
    body: Result<Json<PullRequest>, JsonRejection>,
) -> Result<Json<PullAnswer>, Failed> {
    let Json(request) = body.map_err(|rejection| unreadable(&rejection))?;
    at_most(request.cursors.len(), CURSORS_AT_MOST)?;
    Ok(Json(house.desk.pull(&known.actor, &request).await?))
}

/// Below the minimum a client keeps its queue and asks to be updated.
fn speaks(client: u32) -> Result<(), Failed> {
    if client < MINIMUM_CLIENT { Err(ProblemKey::TooOld.into()) } else { Ok(()) }
}

fn at_most(count: usize, most: usize) -> Result<(), Failed> {
    if count > most { Err(ProblemKey::TooMany.into()) } else { Ok(()) }
}

/// `GET /readyz`: the database answers, and is of this version.
pub(super) async fn ready(State(house): State<House>) -> Result<&'static str, Failed> {
    house.desk.db.rows("SELECT municipality FROM municipalities LIMIT 1", args![]).await?;
    Ok("ready")
}
