//! What only the browser knows, after the first rendering has been taken over: never before, or the two would differ.

use std::time::Duration;

use indgang_domain::kernel::time::Moment;
use leptos::prelude::*;

use crate::backend::use_backend;
use crate::boot::use_boot;

const A_MINUTE: Duration = Duration::from_mins(1);

/// The clock that views speak from.
#[derive(Clone, Copy)]
pub(crate) struct MomentNow(RwSignal<Moment>);

/// The moment that views speak from: the page's own at first, then it moves with the clock.
///
/// # Panics
/// Never in the app, which provides it.
pub fn use_moment() -> Signal<Moment> {
    expect_context::<MomentNow>().0.into()
}

pub(crate) fn provide_moment() {
    let now = RwSignal::new(use_boot().with_value(crate::boot::Boot::now));
    provide_context(MomentNow(now));
    let backend = use_backend();
    Effect::new(move |_| {
        let backend = backend.clone();
        set_interval(move || now.set(backend.now()), A_MINUTE);
    });
}

/// False while the first rendering is made, true from then on: what needs script waits for it.
pub fn use_awake() -> ReadSignal<bool> {
    let (awake, set_awake) = signal(false);
    Effect::new(move |_| set_awake.set(true));
    awake
}
