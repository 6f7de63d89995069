//! Doing something once it is nearly in sight: what nobody scrolls to is not fetched.

use leptos::html::ElementType;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

/// How far outside the window something counts as nearly in sight.
const NEARLY: &str = "600px";

/// Does it once, when the element is nearly in sight; at once where the browser cannot tell.
pub fn once_in_sight<E>(node: NodeRef<E>, done: impl Fn() + Clone + 'static)
where
    E: ElementType,
    E::Output: JsCast + Clone + AsRef<Element> + 'static,
{
    Effect::new(move |_| {
        let Some(element) = node.get() else { return };
        let seen = {
            let done = done.clone();
            Closure::<dyn FnMut(_, _)>::new(
                move |entries: Vec<IntersectionObserverEntry>, observer: IntersectionObserver| {
                    if entries.iter().any(IntersectionObserverEntry::is_intersecting) {
                        observer.disconnect();
                        done();
                    }
                },
            )
        };
        let options = IntersectionObserverInit::new();
        options.set_root_margin(NEARLY);
        let observer = IntersectionObserver::new_with_options(seen.as_ref().unchecked_ref(), &options);
        let Ok(observer) = observer else { return done() };
        observer.observe(element.as_ref());
        let kept = StoredValue::new_local((observer, seen));
        on_cleanup(move || {
            kept.with_value(|(observer, _)| observer.disconnect());
        });
    });
}
