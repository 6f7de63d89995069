//! What must be known on every screen: no connection, a new version, something that was not saved; and a way out.

use indgang_domain::problem::ProblemKey;
use indgang_domain::verbs::Shown;
use leptos::ev::MouseEvent;
use leptos::leptos_dom::helpers::window_event_listener_untyped;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use web_sys::CustomEvent;

use crate::backend::{Link, OutboxLine, use_backend};
use crate::boot::{Boot, use_boot};
use crate::i18n::use_texts;
use crate::ui::{Icon, Kind, reactive, says, use_awake};

/// Where one lands who leaves quickly: the weather.
const ELSEWHERE: &str = "https://www.dmi.dk/";
/// The event by which the service worker's page tells that a new version waits.
const UPDATE: &str = "indgang:update";
/// The mark on `<html>` of the same, for an app that wakes later.
const UPDATE_WAITS: &str = "data-update";
/// The event by which one takes it.
const ACCEPT_UPDATE: &str = "indgang:accept-update";

/// Leaves at once; with script the page is gone from the way back, too.
#[component]
pub fn QuickExit() -> impl IntoView {
    let texts = use_texts();
    let leave = move |event: MouseEvent| {
        if window().location().replace(ELSEWHERE).is_ok() {
            event.prevent_default();
        }
    };
    view! {
        <a class="exit" href=ELSEWHERE rel="noreferrer external" on:click=leave>
            <Icon name="exit" kind=Kind::Turns/>
            {texts.app_exit()}
        </a>
    }
}

/// All bars. Nothing in the first rendering: they are what the browser alone knows.
#[component]
pub fn Bars() -> impl IntoView {
    let awake = use_awake();
    let backend = use_backend();
    let (link, outbox, refused) = (backend.link(), backend.outbox(), backend.cannot_keep());
    let held = backend.cannot_send();
    let update = use_update();
    let texts = use_texts();
    let unsent = use_boot().with_value(Boot::unsent);
    let waiting = Memo::new(move |_| outbox.read().iter().filter(|line| line.failed.is_none()).count());
    let offline = move || {
        (awake.get() && link.get() == Link::Offline).then(|| {
            let waiting = u32::try_from(waiting.get()).unwrap_or(u32::MAX);
            let words = (waiting > 0).then(|| texts.app_waiting(waiting));
            let told =
                if refused.read().is_some() { texts.app_offline_unkept() } else { texts.app_offline() };
            bar("bar offline", &[told, words.as_deref().unwrap_or_default()])
        })
    };
    // Nobody logs in without a connection.
    let held = move || {
        let problem = held.get().filter(|_| awake.get() && link.get() == Link::Online)?;
        Some(view! { <Held problem waiting/> })
    };
    let refused = move || {
        let problem = refused.get().filter(|_| awake.get());
        problem.map(|problem| bar("bar offline", &[texts.problem(problem)]))
    };
    view! {
        <div class="bars">
            <div role="status">{reactive(offline)}{reactive(held)}{reactive(refused)}</div>
            {reactive(move || update.get().then(|| view! { <UpdateBar/> }))}
            {match unsent {
                Some(listed) => view! { <NotSent outbox listed/> }.into_any(),
                None => view! { <NotSaved outbox/> }.into_any(),
            }}
        </div>
    }
}

fn bar(class: &'static str, words: &[&str]) -> AnyView {
    view! {
        <div class=class>
            <Icon name="alert" kind=Kind::Small/>
            <span>{words.join(" ").trim().to_owned()}</span>
        </div>
    }
    .into_any()
}

/// Why nothing is sent although there is a connection, what is kept meanwhile, and the way on.
#[component]
fn Held(problem: ProblemKey, waiting: Memo<usize>) -> impl IntoView {
    let texts = use_texts();
    let logs_in = problem == ProblemKey::LoggedOut;
    let kept = move || {
        let waiting = u32::try_from(waiting.get()).unwrap_or(u32::MAX);
        if logs_in && waiting > 0 { texts.app_held(waiting) } else { String::new() }
    };
    let way_on = if logs_in {
        view! { <a class="button plain" href="/login" rel="external">{texts.missing_log_in()}</a> }.into_any()
    } else {
        view! { <AcceptUpdate/> }.into_any()
    };
    view! {
        <div class="bar offline">
            <Icon name="alert" kind=Kind::Small/>
            <span>{texts.problem(problem)}" "<span inner_html=says(kept)></span></span>
            {way_on}
        </div>
    }
    .into_any()
}

/// True from when a new version waits: before this app was awake, or since.
fn use_update() -> ReadSignal<bool> {
    let (update, set_update) = signal(false);
    Effect::new(move |_| {
        // Set once: made anew, the button would be gone from under the finger.
        let tell = move || {
            if !update.get_untracked() {
                set_update.set(true);
            }
        };
        if document().document_element().is_some_and(|root| root.has_attribute(UPDATE_WAITS)) {
            tell();
        }
        let handle = window_event_listener_untyped(UPDATE, move |_| tell());
        on_cleanup(move || handle.remove());
    });
    update
}

/// The page takes the new version and loads itself again.
fn accept_update() {
    if let Ok(event) = CustomEvent::new(ACCEPT_UPDATE) {
        _ = window().dispatch_event(&event);
    }
}

#[component]
fn UpdateBar() -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="bar update" role="status">
            <Icon name="info" kind=Kind::Small/>
            <span>{texts.app_update()}</span>
            <AcceptUpdate/>
        </div>
    }
}

#[component]
fn AcceptUpdate() -> impl IntoView {
    let words = use_texts().app_update_now();
    view! { <button class="button plain" type="button" on:click=move |_| accept_update()>{words}</button> }
}

/// That something was not sent, and where it is listed.
#[component]
fn NotSent(outbox: Signal<Vec<OutboxLine>>, listed: &'static str) -> impl IntoView {
    let texts = use_texts();
    let awake = use_awake();
    let path = use_location().pathname;
    let failed = Memo::new(move |_| outbox.read().iter().filter(|line| line.failed.is_some()).count());
    let bar = move || {
        let shown = awake.get() && failed.get() > 0 && path.get() != listed;
        shown.then(|| {
            view! {
                <div class="bar offline">
                    <Icon name="alert" kind=Kind::Small/>
                    <span>{texts.app_not_sent(u32::try_from(failed.get()).unwrap_or(u32::MAX))}</span>
                    <a class="button plain" href=listed>{texts.app_not_sent_see()}</a>
                </div>
            }
        })
    };
    view! { <div role="status">{bar}</div> }
}

/// What was refused and has no place of its own on a screen.
#[component]
fn NotSaved(outbox: Signal<Vec<OutboxLine>>) -> impl IntoView {
    let awake = use_awake();
    let lines = move || {
        let lines = outbox.get().into_iter().filter(|_| awake.get());
        lines.filter(|line| line.shown() == Shown::Listed).filter_map(not_saved).collect_view()
    };
    view! { <div role="status">{reactive(lines)}</div> }
}

fn not_saved(line: OutboxLine) -> Option<AnyView> {
    let (_, problem) = line.failed?;
    let texts = use_texts();
    let backend = use_backend();
    let dismiss = move |_| spawn_local(backend.dismiss(line.id));
    let bar = view! {
        <div class="bar offline">
            <Icon name="alert" kind=Kind::Small/>
            <span>{texts.app_failed(texts.problem(problem.key))}</span>
            <button class="button plain" type="button" on:click=dismiss>{texts.app_dismiss()}</button>
        </div>
    };
    Some(bar.into_any())
}
