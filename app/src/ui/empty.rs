//! What will come here, where nothing is yet.

use leptos::prelude::*;

use super::{Icon, Kind};

/// An empty place that says what will come and what to do.
#[component]
pub fn Empty(
    icon: &'static str,
    /// What is missing.
    #[prop(into)]
    title: String,
    /// What will come, and what to do.
    #[prop(into)]
    text: String,
    /// A way on.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon name=icon kind=Kind::Large/>
            <h2>{title}</h2>
            <p>{text}</p>
            {children.map(|children| children())}
        </div>
    }
}
