//! The keyboard in the list of families: `/` searches, `j` and `k` move, Enter opens because a link has the focus.
//!
//! Single letters can be switched off (WCAG 2.1.4), and never act while someone writes.

use leptos::ev::{KeyboardEvent, keydown};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::backend::use_backend;
use crate::i18n::use_texts;
use crate::ui::{Icon, Kind, use_awake};

/// Under what the device keeps that someone has switched the keys off.
const KEPT: &str = "team-keys";
const OFF: &str = "off";
const SEARCH: &str = ".pane.list input[type=search]";
const FAMILIES: &str = ".pane.list .rows.families";

/// Tells of the keys and switches them. They work from the moment the page is awake until it is left.
#[component]
pub fn Keys() -> impl IntoView {
    let texts = use_texts();
    let backend = use_backend();
    let awake = use_awake();
    let on = RwSignal::new(true);
    listen(on);
    Effect::new({
        let backend = backend.clone();
        move |_| {
            let kept = backend.draft(KEPT.to_owned());
            spawn_local(async move { on.set(kept.await.as_deref() != Some(OFF)) });
        }
    });
    let switch = move |event| {
        on.set(event_target_checked(&event));
        let word = if on.get_untracked() { "" } else { OFF };
        spawn_local(backend.keep_draft(KEPT.to_owned(), word.to_owned()));
    };
    view! {
        <details class="disclosure" hidden=move || !awake.get()>
            <summary>{texts.team_keys_title()}<Icon name="chevron" kind=Kind::Turns/></summary>
            <div class="stack">
                <p>{texts.team_keys_text()}</p>
                <label class="switch">
                    <span>{texts.team_keys_on()}</span>
                    <input type="checkbox" role="switch" prop:checked=on on:change=switch/>
                </label>
            </div>
        </details>
    }
    .into_any()
}

fn listen(on: RwSignal<bool>) {
    Effect::new(move |_| {
        let listener = window_event_listener(keydown, move |event| {
            if on.get_untracked() && is_free(&event) {
                press(&event);
            }
        });
        on_cleanup(move || listener.remove());
    });
}

fn press(event: &KeyboardEvent) {
    let target = match event.key().as_str() {
        "/" => find(SEARCH),
        "j" => step(true),
        "k" => step(false),
        _ => None,
    };
    if focus(target) {
        event.prevent_default();
    }
}

/// Gives the focus to the first family in the list.
pub(crate) fn focus_first() {
    focus(find(&format!("{FAMILIES} > li > a")));
}

fn focus(target: Option<Element>) -> bool {
    target
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| element.focus().is_ok())
}

/// No chord with another key, and nobody is writing.
fn is_free(event: &KeyboardEvent) -> bool {
    let writes = |element: &Element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT");
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    !(event.ctrl_key() || event.meta_key() || event.alt_key() || target.as_ref().is_some_and(writes))
}

fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

/// The next or previous family from where the focus is, else from the one that is open, else the first.
fn step(forward: bool) -> Option<Element> {
    let here = find(&format!("{FAMILIES} > li:focus-within"));
    let here = here.or_else(|| find(&format!("{FAMILIES} > li:has([aria-current])")));
    let next = match here {
        Some(item) if forward => item.next_element_sibling(),
        Some(item) => item.previous_element_sibling(),
        None => find(&format!("{FAMILIES} > li")),
    };
    next?.query_selector("a").ok().flatten()
}
