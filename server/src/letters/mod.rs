//! "Help with a letter".

mod apply;
mod rows;

use indgang_domain::letters::{AskAboutLetter, EndLetter, FinishLetter, LetterView};

use crate::desk::feature::{applied, stored};

stored! { LetterView => rows::LETTER }

applied! {
    AskAboutLetter => apply::ask;
    EndLetter => apply::end, renew: apply::renew;
    FinishLetter => apply::finish;
}
