//! A time that is held: sure?

use indgang_domain::booking::{BookHeld, BookingAnswer, HoldView, LetGo};
use leptos::prelude::*;

use super::page::PAGE;
use crate::act::CommandForm;
use crate::appointments::facts::fact;
use crate::appointments::words as meeting;
use crate::boot::use_boot;
use crate::i18n::use_texts;
use crate::ui::{Avatar, Icon, says, use_moment};
use crate::{addresses, dates};

/// What will be booked, and the two ways on.
#[component]
pub fn Held(
    hold: HoldView,
    /// The screen's answer.
    answer: Memo<BookingAnswer>,
    /// Once it is booked.
    booked: Callback<()>,
) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let language = use_boot().with_value(|boot| boot.settings.language);
    let HoldView { id, stream, service, starts, ends, with, interpreter, members, until } = hold;
    let (name, place) = answer.with_untracked(|answer| {
        let service = answer.services.iter().find(|candidate| candidate.id == service);
        service
            .map(|service| (service.name.of(language).to_owned(), service.place.clone()))
            .unwrap_or_default()
    });
    let when = says(move || dates::capital(&dates::moment(texts, starts, now.get())));
    let left = says(move || texts.booking_held_until(&dates::exact(texts, until.clock())));
    let faces = with.iter().filter_map(|with| Some((with.person?, with.name.clone())));
    let faces = faces.map(|(person, name)| view! { <Avatar person name/> }.into_any()).collect_view();
    let names = texts.names(with.iter().map(|with| with.name.as_str()));
    let members = texts.names(members.iter().map(|member| member.name.as_str()));
    let hidden = vec![("id", id.to_string()), ("stream", stream.to_string())];
    view! {
        <article class="card next">
            <div>
                <p class="when" inner_html=when></p>
                <p class="lead">{name}</p>
            </div>
            <ul class="facts">
                <li><Icon name="clock"/><span>{texts.appointment_until(&dates::clock(texts, ends.clock()))}</span></li>
                {place.map(|place| fact("place", place))}
                <li><span class="faces">{faces}</span><bdi>{texts.appointment_with(&names)}</bdi></li>
                {(!members.is_empty()).then(|| fact("home", texts.appointment_for(&members)))}
                {interpreter.map(|interpreting| fact("globe", meeting::interpreter(texts, &interpreting)))}
            </ul>
            <p class="hint" inner_html=left></p>
            <CommandForm<BookHeld> back=addresses::appointment(id) hidden=hidden.clone() class="actions" done=booked>
                <button class="button primary"><Icon name="check"/>{texts.booking_confirm()}</button>
            </CommandForm<BookHeld>>
            <CommandForm<LetGo> back=PAGE hidden class="actions">
                <button class="button">{texts.booking_let_go()}</button>
            </CommandForm<LetGo>>
        </article>
    }
    .into_any()
}
