//! What was written while the access lasted, and arrived after.

mod apply;
mod former;
mod rows;

use indgang_domain::quarantine::{Discard, QuarantineView, SendOn};

use crate::desk::feature::{applied, stored};
pub(crate) use apply::{hand_over, keep, take_back};

stored! { QuarantineView => rows::QUARANTINE }

applied! {
    SendOn => apply::send_on;
    Discard => apply::discard;
}
