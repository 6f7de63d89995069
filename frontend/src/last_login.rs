//! Whose store this device opens without asking the server: a person's id, nothing more.

use gloo::events::EventListener;
use indgang_domain::kernel::id::PersonId;

use crate::js;

const NAME: &str = "indgang-last";

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

pub(crate) fn person() -> Option<PersonId> {
    storage()?.get_item(NAME).ok()??.parse().ok()
}

pub(crate) fn remember(person: PersonId) {
    if let Some(storage) = storage() {
        // Without it the next start is by the server; nothing is lost.
        _ = storage.set_item(NAME, &person.to_string());
    }
}

pub(crate) fn forget() {
    if let Some(storage) = storage() {
        _ = storage.remove_item(NAME);
    }
}

/// Calls when another tab has changed it.
pub(crate) fn when_changed(changed: impl Fn(Option<PersonId>) + 'static) -> Option<EventListener> {
    let window = web_sys::window()?;
    Some(EventListener::new(&window, "storage", move |event| {
        let name = js::get(event, "key").and_then(|name| name.as_string());
        if name.is_none_or(|name| name == NAME) {
            changed(person());
        }
    }))
}

/// Away from this person's screen, leaving nothing behind to go back to: to who is here now, or to the login page.
pub(crate) fn leave(to: Option<PersonId>) {
    if let Some(window) = web_sys::window() {
        let address = if to.is_some() { "/" } else { "/login" };
        _ = window.location().replace(address);
    }
}
