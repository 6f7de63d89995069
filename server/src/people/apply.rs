//! Changing one's own things.

use indgang_domain::people::{EndSession, SaveSettings, Settings};
use indgang_domain::problem::ProblemKey;
use indgang_domain::stream::View;

use crate::desk::change::Change;
use crate::store::row::json;
use crate::store::{Trouble, args};

pub(super) async fn save_settings(
    change: &mut Change<'_, '_>,
    command: &SaveSettings,
) -> Result<(), Trouble> {
    let settings = Settings {
        language: command.language,
        text_size: command.text_size,
        theme: command.theme,
        quick_exit: command.quick_exit,
    };
    change
        .tx
        .exec(
            "UPDATE persons SET settings = $3 WHERE municipality = $1 AND id = $2",
            args![change.here.municipality, change.by.person, json(&settings)?],
        )
        .await?;
    change.tell(change.by.person, Settings::KIND, change.by.person).await
}

/// Ends one login, or all but the one that asks. The person's own stream moves, so that listening ends too.
pub(super) async fn end_session(change: &mut Change<'_, '_>, command: &EndSession) -> Result<(), Trouble> {
    let ended = match command.session {
        Some(session) => {
            change.tx
                .exec(
                    "UPDATE sessions SET ends_at = $4 WHERE municipality = $1 AND person = $2 AND id = $3 AND ends_at > $4",
                    args![change.here.municipality, change.by.person, session, change.here.now],
                )
                .await?
        }
        None => {
            change.tx
                .exec(
                    "UPDATE sessions SET ends_at = $4 WHERE municipality = $1 AND person = $2 AND id <> $3 AND ends_at > $4",
                    args![change.here.municipality, change.by.person, change.session, change.here.now],
                )
                .await?
        }
    };
    if command.session.is_some() && ended == 0 {
        return Err(ProblemKey::NotFound.into());
    }
    change.tx.touch(change.here.municipality, change.by.person.into()).await?;
    Ok(())
}
