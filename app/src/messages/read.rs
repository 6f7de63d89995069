//! Reading: what was seen is marked, and the newest is in sight.

use indgang_domain::kernel::id::ThreadId;
use indgang_domain::messages::{MarkRead, ThreadAnswer};
use leptos::leptos_dom::helpers::window_event_listener_untyped;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::attachments::photos::is_in_page;
use crate::backend::{submit, use_backend};

/// How far from its end a page may be and still follow what is new.
const NEAR_THE_END: f64 = 240.0;

/// Marks a thread as read while somebody can see it. A page that the server renders is on its way to be seen.
pub(crate) fn mark(answer: Memo<ThreadAnswer>) {
    let backend = use_backend();
    let (thread, position, unread) = answer.with_untracked(newest);
    if unread > 0 {
        backend.rendered(read(thread, position));
    }
    let looked = RwSignal::new(());
    let marked = StoredValue::new(0_i64);
    Effect::new(move |_| {
        let handle = window_event_listener_untyped("visibilitychange", move |_| looked.notify());
        on_cleanup(move || handle.remove());
    });
    Effect::new(move |_| {
        looked.track();
        let (thread, position, unread) = answer.with(newest);
        if unread == 0 || document().hidden() || marked.get_value() >= position {
            return;
        }
        marked.set_value(position);
        let read = submit(backend.clone(), read(thread, position), Vec::new(), None);
        spawn_local(async move { drop(read.await) });
    });
}

/// The newest of a thread, and how much is unread where it stands on this page: whoever looks back has not seen it.
fn newest(answer: &ThreadAnswer) -> (ThreadId, i64, u32) {
    let is_here = answer.bubbles.iter().any(|bubble| bubble.said.position() == answer.last_position);
    (answer.thread, answer.last_position, if is_here { answer.unread } else { 0 })
}

fn read(thread: ThreadId, position: i64) -> MarkRead {
    MarkRead { thread, position }
}

/// Scrolls to the newest at first, and again when something new comes and one is near it. Who has scrolled before the app
/// was awake stays there.
pub(crate) fn follow(answer: Memo<ThreadAnswer>) {
    let in_page = is_in_page();
    let stays = move || in_page && window().scroll_y().unwrap_or_default() > 0.0;
    let length = Memo::new(move |_| answer.read().bubbles.len());
    Effect::new(move |before: Option<usize>| {
        let length = length.get();
        let grew = before.is_none_or(|before| before < length);
        let at_first = before.is_none() && !stays();
        if length > 0 && grew && (at_first || is_near_the_end()) {
            request_animation_frame(scroll_to_end);
        }
        length
    });
}

fn is_near_the_end() -> bool {
    let Some(page) = document().document_element() else { return false };
    let number = |value: Result<wasm_bindgen::JsValue, _>| {
        value.ok().and_then(|value| value.as_f64()).unwrap_or_default()
    };
    let seen_to = window().scroll_y().unwrap_or_default() + number(window().inner_height());
    f64::from(page.scroll_height()) - seen_to < NEAR_THE_END
}

fn scroll_to_end() {
    if let Some(page) = document().document_element() {
        window().scroll_to_with_x_and_y(0.0, f64::from(page.scroll_height()));
    }
}
