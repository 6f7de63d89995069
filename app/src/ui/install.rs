//! The app on the home screen: how it comes there on this device, and whether this is the moment to offer it. The browser
//! alone knows; boot.js tells it by marks on `<html>`.

use leptos::leptos_dom::helpers::window_event_listener_untyped;
use leptos::prelude::*;
use web_sys::Event;

use super::{Icon, reactive};
use crate::i18n::use_texts;

/// The event by which boot.js tells that something of it has changed.
const TOLD: &str = "indgang:install";
const WAY: &str = "data-install";
const OFFER: &str = "data-install-offer";
/// The events by which one says yes or no.
const ASK: &str = "indgang:install-ask";
const NO: &str = "indgang:install-no";

/// How the app comes onto the home screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// The browser asks, once a button was pressed.
    Ask,
    /// By the share button of an iPhone or iPad.
    Ios,
    /// By the browser's own menu, where it can.
    Menu,
    /// It is there: this is it.
    Done,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Told {
    way: Way,
    is_offered: bool,
}

fn told() -> Option<Told> {
    let root = document().document_element()?;
    let way = match root.get_attribute(WAY)?.as_str() {
        "ask" => Way::Ask,
        "ios" => Way::Ios,
        "done" => Way::Done,
        _ => Way::Menu,
    };
    Some(Told { way, is_offered: root.get_attribute(OFFER).as_deref() == Some("yes") })
}

/// `None` until the browser has said.
fn use_told() -> RwSignal<Option<Told>> {
    let known = RwSignal::new(None);
    Effect::new(move |_| {
        let tell = move || {
            let now = told();
            if known.get_untracked() != now {
                known.set(now);
            }
        };
        tell();
        let handle = window_event_listener_untyped(TOLD, move |_| tell());
        on_cleanup(move || handle.remove());
    });
    known
}

fn say(what: &str) {
    if let Ok(event) = Event::new(what) {
        _ = window().dispatch_event(&event);
    }
}

#[component]
fn Ask() -> impl IntoView {
    let words = use_texts().install_yes();
    view! {
        <button class="button" type="button" on:click=move |_| say(ASK)><Icon name="plus"/>{words}</button>
    }
}

/// The offer, at a moment when it is of use.
#[component]
pub fn InstallCard() -> impl IntoView {
    let texts = use_texts();
    let told = use_told();
    reactive(move || {
        let told = told.get().filter(|told| told.is_offered)?;
        let ios = told.way == Way::Ios;
        let card = view! {
            <section class="card install" aria-labelledby="install">
                <h2 id="install">{texts.install_title()}</h2>
                <p>{texts.install_text()}</p>
                {ios.then(|| view! { <p>{texts.install_ios()}</p> })}
                <p class="small muted">{texts.install_seen()}</p>
                <div class="actions snug">
                    {(!ios).then(|| view! { <Ask/> })}
                    <button class="button plain" type="button" on:click=move |_| say(NO)>{texts.install_no()}</button>
                </div>
            </section>
        };
        Some(card.into_any())
    })
}

/// How, whenever someone looks for it.
#[component]
pub fn Install() -> impl IntoView {
    let texts = use_texts();
    let told = use_told();
    reactive(move || {
        let way = told.get()?.way;
        let how = match way {
            Way::Done => texts.install_done(),
            Way::Ios => texts.install_ios(),
            Way::Menu => texts.install_menu(),
            Way::Ask => texts.install_text(),
        };
        let section = view! {
            <section class="stack" aria-labelledby="installing">
                <h2 id="installing">{texts.install_title()}</h2>
                <p>{how}</p>
                {(way != Way::Done).then(|| view! { <p class="small muted">{texts.install_seen()}</p> })}
                {(way == Way::Ask).then(|| view! { <div class="actions snug"><Ask/></div> })}
            </section>
        };
        Some(section.into_any())
    })
}
