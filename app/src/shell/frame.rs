//! The app: one frame, and the screens in it.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::Router;
use leptos_router::hooks::use_location;

use super::bars::{Bars, QuickExit};
use super::document::{text_size, theme};
use super::nav::{Nav, Topbar};
use crate::boot::use_boot;
use crate::i18n::use_texts;
use crate::letters::provide_shared;
use crate::routes::Screens;
use crate::ui::{provide_journey, provide_moment, says, words};

/// All of it. Expects the backend, the boot and the texts in context.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_moment();
    provide_shared();
    wear_settings();
    view! {
        <Router>
            <Frame/>
        </Router>
    }
}

#[component]
fn Frame() -> impl IntoView {
    let texts = use_texts();
    let boot = use_boot();
    let path = use_location().pathname;
    let (title, said) = provide_journey(path.get_untracked());
    forget_posted(path);
    let class = words(move || if is_task(&path.read()) { "app task" } else { "app" });
    view! {
        <Title text=move || title.get() formatter=|title: String| format!("{title} – Indgang")/>
        <nav class="quick" aria-label=texts.app_shortcuts()>
            {boot.with_value(|boot| boot.settings.quick_exit).then(|| view! { <QuickExit/> })}
            <a class="skip" href="#main" rel="external">{texts.app_skip()}</a>
        </nav>
        <Bars/>
        <div class=class>
            <Topbar path/>
            <Nav path/>
            <Screens/>
        </div>
        <p class="visually-hidden" role="status" inner_html=says(move || said.get())></p>
    }
}

/// One thing at a time on a phone: a thread, a family, a meeting that the team plans.
fn is_task(path: &str) -> bool {
    ["/beskeder/", "/team/familier/", "/team/aftaler/"].iter().any(|task| path.starts_with(task))
}

/// The document wears the language and the look, also where the device made the page and not the server.
fn wear_settings() {
    let settings = use_boot().with_value(|boot| boot.settings);
    Effect::new(move |_| {
        let Some(html) = document().document_element() else { return };
        let worn = [
            ("lang", Some(settings.language.tag())),
            ("dir", Some(settings.language.direction())),
            ("data-theme", theme(settings)),
            ("data-text", text_size(settings)),
        ];
        for (name, value) in worn {
            _ = match value {
                Some(value) => html.set_attribute(name, value),
                None => html.remove_attribute(name),
            };
        }
    });
}

/// A form that came back is shown once, not on every later screen.
fn forget_posted(path: Memo<String>) {
    let boot = use_boot();
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        if before.is_some_and(|before| before != path) {
            boot.update_value(|boot| boot.posted = None);
        }
        path
    });
}
