//! The home screen: who is there for me, and the one next thing.

pub mod contact;
pub mod next;

use indgang_domain::home::{Home, HomeAnswer};
use leptos::prelude::*;

use self::contact::Contacts;
use self::next::{Later, Next};
use crate::addresses;
use crate::backend::use_query;
use crate::i18n::use_texts;
use crate::ui::{Heading, Icon, InstallCard, Kind, Main, ProblemPage, answered, reactive, words};

/// Hjem.
#[component]
pub fn HomePage() -> impl IntoView {
    let home = use_query(|| Home {});
    view! {
        <Main>
            {answered(home, |problem| view! { <ProblemPage problem/> }.into_any(), |home| view! { <Content home/> }.into_any())}
        </Main>
    }
}

#[component]
fn Content(home: Memo<HomeAnswer>) -> impl IntoView {
    let texts = use_texts();
    view! {
        <Heading text=words(move || texts.home_greeting(&home.read().given_name))/>
        <Unread home/>
        <section class="stack" aria-labelledby="next">
            <h2 id="next">{texts.home_next()}</h2>
            <Next home/>
        </section>
        {reactive(move || (!home.read().safe_mode).then(|| view! { <InstallCard/> }))}
        <section class="stack" aria-labelledby="people">
            <h2 id="people">{texts.home_contacts()}</h2>
            <Contacts home/>
        </section>
        <Later home/>
        <div class="actions snug">
            <a class="button" href="/sundhedssamtale"><Icon name="calendar"/>{texts.home_book()}</a>
        </div>
    }
}

#[component]
fn Unread(home: Memo<HomeAnswer>) -> impl IntoView {
    let texts = use_texts();
    reactive(move || {
        let home = home.read();
        let thread = home.thread.filter(|_| home.unread > 0)?;
        let notice = view! {
            <a class="notice info" href=addresses::thread(thread)>
                <Icon name="messages"/>
                <span>
                    <strong>{texts.home_unread(home.unread)}</strong>
                    <br/>
                    {texts.home_read()}
                </span>
                <Icon name="chevron" kind=Kind::Turns/>
            </a>
        };
        Some(notice.into_any())
    })
}
