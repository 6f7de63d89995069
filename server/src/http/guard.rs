//! What holds for every request and every answer: no writes from other sites, and headers that keep browsers careful.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use indgang_domain::problem::ProblemKey;

use super::Server;
use super::problem::Failed;

/// Headers that every answer carries.
static ALWAYS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(self), microphone=(self), geolocation=(), browsing-topics=()",
    ),
];
/// What pages may load: this server's own files, and no script or style that stands in the page itself.
/// `wasm-unsafe-eval` is what browsers call compiling wasm.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'NONCE; style-src 'self'; \
    img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; \
    worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The policy of a page whose serialised data stands in elements with this nonce.
pub(super) fn policy(nonce: Option<&str>) -> Option<HeaderValue> {
    let nonce = nonce.map(|nonce| format!(" 'nonce-{nonce}'")).unwrap_or_default();
    HeaderValue::from_str(&POLICY.replace("NONCE", &nonce)).ok()
}

/// Refuses writes that another site began, and adds the headers.
pub(super) async fn guard(State(server): State<Server>, request: Request, next: Next) -> Response {
    let unsafe_method = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let mut response = if unsafe_method && !same_site(&server, &request) {
        Failed::from(ProblemKey::WrongOrigin).into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    for (name, value) in &ALWAYS {
        headers.insert(name.clone(), HeaderValue::from_static(value));
    }
    if server.secure() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000"));
    }
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY)
        && let Some(policy) = policy(None)
    {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// Browsers say where a request comes from. What says nothing is no browser, and carries no cookie it was tricked into.
fn same_site(server: &Server, request: &Request) -> bool {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    match (header("sec-fetch-site"), header("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, origin) => origin.is_none_or(|origin| origin == &*server.origin),
    }
}
