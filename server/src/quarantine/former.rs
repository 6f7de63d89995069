//! What a release before this one set aside: a message in its parts, sent on in its author's name.

use indgang_domain::kernel::id::ThreadId;

use crate::desk::deed::Deed;
use crate::messages::new::NewMessage;
use crate::messages::thread::Word;
use crate::store::{Row, Trouble};

/// In the author's name, with that of who sends it on beside it.
pub(super) async fn send_on(deed: &mut Deed<'_, '_>, thread: ThreadId, row: &Row) -> Result<(), Trouble> {
    let (body, voice) = (row.text("body")?, row.text_or_none("voice")?);
    let said =
        Word { author: row.id("author")?, side: row.word("side")?, text: &body, spoken: voice.is_some() };
    let (language, photos) = (row.text("language")?, row.text("photos")?);
    let sent_on_by = Some(deed.by.person);
    NewMessage { id: row.id("message")?, thread, said, language, photos, voice, sent_on_by }.write(deed).await
}
