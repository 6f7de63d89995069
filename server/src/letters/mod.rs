//! "Help with a letter".

mod apply;
mod documents;
mod rows;

use indgang_domain::letters::{AskAboutLetter, EndLetter, FinishLetter};

use crate::desk::registry::Registry;

/// What the desk knows of letters.
pub fn register(registry: &mut Registry) {
    registry.kind(rows::LETTER);
    registry.command::<AskAboutLetter>(|deed, command| Box::pin(apply::ask(deed, command)));
    registry.command::<EndLetter>(|deed, command| Box::pin(apply::end(deed, command)));
    registry.command::<FinishLetter>(|deed, command| Box::pin(apply::finish(deed, command)));
}
