//! Ask, submit, pull over HTTP.

use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use indgang_domain::problem::ProblemKey;
use indgang_domain::stream::{
    CURSORS_AT_MOST, PullAnswer, PullRequest, SUBMIT_AT_MOST, SubmitAnswer, SubmitRequest,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use tokio::time::timeout;
use utoipa::ToSchema;

use super::openapi::Instead;
use super::problem::Failed;
use super::{Server, WORDS_AT_MOST};
use crate::auth::Known;
use crate::desk::batch::Batch;
use crate::desk::pull::MINIMUM_CLIENT;
use crate::store::migrate;

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

/// A body that was read.
pub(super) struct Sent<T>(T);

impl<T: DeserializeOwned> FromRequest<Server> for Sent<T> {
    type Rejection = Failed;

    async fn from_request(request: Request, server: &Server) -> Result<Self, Failed> {
        let read = timeout(WORDS_AT_MOST, Json::from_request(request, server)).await;
        let Json(body) = read.map_err(|_| ProblemKey::Later)?.map_err(why)?;
        Ok(Self(body))
    }
}

fn why(rejection: JsonRejection) -> ProblemKey {
    match rejection {
        large if large.status() == StatusCode::PAYLOAD_TOO_LARGE => ProblemKey::TooLarge,
        // Not all of it came: what did may be well said.
        JsonRejection::BytesRejection(_) => ProblemKey::Later,
        _ => ProblemKey::Malformed,
    }
}

/// A query's answer.
#[utoipa::path(
    post,
    path = "/api/v1/ask",
    request_body = AskRequest,
    responses(
        (status = 200, body = AskAnswer, description = "The answer."),
        Instead
    )
)]
pub(super) async fn ask(
    State(server): State<Server>,
    known: Known,
    Sent(request): Sent<AskRequest>,
) -> Result<Json<AskAnswer>, Failed> {
    let answer = server.desk.ask(&known.actor, &request.query, request.args.get()).await?;
    Ok(Json(AskAnswer { answer }))
}

/// Envelopes judged, one outcome each, in order. One that cannot be read is refused alone, where its id can be read;
/// else the whole batch is, naming its place (`"field": "envelopes[3]"`), and nothing of it has happened.
#[utoipa::path(
    post,
    path = "/api/v1/submit",
    request_body = SubmitRequest,
    responses(
        (status = 200, body = SubmitAnswer, description = "What became of each."),
        Instead
    )
)]
pub(super) async fn submit(
    State(server): State<Server>,
    known: Known,
    Sent(batch): Sent<Batch>,
) -> Result<Json<SubmitAnswer>, Failed> {
    speaks(batch.client)?;
    at_most(batch.envelopes.len(), SUBMIT_AT_MOST)?;
    // The request itself has been counted.
    server.limits.person_more(&known.actor.viewer, batch.envelopes.len().saturating_sub(1))?;
    let theirs = batch.now;
    let outcomes = server.desk.submit(&known.actor, theirs, batch.read()?).await;
    Ok(Json(SubmitAnswer { outcomes }))
}

/// What changed since the device's cursors.
#[utoipa::path(
    post,
    path = "/api/v1/pull",
    request_body = PullRequest,
    responses(
        (status = 200, body = PullAnswer, description = "The news."),
        Instead
    )
)]
pub(super) async fn pull(
    State(server): State<Server>,
    known: Known,
    Sent(request): Sent<PullRequest>,
) -> Result<Json<PullAnswer>, Failed> {
    at_most(request.cursors.len(), CURSORS_AT_MOST)?;
    Ok(Json(server.desk.pull(&known.actor, &request).await?))
}

/// Below the minimum a client keeps its queue and asks to be updated.
fn speaks(client: u32) -> Result<(), Failed> {
    if client < MINIMUM_CLIENT { Err(ProblemKey::TooOld.into()) } else { Ok(()) }
}

fn at_most(count: usize, most: usize) -> Result<(), Failed> {
    if count > most { Err(ProblemKey::TooMany.into()) } else { Ok(()) }
}

/// `GET /livez`: the program runs.
#[utoipa::path(get, path = "/livez", security(()), responses((status = 200, body = String, content_type = "text/plain", description = "It runs.")))]
pub(super) async fn alive() -> &'static str {
    "ok"
}

/// `GET /readyz`: the database answers, and every migration of this version is done. Nobody is told "too fast" here: a
/// balancer would take the server for gone. However many ask, the database is asked once a second.
#[utoipa::path(
    get,
    path = "/readyz",
    security(()),
    responses((status = 200, body = String, content_type = "text/plain", description = "It serves."), Instead)
)]
pub(super) async fn ready(State(server): State<Server>) -> Result<&'static str, Failed> {
    let mut asked = server.ready.lock().await;
    if asked.is_none_or(|at| at.elapsed() > READY_FOR) {
        *asked = None;
        if migrate::is_done(&server.desk.db).await? {
            *asked = Some(Instant::now());
        }
    }
    if asked.is_some() { Ok("ready") } else { Err(ProblemKey::Later.into()) }
}

/// How long the database is believed to be there.
const READY_FOR: Duration = Duration::from_secs(1);
