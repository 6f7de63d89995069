//! The server, over fetch. Every request ends within its time, one way or another.

use gloo::net::http::{Request, RequestBuilder, Response};
use gloo::timers::callback::Timeout;
use indgang_domain::attachments::Piece;
use indgang_domain::json;
use indgang_domain::kernel::id::{BlobId, PersonId};
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::stream::{PullAnswer, PullRequest, SubmitAnswer, SubmitRequest};
use indgang_domain::sync::{REQUEST_ENDS_WITHIN, UPLOAD_ENDS_WITHIN, Unanswered, Upload};
use js_sys::Uint8Array;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use web_sys::{AbortController, RequestCache};

/// Who the device believes to be. The server refuses it where the session is another's: a login as someone else in
/// another tab must not fill this person's store, nor send this person's words as theirs.
const AS_PERSON: &str = "indgang-person";
/// The machine counts on it: a request that goes on for longer would be begun anew beside itself.
const PATIENCE: u32 = REQUEST_ENDS_WITHIN;
/// Someone stands and waits for it.
const PATIENCE_FOR_A_SIGN: u32 = 5_000;
const PATIENCE_FOR_PICTURES: u32 = UPLOAD_ENDS_WITHIN;

/// The server, as one person.
#[derive(Clone, Copy)]
pub(crate) struct Server {
    /// Whom the session must belong to; anyone's for a page without a viewer.
    pub(crate) person: Option<PersonId>,
}

impl Server {
    /// Sends envelopes.
    pub(crate) async fn submit(&self, request: &SubmitRequest) -> Result<SubmitAnswer, Unanswered> {
        self.post("/api/v1/submit", request).await
    }

    /// Asks for news.
    pub(crate) async fn pull(&self, request: &PullRequest) -> Result<PullAnswer, Unanswered> {
        self.post("/api/v1/pull", request).await
    }

    /// Asks a live query.
    pub(crate) async fn ask(&self, query: &str, args: &RawValue) -> Result<Box<RawValue>, Unanswered> {
        let answer: Answer = self.post("/api/v1/ask", &Question { query, args }).await?;
        Ok(answer.answer)
    }

    /// Sends a picture.
    pub(crate) async fn upload(
        &self,
        Upload { blob, stream, piece }: Upload,
        mime: &str,
        bytes: &[u8],
    ) -> Result<(), Unanswered> {
        let mut address = format!("{}?stream={stream}", picture_address(blob));
        if let Some(Piece { recording, part }) = piece {
            address = format!("{address}&recording={recording}&part={part}");
        }
        let request = Request::put(&address).header("content-type", mime);
        self.send(request, Some(Uint8Array::from(bytes).into()), PATIENCE_FOR_PICTURES).await.map(drop)
    }

    /// Fetches a picture with its type.
    pub(crate) async fn fetch_picture(&self, blob: BlobId) -> Result<(String, Vec<u8>), Unanswered> {
        let response = self.send(Request::get(&picture_address(blob)), None, PATIENCE_FOR_PICTURES).await?;
        let mime = response.headers().get("content-type").unwrap_or_default();
        Ok((mime, response.binary().await.map_err(|_| Unanswered::Unreachable)?))
    }

    async fn post<A: DeserializeOwned>(&self, address: &str, body: &impl Serialize) -> Result<A, Unanswered> {
        let body = serde_json::to_string(body).map_err(|_| malformed())?;
        let request = Request::post(address).header("content-type", "application/json");
        let response = self.send(request, Some(body.into()), PATIENCE).await?;
        let text = response.text().await.map_err(|_| Unanswered::Unreachable)?;
        // A captive portal answers 200 with a page of its own.
        json::read(&text).map_err(|_| Unanswered::Unreachable)
    }

    async fn send(
        &self,
        request: RequestBuilder,
        body: Option<wasm_bindgen::JsValue>,
        patience: u32,
    ) -> Result<Response, Unanswered> {
        let abort = AbortController::new().map_err(|_| Unanswered::Unreachable)?;
        let request = request.abort_signal(Some(&abort.signal()));
        let request = match self.person {
            Some(person) => request.header(AS_PERSON, &person.to_string()),
            None => request,
        };
        let request = match body {
            Some(body) => request.body(body),
            None => request.build(),
        };
        let request = request.map_err(|_| malformed())?;
        let mut unheard = Unheard(Some(abort.clone()));
        let _timeout = Timeout::new(patience, move || abort.abort());
        let response = request.send().await.map_err(|_| Unanswered::Unreachable)?;
        unheard.0 = None;
        if response.ok() { Ok(response) } else { Err(unanswered(&response).await) }
    }
}

/// A request without an answer ends with whoever waits for one.
struct Unheard(Option<AbortController>);

impl Drop for Unheard {
    fn drop(&mut self) {
        if let Some(abort) = &self.0 {
            abort.abort();
        }
    }
}

/// Where a picture is.
pub(crate) fn picture_address(blob: BlobId) -> String {
    format!("/api/v1/blobs/{blob}")
}

/// A static file.
pub(crate) async fn fetch_text(address: &str) -> Result<String, Unanswered> {
    let response = Server { person: None }.send(Request::get(address), None, PATIENCE).await?;
    response.text().await.map_err(|_| Unanswered::Unreachable)
}

/// The server answers.
pub(crate) async fn is_there() -> bool {
    let request = Request::get("/livez").cache(RequestCache::NoStore);
    Server { person: None }.send(request, None, PATIENCE_FOR_A_SIGN).await.is_ok()
}

#[derive(Serialize)]
struct Question<'q> {
    query: &'q str,
    args: &'q RawValue,
}

#[derive(Deserialize)]
struct Answer {
    answer: Box<RawValue>,
}

fn malformed() -> Unanswered {
    Unanswered::Rejected(ProblemKey::Malformed.into())
}

async fn unanswered(response: &Response) -> Unanswered {
    let status = response.status();
    let said = response.text().await.ok().and_then(|text| json::read::<Problem>(&text).ok());
    let key = said.as_ref().map(|problem| problem.key);
    match (status, key) {
        (_, Some(ProblemKey::TooOld)) => Unanswered::TooOld,
        (401, _) | (_, Some(ProblemKey::LoggedOut)) => Unanswered::LoggedOut,
        (408 | 425 | 429 | 500.., _) => Unanswered::Later(retry_after(response)),
        (404, None) => Unanswered::Rejected(ProblemKey::NotFound.into()),
        (413, None) => Unanswered::Rejected(ProblemKey::TooLarge.into()),
        (_, None) => malformed(),
        (_, Some(_)) => said.map_or_else(malformed, Unanswered::Rejected),
    }
}

/// In milliseconds.
fn retry_after(response: &Response) -> Option<u32> {
    response.headers().get("retry-after")?.parse::<u32>().ok()?.checked_mul(1_000)
}

/// The problem that a person reads of it.
pub(crate) fn problem(why: Unanswered) -> Problem {
    match why {
        Unanswered::Unreachable => ProblemKey::Offline.into(),
        Unanswered::Later(_) => ProblemKey::Later.into(),
        Unanswered::LoggedOut => ProblemKey::LoggedOut.into(),
        Unanswered::TooOld => ProblemKey::TooOld.into(),
        Unanswered::Rejected(problem) => problem,
    }
}
