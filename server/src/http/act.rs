//! `POST /act`: every command from a plain form. The form carries a minted envelope id, so that posting twice, by
//! impatience or by reload, has one effect.

use std::collections::BTreeMap;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use indgang_app::shell::Again;
use indgang_domain::attachments::{AttachmentKind, Document};
use indgang_domain::envelope::{Outcome, Status};
use indgang_domain::kernel::id::{BlobId, EnvelopeId, StreamId, derive};
use indgang_domain::problem::{Problem, ProblemKey};
use leptos::prelude::*;
use serde::Serialize;
use tokio::time::timeout;
use utoipa::ToSchema;
use uuid::Uuid;

use super::form::{File, Form, is_multipart};
use super::problem::Failed;
use super::{READ_AT_MOST, Server, blobs, pages, session};
use crate::auth::Known;

/// What every form carries beside its command's own fields, which bear the names they have in an envelope. Pictures,
/// and a letter's PDFs, come as files; those that were sent before stand in `documents`, each as JSON.
#[derive(Serialize, ToSchema)]
pub(super) struct PlainForm {
    /// The command's name.
    command: String,
    /// Minted with the form: posted twice, it has one effect.
    envelope: EnvelopeId,
    /// The path of ours to go back to.
    back: Option<String>,
    /// The command's own.
    #[serde(flatten)]
    fields: BTreeMap<String, String>,
}

/// Any command from a plain form.
#[utoipa::path(
    post,
    path = "/act",
    request_body(content(
        (PlainForm = "application/x-www-form-urlencoded"),
        (PlainForm = "multipart/form-data"),
    )),
    responses(
        (status = 200, body = String, content_type = "text/html", description = "Nothing is sent: the form with a standard answer in it."),
        (status = 303, description = "Done; back to the page that the form names."),
        (status = 422, body = String, content_type = "text/html", description = "Not done: the page with the form, as it was filled in."),
        (status = 503, body = String, content_type = "text/html", description = "Not yet done: the same form, to be sent again."),
        (status = "4XX", body = String, content_type = "text/html", description = "Not taken: the same form, to be sent again."),
    )
)]
pub(super) async fn act(State(server): State<Server>, request: Request) -> Response {
    let headers = request.headers().clone();
    let who = session::who(&server, &headers, request.extensions()).await;
    let who = who.and_then(|known| known.ok_or_else(|| ProblemKey::LoggedOut.into()));
    let mut form = Form::default();
    // Pictures are read where there is a place for them; words always.
    let place = match &who {
        Ok(known) if is_multipart(&headers) => Some(server.uploads.to_hold(&known.actor.viewer).await),
        _ => None,
    };
    let reading = form.read(request, matches!(place, Some(Ok(_))));
    let read = timeout(READ_AT_MOST, reading).await.unwrap_or(Err(ProblemKey::Later.into()));
    let known = match who {
        Ok(known) => known,
        Err(failed) => return unchanged(&server, None, &headers, form, failed),
    };
    if let Some(Err(trouble)) = place {
        return unchanged(&server, Some(&known), &headers, form, trouble.into());
    }
    let done = match read {
        Ok(()) if form.inserts => return insert(&server, known, &headers, form).await,
        Ok(()) => submit(&server, &known, &mut form).await,
        Err(problem) => Err(problem.into()),
    };
    match done {
        Ok(outcome) if outcome.status == Status::Done => Redirect::to(form.back()).into_response(),
        Ok(outcome) if outcome.status == Status::Later => {
            unchanged(&server, Some(&known), &headers, form, told(outcome).into())
        }
        Ok(outcome) => again(&server, known, &headers, form, Some(told(outcome))).await,
        Err(failed) if matches!(failed.problem.key, ProblemKey::Later | ProblemKey::TooFast) => {
            unchanged(&server, Some(&known), &headers, form, failed)
        }
        Err(failed) => again(&server, known, &headers, form, Some(failed.problem)).await,
    }
}

/// A standard answer behind what was written, for who has no script. Nothing is sent yet.
async fn insert(server: &Server, known: Known, headers: &HeaderMap, mut form: Form) -> Response {
    let desk = &server.desk;
    match desk.registry().phrase(desk, &known.actor, &form.chosen).await {
        Ok(text) => {
            form.insert(text.as_deref());
            again(server, known, headers, form, None).await
        }
        Err(trouble) => unchanged(server, Some(&known), headers, form, trouble.into()),
    }
}

