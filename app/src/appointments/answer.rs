//! What can be answered: take an offered time, another one, say that one cannot come, cancel.

use indgang_domain::appointments::{AppointmentAnswer, AppointmentState, Line, SetTime};
use indgang_domain::kernel::time::Moment;
use indgang_domain::policy::{Action, Role, may_in};
use leptos::html::Details;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::forms::{About, CanForm, CancelForm, CannotForm, Words};
use super::other::OtherTimesList;
use crate::act::{CommandForm, Hidden};
use crate::boot::{Boot, use_boot};
use crate::i18n::use_texts;
use crate::ui::{Icon, says, use_moment};
use crate::{addresses, dates};

/// Where on its page one says that one cannot come.
pub(super) const CANNOT: &str = "kan-ikke";

/// Which meeting a form is about.
pub(super) fn about(line: &Line) -> Hidden {
    vec![("id", line.view.id.to_string()), ("stream", line.stream.to_string())]
}

/// The same, and as it was seen.
pub(super) fn about_as_seen(line: &Line) -> Hidden {
    let mut hidden = about(line);
    hidden.push(("revision", line.view.revision.to_string()));
    hidden
}

/// What can be done now. Where none of it changes, the clock alone builds nothing anew: someone may be writing.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Can {
    line: Line,
    offers: Vec<Moment>,
    may_change: bool,
}

impl Can {
    fn of(answer: &AppointmentAnswer, role: Role, now: Moment) -> Option<Self> {
        let line = answer.line.clone();
        let may = may_in(role, Action::AnswerAppointment, answer.lenses, line.private);
        if !line.view.is_coming(now) || line.sending.is_some() || !may {
            return None;
        }
        let offers = line.view.open_offers(now);
        let may_change = line.view.may_change(now) && line.view.starts.is_none_or(|starts| starts > now);
        Some(Self { line, offers, may_change })
    }
}

/// All that can be done, while it can.
#[component]
pub fn Answer(
    /// Of which meeting.
    answer: Memo<AppointmentAnswer>,
    /// Once another time is agreed.
    moved: Callback<()>,
) -> impl IntoView {
    let now = use_moment();
    let role = use_boot().with_value(Boot::role);
    let can = Memo::new(move |_| Can::of(&answer.read(), role, now.get()));
    // Built from nothing for what is new, so that no button becomes another time under the finger.
    let key = |can: &Can| (can.line.view.revision, can.may_change, can.offers.clone());
    view! { <For each=move || can.get() key=key children=move |can| all(can, moved)/> }.into_any()
}

fn all(can: Can, moved: Callback<()>) -> AnyView {
    let texts = use_texts();
    let Can { line, offers, may_change } = can;
    let confirmed = line.view.state == AppointmentState::Confirmed;
    let cannot = line.view.cannot.is_some();
    let none_left = offers.is_empty();
    view! {
        {(!none_left).then(|| view! { <Offers line=line.clone() offers moved/> })}
        {(confirmed && may_change && none_left).then(|| view! { <OtherTimesList line=line.clone() open=cannot moved/> })}
        {(confirmed && cannot).then(|| view! { <CanForm about=about_form(&line) words=texts.appointment_can()/> })}
        {(confirmed && !cannot || !none_left).then(|| view! { <Cannot line=line.clone()/> })}
        {may_change.then(|| view! { <Cancel line=line.clone()/> })}
        {(!may_change).then(|| view! { <p class="hint">{texts.appointment_too_late()}</p> })}
    }
    .into_any()
}

/// The offered times, each a button.
#[component]
fn Offers(line: Line, offers: Vec<Moment>, moved: Callback<()>) -> impl IntoView {
    let texts = use_texts();
    let taking = Taking {
        about: about_as_seen(&line),
        back: addresses::appointment(line.view.id),
        moved,
        refused: Callback::new(|()| ()),
    };
    view! {
        <section class="stack" aria-labelledby="offers">
            <h2 id="offers">{texts.appointment_choose()}</h2>
            {taking.list(Memo::new(move |_| offers.clone()))}
        </section>
    }
    .into_any()
}

/// Buttons that agree on a time.
#[derive(Clone)]
pub(super) struct Taking {
    /// Of which meeting, as it was seen.
    pub(super) about: Hidden,
    /// Where to go afterwards, without script.
    pub(super) back: String,
    /// Once it is agreed.
    pub(super) moved: Callback<()>,
    /// When it was refused.
    pub(super) refused: Callback<()>,
}

impl Taking {
    /// One for each time.
    pub(super) fn list(self, times: Memo<Vec<Moment>>) -> AnyView {
        view! {
            <ul class="stack tight times">
                <For each=move || times.get() key=|starts| *starts children=move |starts| self.button(starts)/>
            </ul>
        }
        .into_any()
    }

    fn button(&self, starts: Moment) -> AnyView {
        let texts = use_texts();
        let now = use_moment();
        let Self { about, back, moved, refused } = self.clone();
        let mut hidden = about;
        hidden.push(("starts", starts.to_string()));
        let words = move || dates::capital(&dates::moment(texts, starts, now.get()));
        view! {
            <li>
                <CommandForm<SetTime> back hidden class="actions" done=moved refused>
                    <button class="button"><Icon name="check"/><span inner_html=says(words)></span></button>
                </CommandForm<SetTime>>
            </li>
        }
        .into_any()
    }
}

fn about_form(line: &Line) -> About {
    let starts = Signal::stored(line.view.starts);
    About { hidden: about(line), back: addresses::appointment(line.view.id), starts }
}

/// Led to from a card, it opens.
#[component]
fn Cannot(line: Line) -> impl IntoView {
    let texts = use_texts();
    let lid = NodeRef::<Details>::new();
    let hash = use_location().hash;
    Effect::new(move |_| {
        if let Some(lid) = lid.get().filter(|_| hash.read_untracked().ends_with(CANNOT)) {
            lid.set_open(true);
            // Behind the heading, which takes the focus in the next frame, and the top of the screen with it.
            request_animation_frame(move || lid.scroll_into_view());
        }
    });
    let offered = line.view.starts.is_none();
    let title = if offered { texts.appointment_none_fits() } else { texts.appointment_cannot() };
    let words = Words {
        title: Signal::stored(title),
        text: texts.appointment_cannot_text(),
        why: texts.appointment_why(),
        send: Signal::stored(texts.appointment_cannot_send()),
    };
    view! { <CannotForm about=about_form(&line) words id=CANNOT lid/> }
}

#[component]
fn Cancel(line: Line) -> impl IntoView {
    let texts = use_texts();
    let (title, send) = if line.view.state == AppointmentState::Wished {
        (texts.appointment_withdraw(), texts.appointment_withdraw())
    } else {
        (texts.appointment_cancel(), texts.appointment_cancel_send())
    };
    let words = Words {
        title: Signal::stored(title),
        text: texts.appointment_cancel_text(),
        why: texts.appointment_why(),
        send: Signal::stored(send),
    };
    let more = line.view.series.is_some_and(|series| series.number < series.of);
    view! { <CancelForm about=about_form(&line) words more=Signal::stored(more)/> }
}
