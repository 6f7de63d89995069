//! The two fixed contact persons, each as a large card.

use indgang_domain::families::{Away, ContactCard, Face};
use indgang_domain::home::HomeAnswer;
use leptos::prelude::*;

use crate::i18n::use_texts;
use crate::ui::{Avatar, Icon, Kind, dial, reactive, says, use_moment, words};
use crate::{addresses, dates};

/// The two faces.
#[component]
pub fn Contacts(
    /// The screen's answer.
    home: Memo<HomeAnswer>,
) -> impl IntoView {
    let texts = use_texts();
    reactive(move || {
        let answer = home.read();
        if answer.contacts.is_empty() {
            return view! { <p class="muted">{texts.home_contacts_none()}</p> }.into_any();
        }
        let cards = answer.contacts.iter().cloned().map(|card| view! { <Card card home/> }.into_any());
        view! { <div class="people">{cards.collect_view()}</div> }.into_any()
    })
}

#[component]
fn Card(card: ContactCard, home: Memo<HomeAnswer>) -> impl IntoView {
    let id = format!("contact-{}", card.id);
    let labelled = id.clone();
    let ContactCard { face, administration, away, .. } = card;
    let reached = away.as_ref().map_or_else(|| face.clone(), |away| away.substitute.clone());
    let presence = match away {
        Some(away) => view! { <OnHoliday away/> }.into_any(),
        None => view! { <Promise home/> }.into_any(),
    };
    view! {
        <article class="card face" aria-labelledby=labelled>
            <div class="who">
                <Avatar person=face.person name=face.name.clone() size="huge"/>
                <div>
                    <h3 id=id><bdi>{face.name}</bdi></h3>
                    <p class="small muted" lang="da"><bdi>{administration}</bdi></p>
                </div>
            </div>
            {presence}
            <Reach face=reached home/>
        </article>
    }
}

#[component]
fn Promise(home: Memo<HomeAnswer>) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    reactive(move || {
        let now = now.get();
        let promised = home.read().hours.promised_reply(now)?;
        let words = texts.home_promise(&dates::moment(texts, promised, now));
        let line = view! {
            <p class="promise">
                <Icon name="clock" kind=Kind::Small/>
                <span>{words}</span>
            </p>
        };
        Some(line.into_any())
    })
}

#[component]
fn OnHoliday(away: Away) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let Away { until, substitute, .. } = away;
    view! {
        <div class="away">
            <Avatar person=substitute.person name=substitute.name.clone()/>
            <p>
                <span inner_html=says(move || texts.home_away(&dates::day(texts, until, now.get().day())))></span>" "
                <strong>{texts.home_substitute(&substitute.name)}</strong>
            </p>
        </div>
    }
}

#[component]
fn Reach(face: Face, home: Memo<HomeAnswer>) -> impl IntoView {
    let texts = use_texts();
    let href = words(move || home.read().thread.map_or_else(|| "/beskeder".to_owned(), addresses::thread));
    view! {
        <div class="actions">
            <a class="button primary" href=href>
                <Icon name="messages"/>
                <span>{texts.home_write(&face.given_name)}</span>
            </a>
            <a class="button" href=dial(&face.phone) rel="external">
                <Icon name="phone"/>
                <span>{texts.home_call()}<span class="visually-hidden">" "{face.given_name}</span></span>
            </a>
        </div>
    }
}