fn told(outcome: Outcome) -> Problem {
    outcome.problem.unwrap_or_else(|| ProblemKey::Unknown.into())
}

async fn submit(server: &Server, known: &Known, form: &mut Form) -> Result<Outcome, Failed> {
    let envelope = form.envelope.ok_or(ProblemKey::Malformed)?;
    keep_files(server, known, form, envelope).await?;
    let fields = form.fields.iter().cloned().collect();
    let args =
        server.desk.registry().read_form(&form.command, fields).ok_or(ProblemKey::UnknownCommand)??;
    Ok(server.desk.settle_here(&known.actor, EnvelopeId(envelope), &form.command, args).await)
}

/// Files go before the command that names them, under ids that follow from the envelope's: the same again is the same.
async fn keep_files(server: &Server, known: &Known, form: &mut Form, envelope: Uuid) -> Result<(), Failed> {
    let declared = form.declared();
    // What a command is about first is where it stands, and so who may see its files.
    let place = declared.and_then(|declared| declared.about.first());
    let stream = place.and_then(|place| Uuid::try_parse(form.field(place)?).ok()).map(StreamId);
    for (index, file) in (0..).zip(std::mem::take(&mut form.files)) {
        let stream = stream.ok_or(ProblemKey::Malformed)?;
        let blob = BlobId(derive(envelope, index));
        let Some(field) = declared.and_then(|declared| declared.field_of(file.kind)) else {
            // What else it takes is asked for.
            form.files_lost = true;
            return Err(Problem::on(ProblemKey::PictureUnreadable, &file.field).into());
        };
        let named = named(&file, blob)?;
        let sent = blobs::Sent { id: blob, stream, piece: None, bytes: file.bytes };
        blobs::keep(server, &known.actor, sent).await.inspect_err(|_| form.files_lost = true)?;
        form.fields.push((field.to_owned(), named));
    }
    Ok(())
}

/// How a command names a file in its field: a PDF with what it was called, as JSON.
fn named(file: &File, blob: BlobId) -> Result<String, ProblemKey> {
    if file.kind != AttachmentKind::Document {
        return Ok(blob.to_string());
    }
    let bytes = u32::try_from(file.bytes.len()).map_err(|_| ProblemKey::TooLarge)?;
    let document = Document { blob, bytes, name: file.name.clone() };
    serde_json::to_string(&document).map_err(|_| ProblemKey::Malformed)
}

/// The page the form was on, with what was written and why it was not accepted. Where that page does not have the form
/// any more, what was written stands on a page of its own.
async fn again(
    server: &Server,
    known: Known,
    headers: &HeaderMap,
    form: Form,
    problem: Option<Problem>,
) -> Response {
    let uri = form.back().parse::<Uri>().unwrap_or_default();
    let mut request = Request::new(axum::body::Body::empty());
    *request.uri_mut() = uri;
    for (name, value) in
        headers.iter().filter(|(name, _)| **name != header::CONTENT_LENGTH && **name != header::CONTENT_TYPE)
    {
        request.headers_mut().append(name.clone(), value.clone());
    }
    let posted = form.clone().posted(problem.clone());
    let refused = problem.is_some();
    let page = pages::with_form(server, known.clone(), request, posted).await;
    let mut response = match page {
        Ok(page) if page.extensions().get::<pages::Homeless>().is_none() => page,
        Ok(_) => {
            let problem = problem.unwrap_or_else(|| ProblemKey::NotFound.into());
            unchanged(server, Some(&known), headers, form, problem.into())
        }
        Err(failed) => return unchanged(server, Some(&known), headers, form, failed),
    };
    if refused {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

/// What passes may have happened all the same: what was written goes again unchanged, under the ids it had. No view is
/// read for it.
fn unchanged(
    server: &Server,
    known: Option<&Known>,
    headers: &HeaderMap,
    form: Form,
    failed: Failed,
) -> Response {
    let settings = pages::settings(known, None, headers);
    let (texts, assets) = (pages::texts(server, settings.language), server.assets.base());
    let (key, pictures_lost) = (failed.problem.key, form.files_lost);
    let fields = form.into_fields();
    let page =
        Owner::new().with(|| view! { <Again texts settings assets key fields pictures_lost/> }.to_html());
    let (head, _) = failed.into_response().into_parts();
    let retry = head.headers.get(header::RETRY_AFTER).cloned();
    let mut response = (head.status, Html(page)).into_response();
    response.headers_mut().extend(retry.map(|seconds| (header::RETRY_AFTER, seconds)));
    response
}
