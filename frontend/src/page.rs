//! What a page starts from: what the server wrote into it, or what the device has.

use gloo::timers::future::TimeoutFuture;
use indgang_app::boot::Boot;
use indgang_app::i18n::{Texts, install};
use indgang_domain::people::{Language, Settings};
use indgang_domain::stream::View;
use indgang_domain::sync::{ItemState, PendingView};
use indgang_domain::verbs::Viewer;

use crate::device::Engine;
use crate::store::Store;
use crate::{js, last, link};

const TRIES: u32 = 6;
const BETWEEN_TRIES: u32 = 1_500;

/// What the server wrote into the page, if it made the page.
pub(crate) fn written() -> Option<Boot> {
    let element = web_sys::window()?.document()?.get_element_by_id("boot")?;
    serde_json::from_str(&element.text_content()?).ok()
}

/// What the device has of the person who was here last. `None` where it has nobody.
pub(crate) async fn kept(assets: String) -> Option<(Boot, Store)> {
    let (store, trouble) = Engine::open_store(last::person()?).await;
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
    view.and_then(|view| serde_json::from_str(view).ok()).unwrap_or_default()
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
    if let Some(body) =
        web_sys::window().and_then(|window| window.document()).and_then(|document| document.body())
    {
        body.set_inner_html("");
    }
}
