//! What was set aside: written while the access lasted, arrived after. Someone decides what becomes of it.

use indgang_domain::attachments::{Photo, Spoken};
use indgang_domain::feature::declared;
use indgang_domain::kernel::time::Moment;
use indgang_domain::quarantine::{Discard, SendOn};
use indgang_domain::staff::{SetAside, TeamAnswer};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::act::CommandForm;
use crate::backend::{OutboxLine, use_backend};
use crate::dates;
use crate::i18n::{Texts, use_texts};
use crate::ui::{Confirm, Icon, Time, paragraphs, use_moment};

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
                            key=|item| (item.id, item.view.may_send_on)
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
    let SetAside { id, view } = item;
    let id = id.to_string();
    let at = view.authored;
    let by = view.author_name.clone();
    let command = view.command.as_deref().and_then(declared);
    let hint = match &view.command {
        Some(_) => texts.team_aside_send_anew_hint().to_owned(),
        None => texts.team_aside_send_on_hint(&view.author_name),
    };
    let hidden = vec![("id", id.clone()), ("thread", view.thread.to_string())];
    view! {
        <li class="card">
            <div class="stack tight">
                <h3><bdi>{view.family_name}</bdi></h3>
                {command.map(|declared| view! { <p class="small">{texts.called(Some(declared))}</p> })}
                <p class="small muted"><Time at words=Signal::derive(move || written(texts, &by, at, now.get()))/></p>
            </div>
            <blockquote class="stack tight">
                {paragraphs(&view.text)}
                {pictures(texts, &view.photos, view.may_send_on)}
                {voice(texts, view.voice.as_ref(), view.may_send_on)}
            </blockquote>
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

/// That there are pictures; whoever has the thread opens them.
fn pictures(texts: Texts, photos: &[Photo], may_open: bool) -> AnyView {
    let picture = |photo: &Photo| {
        let words = texts.messages_picture();
        if may_open {
            let href = format!("/api/v1/blobs/{}", photo.blob);
            view! { <p><a href=href target="_blank" rel="external">{words}</a></p> }.into_any()
        } else {
            view! { <p>{words}</p> }.into_any()
        }
    };
    photos.iter().map(picture).collect_view().into_any()
}

/// That something was said aloud; whoever has the thread listens.
fn voice(texts: Texts, voice: Option<&Spoken>, may_hear: bool) -> Option<AnyView> {
    let first = voice?.chunks.first()?;
    let words = texts.messages_voice();
    let heard = may_hear.then(|| {
        let source = format!("/api/v1/blobs/{first}?whole=true");
        view! { <audio controls preload="none" src=source aria-label=words></audio> }
    });
    Some(view! { <p>{words}</p> {heard} }.into_any())
}

fn written(texts: Texts, by: &str, at: Moment, now: Moment) -> String {
    texts.team_aside_by(by, &dates::moment(texts, at, now))
}
