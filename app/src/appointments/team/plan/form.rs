//! The form itself.

use indgang_domain::appointments::{AppointmentKind, ProposeAppointment};
use indgang_domain::staff::{FamilyAnswer, UnitAnswer};
use leptos::prelude::*;

use super::before::Before;
use super::people::{ForWhom, WithWhom};
use super::repeat::Agreed;
use super::times::TimesFields;
use crate::act::CommandForm;
use crate::appointments::team::words;
use crate::appointments::words as appointment;
use crate::i18n::use_texts;
use crate::ui::{Icon, Kind, Pick, WriteLine, says, use_moment};
use crate::{addresses, dates};

/// Lengths to choose from, in minutes.
const LENGTHS: [u16; 9] = [15, 30, 45, 60, 90, 120, 180, 240, 360];
/// A meeting that was agreed elsewhere may be told of so many days later.
const DAYS_BACK: i64 = 14;

/// Proposes a meeting to a family, behind its own words.
#[component]
pub fn PlanForm(
    /// What is known of the family.
    answer: Memo<FamilyAnswer>,
    /// What its unit shares.
    unit: Memo<UnitAnswer>,
) -> impl IntoView {
    let texts = use_texts();
    let back = answer.with_untracked(|answer| addresses::family(answer.family));
    let before = Before::find();
    let open = before.came_back();
    let kinds =
        AppointmentKind::ALL.map(|kind| (kind.as_str().to_owned(), words::kind(texts, kind).to_owned()));
    let tongues = unit.with_untracked(|unit| unit.tongues.clone()).into_iter();
    let tongues = tongues.map(|tongue| (tongue.as_str().to_owned(), appointment::tongue(texts, &tongue)));
    let tongues: Vec<_> =
        std::iter::once((String::new(), texts.plan_no_interpreter().to_owned())).chain(tongues).collect();
    let minutes = before.text_or("minutes", "60");
    let way = before.text_or("way", "place");
    let [kind, times, place, also, interpreter, bring] =
        ["kind", "times", "place", "also", "interpreter", "bring"].map(|name| before.text_or(name, ""));
    let least = use_moment().get_untracked().day().plus(-DAYS_BACK);
    let sent = RwSignal::new(false);
    view! {
        <details class="disclosure plan" open=open>
            <summary>{texts.plan_title()}<Icon name="chevron" kind=Kind::Turns/></summary>
            <CommandForm<ProposeAppointment>
                back
                mints="id"
                class="stack"
                reset=true
                done=Callback::new(move |()| sent.set(true))
            >
                <div class="pair">
                    <Pick label=texts.plan_kind() id="plan-kind" name="kind" options=kinds.to_vec() chosen=kind/>
                    <Pick label=texts.calendar_minutes() id="plan-minutes" name="minutes" options=dates::lengths(texts, &LENGTHS) chosen=minutes/>
                </div>
                <ForWhom answer before/>
                <TimesFields of="plan" chosen=times.lines().map(str::to_owned).collect() least/>
                <Agreed before/>
                <Way chosen=way/>
                <WriteLine label=texts.plan_place() id="plan-place" name="place" written=place required=true/>
                <WithWhom unit before/>
                <div class="pair">
                    <WriteLine label=texts.plan_also() id="plan-also" name="also" written=also/>
                    <Pick label=texts.plan_interpreter() id="plan-interpreter" name="interpreter" options=tongues chosen=interpreter/>
                </div>
                <WriteLine label=texts.plan_bring() id="plan-bring" name="bring" written=bring/>
                <div class="actions snug"><button class="button primary">{texts.plan_send()}</button></div>
            </CommandForm<ProposeAppointment>>
            <p role="status" class="hint" inner_html=says(move || if sent.get() { texts.plan_sent() } else { "" })></p>
        </details>
    }
    .into_any()
}

/// The field `way`.
#[component]
fn Way(chosen: String) -> impl IntoView {
    let texts = use_texts();
    let choice = |value: &'static str, words: &'static str| {
        let checked = chosen == value;
        view! {
            <label class="choice">
                <input type="radio" name="way" value=value required checked=checked/>
                <span>{words}</span>
            </label>
        }
        .into_any()
    };
    view! {
        <fieldset class="choices across">
            <legend>{texts.plan_way()}</legend>
            {choice("place", texts.plan_way_place())}
            {choice("phone", texts.plan_way_phone())}
            {choice("video", texts.plan_way_video())}
        </fieldset>
    }
    .into_any()
}
