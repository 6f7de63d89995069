//! The way in.

mod first;

use indgang_domain::people::Language;
use leptos::prelude::*;

pub(crate) use self::first::{known, log_in_first};
use crate::boot::use_boot;
use crate::i18n::use_texts;
use crate::ui::{Heading, Icon, Kind, Main, Notice};

/// Who of the demo world belongs to a family.
const FAMILIES: [&str; 3] = ["borger", "borger-ar", "ung"];
/// Who of the demo world works for it.
const STAFF: [&str; 13] = [
    "kontakt-1",
    "kontakt-2",
    "kontakt-3",
    "vikar",
    "teamleder",
    "laege",
    "kliniksocialraadgiver",
    "brobygger",
    "kommune-indgang",
    "sagsbehandler",
    "opsoeger",
    "admin",
    "dpo",
];

/// Log ind.
#[component]
pub fn LoginPage() -> impl IntoView {
    let texts = use_texts();
    let demo = use_boot().with_value(|boot| boot.demo);
    view! {
        <Main class="login">
            <div class="welcome">
                <Heading text=texts.login_title().to_owned()/>
                <p class="lead">{texts.login_lead()}</p>
            </div>
            <Languages/>
            {if demo { view! { <DemoPeople/> }.into_any() } else { view! { <p>{texts.login_ask()}</p> }.into_any() }}
            <nav class="line" aria-label=texts.settings_more()>
                <a href="/tilgaengelighed">{texts.access_title()}</a>
                <a href="/privatliv">{texts.privacy_title()}</a>
            </nav>
        </Main>
    }
}

/// The page in another language: a link, so that it works before anything else does.
#[component]
fn Languages() -> impl IntoView {
    let texts = use_texts();
    let others = Language::ALL.into_iter().filter(|language| *language != texts.language());
    let links = others.map(|language| {
        let href = format!("/login?sprog={}", language.tag());
        view! {
            <a class="button plain" href=href lang=language.tag() rel="external"><Icon name="globe"/>{language.own_name()}</a>
        }
    });
    view! { <nav class="line" aria-label=texts.login_languages()>{links.collect_view()}</nav> }
}

#[component]
fn DemoPeople() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Notice kind="info" icon="info">
            <strong>{texts.login_test()}</strong>
            <p>{texts.login_test_text()}</p>
        </Notice>
        <form class="stack loose" method="post" action="/demo/login">
            <section class="stack">
                <h2>{texts.login_families()}</h2>
                <People slugs=&FAMILIES/>
            </section>
            <section class="stack">
                <h2>{texts.login_staff()}</h2>
                <People slugs=&STAFF/>
            </section>
        </form>
    }
    .into_any()
}

#[component]
fn People(slugs: &'static [&'static str]) -> impl IntoView {
    let texts = use_texts();
    let rows = slugs.iter().map(|slug| {
        view! {
            <li>
                <button class="row" name="person" value=*slug>
                    <Icon name="person"/>
                    <span class="body"><span class="title">{texts.demo_named(slug)}</span></span>
                    <Icon name="chevron" kind=Kind::Turns/>
                </button>
            </li>
        }
    });
    view! { <ul class="rows">{rows.collect_view()}</ul> }
}
