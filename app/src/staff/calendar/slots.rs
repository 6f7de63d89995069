//! Times that are kept free, and taking them back.

use indgang_domain::booking::WithdrawSlot;
use indgang_domain::kernel::id::UnitId;
use indgang_domain::policy::table::PLANS_FOR_ALL;
use indgang_domain::staff::{CalendarAnswer, SlotLine};
use leptos::prelude::*;

use super::row::clock;
use super::stretch::{Stretch, day_title};
use crate::act::CommandForm;
use crate::dates;
use crate::i18n::use_texts;
use crate::ui::{Icon, Kind, reactive, says, use_moment};

/// One's own first; others' behind their words.
#[component]
pub fn Slots(
    /// In which unit.
    unit: UnitId,
    /// What is known.
    answer: Memo<CalendarAnswer>,
    /// What is shown.
    stretch: Memo<Stretch>,
) -> impl IntoView {
    let texts = use_texts();
    let of = move |mine: bool| {
        Memo::new(move |_| {
            let slots = answer.with(|answer| answer.slots.clone());
            slots.into_iter().filter(|slot| slot.mine == mine).collect::<Vec<_>>()
        })
    };
    let (own, others) = (of(true), of(false));
    let any = Memo::new(move |_| !own.read().is_empty());
    let any_other = Memo::new(move |_| !others.read().is_empty());
    let list = move |slots: Memo<Vec<SlotLine>>, class: &'static str| {
        view! {
            <ul class=class>
                <For each=move || slots.get() key=|slot| slot.id children=move |line| view! { <Kept unit line answer stretch/> }/>
            </ul>
        }
        .into_any()
    };
    view! {
        <section class="stack" aria-labelledby="free">
            <h2 id="free">{texts.calendar_slots()}</h2>
            {reactive(move || {
                if any.get() {
                    view! { <p class="hint">{texts.calendar_slots_text()}</p>{list(own, "rows")} }.into_any()
                } else {
                    view! { <p class="muted">{texts.calendar_slots_none()}</p> }.into_any()
                }
            })}
            {reactive(move || any_other.get().then(|| view! {
                <details class="disclosure">
                    <summary>{texts.calendar_slots_others()}<Icon name="chevron" kind=Kind::Turns/></summary>
                    {list(others, "plain-rows")}
                </details>
            }))}
        </section>
    }
    .into_any()
}

#[component]
fn Kept(unit: UnitId, line: SlotLine, answer: Memo<CalendarAnswer>, stretch: Memo<Stretch>) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let SlotLine { id, view, name, mine } = line;
    let starts = view.starts;
    let day = says(move || day_title(texts, starts.day(), now.get().day()));
    let when = says(move || dates::moment(texts, starts, now.get()));
    // One's own and the interpreters'; a lead's are everyone's.
    let leads = !answer.read_untracked().lenses.among(PLANS_FOR_ALL).is_empty();
    let interprets = answer.with_untracked(|answer| {
        answer.interpreters.iter().any(|interpreter| interpreter.id.0 == view.calendar.0)
    });
    let whose = (!mine).then(|| name.clone());
    let may = mine || leads || interprets;
    view! {
        <li class="row meeting">
            {clock(texts, view.starts, view.ends)}
            <span class="body">
                <span class="title" inner_html=day></span>
                {(!mine).then(|| view! { <span class="small muted"><bdi>{name}</bdi></span> })}
            </span>
            {may.then(|| {
                let hidden = vec![("id", id.to_string()), ("unit", unit.to_string())];
                view! {
                    <CommandForm<WithdrawSlot> back=stretch.get_untracked().address() hidden class="end">
                        <button class="button">
                            <span>{texts.calendar_withdraw()}<span class="visually-hidden">" "<span inner_html=when></span>" "{whose}</span></span>
                        </button>
                    </CommandForm<WithdrawSlot>>
                }
            })}
        </li>
    }
    .into_any()
}
