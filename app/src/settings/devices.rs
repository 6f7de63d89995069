//! Where one is logged in, and logging out elsewhere.

use indgang_domain::people::{EndSession, SessionLine, Sessions};
use leptos::prelude::*;

use crate::act::CommandForm;
use crate::backend::use_query;
use crate::dates;
use crate::i18n::use_texts;
use crate::ui::{Icon, Kind, ProblemNotice, answered, reactive, says, use_moment};

const HERE: &str = "/indstillinger";

/// Every login of mine.
#[component]
pub fn Devices() -> impl IntoView {
    let texts = use_texts();
    let sessions = use_query(|| Sessions {});
    let done = Callback::new(move |()| sessions.basis().refetch());
    view! {
        <section class="stack" aria-labelledby="devices">
            <h2 id="devices">{texts.settings_devices()}</h2>
            {answered(sessions, |problem| view! { <ProblemNotice problem/> }.into_any(), move |sessions| {
                view! { <List sessions done/> }.into_any()
            })}
        </section>
    }
}

#[component]
fn List(sessions: Memo<Vec<SessionLine>>, done: Callback<()>) -> impl IntoView {
    let texts = use_texts();
    let rows = move || {
        sessions.get().into_iter().map(|line| view! { <Device line done/> }.into_any()).collect_view()
    };
    let others = move || {
        sessions.read().iter().any(|line| !line.this).then(|| {
            view! {
                <CommandForm<EndSession> back=HERE done>
                    <div class="actions snug">
                        <button class="button danger"><Icon name="exit" kind=Kind::Turns/>{texts.settings_end_others()}</button>
                    </div>
                </CommandForm<EndSession>>
            }
            .into_any()
        })
    };
    view! { <ul class="rows">{reactive(rows)}</ul>{reactive(others)} }
}

#[component]
fn Device(line: SessionLine, done: Callback<()>) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let title = if line.this { texts.settings_this().to_owned() } else { line.label.clone() };
    let label = line.label.clone();
    let used = says(move || texts.settings_last_used(&dates::moment(texts, line.seen, now.get())));
    let end = (!line.this).then(|| {
        view! {
            <CommandForm<EndSession> back=HERE hidden=vec![("session", line.id.to_string())] done>
                <button class="button">{texts.settings_end()}<span class="visually-hidden">" "{label}</span></button>
            </CommandForm<EndSession>>
        }
    });
    view! {
        <li class="row device">
            <Icon name="device"/>
            <div class="body">
                <p class="title">{title}</p>
                <p class="small muted">{line.this.then(|| format!("{} · ", line.label))}<span inner_html=used></span></p>
            </div>
            {end}
        </li>
    }
}
