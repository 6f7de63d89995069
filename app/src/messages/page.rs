//! One thread: as a screen of its own, or inside another.

use indgang_domain::families::Face;
use indgang_domain::kernel::id::ThreadId;
use indgang_domain::messages::{OpenThread, ThreadAnswer};
use indgang_domain::policy::table::OF_FAMILY;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use uuid::Uuid;

use super::conversation::Conversation;
use crate::backend::{Asked, use_query};
use crate::boot::{Boot, use_boot};
use crate::i18n::{Texts, use_texts};
use crate::ui::{Faces, Heading, Icon, Kind, Main, ProblemPage, answered, reactive, use_moment, words};
use crate::{addresses, dates};

/// A thread as a screen.
#[component]
pub fn ThreadPage() -> impl IntoView {
    let params = use_params_map();
    // An address that names no thread names one that nobody has.
    let thread = Memo::new(move |_| {
        let thread = params.read().get("thread").and_then(|id| id.parse().ok());
        ThreadId(thread.unwrap_or(Uuid::nil()))
    });
    let key = move || [thread.get()];
    view! {
        <Main class="thread">
            <For each=key key=|thread| *thread children=move |thread| view! { <OneThread thread/> }/>
        </Main>
    }
}

#[component]
fn OneThread(thread: ThreadId) -> impl IntoView {
    let back = addresses::thread(thread);
    answered(
        asked(thread),
        |problem| view! { <ProblemPage problem/> }.into_any(),
        move |answer| {
            view! {
                <Head answer/>
                <Conversation answer back=back.clone() alone=true/>
            }
            .into_any()
        },
    )
}

fn asked(thread: ThreadId) -> Asked<ThreadAnswer> {
    let query = use_query_map();
    let before = Memo::new(move |_| query.read().get("before").and_then(|before| before.parse().ok()));
    use_query(move || OpenThread { thread, before: before.get() })
}

#[component]
fn Head(answer: Memo<ThreadAnswer>) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let me = use_boot().with_value(|boot: &Boot| boot.viewer.as_ref().map(|viewer| viewer.person));
    // As what one reads here: who is of the family is told who answers, and whoever else whose thread it is.
    let is_family = move || !answer.read().lenses.among(OF_FAMILY).is_empty();
    let title = words(move || {
        let is_family = is_family();
        let answer = answer.read();
        let own = answer.owner.is_some() && answer.owner == me;
        if is_family { with_whom(texts, &readers(&answer), own) } else { of_whom(texts, &answer) }
    });
    let faces = move || is_family().then(|| view! { <Faces faces=readers(&answer.read())/> });
    let promise = move || {
        let now = now.get();
        let promised = if is_family() { answer.read().hours.promised_reply(now) } else { None }?;
        Some(texts.home_promise(&dates::moment(texts, promised, now)))
    };
    let all_adults = move || is_family() && answer.read().owner.is_none();
    view! {
        <div class="thread-head">
            {reactive(faces)}
            <div>
                <Heading text=title/>
                {reactive(move || promise().map(|words| view! {
                    <p class="promise small"><Icon name="clock" kind=Kind::Small/><span>{words}</span></p>
                }))}
            </div>
        </div>
        {reactive(move || all_adults().then(|| view! { <p class="small muted">{texts.thread_all_adults()}</p> }))}
    }
    .into_any()
}

/// Who reads here now: the contact persons, or who stands in for them.
fn readers(answer: &ThreadAnswer) -> Vec<Face> {
    let contacts = answer.contacts.iter();
    contacts
        .map(|card| card.away.as_ref().map_or_else(|| card.face.clone(), |away| away.substitute.clone()))
        .collect()
}

fn with_whom(texts: Texts, readers: &[Face], own: bool) -> String {
    let names = texts.names(readers.iter().map(|face| face.given_name.as_str()));
    match (names.is_empty(), own) {
        (true, true) => texts.messages_own().to_owned(),
        (true, false) => texts.messages_everyone().to_owned(),
        (false, true) => texts.thread_only_with(&names),
        (false, false) => names,
    }
}

fn of_whom(texts: Texts, answer: &ThreadAnswer) -> String {
    match &answer.owner_name {
        Some(name) => texts.names_comma(&answer.family_name, &texts.messages_only(name)),
        None => answer.family_name.clone(),
    }
}
