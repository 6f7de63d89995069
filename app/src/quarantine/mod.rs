//! What was set aside: written while the access lasted, arrived after. Someone decides what becomes of it.

mod read;

use indgang_domain::kernel::time::Moment;
use indgang_domain::quarantine::{Discard, SendOn};
use indgang_domain::staff::{SetAside, TeamAnswer};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::act::CommandForm;
use crate::backend::{OutboxLine, use_backend};
use crate::dates;
use crate::i18n::{Texts, use_texts};
use crate::ui::{Confirm, Icon, Time, use_moment};

const BACK: &str = "/team";

/// "Sat til side", where there is something.
#[component]
pub fn SetAsideList(
    /// What is known of my families.
    answer: Memo<TeamAnswer>,
) -> impl IntoView {
    let texts = use_texts();
    let items = Memo::new(move |_| answer.read().set_aside.clone());
    let_failed_go(items);
    move || {
        (!items.read().is_empty()).then(|| {
            view! {
                <section class="stack" aria-labelledby="set-aside">
                    <h2 id="set-aside">{texts.team_aside_title()}</h2>
                    <p class="hint">{texts.team_aside_why()}</p>
                    <ul class="stack">
                        <For
                            each=move || items.get()
                            key=|item| (item.id, item.view.may_send_on, item.members.len())
                            children=|item| view! { <Item item/> }
                        />
                    </ul>
                </section>
            }
            .into_any()
        })
    }
}

/// What stands here need not stand among what this device has not sent, too.
fn let_failed_go(items: Memo<Vec<SetAside>>) {
    let backend = use_backend();
    let outbox = backend.outbox();
    Effect::new(move |_| {
        let items = items.read();
        let here =
            |line: &&OutboxLine| line.failed.is_some() && items.iter().any(|item| item.id == line.id.0);
        for line in outbox.read().iter().filter(here) {
            spawn_local(backend.dismiss(line.id));
        }
    });
}

#[component]
fn Item(item: SetAside) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let SetAside { id, view, members } = item;
    let id = id.to_string();
    let at = view.authored;
    let by = view.author_name.clone();
    let hint = match &view.command {
        Some(_) => texts.team_aside_send_anew_hint().to_owned(),
        None => texts.team_aside_send_on_hint(&view.author_name),
    };
    let (what, said) = (read::what(texts, &view, &members), read::said(texts, &view));
    let hidden = vec![("id", id.clone()), ("thread", view.thread.to_string())];
    view! {
        <li class="card">
            <div class="stack tight">
                <h3><bdi>{view.family_name}</bdi></h3>
                {what}
                <p class="small muted"><Time at words=Signal::derive(move || written(texts, &by, at, now.get()))/></p>
            </div>
            {said}
            {if view.may_send_on {
                view! {
                    <CommandForm<SendOn> back=BACK hidden class="stack tight">
                        <p class="hint">{hint}</p>
                        <button class="button primary"><Icon name="send" kind=crate::ui::Kind::Turns/>{texts.team_aside_send_on()}</button>
                    </CommandForm<SendOn>>
                }
                .into_any()
            } else {
                view! { <p class="hint">{texts.team_aside_not_yours()}</p> }.into_any()
            }}
            <Confirm ask=texts.team_aside_discard() sure=texts.team_aside_discard_sure()>
                <CommandForm<Discard> back=BACK hidden=vec![("id", id)]>
                    <button class="button danger">{texts.team_aside_discard_yes()}</button>
                </CommandForm<Discard>>
            </Confirm>
        </li>
    }
    .into_any()
}

fn written(texts: Texts, by: &str, at: Moment, now: Moment) -> String {
    texts.team_aside_by(by, &dates::moment(texts, at, now))
}
