//! One meeting, for the team.

use indgang_domain::appointments::{AppointmentAnswer, OpenAppointment};
use leptos::prelude::*;

use super::actions::Actions;
use super::said::said;
use super::words;
use crate::appointments::facts::WayThere;
use crate::appointments::one::OwnCalendar;
use crate::appointments::{Facts, named};
use crate::backend::use_query;
use crate::i18n::use_texts;
use crate::ui::{
    Avatar, Heading, Icon, Main, Notice, ProblemPage, answered, reactive, says, use_moment, words as signal,
};
use crate::{addresses, dates};

/// A meeting's page, for the team.
#[component]
pub fn MeetingPage() -> impl IntoView {
    let id = named();
    let meeting = use_query(move || OpenAppointment { id: id.get() });
    view! {
        <Main>
            {answered(meeting, |problem| view! { <ProblemPage problem/> }.into_any(), page)}
        </Main>
    }
    .into_any()
}

/// Built anew for each meeting, since its forms are about that meeting.
fn page(answer: Memo<AppointmentAnswer>) -> AnyView {
    let id = Memo::new(move |_| answer.read().line.view.id);
    let key = move || [id.get()];
    view! { <For each=key key=|id| *id children=move |_| view! { <Meeting answer/> }/> }.into_any()
}

#[component]
fn Meeting(answer: Memo<AppointmentAnswer>) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let title = signal(move || words::kind(texts, answer.read().line.view.kind));
    let when = says(move || words::when(texts, &answer.read().line.view, now.get()));
    let family = Memo::new(move |_| {
        let answer = answer.read();
        (answer.family, answer.family_name.clone())
    });
    view! {
        <div class="stack tight">
            <Heading text=title/>
            {reactive(move || {
                let (family, name) = family.get();
                family.map(|family| view! {
                    <p class="lead"><a href=addresses::family(family)><bdi>{name}</bdi></a></p>
                })
            })}
            <p class="when large" inner_html=when></p>
        </div>
        {reactive(move || answer.read().safe_mode.then(|| view! {
            <Notice kind="warning" icon="alert">
                <strong>{texts.team_safe_title()}</strong>
                <p>{texts.team_safe_text()}</p>
            </Notice>
        }))}
        <div class="stack tight">{reactive(move || said(texts, &answer.read().line.view, now.get()))}</div>
        {reactive(move || {
            let AppointmentAnswer { line, thread, .. } = answer.get();
            let view = line.view;
            let open = view.is_coming(now.get_untracked());
            let people = view.with.iter().filter_map(|with| Some((with.person?, with.name.clone())));
            let people = people.map(|(person, name)| view! { <Avatar person name size="large"/> }.into_any());
            let long = (view.minutes > 0).then(|| dates::length(texts, view.minutes));
            view! {
                <article class="card">
                    <div class="faces">{people.collect_view()}</div>
                    {long.map(|long| view! { <p class="muted">{long}</p> })}
                    <Facts view=view.clone()/>
                    <div class="actions">
                        {open.then(|| view! { <WayThere view=view.clone() safe_mode=false/> })}
                        {(open && view.starts.is_some()).then(|| view! { <OwnCalendar answer/> })}
                        {thread.map(|thread| view! {
                            <a class="button" href=addresses::thread(thread)><Icon name="messages"/>{texts.appointment_write()}</a>
                        })}
                    </div>
                </article>
            }
            .into_any()
        })}
        <Actions answer/>
    }
    .into_any()
}
