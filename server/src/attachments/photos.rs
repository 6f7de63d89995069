//! The pictures a message or letter names: sent before it, by its author, into the same stream.

use indgang_domain::attachments::{DOCUMENT_MIME, Photo};
use indgang_domain::kernel::id::{BlobId, StreamId};
use indgang_domain::problem::{Problem, ProblemKey};

use super::arrived;
use crate::desk::change::Change;
use crate::store::row::json;
use crate::store::{Trouble, args};

/// Their sizes, as JSON for the row that a view of this kind is made of; refused where one has not arrived, or is another's.
pub(crate) async fn named(
    change: &mut Change<'_, '_>,
    stream: StreamId,
    photos: &[BlobId],
    kind: &str,
) -> Result<String, Trouble> {
    let mut found = Vec::with_capacity(photos.len());
    for blob in photos {
        let sent = args![change.here.municipality, *blob, stream, change.by.person, DOCUMENT_MIME];
        let missing = || Problem::on(ProblemKey::PictureMissing, "photos");
        let row = arrived(change, *blob, kind, (PICTURE, sent)).await?.ok_or_else(missing)?;
        let side = |column| row.int(column).map(|pixels| u32::try_from(pixels).unwrap_or(0));
        found.push(Photo { blob: *blob, width: side("width")?, height: side("height")? });
    }
    json(&found)
}

const PICTURE: &str = "SELECT width, height FROM blobs WHERE municipality = $1 AND id = $2 AND stream = $3 AND author = $4 \
    AND recording IS NULL AND mime <> $5";
