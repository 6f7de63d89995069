//! What changes while it is on screen, of one type whatever it shows: each type of its own would be compiled anew.

use leptos::prelude::*;

/// Shows what `view` makes, and again whenever something that it read has changed.
pub fn reactive<V: IntoView + 'static>(view: impl Fn() -> V + Send + 'static) -> AnyView {
    let view: Box<dyn FnMut() -> AnyView + Send> = Box::new(move || view().into_any());
    view.into_any()
}

/// Words that change.
pub fn words<W: Into<String>>(words: impl Fn() -> W + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(move || words().into())
}
