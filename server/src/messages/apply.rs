//! Writing and reading.

use indgang_domain::messages::{MarkRead, MessageView, SeenView, SendMessage};
use indgang_domain::stream::View;

use super::new::NewMessage;
use super::thread::{self, Word};
use crate::attachments::{photos, recordings};
use crate::desk::deed::Deed;
use crate::store::row::word;
use crate::store::{Trouble, args};

/// A message takes its place in the thread.
pub(super) async fn send(deed: &mut Deed<'_, '_>, command: &SendMessage) -> Result<(), Trouble> {
    let text = command.text.as_ref().map_or("", |text| text.as_str());
    let photos = photos::named(deed, command.thread.into(), &command.photos, MessageView::KIND).await?;
    let voice =
        recordings::named(deed, command.thread.into(), command.voice.as_ref(), MessageView::KIND).await?;
    let said = Word { spoken: voice.is_some(), ..Word::of(deed, text) };
    let (id, thread, language) = (command.id, command.thread, word(command.language));
    NewMessage { id, thread, said, language, photos, voice, sent_on_by: None }.write(deed).await
}

/// What a message brought along stays with it where it is kept for another.
pub(super) async fn hold_files(deed: &mut Deed<'_, '_>, command: &SendMessage) -> Result<(), Trouble> {
    let stream = command.thread.into();
    photos::named(deed, stream, &command.photos, MessageView::KIND).await?;
    recordings::named(deed, stream, command.voice.as_ref(), MessageView::KIND).await?;
    Ok(())
}

/// A read mark only ever moves on, and never past the end or before the beginning. One's own words beyond it are counted:
/// they are read all the same.
pub(super) async fn mark_read(deed: &mut Deed<'_, '_>, command: &MarkRead) -> Result<(), Trouble> {
    let (stream, id) = thread::mark_place(deed.lens, command.thread, deed.by.person);
    let moved = deed
        .unit
        .exec(
            "INSERT INTO seen (municipality, thread, person, stream, id, read_to, own_after) \
             SELECT $1, $2, $3, $4, $5, CASE WHEN t.last_position < $6 THEN t.last_position ELSE $6 END, \
             (SELECT COUNT(*) FROM messages m WHERE m.municipality = $1 AND m.thread = $2 AND m.position > $6 \
              AND COALESCE(m.sent_on_by, m.author) = $3) + \
             (SELECT COUNT(*) FROM letters l WHERE l.municipality = $1 AND l.thread = $2 AND l.position > $6 AND l.author = $3) \
             FROM threads t WHERE t.municipality = $1 AND t.id = $2 \
             ON CONFLICT (municipality, thread, person) DO UPDATE SET \
             read_to = excluded.read_to, own_after = excluded.own_after \
             WHERE seen.read_to < excluded.read_to",
            args![deed.here.municipality, command.thread, deed.by.person, stream, id, command.position.max(0)],
        )
        .await?;
    if moved > 0 {
        deed.tell(stream, SeenView::KIND, id).await?;
    }
    Ok(())
}
