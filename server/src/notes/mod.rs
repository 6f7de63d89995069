//! The team's notes on a family.

mod apply;
mod rows;

use indgang_domain::notes::{NoteView, SaveNote};

use crate::desk::feature::{applied, stored};

stored! { NoteView => rows::NOTE }

applied! {
    SaveNote => apply::save;
}
