//! The browser's entry: connects the domain's sync engine to the browser, and mounts the app.

mod cipher;
mod device;
mod js;
mod last_login;
mod link;
mod nudges;
mod page;
mod store;
mod tabs;

use std::rc::Rc;
use std::sync::Arc;

use indgang_app::backend::{Backend, Carried};
use indgang_app::boot::Boot;
use indgang_app::i18n::Texts;
use indgang_app::routes;
use indgang_app::shell::App;
use leptos::mount::{hydrate_from, mount_to, mount_to_body};
use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

use self::device::{Device, Engine};
use self::page::Page;

/// Takes over the page that the server rendered, or opens the app from the device's own store.
/// Called by boot.js with the place of this build's files, and what it knows of the page.
#[wasm_bindgen]
pub async fn start(assets: String, page: Page) {
    if cfg!(debug_assertions) {
        std::panic::set_hook(Box::new(|panic| leptos::logging::error!("{panic}")));
    }
    match page::written() {
        Some(boot) => wake(boot, page).await,
        None => open(assets).await,
    }
}

/// The server's page becomes the app: taken over where it stands as it was made, and else built anew and exchanged.
async fn wake(boot: Boot, page: Page) {
    if let Some(at) = &boot.at {
        js::show_address(at);
    }
    let Some(texts) = page::texts(&boot.assets, boot.settings.language).await else { return };
    routes::fetch_part(&page::address()).await;
    // It listens, locks and sends only once the page stands: an instance that fails before leaves nothing behind.
    let engine = Engine::new(boot.viewer.clone(), true);
    let is_built = !page.is_as_made();
    if is_built {
        build(&engine, boot, texts, &page).await;
    } else {
        take_over(&engine, boot, texts);
    }
    page.stands(is_built);
    engine.begin(None);
    engine.settle();
}

/// In one go, for all that is waited for is there: the screen's part, and the page's own data.
fn take_over(engine: &Rc<Engine>, boot: Boot, texts: Texts) {
    let Some(body) = page::body() else { return };
    let engine = engine.clone();
    let app = move || {
        provide(&engine, boot, texts);
        view! { <App/> }
    };
    hydrate_from(body, app).forget();
}

/// Nothing but the page's own data is waited for, so all of it is made at once: what measures, focuses, announces or
/// marks as read comes after, when it stands.
async fn build(engine: &Rc<Engine>, boot: Boot, texts: Texts, page: &Page) {
    page.calm().await;
    let Some(aside) = page::aside() else { return };
    let carried = Carried::of(page.answers().into_iter().filter_map(|told| told.as_string()));
    let (engine, answers) = (engine.clone(), carried.clone());
    let app = move || {
        provide(&engine, boot, texts);
        provide_context(answers);
        view! { <App/> }
    };
    mount_to(aside.clone(), app).forget();
    page.exchange(&aside);
    carried.end();
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
