//! /del: what another app shared to this one, on its way to becoming a letter. The worker holds it in memory until the
//! app has asked for it; from here on it is a letter's pictures like any other.

use indgang_domain::messages::{ThreadLine, Threads};
use indgang_domain::policy::Action;
use js_sys::{Array, Reflect};
use leptos::leptos_dom::helpers::window_event_listener_untyped;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CustomEvent, Event, File};

use crate::addresses;
use crate::allowed::allowed_in;
use crate::backend::use_query;
use crate::boot::use_boot;
use crate::i18n::{Texts, use_texts};
use crate::login::log_in_first;
use crate::ui::{Empty, Heading, Icon, Kind, Main, ProblemNotice, answered, reactive};

/// The event by which the app asks boot.js for what was shared, and the one by which it comes.
const ASK: &str = "indgang:ask-shared";
const COMES: &str = "indgang:shared";

/// What another app shared.
#[derive(Clone, Debug)]
pub(crate) struct Shared {
    pub(crate) files: Vec<File>,
    /// Words that came along.
    pub(crate) words: String,
}

impl Shared {
    /// As the worker tells it: `{ files, words }`, or nothing at all.
    fn of(event: Event) -> Option<Self> {
        let detail = event.dyn_into::<CustomEvent>().ok()?.detail();
        let files: Array = Reflect::get(&detail, &JsValue::from_str("files")).ok()?.dyn_into().ok()?;
        let files = files.iter().filter_map(|file| file.dyn_into().ok()).collect();
        let words = Reflect::get(&detail, &JsValue::from_str("words")).ok()?.as_string()?;
        Some(Self { files, words })
    }
}

/// From the page that takes what was shared to the form that asks about it.
#[derive(Clone, Copy)]
struct OnItsWay(RwSignal<Option<Shared>, LocalStorage>);

/// For all screens.
pub(crate) fn provide_shared() {
    provide_context(OnItsWay(RwSignal::new_local(None)));
}

pub(crate) fn use_shared() -> RwSignal<Option<Shared>, LocalStorage> {
    expect_context::<OnItsWay>().0
}

/// Del med Indgang.
#[component]
pub fn SharePage() -> impl IntoView {
    if use_boot().with_value(|boot| boot.viewer.is_some()) {
        share()
    } else {
        // What was shared does not outlive the login.
        log_in_first(use_texts().share_log_in())
    }
}

fn share() -> AnyView {
    let texts = use_texts();
    let threads = use_query(|| Threads {});
    view! {
        <Main>
            <Heading text=texts.letter_help().to_owned()/>
            {answered(threads, |problem| view! { <ProblemNotice problem/> }.into_any(), |threads| view! { <ToWhom threads/> }.into_any())}
        </Main>
    }
    .into_any()
}

#[component]
fn ToWhom(threads: Memo<Vec<ThreadLine>>) -> impl IntoView {
    let texts = use_texts();
    let asks = move |line: &ThreadLine| allowed_in(Action::AskAboutLetter, line.lenses, true);
    let threads = Memo::new(move |_| threads.get().into_iter().filter(asks).collect::<Vec<_>>());
    if threads.read_untracked().is_empty() {
        return view! { <Empty icon="letter" title=texts.share_none_title() text=texts.share_not_here()/> }
            .into_any();
    }
    let came = take();
    let shared = use_shared();
    let navigate = use_navigate();
    Effect::new(move |_| {
        let is_there = came.get() == Some(true);
        // Where there is one thread, there is nothing to choose.
        if let ([only], true) = (threads.read().as_slice(), is_there) {
            navigate(
                &addresses::thread(only.thread),
                NavigateOptions { replace: true, ..NavigateOptions::default() },
            );
        }
    });
    // Whoever goes elsewhere has not shared it here.
    let path = leptos_router::hooks::use_location().pathname;
    on_cleanup(move || {
        if !path.get_untracked().starts_with("/beskeder/") {
            _ = shared.try_set(None);
        }
    });
    reactive(move || match came.get() {
        None => view! { <p role="status">{texts.app_loading()}</p> }.into_any(),
        Some(false) => {
            view! { <Empty icon="letter" title=texts.share_none_title() text=texts.share_none()/> }.into_any()
        }
        Some(true) => choices(texts, threads),
    })
    .into_any()
}

/// Asks for what was shared. `None` until that is known.
fn take() -> RwSignal<Option<bool>> {
    let came = RwSignal::new(None);
    let shared = use_shared();
    Effect::new(move |_| {
        let handle = window_event_listener_untyped(COMES, move |event| {
            let found = Shared::of(event);
            came.set(Some(found.is_some()));
            shared.set(found);
        });
        on_cleanup(move || handle.remove());
        if let Ok(event) = Event::new(ASK) {
            _ = window().dispatch_event(&event);
        }
    });
    came
}

fn choices(texts: Texts, threads: Memo<Vec<ThreadLine>>) -> AnyView {
    let me = use_boot().with_value(|boot| boot.viewer.as_ref().map(|viewer| viewer.person));
    let row = move |line: ThreadLine| {
        let own = line.owner.is_some() && line.owner == me;
        let (icon, title) =
            if own { ("person", texts.messages_own()) } else { ("messages", texts.messages_everyone()) };
        view! {
            <li>
                <a class="row" href=addresses::thread(line.thread)>
                    <Icon name=icon/>
                    <span class="body"><span class="title">{title}</span></span>
                    <span class="end"><Icon name="chevron" kind=Kind::Turns/></span>
                </a>
            </li>
        }
    };
    view! {
        <p>{texts.share_to_whom()}</p>
        <ul class="rows">{reactive(move || threads.get().into_iter().map(row).collect_view())}</ul>
    }
    .into_any()
}
