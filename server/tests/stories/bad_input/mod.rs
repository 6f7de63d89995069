//! Whatever is sent, the answer is a clear one, and nothing of it stays.

mod batches;
mod elsewhere;
mod envelopes;
mod forms;
pub(crate) mod pictures;
mod requests;

use axum::body::Body;
use axum::http::{Response, StatusCode, header};
use indgang_domain::problem::ProblemKey;
use serde_json::json;

use crate::door::body;

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

pub(crate) async fn is_refused(name: &str, response: Response<Body>, expected: ProblemKey) {
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
