//! A moment in words, for people and for programs.

use indgang_domain::kernel::time::Moment;
use leptos::prelude::*;

use super::says;

/// A `<time>` with words.
#[component]
pub fn Time(
    at: Moment,
    /// In words.
    #[prop(into)]
    words: Signal<String>,
) -> impl IntoView {
    view! { <time datetime=at.to_string() inner_html=says(move || words.get())></time> }
}
