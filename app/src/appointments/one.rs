//! One meeting, and what can be done about it.

use indgang_domain::appointments::{
    AppointmentAnswer, AppointmentState, AppointmentView, OpenAppointment, calendar_file,
};
use indgang_domain::kernel::time::Moment;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::answer::Answer;
use super::facts::{Facts, WayThere};
use super::{named, wording, words};
use crate::addresses;
use crate::backend::{Link, use_backend, use_query};
use crate::boot::use_boot;
use crate::i18n::{Texts, use_texts};
use crate::login::known;
use crate::ui::{
    Avatar, Heading, Icon, Main, Notice, ProblemPage, answered, focus_heading, reactive, says, use_moment,
    words as signal,
};

/// A meeting's page.
#[component]
pub fn AppointmentPage() -> impl IntoView {
    known(meeting)
}

fn meeting() -> AnyView {
    let id = named();
    let meeting = use_query(move || OpenAppointment { id: id.get() });
    view! {
        <Main>
            {answered(meeting, |problem| view! { <ProblemPage problem/> }.into_any(), |answer| view! { <Meeting answer/> }.into_any())}
        </Main>
    }
    .into_any()
}

#[component]
fn Meeting(answer: Memo<AppointmentAnswer>) -> impl IntoView {
    let texts = use_texts();
    let language = use_boot().with_value(|boot| boot.settings.language);
    let now = use_moment();
    let title = signal(move || words::kind(texts, answer.read().line.view.kind));
    let when = says(move || words::when(texts, &answer.read().line.view, now.get()));
    let navigate = use_navigate();
    // The times that were to choose from go, and one is shown what is agreed now.
    let moved = Callback::new(move |()| {
        let here = addresses::appointment(answer.read_untracked().line.view.id);
        navigate(&here, NavigateOptions { replace: true, ..NavigateOptions::default() });
        focus_heading();
    });
    view! {
        <Heading text=title/>
        <p class="when large" aria-live="polite" inner_html=when></p>
        {reactive(move || said(texts, &answer.read().line.view, now.get()))}
        {reactive(move || {
            let AppointmentAnswer { line, safe_mode, thread, service, .. } = answer.get();
            let mut view = line.view;
            let bring = service.map(|service| service.bring.of(language).to_owned());
            view.bring = view.bring.or(bring.filter(|bring| !bring.is_empty()));
            let open = view.is_coming(now.get_untracked());
            let people = view.with.iter().filter_map(|with| Some((with.person?, with.name.clone())));
            let people = people.map(|(person, name)| view! { <Avatar person name size="large"/> }.into_any());
            view! {
                <article class="card">
                    <div class="faces">{people.collect_view()}</div>
                    <Facts view=view.clone()/>
                    <div class="actions">
                        {open.then(|| view! { <WayThere view=view.clone() safe_mode/> })}
                        {(open && view.starts.is_some()).then(|| view! { <OwnCalendar answer/> })}
                        {thread.map(|thread| view! {
                            <a class="button" href=addresses::thread(thread)><Icon name="messages"/>{texts.appointment_write()}</a>
                        })}
                    </div>
                </article>
            }
            .into_any()
        })}
        <Answer answer moved/>
        <a class="button plain" href="/aftaler">{texts.appointment_all()}</a>
    }
    .into_any()
}

/// Where it stands, in a sentence; what was agreed, or why it is cancelled.
fn said(texts: Texts, view: &AppointmentView, now: Moment) -> AnyView {
    let closing = view.closing.clone();
    let by = closing.as_ref().filter(|closing| !closing.by.is_empty()).map(|closing| closing.by.clone());
    let text = closing.and_then(|closing| closing.text);
    let (kind, icon, words) = match view.state {
        AppointmentState::Cancelled => {
            let words = by.map_or_else(
                || texts.appointment_state_cancelled().to_owned(),
                |by| texts.appointment_cancelled_by(&by),
            );
            ("problem", "close", words)
        }
        AppointmentState::Held => ("success", "check", texts.appointment_held_said().to_owned()),
        AppointmentState::NoShow => ("info", "info", texts.appointment_no_show_said().to_owned()),
        AppointmentState::Wished => ("info", "clock", texts.appointment_wished_said().to_owned()),
        AppointmentState::Offered if view.open_offers(now).is_empty() => {
            ("info", "clock", texts.appointment_waiting_said().to_owned())
        }
        AppointmentState::Confirmed if view.cannot.is_some() && view.open_offers(now).is_empty() => {
            ("info", "clock", texts.appointment_cannot_said().to_owned())
        }
        AppointmentState::Offered | AppointmentState::Confirmed => {
            return behalf(texts, view).into_any();
        }
    };
    let written = [view.wish.clone(), view.cannot.as_ref().and_then(|cannot| cannot.why.clone())];
    let written = written.into_iter().flatten().map(|words| view! { <p><bdi>{words}</bdi></p> }.into_any());
    view! {
        <Notice kind icon>
            <p>{words}</p>
            {written.collect_view()}
            {text.map(|text| view! { <p class="said" dir="auto">{text}</p> })}
        </Notice>
        {behalf(texts, view)}
    }
    .into_any()
}

/// That someone of the team did it for the family, and that there are more of it.
fn behalf(texts: Texts, view: &AppointmentView) -> AnyView {
    let behalf = view
        .on_behalf
        .as_deref()
        .map(|name| view! { <p class="hint">{texts.appointment_on_behalf(name)}</p> });
    let series = view.series.map(|series| {
        let words = texts.appointment_series(&series.number.to_string(), &series.of.to_string());
        view! { <p class="hint">{words}</p> }
    });
    (behalf, series).into_any()
}

/// A file for one's own calendar: the server's, and without a connection one made here.
#[component]
pub fn OwnCalendar(
    /// Of which meeting.
    answer: Memo<AppointmentAnswer>,
) -> impl IntoView {
    let texts = use_texts();
    let link = use_backend().link();
    let now = use_moment();
    let href = signal(move || {
        let AppointmentAnswer { line, safe_mode, .. } = answer.get();
        if link.get() == Link::Online {
            return format!("{}/kalender.ics", addresses::appointment(line.view.id));
        }
        let words = wording(texts, &line.view, safe_mode || line.private);
        let file = calendar_file(&line.view, &words, now.get_untracked()).unwrap_or_default();
        format!("data:text/calendar;charset=utf-8,{}", words::escaped(&file))
    });
    view! {
        <a class="button" href=href download="aftale.ics" rel="external"><Icon name="calendar"/>{texts.appointment_add()}</a>
    }
    .into_any()
}
