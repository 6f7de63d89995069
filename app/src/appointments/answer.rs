//! What can be answered: take an offered time, another one, say that one cannot come, cancel.

use indgang_domain::appointments::{
    AppointmentAnswer, AppointmentState, CanCome, CancelAppointment, CannotCome, Line, SetTime,
};
use indgang_domain::kernel::text::LINE_CHARACTERS;
use indgang_domain::kernel::time::Moment;
use indgang_domain::policy::{Action, Role, may_in};
use leptos::html::Details;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::other::OtherTimesList;
use crate::act::{CommandForm, Hidden, posted};
use crate::boot::{Boot, use_boot};
use crate::i18n::use_texts;
use crate::ui::{Icon, Kind, use_moment};
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
        {(confirmed && cannot).then(|| view! { <CanForm line=line.clone()/> })}
        {(confirmed && !cannot || !none_left).then(|| view! { <CannotForm line=line.clone()/> })}
        {may_change.then(|| view! { <CancelForm line=line.clone()/> })}
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
                    <button class="button"><Icon name="check"/><span>{words}</span></button>
                </CommandForm<SetTime>>
            </li>
        }
        .into_any()
    }
}

/// The time that one says no to, where there is one.
fn seen(line: &Line) -> Option<impl IntoView + use<>> {
    let starts = line.view.starts?;
    Some(view! { <input type="hidden" name="starts" value=starts.to_string()/> })
}

#[component]
fn CannotForm(line: Line) -> impl IntoView {
    let texts = use_texts();
    let hidden = about(&line);
    let refused = posted::<CannotCome>(&hidden);
    let why = refused.as_ref().and_then(|posted| posted.fields.get("why").cloned()).unwrap_or_default();
    let offered = line.view.starts.is_none();
    let lid = NodeRef::<Details>::new();
    let hash = use_location().hash;
    Effect::new(move |_| {
        if let Some(lid) = lid.get().filter(|_| hash.read_untracked().ends_with(CANNOT)) {
            lid.set_open(true);
            // Behind the heading, which takes the focus in the next frame, and the top of the screen with it.
            request_animation_frame(move || lid.scroll_into_view());
        }
    });
    let title = if offered { texts.appointment_none_fits() } else { texts.appointment_cannot() };
    view! {
        <details node_ref=lid class="disclosure" id=CANNOT open=refused.is_some()>
            <summary>{title}<Icon name="chevron" kind=Kind::Turns/></summary>
            <CommandForm<CannotCome> back=addresses::appointment(line.view.id) hidden class="stack">
                {seen(&line)}
                <p>{texts.appointment_cannot_text()}</p>
                <div class="field">
                    <label for="cannot-why">{texts.appointment_why()}</label>
                    <input id="cannot-why" name="why" dir="auto" maxlength=LINE_CHARACTERS.to_string() value=why/>
                </div>
                <div class="actions snug"><button class="button primary">{texts.appointment_cannot_send()}</button></div>
            </CommandForm<CannotCome>>
        </details>
    }
    .into_any()
}

#[component]
fn CanForm(line: Line) -> impl IntoView {
    let texts = use_texts();
    view! {
        <CommandForm<CanCome> back=addresses::appointment(line.view.id) hidden=about(&line) class="actions snug">
            <button class="button">{texts.appointment_can()}</button>
        </CommandForm<CanCome>>
    }
    .into_any()
}

#[component]
fn CancelForm(line: Line) -> impl IntoView {
    let texts = use_texts();
    let hidden = about(&line);
    let refused = posted::<CancelAppointment>(&hidden);
    let why = refused.as_ref().and_then(|posted| posted.fields.get("why").cloned()).unwrap_or_default();
    let wished = line.view.state == AppointmentState::Wished;
    let (title, send) = if wished {
        (texts.appointment_withdraw(), texts.appointment_withdraw())
    } else {
        (texts.appointment_cancel(), texts.appointment_cancel_send())
    };
    let following = line.view.series.filter(|series| series.number < series.of);
    view! {
        <details class="disclosure" open=refused.is_some()>
            <summary>{title}<Icon name="chevron" kind=Kind::Turns/></summary>
            <CommandForm<CancelAppointment> back=addresses::appointment(line.view.id) hidden class="stack">
                {seen(&line)}
                <p>{texts.appointment_cancel_text()}</p>
                <div class="field">
                    <label for="cancel-why">{texts.appointment_why()}</label>
                    <input id="cancel-why" name="why" dir="auto" maxlength=LINE_CHARACTERS.to_string() value=why/>
                </div>
                {following.map(|_| view! {
                    <label class="choice">
                        <input type="checkbox" name="following" value="true"/>
                        <span>{texts.appointment_cancel_following()}</span>
                    </label>
                })}
                <div class="actions snug"><button class="button danger">{send}</button></div>
            </CommandForm<CancelAppointment>>
        </details>
    }
    .into_any()
}
