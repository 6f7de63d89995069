//! How what was set aside is read by who did not write it: what it is and what it is about, what was chosen in it, all its
//! words, and what came along.

use indgang_domain::appointments::{AppointmentView, ForMember};
use indgang_domain::attachments::{Photo, Spoken};
use indgang_domain::feature::declared;
use indgang_domain::kernel::id::{AppointmentId, ThreadId};
use indgang_domain::kernel::time::Moment;
use indgang_domain::letters::LetterView;
use indgang_domain::messages::MessageView;
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::quarantine::{KeptDay, QuarantineView, Subject, WhatItIsAbout};
use indgang_domain::stream::View;
use leptos::prelude::*;

use crate::appointments::team::words::kind;
use crate::backend::use_query;
use crate::i18n::Texts;
use crate::ui::{paragraphs, says, use_moment};
use crate::{addresses, dates};

/// What it is, about whom and about what.
pub(super) fn what(texts: Texts, view: &QuarantineView, members: &[ForMember]) -> AnyView {
    // What a former release kept are messages, and says so by nothing.
    let called = view.command.as_deref().map(|command| texts.called(declared(command)));
    let whom = view.members.as_ref().map(|named| whom(texts, named.len(), members));
    let about = view.about.clone().map(|about| about_what(texts, about, view.thread, view.may_send_on));
    view! {
        {called.map(|called| view! { <p class="small">{called}</p> })}
        {whom.map(|whom| view! { <p class="small">{whom}</p> })}
        {about}
    }
    .into_any()
}

/// Of so many who are named, those whose names one may know.
fn whom(texts: Texts, named: usize, known: &[ForMember]) -> String {
    if named == 0 {
        return texts.team_notes_all().to_owned();
    }
    let others = (known.len() < named).then(|| texts.team_aside_unknown());
    texts.team_notes_about(&texts.names(known.iter().map(|member| member.name.as_str()).chain(others)))
}

/// The thing it is about as it is now, and the way there for who has it.
fn about_what(texts: Texts, about: WhatItIsAbout, thread: ThreadId, may_open: bool) -> AnyView {
    let now = use_moment();
    let href = may_open.then(|| match about.kind.as_str() {
        AppointmentView::KIND => addresses::meeting(AppointmentId(about.id)),
        _ => addresses::thread(thread),
    });
    let kind = about.kind.clone();
    let asked = use_query(move || about.clone());
    let words = move || match asked.answer().get() {
        Some(Ok(subject)) => subject_words(texts, &kind, &subject, now.get()),
        Some(Err(Problem { key: ProblemKey::NotFound, .. })) => texts.team_aside_gone().to_owned(),
        Some(Err(_)) | None => String::new(),
    };
    match href {
        Some(href) => view! { <p class="small"><a href=href inner_html=says(words)></a></p> }.into_any(),
        None => view! { <p class="small" inner_html=says(words)></p> }.into_any(),
    }
}

fn subject_words(texts: Texts, kind_of_view: &str, subject: &Subject, now: Moment) -> String {
    let by = subject.by.as_deref().unwrap_or_default();
    let when = subject.at.map(|at| dates::moment(texts, at, now));
    let when = when.unwrap_or_else(|| texts.plan_no_time().to_owned());
    match (subject.meeting, kind_of_view) {
        (Some(meeting), _) => texts.team_aside_meeting(kind(texts, meeting), &when),
        (None, LetterView::KIND) => texts.team_aside_letter(by, &when),
        (None, MessageView::KIND) => texts.team_aside_recording(by, &when),
        (None, _) => String::new(),
    }
}

/// What was chosen in it, all its words and days, and what came along.
pub(super) fn said(texts: Texts, view: &QuarantineView) -> AnyView {
    let chosen = view.chosen.iter().map(|chosen| {
        // A choice of a newer server: better its own word than none.
        let choice = texts.kept_named(chosen).map_or_else(|| chosen.clone(), str::to_owned);
        view! { <p><strong>{choice}</strong></p> }
    });
    let days = view.days.iter().map(|KeptDay { name, day }| {
        let (name, day) = (texts.kept_named(name).map_or_else(|| name.clone(), str::to_owned), *day);
        let now = use_moment();
        let words = move || texts.team_aside_named(&name, &dates::day(texts, day, now.get().day()));
        view! { <p><time datetime=day.to_string() inner_html=says(words)></time></p> }
    });
    let quoted = !view.text.is_empty() || !view.photos.is_empty() || view.voice.is_some();
    let quote = quoted.then(|| {
        view! {
            <blockquote class="stack tight">
                {paragraphs(&view.text)}
                {pictures(texts, &view.photos, view.may_send_on)}
                {voice(texts, view.voice.as_ref(), view.may_send_on)}
            </blockquote>
        }
    });
    view! { {chosen.collect_view()} {quote} {days.collect_view()} }.into_any()
}

/// That there are pictures; whoever has the thread opens them.
fn pictures(texts: Texts, photos: &[Photo], may_open: bool) -> AnyView {
    let picture = |photo: &Photo| {
        let picture = texts.messages_picture();
        if may_open {
            let href = format!("/api/v1/blobs/{}", photo.blob);
            view! { <p><a href=href target="_blank" rel="external">{picture}</a></p> }.into_any()
        } else {
            view! { <p>{picture}</p> }.into_any()
        }
    };
    photos.iter().map(picture).collect_view().into_any()
}

/// That something was said aloud; whoever has the thread listens.
fn voice(texts: Texts, voice: Option<&Spoken>, may_hear: bool) -> Option<AnyView> {
    let first = voice?.chunks.first()?;
    let spoken = texts.messages_voice();
    let heard = may_hear.then(|| {
        let source = format!("/api/v1/blobs/{first}?whole=true");
        view! { <audio controls preload="none" src=source aria-label=spoken></audio> }
    });
    Some(view! { <p>{spoken}</p> {heard} }.into_any())
}
