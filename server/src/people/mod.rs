//! A person's own things.

mod apply;
pub(crate) mod rows;

use indgang_domain::people::{EndSession, PersonView, SaveSettings, Sessions, Settings};

use crate::desk::feature::{answered, applied, stored};

stored! { PersonView => rows::PERSON, Settings => rows::SETTINGS }

answered! { Sessions => rows::sessions }

applied! {
    SaveSettings => apply::save_settings;
    EndSession => apply::end_session;
}
