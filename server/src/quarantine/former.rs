//! What a release before this one set aside: a message in its parts, sent on in its author's name.

use indgang_domain::kernel::id::{MessageId, PersonId, ThreadId};
use indgang_domain::messages::{MessageView, Side};
use indgang_domain::problem::ProblemKey;
use indgang_domain::stream::View;

use crate::desk::deed::Deed;
use crate::messages::thread::{self, Word};
use crate::store::row::word;
use crate::store::{Row, Trouble, args};

/// In the author's name, with that of who sends it on beside it.
pub(super) async fn send_on(deed: &mut Deed<'_, '_>, thread: ThreadId, row: &Row) -> Result<(), Trouble> {
    let (author, side, body): (PersonId, Side, _) = (row.id("author")?, row.word("side")?, row.text("body")?);
    let voice = row.text_or_none("voice")?;
    let said = Word { author, side, text: &body, spoken: voice.is_some() };
    let position = thread::next_place(deed, thread, said).await?;
    let message: MessageId = row.id("message")?;
    let new = deed
        .unit
        .exec(
            "INSERT INTO messages (municipality, id, thread, position, at, author, side, language, body, photos, \
             voice, sent_on_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
             ON CONFLICT (municipality, id) DO NOTHING",
            args![
                deed.here.municipality,
                message,
                thread,
                position,
                deed.here.now,
                author,
                word(side),
                row.text("language")?,
                body,
                row.text("photos")?,
                voice,
                deed.by.person,
            ],
        )
        .await?;
    if new == 0 {
        return Err(ProblemKey::IdReused.into());
    }
    deed.tell(thread, MessageView::KIND, message).await
}
