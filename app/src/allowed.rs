//! What the viewer may do: only to leave out what the server would refuse.

use indgang_domain::policy::{Action, Lenses, may_in};
use leptos::prelude::*;

use crate::boot::use_boot;

/// May the viewer do this, being these things to the stream?
pub(crate) fn allowed(action: Action, lenses: Lenses) -> bool {
    allowed_in(action, lenses, false)
}

/// The same, where it stands in a private thread.
pub(crate) fn allowed_in(action: Action, lenses: Lenses, is_private: bool) -> bool {
    use_boot().with_value(|boot| may_in(boot.role(), action, lenses, is_private))
}

/// All that the viewer is to the thread whose bubbles these are.
#[derive(Clone, Copy)]
struct Here(Lenses);

/// For all that stands in a thread to which the viewer is these things.
pub(crate) fn provide_here(lenses: Lenses) {
    provide_context(Here(lenses));
}

/// May the viewer do this in the thread that this stands in?
pub(crate) fn may_here(action: Action) -> bool {
    use_context::<Here>().is_some_and(|Here(lenses)| allowed_in(action, lenses, true))
}
