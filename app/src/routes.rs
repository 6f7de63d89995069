//! Which address shows which screen.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Redirect, Route};
use leptos_router::{Lazy, LazyRoute, SsrMode, path};

use crate::about::{AccessibilityPage, PrivacyPage};
use crate::boot::{Boot, use_boot};
use crate::home::HomePage;
use crate::i18n::use_texts;
use crate::login::{LoginPage, known};
use crate::messages::{MessagesPage, ThreadPage};
use crate::parts;
use crate::ui::{Heading, Main};

/// Every screen. Those of the team, and those a family opens now and then, are in parts of their own.
#[component]
pub fn Screens() -> impl IntoView {
    let data = SsrMode::Async;
    view! {
        <FlatRoutes fallback=Missing>
            <Route path=path!("/") view=Front ssr=data.clone()/>
            <Route path=path!("/login") view=|| view! { <LoginPage/> }.into_any() ssr=data.clone()/>
            <Route path=path!("/hjem") view=|| known(|| view! { <HomePage/> }.into_any()) ssr=data.clone()/>
            <Route path=path!("/beskeder") view=|| known(|| view! { <MessagesPage/> }.into_any()) ssr=data.clone()/>
            <Route path=path!("/beskeder/:thread") view=|| known(|| view! { <ThreadPage/> }.into_any()) ssr=data.clone()/>
            <Route path=path!("/aftaler") view={Lazy::<parts::Appointments>::new()} ssr=data.clone()/>
            <Route path=path!("/aftaler/:id") view={Lazy::<parts::Appointment>::new()} ssr=data.clone()/>
            <Route path=path!("/sundhedssamtale") view={Lazy::<parts::Booking>::new()} ssr=data.clone()/>
            <Route path=path!("/del") view={Lazy::<parts::Share>::new()} ssr=data.clone()/>
            <Route path=path!("/indstillinger") view={Lazy::<parts::Settings>::new()} ssr=data.clone()/>
            <Route path=path!("/tilgaengelighed") view=|| view! { <AccessibilityPage/> }.into_any() ssr=data.clone()/>
            <Route path=path!("/privatliv") view=|| view! { <PrivacyPage/> }.into_any() ssr=data.clone()/>
            <Route path=path!("/team") view={Lazy::<parts::Team>::new()} ssr=data.clone()/>
            <Route path=path!("/team/enhed") view={Lazy::<parts::Unit>::new()} ssr=data.clone()/>
            <Route path=path!("/team/kalender") view={Lazy::<parts::Calendar>::new()} ssr=data.clone()/>
            <Route path=path!("/team/aftaler/:id") view={Lazy::<parts::Meeting>::new()} ssr=data.clone()/>
            <Route path=path!("/team/familier/:id") view={Lazy::<parts::Family>::new()} ssr=data/>
        </FlatRoutes>
    }
}

/// Fetches the part of the program that a screen is in, so that the screen can be made in one go.
pub async fn fetch_part(path: &str) {
    match path.split('/').nth(1) {
        Some("aftaler" | "sundhedssamtale" | "del" | "indstillinger") => parts::Settings::preload().await,
        Some("team") => parts::Team::preload().await,
        _ => {}
    }
}

/// The viewer's own first screen.
#[component]
fn Front() -> impl IntoView {
    view! { <Redirect path=use_boot().with_value(Boot::home)/> }
}

#[component]
fn Missing() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Main>
            <Heading text=texts.missing_title().to_owned()/>
            <p>{texts.missing_text()}</p>
            <div class="actions snug">
                <a class="button primary" href="/">{texts.missing_home()}</a>
            </div>
        </Main>
    }
}
