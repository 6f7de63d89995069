//! Drawn signs, from one sprite.

use leptos::prelude::*;

/// How an icon is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// As the text around it.
    #[default]
    Plain,
    /// Smaller.
    Small,
    /// For an empty page.
    Large,
    /// Points the way one reads.
    Turns,
}

impl Kind {
    fn class(self) -> &'static str {
        match self {
            Self::Plain => "icon",
            Self::Small => "icon small",
            Self::Large => "icon large",
            Self::Turns => "icon turns",
        }
    }
}

/// A sign beside a word. It says nothing by itself.
#[component]
pub fn Icon(
    /// Its name in `icons.svg`.
    name: &'static str,
    /// How it is drawn.
    #[prop(optional)]
    kind: Kind,
) -> impl IntoView {
    view! {
        <svg class=kind.class() aria-hidden="true">
            <use_ href=format!("/icons.svg#{name}")></use_>
        </svg>
    }
}
