//! Logging in as someone of the demo world. The route does not exist without `--demo`.

use axum::Form;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use indgang_domain::problem::ProblemKey;
use serde::Deserialize;
use utoipa::ToSchema;

use super::openapi::Instead;
use super::problem::Failed;
use super::rate_limits::Stranger;
use super::{Server, session};
use crate::auth;

/// Which person.
#[derive(Deserialize, ToSchema)]
pub(super) struct Who {
    /// A slug of the demo world.
    person: String,
}

/// `POST /demo/login`.
#[utoipa::path(
    post,
    path = "/demo/login",
    security(()),
    request_body(content = Who, content_type = "application/x-www-form-urlencoded"),
    responses((status = 303, description = "Logged in; to the person's home."), Instead)
)]
pub(super) async fn log_in(
    State(server): State<Server>,
    _: Stranger,
    headers: HeaderMap,
    form: Result<Form<Who>, axum::extract::rejection::FormRejection>,
) -> Result<Response, Failed> {
    let Form(who) = form.map_err(|_| ProblemKey::Malformed)?;
    let (municipality, person) =
        auth::demo_person(&server.desk, &who.person).await?.ok_or(ProblemKey::NotFound)?;
    session::log_in(&server, &headers, municipality, person).await
}
