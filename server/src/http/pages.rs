//! Pages: the app rendered by the server, for someone, now. Never cached.

use axum::body::Body;
use axum::extract::{RawPathParams, Request, State};
use axum::http::{Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use futures::StreamExt as _;
use indgang_app::backend::Backend;
use indgang_app::boot::{Boot, Posted, Taken};
use indgang_app::i18n::Texts;
use indgang_app::shell::{BareShell, Shell};
use indgang_domain::kernel::id::StreamId;
use indgang_domain::people::{Language, Settings};
use indgang_domain::policy::{Action, as_what};
use indgang_domain::problem::ProblemKey;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use std::sync::Arc;
use tokio::time::timeout;
use uuid::Uuid;

use super::backend::Serving;
use super::problem::Failed;
use super::rate_limits::Stranger;
use super::{FORM_READ_AT_MOST, READ_AT_MOST, Server, assets, guard, made, session};
use crate::auth::Known;
use crate::desk::audit::{self, Event};
use crate::desk::reach;
use crate::store::Trouble;
use crate::store::transaction::Here;

/// Every screen, by its address.
pub const SCREENS: &[&str] = &[
    "/",
    "/login",
    "/hjem",
    "/beskeder",
    "/beskeder/{thread}",
    "/aftaler",
    "/aftaler/{appointment}",
    "/sundhedssamtale",
    SHARE,
    "/indstillinger",
    "/tilgaengelighed",
    "/privatliv",
    "/team",
    "/team/enhed",
    "/team/familier/{family}",
    "/team/kalender",
    "/team/aftaler/{appointment}",
];
/// Where what another app shares comes in.
pub(super) const SHARE: &str = "/del";
/// Screens that anyone may look at.
const OPEN: &[&str] = &["/login", "/tilgaengelighed", "/privatliv"];

/// `GET` a screen.
pub(super) async fn screen(
    State(server): State<Server>,
    params: RawPathParams,
    request: Request,
) -> Result<Response, Failed> {
    apart(&server, opened(server.clone(), params, request)).await
}

async fn opened(server: Server, params: RawPathParams, request: Request) -> Result<Response, Failed> {
    let known = session::who(&server, request.headers(), request.extensions()).await?;
    let path = request.uri().path();
    match &known {
        None if !OPEN.contains(&path) => return Ok(Redirect::to("/login").into_response()),
        Some(known) if path == "/" || path == "/login" => {
            return Ok(
                Redirect::to(boot(&server, Some(known), None, request.headers()).home()).into_response()
            );
        }
        Some(known) => note_opened(&server, known, &params).await?,
        None => {}
    }
    render(&server, known, request, None).await
}

/// `POST /del`: another app shared something, and no service worker took it. It is let by unread; the page says what to
/// do.
pub(super) async fn shared(_: Stranger, request: Request) -> Redirect {
    let mut parts = request.into_body().into_data_stream();
    // A browser that is answered before it has sent everything shows an error instead of the answer.
    let let_by = async {
        let mut seen = 0;
        while let Some(Ok(part)) = parts.next().await {
            seen += part.len();
            if seen > FORM_READ_AT_MOST {
                break;
            }
        }
    };
    _ = timeout(READ_AT_MOST, let_by).await;
    Redirect::to(SHARE)
}

/// What a request starts from.
fn boot(
    server: &Server,
    known: Option<&Known>,
    query: Option<&str>,
    headers: &axum::http::HeaderMap,
) -> Boot {
    let settings = settings(known, query, headers);
    Boot {
        viewer: known.map(|known| known.actor.viewer.clone()),
        settings,
        now: server.desk.clock.now().millis(),
        assets: server.assets.base(),
        demo: server.demo,
        posted: None,
        at: None,
    }
}

/// How someone wants the app; whoever is nobody yet, in the language they speak.
pub(super) fn settings(
    known: Option<&Known>,
    query: Option<&str>,
    headers: &axum::http::HeaderMap,
) -> Settings {
    known.map_or_else(
        || Settings { language: spoken(query, headers), ..Settings::default() },
        |known| known.settings,
    )
}

/// The language that was chosen on the login page, else the first the browser asks for that the app speaks.
fn spoken(query: Option<&str>, headers: &axum::http::HeaderMap) -> Language {
    let chosen =
        query.into_iter().flat_map(|query| query.split('&')).find_map(|pair| pair.strip_prefix("sprog="));
    if let Some(language) = chosen.and_then(Language::from_tag) {
        return language;
    }
    let wanted =
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    wanted.split(',').find_map(|part| Language::from_tag(part.split(';').next()?.trim())).unwrap_or_default()
}

/// A form came back, and the page has no place for it.
#[derive(Clone)]
pub(super) struct Homeless;

/// A screen for someone, with the form that came back.
pub(super) async fn with_form(
    server: &Server,
    known: Known,
    request: Request,
    posted: Posted,
) -> Result<Response, Failed> {
    let own = server.clone();
    apart(server, async move { render(&own, Some(known), request, Some(posted)).await }).await
}

/// Renders a screen, on a thread that may wait.
async fn render(
    server: &Server,
    known: Option<Known>,
    request: Request,
    posted: Option<Posted>,
) -> Result<Response, Failed> {
    let mut boot = boot(server, known.as_ref(), request.uri().query(), request.headers());
    boot.at = posted.as_ref().map(|_| request.uri().to_string());
    boot.posted = posted;
    let texts = texts(server, boot.settings.language);
    let serving = Arc::new(Serving::new(server.desk.clone(), known.map(|known| known.actor)));
    let is_seen = request.method() == Method::GET && boot.posted.is_none() && !is_ahead(request.headers());
    let (came_back, taken) = (boot.posted.is_some(), Taken::default());
    let context = {
        let taken = taken.clone();
        let (boot, backend) = (boot.clone(), serving.clone() as Arc<dyn Backend>);
        move || {
            provide_context(backend.clone());
            provide_context(StoredValue::new(boot.clone()));
            provide_context(texts);
            provide_context(taken.clone());
            let nonce = leptos::nonce::use_nonce();
            if let (Some(options), Some(policy)) =
                (use_context::<ResponseOptions>(), guard::policy(nonce.as_deref()))
            {
                options.insert_header(header::CONTENT_SECURITY_POLICY, policy);
            }
        }
    };
    let handler =
        leptos_axum::render_app_async_with_context(context, move || view! { <Shell boot=boot.clone()/> });
    let (mut parts, _) = request.into_parts();
    parts.method = Method::GET;
    let (parts, body) = handler(Request::from_parts(parts, Body::empty())).await.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.map_err(|_| ProblemKey::Later)?;
    let page = String::from_utf8(bytes.into()).map_err(|_| ProblemKey::Later)?;
    let mut response = Response::from_parts(parts, Body::from(made::with_sum(page)));
    if is_seen && response.status().is_success() {
        serving.was_shown().await;
    }
    if came_back && !taken.is_taken() {
        response.extensions_mut().insert(Homeless);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    Ok(response)
}

/// A browser fetches what may be wanted next: nobody looks at it yet.
fn is_ahead(headers: &axum::http::HeaderMap) -> bool {
    headers
        .get("sec-purpose")
        .and_then(|value| value.to_str().ok())
        .is_some_and(|why| why.contains("prefetch"))
}

/// Makes a page apart from all else ([`super::renderer`]), from the login to the last byte. Were it a task among others,
/// dropped halfway with a browser that turned away, views would find their owner gone; and a view that reads what another
/// task is about to write would wait for it with the very thread that task is to run on.
async fn apart(
    server: &Server,
    making: impl Future<Output = Result<Response, Failed>> + Send + 'static,
) -> Result<Response, Failed> {
    server.renderer.make(making).await.unwrap_or_else(|| Err(ProblemKey::Later.into()))
}

pub(super) fn texts(server: &Server, language: Language) -> Texts {
    let place = Language::ALL.iter().position(|known| *known == language).unwrap_or(0);
    server.texts[place]
}

/// A page that the server renders was looked at here: that is noted here too.
async fn note_opened(server: &Server, known: &Known, params: &RawPathParams) -> Result<(), Failed> {
    let mut named = params.iter().filter_map(|(_, id)| Uuid::try_parse(id).ok());
    let Some(stream) = named.next().map(StreamId) else { return Ok(()) };
    let actor = known.actor.clone();
    let here = Here { municipality: actor.viewer.municipality, now: server.desk.clock.now() };
    let lenses = reach::lenses(&server.desk.db, &actor.viewer, stream, here.now).await?;
    let Some(lens) = as_what(actor.viewer.role, Action::NoteOpened, lenses) else { return Ok(()) };
    let noted: Result<(), Trouble> = server
        .desk
        .db
        .transaction(move |tx| {
            let viewer = actor.viewer.clone();
            Box::pin(async move {
                let event = Event { name: "Opened", stream, lens, subject: None, envelope: None };
                audit::note(tx, here, &viewer, event).await
            })
        })
        .await;
    Ok(noted?)
}

/// `GET /app-shell`: the one page without anyone in it. Rendered as plain HTML: nothing in it is to be taken over, so
/// it carries none of the scripts that hydration needs.
#[utoipa::path(get, path = "/app-shell", security(()), responses((status = 200, body = String, content_type = "text/html", description = "The page that the app begins from without a connection.")))]
pub(super) async fn shell(State(server): State<Server>) -> Response {
    let assets = server.assets.base();
    let texts = Language::ALL.map(|language| texts(&server, language));
    let page = Owner::new().with(|| view! { <BareShell assets texts/> }.to_html());
    ([(header::CACHE_CONTROL, "no-cache")], Html(page)).into_response()
}

/// Everything else: a file of the site, or a page that says there is nothing.
pub(super) async fn or_file(State(server): State<Server>, request: Request) -> Result<Response, Failed> {
    if request.method() != Method::GET || request.uri().path().starts_with("/api/") {
        return Err(ProblemKey::NotFound.into());
    }
    if let Some(file) = assets::open(&server, request.uri().path(), request.headers()) {
        return Ok(file);
    }
    if let Some(place) = without_slash(request.uri()) {
        return Ok(Redirect::permanent(&place).into_response());
    }
    apart(&server, nowhere(server.clone(), request)).await
}

async fn nowhere(server: Server, request: Request) -> Result<Response, Failed> {
    let known = session::who(&server, request.headers(), request.extensions()).await?;
    let mut response = render(&server, known, request, None).await?;
    *response.status_mut() = StatusCode::NOT_FOUND;
    Ok(response)
}

/// The views' router passes over a slash at the end, and would show a screen where there is none: the screen is at
/// its own address.
fn without_slash(uri: &Uri) -> Option<String> {
    let path = uri.path().strip_suffix('/')?.trim_matches(['/', '\\']);
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    Some(format!("/{path}{query}"))
}
