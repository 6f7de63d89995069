//! Problems as `application/problem+json` (RFC 9457): a key that every language has a sentence for.

use std::any::Any;
use std::error::Error as _;
use std::time::Duration;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use http_body_util::LengthLimitError;
use indgang_domain::problem::{Problem, ProblemKey};

use super::openapi::ProblemDetails;
use crate::store::Trouble;

/// An error on its way out.
pub struct Failed {
    pub(super) problem: Problem,
    /// When to come again, in seconds.
    after: Option<u64>,
}

impl Failed {
    /// To come again after this time: whole seconds, never too early.
    pub(super) fn too_fast(wait: Duration) -> Self {
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        Self { problem: ProblemKey::TooFast.into(), after: Some(seconds) }
    }
}

impl From<ProblemKey> for Failed {
    fn from(key: ProblemKey) -> Self {
        Problem::from(key).into()
    }
}

impl From<Problem> for Failed {
    fn from(problem: Problem) -> Self {
        let after = retry_after(problem.key);
        Self { problem, after }
    }
}

impl From<Trouble> for Failed {
    fn from(trouble: Trouble) -> Self {
        trouble.log();
        trouble.problem().into()
    }
}

/// The status that says the same to machines.
fn status(key: ProblemKey) -> StatusCode {
    match key {
        ProblemKey::LoggedOut => StatusCode::UNAUTHORIZED,
        ProblemKey::NotAllowed | ProblemKey::WrongOrigin => StatusCode::FORBIDDEN,
        ProblemKey::NotFound | ProblemKey::UnknownQuery | ProblemKey::UnknownCommand => StatusCode::NOT_FOUND,
        ProblemKey::Conflict
        | ProblemKey::IdReused
        | ProblemKey::Quarantined
        | ProblemKey::LetterEnded
        | ProblemKey::TimeTaken
        | ProblemKey::NotFree
        | ProblemKey::HoldExpired
        | ProblemKey::AppointmentOver
        | ProblemKey::NotBegun
        | ProblemKey::TooLate
        | ProblemKey::TooManyBooked => StatusCode::CONFLICT,
        ProblemKey::TooLarge | ProblemKey::TooMany | ProblemKey::DocumentTooLarge => {
            StatusCode::PAYLOAD_TOO_LARGE
        }
        ProblemKey::Malformed => StatusCode::BAD_REQUEST,
        ProblemKey::TooFast => StatusCode::TOO_MANY_REQUESTS,
        ProblemKey::TooOld => StatusCode::UPGRADE_REQUIRED,
        ProblemKey::Later | ProblemKey::Offline => StatusCode::SERVICE_UNAVAILABLE,
        ProblemKey::PictureUnreadable
        | ProblemKey::PictureMissing
        | ProblemKey::DocumentUnreadable
        | ProblemKey::DocumentMissing
        | ProblemKey::VoiceUnreadable
        | ProblemKey::VoiceMissing
        | ProblemKey::VoiceTooLong
        | ProblemKey::VoiceWaits
        | ProblemKey::MicrophoneRefused
        | ProblemKey::MicrophoneMissing
        | ProblemKey::TextEmpty
        | ProblemKey::TextTooLong
        | ProblemKey::TextDirection
        | ProblemKey::TextControl
        | ProblemKey::DeadlineMissing
        | ProblemKey::DatesReversed
        | ProblemKey::DatesTooFar
        | ProblemKey::NotStaffHere
        | ProblemKey::TimeWrong
        | ProblemKey::NoInterpreter
        | ProblemKey::PlaceMissing
        | ProblemKey::LinkWrong
        | ProblemKey::StorageRefused
        | ProblemKey::Unknown => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// When to try again, for those that pass.
fn retry_after(key: ProblemKey) -> Option<u64> {
    match key {
        ProblemKey::TooLarge
        | ProblemKey::TooMany
        | ProblemKey::DocumentTooLarge
        | ProblemKey::TooFast
        | ProblemKey::Later => Some(5),
        _ => None,
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let Self { problem, after } = self;
        let status = status(problem.key);
        let body = ProblemDetails {
            r#type: format!("urn:indgang:problem:{}", problem.key.as_str()),
            title: problem.key.as_str().to_owned(),
            status: status.as_u16(),
            key: problem.key,
            field: problem.field,
        };
        let mut response = (status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

/// A body that was not read: too much of it came, or not all of it.
pub(super) fn unread(error: &axum::Error) -> ProblemKey {
    let too_large = matches!(error.source(), Some(source) if source.is::<LengthLimitError>());
    if too_large { ProblemKey::TooLarge } else { ProblemKey::Later }
}

/// A fault of ours: logged without its text, which may quote someone.
pub(super) fn panicked(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("a handler panicked");
    Failed::from(ProblemKey::Later).into_response()
}
