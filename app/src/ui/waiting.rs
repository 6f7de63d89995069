//! That something of one's own waits on this device.

use leptos::prelude::*;

use super::{Icon, Kind, says};
use crate::backend::use_backend;
use crate::i18n::use_texts;

/// For a connection, or for something that the bar on top tells of.
#[component]
pub fn Waiting() -> impl IntoView {
    let texts = use_texts();
    let held = use_backend().cannot_send();
    let words = move || if held.read().is_some() { texts.status_held() } else { texts.status_waiting() };
    view! { <span class="status waiting"><Icon name="clock" kind=Kind::Small/><span inner_html=says(words)></span></span> }
}
