//! The recording a message names: sent before it in pieces, by its author, into the same stream.

use indgang_domain::attachments::{Spoken, Voice};
use indgang_domain::kernel::id::{BlobId, StreamId};
use indgang_domain::problem::{Problem, ProblemKey};

use super::is_named;
use crate::desk::change::Change;
use crate::store::row::json;
use crate::store::{Row, Trouble, args};

/// The recording as JSON for the row, as long as its file says; refused where a piece has not arrived, is another's, or
/// stands elsewhere in it.
pub(crate) async fn named(
    change: &mut Change<'_, '_>,
    stream: StreamId,
    voice: Option<&Voice>,
    kind: &str,
) -> Result<Option<String>, Trouble> {
    let Some(voice) = voice else { return Ok(None) };
    let missing = || Problem::on(ProblemKey::VoiceMissing, "voice");
    let first = *voice.chunks.first().ok_or_else(missing)?;
    let pieces = change
        .tx
        .rows(
            "SELECT id, mime, millis FROM blobs WHERE municipality = $1 AND recording = $2 AND stream = $3 AND author = $4 \
             ORDER BY part",
            args![change.here.municipality, first, stream, change.by.person],
        )
        .await?;
    let mut millis = 0;
    let mut arrived = Vec::with_capacity(pieces.len());
    for piece in &pieces {
        if piece.text("mime")? != voice.mime.as_str() {
            return Err(Problem::on(ProblemKey::VoiceUnreadable, "voice").into());
        }
        millis = piece.int("millis")?;
        arrived.push(piece.id::<BlobId>("id")?);
    }
    if arrived != voice.chunks {
        return Err(missing().into());
    }
    for piece in &arrived {
        is_named(change, *piece, kind).await?;
    }
    let millis = u32::try_from(millis).unwrap_or(voice.millis);
    json(&Voice { millis, ..voice.clone() }).map(Some)
}

/// A recording as it stands in a row, without what it says.
pub(crate) fn kept(row: &Row) -> Result<Option<Spoken>, Trouble> {
    if row.is_null("voice")? {
        return Ok(None);
    }
    row.json::<Voice>("voice").map(|voice| Some(voice.spoken()))
}
