//! Writing and reading.

use indgang_domain::messages::{MarkRead, MessageView, SeenView, SendMessage};
use indgang_domain::stream::View;

use super::new::NewMessage;
use super::thread::{self, Utterance};
use crate::attachments::{photos, recordings};
use crate::desk::change::Change;
use crate::store::row::word;
use crate::store::{Trouble, args};

/// A message takes its place in the thread.
pub(super) async fn send(change: &mut Change<'_, '_>, command: &SendMessage) -> Result<(), Trouble> {
    let text = command.text.as_ref().map_or("", |text| text.as_str());
    let photos = photos::named(change, command.thread.into(), &command.photos, MessageView::KIND).await?;
    let voice =
        recordings::named(change, command.thread.into(), command.voice.as_ref(), MessageView::KIND).await?;
    let said = Utterance { spoken: voice.is_some(), ..Utterance::of(change, text) };
    let (id, thread, language) = (command.id, command.thread, word(command.language));
    NewMessage { id, thread, said, language, photos, voice, sent_on_by: None }.write(change).await
}

/// What a message brought along stays with it where it is kept for another.
pub(super) async fn hold_files(change: &mut Change<'_, '_>, command: &SendMessage) -> Result<(), Trouble> {
    let stream = command.thread.into();
    photos::named(change, stream, &command.photos, MessageView::KIND).await?;
    recordings::named(change, stream, command.voice.as_ref(), MessageView::KIND).await?;
    Ok(())
}

/// A read mark only ever moves on, and never past the end or before the beginning. One's own words beyond it are counted:
/// they are read all the same.
pub(super) async fn mark_read(change: &mut Change<'_, '_>, command: &MarkRead) -> Result<(), Trouble> {
    let (stream, id) = thread::mark_place(change.lens, command.thread, change.by.person);
    let moved = change
        .tx
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
            args![change.here.municipality, command.thread, change.by.person, stream, id, command.position.max(0)],
        )
        .await?;
    if moved > 0 {
        change.tell(stream, SeenView::KIND, id).await?;
    }
    Ok(())
}
