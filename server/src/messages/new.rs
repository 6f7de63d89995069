//! A message to be written down.

use indgang_domain::kernel::id::{MessageId, PersonId, ThreadId};
use indgang_domain::messages::{MessageView, Side};
use indgang_domain::problem::ProblemKey;
use indgang_domain::stream::View;

use super::thread::{self, Utterance};
use crate::desk::change::Change;
use crate::store::row::word;
use crate::store::{Trouble, args};

/// What it says, and what came along: photos and recording as JSON.
pub(crate) struct NewMessage<'a> {
    pub(crate) id: MessageId,
    pub(crate) thread: ThreadId,
    pub(crate) said: Utterance<'a>,
    pub(crate) language: String,
    pub(crate) photos: String,
    pub(crate) voice: Option<String>,
    /// Who sends it on in its author's name, where that is another.
    pub(crate) sent_on_by: Option<PersonId>,
}

impl NewMessage<'_> {
    /// Takes its place in the thread, and tells.
    ///
    /// # Errors
    /// `id-reused` where there is one of this id.
    pub(crate) async fn write(self, change: &mut Change<'_, '_>) -> Result<(), Trouble> {
        let Utterance { author, side, text, .. } = self.said;
        let position = thread::next_place(change, self.thread, self.said).await?;
        let new = change
            .tx
            .exec(
                "INSERT INTO messages (municipality, id, thread, position, at, author, side, language, body, photos, \
                 voice, sent_on_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
                 ON CONFLICT (municipality, id) DO NOTHING",
                args![
                    change.here.municipality,
                    self.id,
                    self.thread,
                    position,
                    change.here.now,
                    author,
                    word(Side::written(side)),
                    self.language,
                    text,
                    self.photos,
                    self.voice,
                    self.sent_on_by,
                ],
            )
            .await?;
        if new == 0 {
            return Err(ProblemKey::IdReused.into());
        }
        change.tell(self.thread, MessageView::KIND, self.id).await
    }
}
