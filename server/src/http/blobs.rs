//! Attachments: sent before the command that names them, read only through a grant.

use std::iter::once;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use indgang_domain::kernel::id::{BlobId, PersonId, StreamId};
use indgang_domain::policy::{Action, may};
use indgang_domain::problem::ProblemKey;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tokio::time::timeout;
use uuid::Uuid;

use super::openapi::Instead;
use super::problem::{Failed, unread};
use super::{House, PICTURE_AT_MOST, READ_AT_MOST, picture};
use crate::auth::Known;
use crate::desk::{Actor, grants};
use crate::store::{Row, Trouble, args};

/// Whose readers may see it.
#[derive(Deserialize)]
pub(super) struct Whose {
    stream: Uuid,
}

/// Sends a picture: opened by the server and kept without metadata.
#[utoipa::path(
    put,
    path = "/api/v1/blobs/{id}",
    params(("id" = String, Path, format = "uuid"), ("stream" = String, Query, format = "uuid")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 204),
        Instead
    )
)]
pub(super) async fn put(
    State(house): State<House>,
    known: Known,
    id: Result<Path<Uuid>, PathRejection>,
    whose: Result<Query<Whose>, QueryRejection>,
    body: Body,
) -> Result<StatusCode, Failed> {
    let Path(id) = id.map_err(|_| ProblemKey::NotFound)?;
    let Query(whose) = whose.map_err(|_| ProblemKey::Malformed)?;
    let _place = house.easel.to_hold(&known.actor.viewer).await?;
    let body = timeout(READ_AT_MOST, to_bytes(body, PICTURE_AT_MOST)).await.map_err(|_| ProblemKey::Later)?;
    let body = body.map_err(|error| unread(&error))?;
    keep(&house, &known.actor, BlobId(id), StreamId(whose.stream), body).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Keeps a picture. Sending the same again changes nothing; sending another under the same id is refused.
pub(super) async fn keep(
    house: &House,
    actor: &Actor,
    id: BlobId,
    stream: StreamId,
    sent: Bytes,
) -> Result<(), Trouble> {
    let db = &house.desk.db;
    let (municipality, person, now) =
        (actor.viewer.municipality, actor.viewer.person, house.desk.clock.now());
    // A picture of what was written while the access lasted may arrive after it, and is set aside with the words.
    let lately = now.plus_days(-UNNAMED_DAYS);
    let lenses = grants::lenses_since(db, municipality, person, stream, (lately, now)).await?;
    if !lenses.iter().any(|lens| may(actor.viewer.role, Action::SendMessage, Some(*lens))) {
        return Err(ProblemKey::NotFound.into());
    }
    let (sent, digest) = blocking(move || {
        let digest = Sha256::digest(&sent).to_vec();
        (sent, digest)
    })
    .await?;
    if let Some(known) = db.row(KNOWN, args![municipality, id]).await? {
        return same(&known, stream, person, &digest);
    }
    let day = args![municipality, person, now.plus_days(-1)];
    let unnamed = db.row(UNNAMED, day).await?.map_or(Ok(0), |row| row.int("n"))?;
    if unnamed >= UNNAMED_AT_MOST {
        return Err(ProblemKey::TooFast.into());
    }
    // Goes along with the work: whoever turns away halfway frees no place for another meanwhile.
    let place = house.easel.to_open(&actor.viewer).await?;
    let renewed = blocking(move || {
        let _place = place;
        picture::renew(&sent)
    });
    let picture = renewed.await??;
    db.unit(move |unit| {
        let (digest, bytes) = (digest.clone(), picture.bytes.clone());
        let (width, height) = (picture.width, picture.height);
        Box::pin(async move {
            let new = unit
                .exec(
                    "INSERT INTO blobs (municipality, id, stream, author, at, mime, width, height, digest, bytes) \
                     VALUES ($1, $2, $3, $4, $5, 'image/jpeg', $6, $7, $8, $9) ON CONFLICT (municipality, id) DO NOTHING",
                    args![municipality, id, stream, person, now, width, height, digest.clone(), bytes],
                )
                .await?;
            if new == 0 {
                let known = unit.row(KNOWN, args![municipality, id]).await?;
                return same(&known.ok_or_else(|| Trouble::fault("blob"))?, stream, person, &digest);
            }
            unit.exec(
                "INSERT INTO unnamed (municipality, author, blob, at) VALUES ($1, $2, $3, $4)",
                args![municipality, person, id, now],
            )
            .await?;
            let long_ago = args![municipality, person, now.plus_days(-UNNAMED_DAYS)];
            for row in unit.rows(LONG_UNNAMED, long_ago).await? {
                let blob: BlobId = row.id("blob")?;
                unit.exec("DELETE FROM blobs WHERE municipality = $1 AND id = $2", args![municipality, blob]).await?;
            }
            Ok(())
        })
    })
    .await
}

/// What takes the processor for a while; other requests go on meanwhile.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Trouble> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Trouble::fault("picture"))
}

/// So many pictures a day that nothing names yet: a phone that comes back sends some dozens before what names them.
const UNNAMED_AT_MOST: i64 = 200;
const UNNAMED: &str = "SELECT COUNT(*) AS n FROM unnamed WHERE municipality = $1 AND author = $2 AND at > $3";
/// After so long what was to name them does not come any more: the next picture takes their place.
const UNNAMED_DAYS: i64 = 30;
const LONG_UNNAMED: &str =
    "DELETE FROM unnamed WHERE municipality = $1 AND author = $2 AND at < $3 RETURNING blob";
const KNOWN: &str = "SELECT stream, author, digest FROM blobs WHERE municipality = $1 AND id = $2";

/// Is what is kept under this id what was sent now?
fn same(known: &Row, stream: StreamId, author: PersonId, digest: &[u8]) -> Result<(), Trouble> {
    let same = known.id::<StreamId>("stream")? == stream
        && known.id::<PersonId>("author")? == author
        && known.bytes("digest")? == digest;
    if same { Ok(()) } else { Err(ProblemKey::IdReused.into()) }
}

/// A picture, for those who may see its stream.
#[utoipa::path(
    get,
    path = "/api/v1/blobs/{id}",
    params(("id" = String, Path, format = "uuid")),
    responses(
        (status = 200, body = Vec<u8>, content_type = "image/jpeg"),
        Instead
    )
)]
pub(super) async fn get(
    State(house): State<House>,
    known: Known,
    id: Result<Path<Uuid>, PathRejection>,
) -> Result<Response, Failed> {
    let Path(id) = id.map_err(|_| ProblemKey::NotFound)?;
    let viewer = &known.actor.viewer;
    let row = house
        .desk
        .db
        .row(
            "SELECT b.mime, b.bytes, b.stream, g.lens FROM blobs b JOIN grants g ON g.municipality = b.municipality \
             AND g.stream = b.stream AND g.person = $2 AND g.from_at <= $3 AND g.until_at > $3 \
             WHERE b.municipality = $1 AND b.id = $4 ORDER BY g.lens LIMIT 1",
            args![viewer.municipality, viewer.person, house.desk.clock.now(), id],
        )
        .await?
        .ok_or(ProblemKey::NotFound)?;
    house.desk.note_delivered(&known.actor, once((row.id("stream")?, row.word("lens")?))).await?;
    let headers = [
        (header::CONTENT_TYPE, row.text("mime")?),
        // A browser's own cache is in clear; devices keep pictures sealed.
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
        (header::CONTENT_DISPOSITION, "inline".to_owned()),
    ];
    Ok((headers, row.bytes("bytes")?).into_response())
}
