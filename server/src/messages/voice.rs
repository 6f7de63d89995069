//! What a recording says, written down.

use indgang_domain::attachments::{Spoken, Transcript};
use indgang_domain::messages::{MessageView, SaveTranscript};
use indgang_domain::problem::ProblemKey;
use indgang_domain::stream::View;

use crate::attachments::recordings;
use crate::desk::change::Change;
use crate::store::{Row, Trouble, args};

/// With what it says.
pub(super) fn heard(row: &Row) -> Result<Option<Spoken>, Trouble> {
    let Some(spoken) = recordings::kept(row)? else { return Ok(None) };
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
    change: &mut Change<'_, '_>,
    command: &SaveTranscript,
) -> Result<SaveTranscript, Trouble> {
    Ok(SaveTranscript { revision: revision(change, command).await?, ..command.clone() })
}

async fn revision(change: &mut Change<'_, '_>, command: &SaveTranscript) -> Result<i64, Trouble> {
    let message = change
        .tx
        .row(
            "SELECT transcript_revision FROM messages WHERE municipality = $1 AND id = $2 AND thread = $3 \
             AND voice IS NOT NULL",
            args![change.here.municipality, command.message, command.thread],
        )
        .await?
        .ok_or(ProblemKey::NotFound)?;
    message.int("transcript_revision")
}

/// Whoever writes it down has seen what was written down before: another's words since are a conflict, shown to a person.
pub(super) async fn save_transcript(
    change: &mut Change<'_, '_>,
    command: &SaveTranscript,
) -> Result<(), Trouble> {
    if revision(change, command).await? != command.revision {
        return Err(Trouble::conflict());
    }
    change
        .tx
        .exec(
            "UPDATE messages SET transcript = $3, transcript_by = $4, transcript_at = $5, \
             transcript_revision = transcript_revision + 1 WHERE municipality = $1 AND id = $2",
            args![
                change.here.municipality,
                command.message,
                command.text.as_str(),
                change.by.person,
                change.here.now,
            ],
        )
        .await?;
    change.tell(command.thread, MessageView::KIND, command.message).await
}
