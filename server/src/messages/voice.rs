//! Recordings: the one a message names, sent before it in pieces by its author into the same stream, and what it says.

use indgang_domain::kernel::id::{BlobId, StreamId};
use indgang_domain::messages::{MessageView, SaveTranscript, Spoken, Transcript, Voice};
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::stream::View;

use super::photos;
use crate::desk::deed::Deed;
use crate::store::row::json;
use crate::store::{Row, Trouble, args};

/// The recording as JSON for the row, as long as its file says; refused where a piece has not arrived, is another's, or
/// stands elsewhere in it.
pub(crate) async fn named(
    deed: &mut Deed<'_, '_>,
    stream: StreamId,
    voice: Option<&Voice>,
) -> Result<Option<String>, Trouble> {
    let Some(voice) = voice else { return Ok(None) };
    let missing = || Problem::on(ProblemKey::VoiceMissing, "voice");
    let first = *voice.chunks.first().ok_or_else(missing)?;
    let pieces = deed
        .unit
        .rows(
            "SELECT id, mime, millis FROM blobs WHERE municipality = $1 AND recording = $2 AND stream = $3 AND author = $4 \
             ORDER BY part",
            args![deed.here.municipality, first, stream, deed.by.person],
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
        photos::is_named(deed, *piece, MessageView::KIND).await?;
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

/// With what it says.
pub(super) fn heard(row: &Row) -> Result<Option<Spoken>, Trouble> {
    let Some(spoken) = kept(row)? else { return Ok(None) };
    let transcript = match (row.text_or_none("transcript")?, row.moment_or_none("transcript_at")?) {
        (Some(text), Some(at)) => {
            Some(Transcript { text, by: row.text_or_none("transcript_by_name")?.unwrap_or_default(), at })
        }
        _ => None,
    };
    Ok(Some(Spoken { transcript, revision: row.int("transcript_revision")?, ..spoken }))
}

/// The same, over what is written down now.
pub(super) async fn renew(
    deed: &mut Deed<'_, '_>,
    command: &SaveTranscript,
) -> Result<SaveTranscript, Trouble> {
    Ok(SaveTranscript { revision: revision(deed, command).await?, ..command.clone() })
}

async fn revision(deed: &mut Deed<'_, '_>, command: &SaveTranscript) -> Result<i64, Trouble> {
    let message = deed
        .unit
        .row(
            "SELECT transcript_revision FROM messages WHERE municipality = $1 AND id = $2 AND thread = $3 \
             AND voice IS NOT NULL",
            args![deed.here.municipality, command.message, command.thread],
        )
        .await?
        .ok_or(ProblemKey::NotFound)?;
    message.int("transcript_revision")
}

/// Whoever writes it down has seen what was written down before: another's words since are a conflict, shown to a person.
pub(super) async fn save_transcript(
    deed: &mut Deed<'_, '_>,
    command: &SaveTranscript,
) -> Result<(), Trouble> {
    if revision(deed, command).await? != command.revision {
        return Err(Trouble::conflict());
    }
    deed.unit
        .exec(
            "UPDATE messages SET transcript = $3, transcript_by = $4, transcript_at = $5, \
             transcript_revision = transcript_revision + 1 WHERE municipality = $1 AND id = $2",
            args![
                deed.here.municipality,
                command.message,
                command.text.as_str(),
                deed.by.person,
                deed.here.now,
            ],
        )
        .await?;
    deed.tell(command.thread, MessageView::KIND, command.message).await
}
