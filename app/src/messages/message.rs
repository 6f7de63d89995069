//! One message as a bubble.

use indgang_domain::kernel::id::MessageId;
use indgang_domain::messages::MessageView;
use indgang_domain::verbs::Sending;
use leptos::prelude::*;

use super::compose::Compose;
use crate::attachments::photos::photos;
use crate::dates;
use crate::i18n::use_texts;
use crate::sending::{NotSent, Status};
use crate::ui::{Avatar, Time};
use crate::voice::aloud::{self, ReadAloud};
use crate::voice::{Of, spoken};

/// One message.
pub(crate) fn message(
    id: MessageId,
    message: MessageView,
    mine: bool,
    read: bool,
    sending: Option<Sending>,
    compose: &Compose,
    back: &str,
) -> AnyView {
    let texts = use_texts();
    let failed = matches!(sending, Some(Sending::Failed(..)));
    let MessageView { at, author, author_name, language, text, photos: pictures, voice, sent_on_by, .. } =
        message;
    let from = if mine {
        view! { <p class="visually-hidden">{texts.thread_you()}</p> }.into_any()
    } else {
        view! { <p class="from"><bdi>{author_name.clone()}</bdi></p> }.into_any()
    };
    let alt = if mine { texts.thread_photo_mine().to_owned() } else { texts.thread_photo(&author_name) };
    let alt = |_| alt.clone();
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let paragraphs =
        lines.map(|line| view! { <p lang=language.tag() dir="auto">{line.to_owned()}</p> }).collect_view();
    let not_sent = match sending {
        Some(Sending::Failed(envelope, _, problem)) => {
            let (compose, text) = (*compose, text.clone());
            let again = Callback::new(move |pictures| compose.take_back(&text, pictures));
            Some(view! { <NotSent envelope problem photos=pictures.clone() voice=voice.clone() again/> })
        }
        _ => None,
    };
    let reads_long = sending.is_none() && text.chars().count() > aloud::LONG;
    let reads = reads_long.then(|| view! { <ReadAloud text=text.clone() language/> });
    let voice = voice.map(|voice| {
        let label = if mine { texts.voice_mine().to_owned() } else { texts.voice_from(&author_name) };
        let of = Of {
            thread: compose.thread,
            message: id,
            language,
            unsent: sending.is_some(),
            back: back.to_owned(),
        };
        spoken(&of, voice, label)
    });
    view! {
        <li class="bubble" class:mine=mine class:failed=failed>
            {(!mine).then(|| view! { <Avatar person=author name=author_name size="small"/> })}
            <div class="says">
                {from}
                {photos(pictures, alt, sending.is_some())}
                {voice}
                {paragraphs}
                {reads}
            </div>
            <p class="meta">
                <Time at words=dates::exact(texts, at.clock())/>
                {sent_on_by.map(|name| view! { <span>{texts.thread_sent_on(&name)}</span> })}
                {mine.then(|| view! { <Status read sending/> })}
            </p>
            {not_sent}
        </li>
    }
    .into_any()
}
