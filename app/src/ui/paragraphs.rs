//! What someone wrote, read again.

use leptos::prelude::*;

/// A text as it was written, line by line, in its own direction.
pub fn paragraphs(text: &str) -> AnyView {
    text.lines().map(|line| view! { <p dir="auto">{line.to_owned()}</p> }).collect_view().into_any()
}
