//! The browser's clock, chance, and the few calls that have no stable binding.

use std::cell::Cell;

use indgang_domain::kernel::id;
use indgang_domain::kernel::time::Moment;
use js_sys::{Function, Reflect};
use uuid::Uuid;
use wasm_bindgen::{JsCast, JsValue};

/// The clock.
pub(crate) fn now() -> Moment {
    #[expect(clippy::cast_possible_truncation, reason = "whole milliseconds, far below 2^53")]
    Moment::from_millis(js_sys::Date::now() as i64)
}

/// So far the clock has gone ahead of the page's own where the telephone has slept, in milliseconds.
const SLEPT: i64 = 30_000;

thread_local! {
    /// The clock and the page's own when they were last looked at, and for how long it has slept in all.
    static LOOKED: Cell<(i64, i64, i64)> = const { Cell::new((0, 0, 0)) };
}

/// A clock that is never set back and never stands still: only how far two of its moments lie apart says something. It is
/// the page's own, which stands still in some browsers while the telephone sleeps, and what was slept.
pub(crate) fn steady() -> Moment {
    let here = now().millis();
    let page = web_sys::window().and_then(|window| window.performance()).map(|clock| clock.now());
    #[expect(clippy::cast_possible_truncation, reason = "whole milliseconds, far below 2^53")]
    let Some(page) = page.map(|millis| millis as i64) else { return Moment::from_millis(here) };
    let (here_before, page_before, mut slept) = LOOKED.get();
    let ahead = (here - here_before) - (page - page_before);
    if ahead > SLEPT {
        slept += ahead;
    }
    LOOKED.set((here, page, slept));
    Moment::from_millis(page + slept)
}

/// Bytes that nobody can guess; nothing where the browser has none.
pub(crate) fn random<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let crypto = web_sys::window()?.crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes)
}

/// Something to spread waits with: never a secret.
pub(crate) fn chance() -> u64 {
    random().map_or_else(|| js_sys::Math::random().to_bits(), u64::from_le_bytes)
}

/// A new id.
pub(crate) fn mint() -> Uuid {
    let random = random().unwrap_or_else(|| {
        let (a, b) = (js_sys::Math::random().to_bits(), js_sys::Math::random().to_bits());
        let mut bytes = [0; 10];
        bytes.copy_from_slice(&(u128::from(a) << 64 | u128::from(b)).to_le_bytes()[..10]);
        bytes
    });
    id::mint(now().millis().unsigned_abs(), random)
}

/// Puts another address of this site over the page, without going there.
pub(crate) fn show_address(address: &str) {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        // Only an address of another site is refused.
        _ = history.replace_state_with_url(&JsValue::NULL, "", Some(address));
    }
}

/// Sets an attribute of `<html>`.
pub(crate) fn mark_document(name: &str, value: &str) {
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element());
    if let Some(root) = root {
        // Only a name with forbidden characters is refused.
        _ = root.set_attribute(name, value);
    }
}

/// A property, where it is there.
pub(crate) fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(object, &name.into()).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

/// An object of these properties.
pub(crate) fn object(properties: &[(&str, &JsValue)]) -> JsValue {
    let object = js_sys::Object::new();
    for (name, value) in properties {
        // A plain object takes every property.
        _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

/// Calls a method by its name.
pub(crate) fn call(object: &JsValue, name: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
    let method: Function = Reflect::get(object, &name.into())?.dyn_into()?;
    method.apply(object, &arguments.iter().copied().collect())
}

/// Tells boot.js that something has come about.
pub(crate) fn tell_page(name: &str) {
    if let (Some(window), Ok(event)) = (web_sys::window(), web_sys::Event::new(name)) {
        // Nobody prevents it.
        _ = window.dispatch_event(&event);
    }
}

/// Tells boot.js something for the service worker.
pub(crate) fn tell_worker(message: &JsValue) {
    let Some(window) = web_sys::window() else { return };
    let detail = object(&[("detail", message)]);
    let Some(Ok(kind)) = get(&window, "CustomEvent").map(JsCast::dyn_into::<Function>) else { return };
    let event = Reflect::construct(&kind, &js_sys::Array::of2(&"indgang:worker".into(), &detail));
    if let Ok(event) = event.and_then(JsCast::dyn_into::<web_sys::Event>) {
        _ = window.dispatch_event(&event);
    }
}
