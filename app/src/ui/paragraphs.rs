//! What someone wrote, read again.

use leptos::prelude::*;

/// A text as it was written, line by line, in its own direction.
pub fn paragraphs(text: &str) -> AnyView {
    text.lines().map(|line| view! { <p dir="auto">{line.to_owned()}</p> }).collect_view().into_any()
}

/// What someone said, in a line that has `dir="auto"`: it runs as the words do, not as the name.
pub fn quoted(who: &str, words: &str) -> AnyView {
    view! { <bdi>{who.to_owned()}</bdi>": "{words.to_owned()} }.into_any()
}
