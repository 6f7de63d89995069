//! Changing one's own things.

use indgang_domain::people::{EndSession, SaveSettings, Settings};
use indgang_domain::problem::ProblemKey;
use indgang_domain::stream::View;

use crate::desk::deed::Deed;
use crate::store::row::json;
use crate::store::{Trouble, args};

pub(super) async fn save_settings(deed: &mut Deed<'_, '_>, command: &SaveSettings) -> Result<(), Trouble> {
    let settings = Settings {
        language: command.language,
        text_size: command.text_size,
        theme: command.theme,
        quick_exit: command.quick_exit,
    };
    deed.unit
        .exec(
            "UPDATE persons SET settings = $3 WHERE municipality = $1 AND id = $2",
            args![deed.here.municipality, deed.by.person, json(&settings)?],
        )
        .await?;
    deed.tell(deed.by.person, Settings::KIND, deed.by.person).await
}

/// Ends one login, or all but the one that asks. The person's own stream moves, so that listening ends too.
pub(super) async fn end_session(deed: &mut Deed<'_, '_>, command: &EndSession) -> Result<(), Trouble> {
    let ended = match command.session {
        Some(session) => {
            deed.unit
                .exec(
                    "UPDATE sessions SET ends_at = $4 WHERE municipality = $1 AND person = $2 AND id = $3 AND ends_at > $4",
                    args![deed.here.municipality, deed.by.person, session, deed.here.now],
                )
                .await?
        }
        None => {
            deed.unit
                .exec(
                    "UPDATE sessions SET ends_at = $4 WHERE municipality = $1 AND person = $2 AND id <> $3 AND ends_at > $4",
                    args![deed.here.municipality, deed.by.person, deed.session, deed.here.now],
                )
                .await?
        }
    };
    if command.session.is_some() && ended == 0 {
        return Err(ProblemKey::NotFound.into());
    }
    deed.unit.touch(deed.here.municipality, deed.by.person.into()).await?;
    Ok(())
}
