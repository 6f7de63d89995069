//! Attachments: sent before the command that names them, read only through a grant.

mod keep;

use std::iter::once;

use axum::body::{Body, to_bytes};
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use indgang_domain::attachments::{DOCUMENT_MIME, Piece};
use indgang_domain::kernel::id::{BlobId, StreamId};
use indgang_domain::problem::ProblemKey;
use serde::Deserialize;
use tokio::time::timeout;
use utoipa::ToSchema;
use uuid::Uuid;

pub(super) use self::keep::{Sent, keep};
use super::openapi::Instead;
use super::problem::{Failed, unread};
use super::{PICTURE_AT_MOST, READ_AT_MOST, Server};
use crate::auth::Known;
use crate::desk::reach;

/// Whose readers may see it, and what it goes on with.
#[derive(Deserialize)]
pub(super) struct Whose {
    stream: Uuid,
    recording: Option<Uuid>,
    part: Option<u16>,
}

/// A file as it is.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "tells what travels")]
pub(super) struct Bytes(Vec<u8>);

impl Whose {
    /// A piece of a recording says of which, and where in it.
    fn piece(&self) -> Result<Option<Piece>, ProblemKey> {
        match (self.recording, self.part) {
            (Some(recording), Some(part)) => Ok(Some(Piece { recording: BlobId(recording), part })),
            (None, None) => Ok(None),
            _ => Err(ProblemKey::Malformed),
        }
    }
}

/// How much of it.
#[derive(Deserialize)]
pub(super) struct How {
    #[serde(default)]
    whole: bool,
}

/// Sends a picture, opened by the server and kept without metadata; a letter's PDF of at most 5 MiB, kept as it is; or a
/// piece of a recording in Opus, in `WebM` or Ogg, of at most 1 MiB. A recording's pieces come in order: its first begins
/// the file, and its id is the recording's.
#[utoipa::path(
    put,
    path = "/api/v1/blobs/{id}",
    params(
        ("id" = String, Path, format = "uuid"),
        ("stream" = String, Query, format = "uuid"),
        ("recording" = Option<String>, Query, format = "uuid", description = "The first piece of the recording that this is a piece of."),
        ("part" = Option<u16>, Query, description = "Its place in the recording, from 0."),
    ),
    request_body(content = Bytes, content_type = "application/octet-stream"),
    responses(
        (status = 204, description = "Kept."),
        Instead
    )
)]
pub(super) async fn put(
    State(server): State<Server>,
    known: Known,
    id: Result<Path<Uuid>, PathRejection>,
    whose: Result<Query<Whose>, QueryRejection>,
    body: Body,
) -> Result<StatusCode, Failed> {
    let Path(id) = id.map_err(|_| ProblemKey::NotFound)?;
    let Query(whose) = whose.map_err(|_| ProblemKey::Malformed)?;
    let piece = whose.piece()?;
    let _place = server.uploads.to_hold(&known.actor.viewer).await?;
    let body = timeout(READ_AT_MOST, to_bytes(body, PICTURE_AT_MOST)).await.map_err(|_| ProblemKey::Later)?;
    let body = body.map_err(|error| unread(&error))?;
    keep(&server, &known.actor, Sent { id: BlobId(id), stream: StreamId(whose.stream), piece, bytes: body })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A picture, a PDF or a piece of a recording, for those who may see its stream; of a first piece, the whole recording
/// too. A PDF is to be kept as a file, and not shown.
#[utoipa::path(
    get,
    path = "/api/v1/blobs/{id}",
    params(
        ("id" = String, Path, format = "uuid"),
        ("whole" = Option<bool>, Query, description = "With the pieces that follow a recording's first."),
    ),
    responses(
        (status = 200, description = "The file.", content((Bytes = "image/jpeg"), (Bytes = "application/pdf"), (Bytes = "audio/webm"), (Bytes = "audio/ogg"))),
        Instead
    )
)]
pub(super) async fn get(
    State(server): State<Server>,
    known: Known,
    id: Result<Path<Uuid>, PathRejection>,
    how: Result<Query<How>, QueryRejection>,
) -> Result<Response, Failed> {
    let Path(id) = id.map_err(|_| ProblemKey::NotFound)?;
    let Query(how) = how.map_err(|_| ProblemKey::Malformed)?;
    let viewer = &known.actor.viewer;
    let (db, now) = (&server.desk.db, server.desk.clock.now());
    let (row, lenses) = reach::blob(db, viewer, id, now).await?.ok_or(ProblemKey::NotFound)?;
    server.desk.note_read(&known.actor, once((row.id("stream")?, lenses))).await?;
    let mut bytes = row.bytes("bytes")?;
    if how.whole {
        for piece in reach::rest_of_recording(db, viewer, id, server.desk.clock.now()).await? {
            bytes.extend(piece.bytes("bytes")?);
        }
    }
    let mime = row.text("mime")?;
    let is_document = mime == DOCUMENT_MIME;
    let headers = [
        (header::CONTENT_TYPE, mime),
        // A browser's own cache is in clear; devices keep pictures sealed.
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
        (header::CONTENT_DISPOSITION, if is_document { "attachment" } else { "inline" }.to_owned()),
    ];
    let mut response = (headers, bytes).into_response();
    if is_document {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(NOTHING));
    }
    Ok(response)
}

/// We have not looked into a PDF. Whatever shows it all the same does so as nobody's, with nothing to load and no script.
/// It bears no name here: the link that leads to it says what it is called.
const NOTHING: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";
