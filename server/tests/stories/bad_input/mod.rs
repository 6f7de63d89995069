//! Whatever is sent, the answer is a clear one, and nothing of it stays.

use std::path::Path;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode, header};
use indgang_domain::problem::ProblemKey;
use indgang_server::auth;
use indgang_server::http::{House, router};
use serde_json::{Value, json};
use tower::ServiceExt as _;

mod batches;
mod elsewhere;
mod envelopes;
mod forms;
mod pictures;
mod requests;

use crate::town::{Someone, Town};

const ORIGIN: &str = "http://127.0.0.1:4100";

/// The server over a town, and someone's cookie.
struct Door {
    router: Router,
    cookie: String,
    someone: Someone,
}

impl Door {
    async fn open(town: &Town, slug: &str) -> Self {
        let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public");
        let house = House::new(town.desk.clone(), &site, true, ORIGIN).unwrap();
        let someone = town.person(slug).await;
        let viewer = someone.viewer();
        let token = auth::begin(&town.desk, viewer.municipality, viewer.person, "test").await.unwrap();
        Self { router: router(house), cookie: format!("indgang={}", token.as_str()), someone }
    }

    async fn send(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// With the cookie, as a script of ours would send it.
    fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::ORIGIN, ORIGIN)
            .header(header::CONTENT_TYPE, "application/json")
    }

    async fn post(&self, path: &str, body: impl Into<Body>) -> Response<Body> {
        self.send(self.request("POST", path).body(body.into()).unwrap()).await
    }

    async fn submits(&self, envelope: Value) -> Response<Body> {
        self.post("/api/v1/submit", json!({"client": 1, "envelopes": [envelope]}).to_string()).await
    }
}

/// The answer's body.
async fn body(response: Response<Body>) -> Value {
    serde_json::from_slice(&to_bytes(response.into_body(), 1 << 20).await.unwrap()).unwrap()
}

/// The answer's status and key, where it is a problem as the contract says.
async fn problem(name: &str, response: Response<Body>) -> (StatusCode, String) {
    let status = response.status();
    assert!(status.is_client_error(), "{name}: {status}");
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json", "{name}");
    let body = body(response).await;
    assert_eq!(body["status"], status.as_u16(), "{name}");
    let key = body["key"].as_str().unwrap().to_owned();
    assert!(
        ProblemKey::ALL.iter().any(|known| known.as_str() == key && *known != ProblemKey::Unknown),
        "{name}: {key}"
    );
    assert_eq!(body["type"], format!("urn:indgang:problem:{key}"), "{name}");
    (status, key)
}

async fn is_refused(name: &str, response: Response<Body>, expected: ProblemKey) {
    let (status, key) = problem(name, response).await;
    assert_eq!(key, expected.as_str(), "{name}: {status}");
}

/// One outcome: its status and key.
async fn outcome(name: &str, response: Response<Body>) -> (String, String) {
    assert_eq!(response.status(), StatusCode::OK, "{name}");
    let body = body(response).await;
    let outcome = &body["outcomes"][0];
    assert_eq!(outcome["at"], json!({}), "{name}: nothing has moved");
    (outcome["status"].as_str().unwrap().to_owned(), outcome["problem"]["key"].as_str().unwrap().to_owned())
}
