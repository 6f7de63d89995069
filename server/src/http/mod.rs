//! HTTP: thin handlers over the desk, the pages, and what guards them all.

mod act;
mod admin;
mod api;
mod assets;
mod backend;
mod blobs;
mod demo;
mod form;
mod guard;
mod ics;
mod made;
mod openapi;
mod pages;
pub mod problem;
pub mod rate_limits;
mod renderer;
mod requests;
mod session;
mod stream;
mod uploads;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post, put};
use axum::{Router, middleware};
use indgang_app::i18n::{self, Texts};
use indgang_domain::people::Language;
use indgang_domain::problem::ProblemKey;
use tokio::sync::Mutex;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;

use crate::desk::Desk;
use crate::site::Site;
use assets::Assets;
use rate_limits::{RateLimits, Rates};
use renderer::Renderer;
use requests::Requests;
use uploads::Uploads;

pub use admin::admin;
pub use pages::SCREENS;

/// The most bytes of a request that is not a picture.
const BODY_AT_MOST: usize = 1024 * 1024;
/// The most bytes of a picture as it is sent.
pub const PICTURE_AT_MOST: usize = 12 * 1024 * 1024;
/// The most bytes of a form that are kept: ten pictures as phones take them.
const FORM_AT_MOST: usize = 64 * 1024 * 1024;
/// And the most that are read, so that words behind too many pictures are found.
const FORM_READ_AT_MOST: usize = 4 * FORM_AT_MOST;

/// How long a stream may stay open after a login or a grant that ended by itself.
const LOOK_AGAIN: Duration = Duration::from_mins(1);
/// How long sending pictures may take: ten over a slow connection.
const READ_AT_MOST: Duration = Duration::from_mins(10);
/// How long a body without pictures may take.
const WORDS_AT_MOST: Duration = Duration::from_mins(2);
/// How long whoever sends a body may fall silent meanwhile.
const SILENT_AT_MOST: Duration = Duration::from_secs(30);
/// How many pages are made at once where most of them wait for a PostgreSQL elsewhere.
const PAGES_AT_ONCE: usize = 32;

/// What every handler has.
#[derive(Clone)]
pub struct Server {
    /// The one door.
    pub desk: Desk,
    /// The static files of this build.
    assets: Arc<Assets>,
    /// Every language.
    texts: Arc<Vec<Texts>>,
    /// Logging in as a demo person is possible.
    demo: bool,
    /// Where people reach this server; decides on the cookie's name and on who is "another site".
    origin: Arc<str>,
    /// How fast anyone may ask.
    limits: Arc<RateLimits>,
    /// How often an open stream is looked at again: is its person still logged in, and what do they see?
    look_again: Duration,
    /// Where pictures are opened.
    uploads: Arc<Uploads>,
    /// When the database was last found ready.
    ready: Arc<Mutex<Option<Instant>>>,
    /// The threads that pages are made on.
    renderer: Arc<Renderer>,
    /// What was asked so far.
    requests: Arc<Requests>,
}

impl Server {
    /// Over a folder of static files.
    ///
    /// # Errors
    /// Where the site's folder cannot be read.
    pub fn new(desk: Desk, site: &Path, demo: bool, origin: &str) -> std::io::Result<Self> {
        Self::of(desk, Site::read(site)?, demo, origin)
    }

    /// Over these static files; installs the languages.
    pub fn of(desk: Desk, site: Site, demo: bool, origin: &str) -> std::io::Result<Self> {
        let texts =
            Language::ALL.into_iter().map(|language| i18n::install(language, i18n::catalog(language)));
        let texts = texts.collect::<Result<Vec<_>, _>>().map_err(std::io::Error::other)?;
        // SQLite works where it is called: many threads would only be in each other's way.
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let pages = if desk.db.postgres().is_some() { PAGES_AT_ONCE } else { 2 * processors };
        Ok(Self {
            desk,
            assets: Arc::new(Assets::of(site)),
            texts: Arc::new(texts),
            demo,
            origin: origin.trim_end_matches('/').into(),
            limits: Arc::new(RateLimits::new(Rates::default())),
            look_again: LOOK_AGAIN,
            uploads: Arc::new(Uploads::new()),
            ready: Arc::default(),
            renderer: Arc::new(Renderer::new(pages).map_err(std::io::Error::other)?),
            requests: Arc::default(),
        })
    }

    /// The same with other rates.
    pub fn limited(self, rates: Rates) -> Self {
        Self { limits: Arc::new(RateLimits::new(rates)), ..self }
    }

    /// The same with open streams looked at again so often.
    pub fn looking_again(self, every: Duration) -> Self {
        Self { look_again: every, ..self }
    }

    fn secure(&self) -> bool {
        self.origin.starts_with("https://")
    }
}

/// Every route of the contract.
pub fn router(server: Server) -> Router {
    let screens =
        pages::SCREENS.iter().fold(Router::new(), |router, path| router.route(path, get(pages::screen)));
    let demo =
        if server.demo { Router::new().route("/demo/login", post(demo::log_in)) } else { Router::new() };
    let pictures = Router::new().route("/api/v1/blobs/{id}", put(blobs::put).get(blobs::get));
    let shared = Router::new().route(pages::SHARE, post(pages::shared));
    let forms = Router::new().route("/act", post(act::act)).layer(DefaultBodyLimit::max(FORM_READ_AT_MOST));
    Router::new()
        .route("/livez", get(api::alive))
        .route("/readyz", get(api::ready))
        .route("/api/v1/ask", post(api::ask))
        .route("/api/v1/submit", post(api::submit))
        .route("/api/v1/pull", post(api::pull))
        .route("/api/v1/stream", get(stream::listen))
        .route("/api/v1/openapi.json", get(openapi::describe))
        .route("/logud", post(session::log_out))
        .route("/app-shell", get(pages::shell))
        .route("/aftaler/{id}/kalender.ics", get(ics::file))
        .route("/sw.js", get(assets::service_worker))
        .route("/pkg/{build}/{*path}", get(assets::hashed))
        .layer(DefaultBodyLimit::max(BODY_AT_MOST))
        .merge(pictures)
        .merge(forms)
        .merge(shared)
        .merge(screens)
        .merge(demo)
        .fallback(pages::or_file)
        .method_not_allowed_fallback(async || problem::Failed::from(ProblemKey::NotFound))
        .layer(RequestBodyTimeoutLayer::new(SILENT_AT_MOST))
        .layer(middleware::from_fn_with_state(server.clone(), session::prolonging))
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(middleware::from_fn_with_state(server.clone(), guard::guard))
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(4)))
        .layer(middleware::from_fn_with_state(server.clone(), requests::counting))
        .with_state(server)
}
