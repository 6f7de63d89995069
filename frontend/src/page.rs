//! What a page starts from: what the server wrote into it, or what the device has.

use gloo::timers::future::TimeoutFuture;
use indgang_app::boot::Boot;
use indgang_app::i18n::{Texts, install};
use indgang_domain::json;
use indgang_domain::people::{Language, Settings};
use indgang_domain::stream::View;
use indgang_domain::sync::{ItemState, PendingView};
use indgang_domain::verbs::Viewer;
use wasm_bindgen::prelude::*;
use web_sys::{Document, HtmlElement};

use crate::device::Engine;
use crate::store::Store;
use crate::{js, last_login, link};

const TRIES: u32 = 6;
const BETWEEN_TRIES: u32 = 1_500;

#[wasm_bindgen]
extern "C" {
    /// What boot.js knows of the page, and does to it.
    pub type Page;

    /// Does it stand as the server made it?
    #[wasm_bindgen(method, js_name = isAsMade)]
    pub(crate) fn is_as_made(this: &Page) -> bool;

    /// Until the person is in the middle of nothing. Whoever waits for it goes on before anything else comes about.
    #[wasm_bindgen(method)]
    pub(crate) async fn calm(this: &Page);

    /// What the server answered, as it wrote it.
    #[wasm_bindgen(method)]
    pub(crate) fn answers(this: &Page) -> Vec<JsValue>;

    /// Puts what was built aside in the place of what stands, with all that was done to that.
    #[wasm_bindgen(method)]
    pub(crate) fn exchange(this: &Page, fresh: &HtmlElement);

    /// The page is the app's.
    #[wasm_bindgen(method)]
    pub(crate) fn stands(this: &Page, is_built: bool);
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// What the app stands in.
pub(crate) fn body() -> Option<HtmlElement> {
    document()?.body()
}

/// Somewhere to build that nobody sees.
pub(crate) fn aside() -> Option<HtmlElement> {
    document()?.create_element("div").ok()?.dyn_into().ok()
}

/// The path of the page.
pub(crate) fn address() -> String {
    let location = web_sys::window().map(|window| window.location());
    location.and_then(|location| location.pathname().ok()).unwrap_or_default()
}

/// What the server wrote into the page, if it made the page.
pub(crate) fn written() -> Option<Boot> {
    let element = document()?.get_element_by_id("boot")?;
    json::read(&element.text_content()?).ok()
}

/// What the device has of the person who was here last. `None` where it has nobody.
pub(crate) async fn kept(assets: String) -> Option<(Boot, Store)> {
    let (store, trouble) = Engine::open_store(last_login::person()?).await;
    if trouble.is_some() {
        return None;
    }
    let viewer: Viewer = store.meta("viewer").await.ok()??;
    let settings = settings(&store, &viewer).await;
    let boot = Boot { viewer: Some(viewer), settings, now: js::now().millis(), assets, ..Boot::default() };
    Some((boot, store))
}

/// How this person wants the app: as chosen last on this device, though the server may not have told it back yet.
async fn settings(store: &Store, viewer: &Viewer) -> Settings {
    let outbox = store.load().await.map(|opened| opened.outbox).unwrap_or_default();
    let standing = outbox.iter().filter(|item| !matches!(item.state, ItemState::Failed { .. }));
    let chosen = standing
        .filter_map(|item| Some((item.envelope.seq, item.pending.iter().find(|view| is_settings(view))?)));
    let chosen = chosen.max_by_key(|(seq, _)| *seq).map(|(_, view)| view);
    let own = store.views(viewer.person.into(), Settings::KIND).await.unwrap_or_default();
    let view = chosen.map(|view| view.view.get()).or_else(|| own.first().map(|row| row.view.get()));
    view.and_then(|view| json::read(view).ok()).unwrap_or_default()
}

fn is_settings(view: &PendingView) -> bool {
    view.kind == Settings::KIND
}

/// The words. `None` where they cannot be had; a page from the server is readable without.
pub(crate) async fn texts(assets: &str, language: Language) -> Option<Texts> {
    let address = format!("{assets}/texts.{}.json", language.tag());
    for _ in 0..TRIES {
        if let Ok(text) = link::fetch_text(&address).await {
            return install(language, &text).ok();
        }
        TimeoutFuture::new(BETWEEN_TRIES).await;
    }
    None
}

/// Empties the shell's body for the app.
pub(crate) fn clear() {
    if let Some(body) = body() {
        body.set_inner_html("");
    }
}
