//! How one wants the app, where one is logged in, and the way out.

pub mod devices;
pub mod leave;
pub mod wishes;

use indgang_domain::people::Me;
use leptos::prelude::*;

use self::devices::Devices;
use self::leave::Leave;
use self::wishes::Wishes;
use crate::backend::use_query;
use crate::i18n::use_texts;
use crate::login::known;
use crate::ui::{Heading, Install, Main, ProblemNotice, answered};

/// Indstillinger.
#[component]
pub fn SettingsPage() -> impl IntoView {
    known(settings)
}

fn settings() -> AnyView {
    let texts = use_texts();
    let me = use_query(|| Me {});
    view! {
        <Main>
            <Heading text=texts.nav_settings().to_owned()/>
            {answered(me, |problem| view! { <ProblemNotice problem/> }.into_any(), |me| view! { <Wishes me/> }.into_any())}
            <Install/>
            <Devices/>
            <Leave/>
            <section class="stack">
                <h2>{texts.settings_more()}</h2>
                <div class="line">
                    <a href="/privatliv">{texts.privacy_title()}</a>
                    <a href="/tilgaengelighed">{texts.access_title()}</a>
                </div>
            </section>
        </Main>
    }
    .into_any()
}
