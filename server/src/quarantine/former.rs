//! What a release before this one set aside: a message in its parts, sent on in its author's name.

use indgang_domain::kernel::id::ThreadId;

use crate::desk::change::Change;
use crate::messages::new::NewMessage;
use crate::messages::thread::Utterance;
use crate::store::{Row, Trouble};

/// In the author's name, with that of who sends it on beside it.
pub(super) async fn send_on(change: &mut Change<'_, '_>, thread: ThreadId, row: &Row) -> Result<(), Trouble> {
    let (body, voice) = (row.text("body")?, row.text_or_none("voice")?);
    let said = Utterance {
        author: row.id("author")?,
        side: Some(row.word("side")?),
        text: &body,
        spoken: voice.is_some(),
    };
    let (language, photos) = (row.text("language")?, row.text("photos")?);
    let sent_on_by = Some(change.by.person);
    NewMessage { id: row.id("message")?, thread, said, language, photos, voice, sent_on_by }
        .write(change)
        .await
}
