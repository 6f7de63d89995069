//! One message as a bubble.

use indgang_domain::messages::MessageView;
use indgang_domain::verbs::Sending;
use leptos::prelude::*;

use super::compose::Compose;
use super::photos::photos;
use super::status::{NotSent, Status};
use crate::dates;
use crate::i18n::use_texts;
use crate::ui::{Avatar, Time};

/// One message.
pub(crate) fn message(
    message: MessageView,
    mine: bool,
    read: bool,
    sending: Option<Sending>,
    compose: Compose,
) -> AnyView {
    let texts = use_texts();
    let failed = matches!(sending, Some(Sending::Failed(..)));
    let MessageView { at, author, author_name, language, text, photos: pictures, sent_on_by, .. } = message;
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
            let text = text.clone();
            let again = Callback::new(move |pictures| compose.take_back(&text, pictures));
            Some(view! { <NotSent envelope problem photos=pictures.clone() again/> })
        }
        _ => None,
    };
    view! {
        <li class="bubble" class:mine=mine class:failed=failed>
            {(!mine).then(|| view! { <Avatar person=author name=author_name size="small"/> })}
            <div class="says">
                {from}
                {photos(pictures, alt, sending.is_some())}
                {paragraphs}
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
