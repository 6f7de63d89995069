//! The browser's entry: connects the domain's sync engine to the browser, and mounts the app.

mod cipher;
mod device;
mod js;
mod last;
mod link;
mod nudges;
mod page;
mod store;
mod tabs;

use std::rc::Rc;
use std::sync::Arc;

use gloo::timers::future::TimeoutFuture;
use indgang_app::backend::Backend;
use indgang_app::boot::Boot;
use indgang_app::i18n::Texts;
use indgang_app::shell::App;
use leptos::mount::{hydrate_lazy, mount_to_body};
use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

use self::device::{Device, Engine};

/// Hydrating has no end that one could hear; news before then, in milliseconds, waits.
const HYDRATED_AFTER: u32 = 300;

/// Takes over the page that the server rendered, or opens the app from the device's own store.
/// Called by boot.js with the place of this build's files.
#[wasm_bindgen]
pub async fn start(assets: String) {
    if cfg!(debug_assertions) {
        std::panic::set_hook(Box::new(|panic| leptos::logging::error!("{panic}")));
    }
    match page::written() {
        Some(boot) => take_over(boot).await,
        None => open(assets).await,
    }
}

/// Every other way of hydrating panics where the first screen is in a chunk of its own.
async fn take_over(boot: Boot) {
    if let Some(at) = &boot.at {
        js::show_address(at);
    }
    let engine = Engine::new(boot.viewer.clone(), true);
    engine.begin(None);
    let Some(texts) = page::texts(&boot.assets, boot.settings.language).await else { return };
    let app = engine.clone();
    hydrate_lazy(move || {
        provide(&app, boot, texts);
        view! { <App/> }
    });
    TimeoutFuture::new(HYDRATED_AFTER).await;
    engine.settle();
}

async fn open(assets: String) {
    let Some((boot, store)) = page::kept(assets).await else { return js::tell_page("indgang:nobody") };
    let Some(texts) = page::texts(&boot.assets, boot.settings.language).await else {
        return js::tell_page("indgang:nobody");
    };
    let engine = Engine::new(boot.viewer.clone(), false);
    engine.begin(Some(store));
    page::clear();
    mount_to_body(move || {
        provide(&engine, boot, texts);
        view! { <App/> }
    });
}

fn provide(engine: &Rc<Engine>, boot: Boot, texts: Texts) {
    let backend: Arc<dyn Backend> = Arc::new(Device::new(engine.clone()));
    provide_context(backend);
    provide_context(StoredValue::new(boot));
    provide_context(texts);
}
