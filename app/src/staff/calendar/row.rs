//! One meeting in the calendar.

use indgang_domain::appointments::AppointmentState;
use indgang_domain::kernel::time::Moment;
use indgang_domain::staff::FamilyMeeting;
use leptos::prelude::*;

use crate::appointments::team::words;
use crate::i18n::Texts;
use crate::ui::{Icon, Kind, quoted};
use crate::{addresses, dates};

/// From when until when, the one above the other.
pub(super) fn clock(texts: Texts, starts: Moment, ends: Moment) -> AnyView {
    view! {
        <span class="clock">
            <time datetime=starts.to_string()>{dates::exact(texts, starts.clock())}</time>
            <span class="visually-hidden">" "{texts.calendar_to()}" "</span>
            <time class="small muted" datetime=ends.to_string()>{dates::exact(texts, ends.clock())}</time>
        </span>
    }
    .into_any()
}

/// A meeting of the day: one's own, or another's of a family that one has.
pub(super) fn of_day(texts: Texts, meeting: FamilyMeeting, now: Moment) -> AnyView {
    let FamilyMeeting { line, family_name, mine, .. } = meeting;
    let view = line.view;
    let at = view.starts.zip(view.ends()).map(|(starts, ends)| clock(texts, starts, ends));
    let state = words::state(texts, &view, now);
    let (over, off) = (!view.state.is_open(), view.state == AppointmentState::Cancelled);
    let names = texts.names(view.with.iter().map(|with| with.name.as_str()));
    let interpreter = view
        .interpreter
        .as_ref()
        .map(|interpreting| crate::appointments::words::interpreter(texts, interpreting));
    view! {
        <li>
            <a class="row meeting" class:over=over class:off=off class:others=!mine href=addresses::meeting(view.id)>
                {at}
                <span class="body">
                    <span class="title"><bdi>{family_name}</bdi></span>
                    <span>{words::kind(texts, view.kind)}</span>
                    {view.place.map(|place| view! { <span class="small muted"><bdi>{place}</bdi></span> })}
                    {(!names.is_empty()).then(|| view! { <span class="small muted">{texts.appointment_with(&names)}</span> })}
                    {interpreter.map(|words| view! { <span class="small muted">{words}</span> })}
                    <span class="chips">
                        {(!mine).then(|| view! { <span class="chip">{texts.calendar_not_mine()}</span> })}
                        {state.map(|(colour, words)| view! { <span class=format!("chip {colour}")>{words}</span> })}
                    </span>
                </span>
                <span class="end"><Icon name="chevron" kind=Kind::Turns/></span>
            </a>
        </li>
    }
    .into_any()
}

/// A meeting that lacks a time: whose, what, and what the family wrote.
pub(super) fn waiting(texts: Texts, meeting: FamilyMeeting, now: Moment) -> AnyView {
    let FamilyMeeting { line, family_name, .. } = meeting;
    let view = line.view;
    let state = words::state(texts, &view, now);
    let offers = view.open_offers(now);
    let offered = offers.first().map(|first| {
        let count = texts.calendar_offers(u32::try_from(offers.len()).unwrap_or(u32::MAX));
        let first = texts.calendar_first_offer(&dates::moment(texts, *first, now));
        view! { <span class="small muted">{count}". "{first}</span> }
    });
    let was = view.starts.map(|starts| dates::capital(&dates::moment(texts, starts, now)));
    let cannot = view.cannot.and_then(|cannot| Some((cannot.by, cannot.why?)));
    let written = [view.wish.clone().map(IntoAny::into_any), cannot.map(|(by, why)| quoted(&by, &why))];
    let written = written
        .into_iter()
        .flatten()
        .map(|words| view! { <span class="said" dir="auto">{words}</span> }.into_any());
    view! {
        <li>
            <a class="row" href=addresses::meeting(view.id)>
                <Icon name="calendar"/>
                <span class="body">
                    <span class="title"><bdi>{family_name}</bdi></span>
                    <span>{words::kind(texts, view.kind)}</span>
                    {was.map(|was| view! { <span class="small muted">{was}</span> })}
                    {written.collect_view()}
                    {offered}
                    <span class="chips">
                        {state.map(|(colour, words)| view! { <span class=format!("chip {colour}")>{words}</span> })}
                    </span>
                </span>
                <span class="end"><Icon name="chevron" kind=Kind::Turns/></span>
            </a>
        </li>
    }
    .into_any()
}
