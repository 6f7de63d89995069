//! The server's router over a demo world, without a socket between.

use std::collections::BTreeSet;
use std::path::Path;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, header};
use indgang_server::auth;
use indgang_server::desk::Desk;
use indgang_server::http::rate_limits::Rates;
use indgang_server::http::{Server, router};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::demo::{Demo, Someone};

pub(crate) const ORIGIN: &str = "http://127.0.0.1:4100";

/// The server over a demo world, and someone's cookie.
pub(crate) struct Door {
    router: Router,
    pub(crate) cookie: String,
    pub(crate) someone: Someone,
}

impl Door {
    pub(crate) async fn open(demo: &Demo, slug: &str) -> Self {
        Self::limited(demo, slug, Rates::default()).await
    }

    pub(crate) async fn limited(demo: &Demo, slug: &str, rates: Rates) -> Self {
        Self::of(demo, slug, server(&demo.desk).limited(rates)).await
    }

    /// Someone at the door of this server.
    pub(crate) async fn of(demo: &Demo, slug: &str, server: Server) -> Self {
        let someone = demo.person(slug).await;
        let viewer = someone.viewer();
        let token = auth::begin(&demo.desk, viewer.municipality, viewer.person, "test").await.unwrap();
        Self { router: router(server), cookie: format!("indgang={}", token.as_str()), someone }
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// With the cookie, as a script of ours would send it.
    pub(crate) fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::ORIGIN, ORIGIN)
            .header(header::CONTENT_TYPE, "application/json")
    }

    pub(crate) async fn post(&self, path: &str, body: impl Into<Body>) -> Response<Body> {
        self.send(self.request("POST", path).body(body.into()).unwrap()).await
    }

    pub(crate) async fn submits(&self, envelope: Value) -> Response<Body> {
        self.post("/api/v1/submit", json!({"client": 1, "envelopes": [envelope]}).to_string()).await
    }
}

/// A server over a desk, as it stands in the checkout.
pub(crate) fn server(desk: &Desk) -> Server {
    server_at(desk, ORIGIN)
}

/// The same where people reach it elsewhere.
pub(crate) fn server_at(desk: &Desk, origin: &str) -> Server {
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public");
    Server::new(desk.clone(), &site, true, origin).unwrap()
}

/// The answer's body.
pub(crate) async fn body(response: Response<Body>) -> Value {
    serde_json::from_slice(&to_bytes(response.into_body(), 1 << 20).await.unwrap()).unwrap()
}

/// Every name that this server knows, by its own description: commands are an `Envelope`'s `command`, queries an
/// `AskRequest`'s `query`.
pub(crate) async fn described(door: &Door, schema: &str, field: &str) -> BTreeSet<String> {
    let request = door.request("GET", "/api/v1/openapi.json").body(Body::empty()).unwrap();
    let description = body(door.send(request).await).await;
    let each = description["components"]["schemas"][schema]["oneOf"].as_array().unwrap();
    each.iter().map(|one| one["properties"][field]["const"].as_str().unwrap().to_owned()).collect()
}
