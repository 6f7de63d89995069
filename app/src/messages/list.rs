//! My threads.

use indgang_domain::kernel::id::ThreadId;
use indgang_domain::kernel::time::Moment;
use indgang_domain::messages::{LastWord, ThreadLine, Threads};
use indgang_domain::verbs::Shown;
use leptos::prelude::*;

use crate::backend::{OutboxLine, use_backend, use_query};
use crate::boot::use_boot;
use crate::i18n::{Texts, use_texts};
use crate::ui::{
    Empty, Heading, Icon, Kind, Main, ProblemNotice, Time, answered, quoted, reactive, use_awake, use_moment,
};
use crate::{addresses, dates};

/// Beskeder.
#[component]
pub fn MessagesPage() -> impl IntoView {
    let texts = use_texts();
    let threads = use_query(|| Threads {});
    view! {
        <Main>
            <Heading text=texts.nav_messages().to_owned()/>
            {answered(threads, |problem| view! { <ProblemNotice problem/> }.into_any(), |threads| view! { <List threads/> }.into_any())}
        </Main>
    }
}

#[component]
fn List(threads: Memo<Vec<ThreadLine>>) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let me = use_boot().with_value(|boot| boot.viewer.as_ref().map(|viewer| viewer.person));
    let has_own = move || threads.read().iter().any(|line| line.owner.is_some() && line.owner == me);
    let rows = move || {
        let now = now.get();
        let rows = threads.get().into_iter().map(|line| {
            let own = line.owner.is_some() && line.owner == me;
            let said_by_me = line.last.as_ref().is_some_and(|last| Some(last.author) == me);
            row(texts, &line, now, own, said_by_me)
        });
        rows.collect_view()
    };
    reactive(move || {
        if threads.read().is_empty() {
            return view! { <Empty icon="messages" title=texts.messages_none_title() text=texts.messages_none()/> }.into_any();
        }
        view! {
            <ul class="rows">{reactive(rows)}</ul>
            {reactive(move || has_own().then(|| view! { <p class="hint">{texts.messages_own_hint()}</p> }))}
        }
        .into_any()
    })
}

fn row(texts: Texts, line: &ThreadLine, now: Moment, own: bool, said_by_me: bool) -> AnyView {
    let title = match &line.owner_name {
        _ if own => texts.messages_own().to_owned(),
        Some(name) => texts.messages_only(name),
        None => texts.messages_everyone().to_owned(),
    };
    let icon = if line.owner.is_some() { "person" } else { "messages" };
    let last = line.last.as_ref().map(|last| preview(texts, last, said_by_me));
    let at = line.last.as_ref().map(|last| last.at);
    view! {
        <li>
            <a class="row" class:unread={line.unread > 0} href=addresses::thread(line.thread)>
                <Icon name=icon/>
                <span class="body">
                    <span class="title"><bdi>{title}</bdi></span>
                    <span class="preview" dir="auto">{last.unwrap_or_else(|| texts.messages_none_title().into_any())}</span>
                    <WaitingHere thread=line.thread/>
                </span>
                <span class="end">
                    {at.map(|at| view! { <Time at words=dates::brief(texts, at, now)/> })}
                    {(line.unread > 0).then(|| view! {
                        <span class="badge calm">
                            {line.unread}
                            <span class="visually-hidden">" " {texts.messages_unread(line.unread)}</span>
                        </span>
                    })}
                </span>
            </a>
        </li>
    }
    .into_any()
}

/// How much of what was written in a thread waits on this device.
#[component]
pub fn WaitingHere(thread: ThreadId) -> impl IntoView {
    let texts = use_texts();
    let (awake, outbox) = (use_awake(), use_backend().outbox());
    let thread = thread.to_string();
    let is_here = move |line: &&OutboxLine| {
        line.failed.is_none() && line.shown() == Shown::InPlace && line.is_about(&thread)
    };
    let waiting =
        Memo::new(move |_| if awake.get() { outbox.read().iter().filter(&is_here).count() } else { 0 });
    reactive(move || {
        let count = u32::try_from(waiting.get()).unwrap_or(u32::MAX);
        (count > 0).then(|| {
            view! {
                <span class="status waiting">
                    <Icon name="clock" kind=Kind::Small/>
                    {texts.messages_waiting(count)}
                </span>
            }
        })
    })
}

/// How the last word reads in a list.
pub(crate) fn last_words(texts: Texts, last: &LastWord) -> &str {
    match last.text.as_str() {
        "" if last.spoken => texts.messages_voice(),
        "" => texts.messages_picture(),
        text => text,
    }
}

fn preview(texts: Texts, last: &LastWord, said_by_me: bool) -> AnyView {
    let who = if said_by_me { texts.messages_you() } else { &last.author_name };
    quoted(who, last_words(texts, last))
}
