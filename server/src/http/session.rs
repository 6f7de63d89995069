//! The cookie: who a request is from.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use indgang_domain::problem::ProblemKey;

use super::Server;
use super::openapi::Instead;
use super::problem::Failed;
use crate::auth::{self, Known, Token};

/// Three months, as long as an unused login lasts.
const MAX_AGE: u32 = 90 * 24 * 60 * 60;

/// What the login's cookie is called over https.
pub(super) const SECURE_COOKIE: &str = "__Host-indgang";

fn name(server: &Server) -> &'static str {
    // The prefix makes browsers hold it to this host and to https; loopback http cannot have it.
    if server.secure() { SECURE_COOKIE } else { "indgang" }
}

fn token<'h>(server: &Server, headers: &'h HeaderMap) -> Option<&'h str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|value| value.split(';')).find_map(|cookie| {
        let (key, value) = cookie.trim().split_once('=')?;
        (key == name(server)).then_some(value)
    })
}

fn cookie(server: &Server, value: &str, max_age: u32) -> Option<HeaderValue> {
    let secure = if server.secure() { "; Secure" } else { "" };
    let text = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age}{secure}", name(server));
    HeaderValue::from_str(&text).ok()
}

/// Whether the login that a request was made by lasts longer since: the answer's cookie then does too.
#[derive(Clone, Default)]
pub(super) struct Prolonged(Arc<AtomicBool>);

/// Answers a request, with its cookie made to last as long as its login.
pub(super) async fn prolonging(State(server): State<Server>, mut request: Request, next: Next) -> Response {
    let Prolonged(prolonged) = request.extensions_mut().get_or_insert_default::<Prolonged>().clone();
    let again = token(&server, request.headers()).and_then(|token| cookie(&server, token, MAX_AGE));
    let mut response = next.run(request).await;
    if let Some(cookie) = again
        && prolonged.load(Ordering::Relaxed)
    {
        response.headers_mut().entry(header::SET_COOKIE).or_insert(cookie);
    }
    response
}

/// Whose store asks. A login as someone else in another tab must not fill this person's store.
const PERSON: &str = "indgang-person";

/// Who a request is from, if someone is logged in. It counts: for that person, or for the address of nobody.
pub(super) async fn who(
    server: &Server,
    headers: &HeaderMap,
    extensions: &Extensions,
) -> Result<Option<Known>, Failed> {
    let known = match token(server, headers) {
        Some(token) => auth::who(&server.desk, token).await?,
        None => None,
    };
    if known.as_ref().is_some_and(|known| known.prolonged)
        && let Some(Prolonged(prolonged)) = extensions.get()
    {
        prolonged.store(true, Ordering::Relaxed);
    }
    match &known {
        Some(known) => server.limits.person(&known.actor.viewer)?,
        None => server.limits.stranger(headers, extensions)?,
    }
    let meant = headers.get(PERSON).map(|person| person.to_str().ok().and_then(|person| person.parse().ok()));
    Ok(known.filter(|known| meant.is_none_or(|meant| meant == Some(known.actor.viewer.person))))
}

impl FromRequestParts<Server> for Known {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Failed> {
        who(server, &parts.headers, &parts.extensions).await?.ok_or_else(|| ProblemKey::LoggedOut.into())
    }
}

/// Logs in: the former login of this browser ends, a new one begins.
pub(super) async fn log_in(
    server: &Server,
    headers: &HeaderMap,
    municipality: indgang_domain::kernel::id::MunicipalityId,
    person: indgang_domain::kernel::id::PersonId,
) -> Result<Response, Failed> {
    if let Some(former) = token(server, headers) {
        auth::end(&server.desk, former).await?;
    }
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let token: Token = auth::begin(&server.desk, municipality, person, &auth::label(agent)).await?;
    let mut response = Redirect::to("/").into_response();
    if let Some(cookie) = cookie(server, token.as_str(), MAX_AGE) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// `POST /logud`: the login ends here and at the server; the browser drops what it cached. Whoever is logged in gets out
/// however many others of the same address ask.
#[utoipa::path(
    post,
    path = "/logud",
    responses((status = 303, description = "Logged out; to the login."), Instead)
)]
pub(super) async fn log_out(State(server): State<Server>, request: Request) -> Result<Response, Failed> {
    let login = match token(&server, request.headers()) {
        Some(token) => auth::who(&server.desk, token).await?.map(|_| token),
        None => None,
    };
    match login {
        Some(token) => auth::end(&server.desk, token).await?,
        None => server.limits.stranger(request.headers(), request.extensions())?,
    }
    let mut response = Redirect::to("/login").into_response();
    if let Some(cookie) = cookie(&server, "", 0) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(response)
}
