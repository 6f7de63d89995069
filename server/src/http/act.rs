//! `POST /act`: every command from a plain form. The form carries a minted envelope id, so that posting twice, by
//! impatience or by reload, has one effect.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use indgang_app::boot::Posted;
use indgang_domain::envelope::{ENVELOPE_VERSION, Envelope, Outcome, Status};
use indgang_domain::kernel::id::{BlobId, DeviceId, EnvelopeId, StreamId, derive};
use indgang_domain::messages::PHOTOS_AT_MOST;
use indgang_domain::problem::{Problem, ProblemKey};
use uuid::Uuid;

use super::problem::Failed;
use super::{House, blobs, pages};
use crate::auth::Known;

/// What a form brought.
#[derive(Default)]
struct Form {
    command: String,
    envelope: Option<Uuid>,
    back: String,
    /// The command's own fields, in order.
    fields: Vec<(String, String)>,
    files: Vec<Bytes>,
}

impl Form {
    fn take(&mut self, name: String, value: String) {
        match name.as_str() {
            "command" => self.command = value,
            "envelope" => self.envelope = Uuid::try_parse(&value).ok(),
            "back" => self.back = value,
            // An empty field of a form is one that was not filled in.
            _ if value.is_empty() => {}
            _ => self.fields.push((name, value)),
        }
    }

    /// Where to go afterwards: a path of ours and nowhere else.
    fn back(&self) -> &str {
        let ours = self.back.starts_with('/')
            && !self.back.starts_with("//")
            && !self.back.contains(['\\', '\n', '\r']);
        if ours { &self.back } else { "/" }
    }

    fn posted(self, problem: Problem) -> Posted {
        Posted {
            command: self.command,
            fields: self.fields.into_iter().collect::<BTreeMap<_, _>>(),
            problem: Some(problem),
        }
    }
}

pub(super) async fn act(
    State(house): State<House>,
    known: Known,
    request: Request,
) -> Result<Response, Failed> {
    let headers = request.headers().clone();
    let mut form = read(request).await?;
    match submit(&house, &known, &mut form).await {
        Ok(outcome) if outcome.status == Status::Done => Ok(Redirect::to(form.back()).into_response()),
        Ok(outcome) => Ok(again(&house, known, &headers, form, told(outcome)).await),
        Err(Failed { problem, .. }) => Ok(again(&house, known, &headers, form, problem).await),
    }
}

fn told(outcome: Outcome) -> Problem {
    outcome.problem.unwrap_or_else(|| ProblemKey::Unknown.into())
}

async fn read(request: Request) -> Result<Form, Failed> {
    let kind =
        request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if kind.starts_with("multipart/form-data") {
        read_parts(request).await
    } else {
        read_fields(request).await
    }
}

async fn read_fields(request: Request) -> Result<Form, Failed> {
    let body = Bytes::from_request(request, &()).await.map_err(|_| ProblemKey::TooLarge)?;
    let pairs: Vec<(String, String)> =
        serde_html_form::from_bytes(&body).map_err(|_| ProblemKey::Malformed)?;
    let mut form = Form::default();
    for (name, value) in pairs {
        form.take(name, value);
    }
    Ok(form)
}

async fn read_parts(request: Request) -> Result<Form, Failed> {
    let unreadable = |error: axum::extract::multipart::MultipartError| {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            ProblemKey::TooLarge
        } else {
            ProblemKey::Malformed
        }
    };
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| ProblemKey::Malformed)?;
    let mut form = Form::default();
    while let Some(part) = parts.next_field().await.map_err(unreadable)? {
        let Some(name) = part.name().map(str::to_owned) else { continue };
        if part.file_name().is_none() {
            form.take(name, part.text().await.map_err(unreadable)?);
            continue;
        }
        let bytes = part.bytes().await.map_err(unreadable)?;
        // A file field that nothing was chosen for arrives empty.
        if !bytes.is_empty() {
            form.files.push(bytes);
        }
        if form.files.len() > PHOTOS_AT_MOST {
            return Err(Problem::on(ProblemKey::TooMany, "photos").into());
        }
    }
    Ok(form)
}

async fn submit(house: &House, known: &Known, form: &mut Form) -> Result<Outcome, Failed> {
    let envelope = form.envelope.ok_or(ProblemKey::Malformed)?;
    keep_pictures(house, known, form, envelope).await?;
    let fields = serde_html_form::to_string(&form.fields).map_err(|_| ProblemKey::Malformed)?;
    let args = house.desk.read_form(&form.command, &fields).ok_or(ProblemKey::UnknownCommand)??;
    let now = house.desk.clock.now();
    let envelope = Envelope {
        id: EnvelopeId(envelope),
        v: ENVELOPE_VERSION,
        device: DeviceId(known.actor.session.0),
        seq: 0,
        at: now,
        command: form.command.clone(),
        args,
    };
    Ok(house.desk.settle(&known.actor, envelope, now).await)
}

/// Pictures go before the command that names them, under ids that follow from the envelope's: the same again is the same.
async fn keep_pictures(house: &House, known: &Known, form: &mut Form, envelope: Uuid) -> Result<(), Failed> {
    let thread = form
        .fields
        .iter()
        .find(|(name, _)| name == "thread")
        .and_then(|(_, value)| Uuid::try_parse(value).ok());
    for (index, file) in (0..).zip(std::mem::take(&mut form.files)) {
        let stream = StreamId(thread.ok_or(ProblemKey::Malformed)?);
        let blob = BlobId(derive(envelope, index));
        blobs::keep(house, &known.actor, blob, stream, file).await?;
        form.fields.push(("photos".to_owned(), blob.to_string()));
    }
    Ok(())
}

/// The page the form was on, with what was written and why it was not accepted.
async fn again(house: &House, known: Known, headers: &HeaderMap, form: Form, problem: Problem) -> Response {
    let uri = form.back().parse::<Uri>().unwrap_or_default();
    let mut request = Request::new(axum::body::Body::empty());
    *request.uri_mut() = uri;
    for (name, value) in
        headers.iter().filter(|(name, _)| **name != header::CONTENT_LENGTH && **name != header::CONTENT_TYPE)
    {
        request.headers_mut().append(name.clone(), value.clone());
    }
    let mut response = pages::render(house, Some(known), request, Some(form.posted(problem))).await;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    response
}
