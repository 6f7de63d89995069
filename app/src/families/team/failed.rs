//! "Ikke sendt": what this device has sent and the server has not taken. A person decides what becomes of it.

use indgang_domain::problem::Problem;
use js_sys::{Function, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::backend::{OutboxLine, use_backend};
use crate::dates;
use crate::i18n::use_texts;
use crate::ui::{Confirm, Icon, Kind, Time, paragraphs, says, use_awake, use_moment};

/// What was not sent, where there is something. Only a device knows of it, so it waits for the page to be awake.
#[component]
pub fn FailedList() -> impl IntoView {
    let texts = use_texts();
    let outbox = use_backend().outbox();
    let awake = use_awake();
    let failed = Memo::new(move |_| {
        let lines = if awake.get() { outbox.get() } else { Vec::new() };
        lines.into_iter().filter_map(|line| Some((line.failed.clone()?.1, line))).collect::<Vec<_>>()
    });
    move || {
        (!failed.read().is_empty()).then(|| {
            view! {
                <section class="stack" aria-labelledby="not-sent">
                    <h2 id="not-sent">{texts.team_failed_title()}</h2>
                    <ul class="stack">
                        <For
                            each=move || failed.get()
                            key=|(_, line)| line.id
                            children=|(problem, line)| view! { <Failed problem line/> }
                        />
                    </ul>
                </section>
            }
            .into_any()
        })
    }
}

#[component]
fn Failed(problem: Problem, line: OutboxLine) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let backend = use_backend();
    let (id, at) = (line.id, line.at);
    let words = Signal::derive(move || texts.team_failed_at(&dates::moment(texts, at, now.get())));
    view! {
        <li class="card">
            <div class="stack tight">
                <h3>{texts.called(line.declared())}</h3>
                <p class="small muted"><Time at words/></p>
                <p class="status failed"><Icon name="alert" kind=Kind::Small/>{texts.problem(problem.key)}</p>
            </div>
            {line.words().map(|text| view! { <Kept text/> })}
            <Confirm ask=texts.team_failed_discard() sure=texts.team_failed_discard_sure()>
                <button class="button danger" on:click=move |_| spawn_local(backend.dismiss(id))>
                    {texts.team_failed_discard_yes()}
                </button>
            </Confirm>
        </li>
    }
    .into_any()
}

/// What someone wrote, and a way to take it elsewhere.
#[component]
fn Kept(text: String) -> impl IntoView {
    let texts = use_texts();
    let copied = RwSignal::new(false);
    let shown = paragraphs(&text);
    let copy = move |_| {
        let text = text.clone();
        spawn_local(async move { copied.set(copy(&text).await.is_ok()) });
    };
    view! {
        <blockquote class="stack tight">{shown}</blockquote>
        <div class="line">
            <button class="button" type="button" on:click=copy>{texts.team_failed_copy()}</button>
            <span role="status" inner_html=says(move || if copied.get() { texts.team_failed_copied() } else { "" })></span>
        </div>
    }
}

/// `navigator.clipboard.writeText`, where the browser has it.
async fn copy(text: &str) -> Result<(), JsValue> {
    let navigator = Reflect::get(&window(), &"navigator".into())?;
    let clipboard = Reflect::get(&navigator, &"clipboard".into())?;
    let write: Function = Reflect::get(&clipboard, &"writeText".into())?.dyn_into()?;
    let written = write.call1(&clipboard, &text.into())?;
    JsFuture::from(written.dyn_into::<js_sys::Promise>()?).await.map(drop)
}
