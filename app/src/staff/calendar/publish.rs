//! Keeping a time free for what families book.

use indgang_domain::booking::PublishSlot;
use indgang_domain::kernel::id::UnitId;
use indgang_domain::policy::table::PLANS_FOR_ALL;
use indgang_domain::staff::CalendarAnswer;
use leptos::prelude::*;

use super::stretch::Stretch;
use crate::act::{CommandForm, posted};
use crate::boot::use_boot;
use crate::dates;
use crate::i18n::use_texts;
use crate::ui::{ChooseTime, Icon, Kind, Pick, says, use_moment, words};

/// Lengths to choose from, in minutes.
const LENGTHS: [u16; 8] = [30, 60, 90, 120, 180, 240, 360, 480];
/// So many weeks at once.
const WEEKS: u8 = 12;

/// Whose time, when, how long, how often.
#[component]
pub fn Publish(
    /// In which unit.
    unit: UnitId,
    /// What is known.
    answer: Memo<CalendarAnswer>,
    /// What is shown: the day that is proposed is one of them.
    stretch: Memo<Stretch>,
) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let hidden = vec![("unit", unit.to_string())];
    let refused = posted::<PublishSlot>(&hidden);
    let came_back = refused.is_some();
    let before = refused.map(|posted| posted.fields).unwrap_or_default();
    let was = |name: &str| before.get(name).cloned();
    let today = now.get_untracked().day();
    let starts = {
        let written = was("starts");
        words(move || {
            // A day that has come is nearly over: the one after it.
            let proposed = || stretch.get().from().max(now.get().day().plus(1));
            written.clone().unwrap_or_else(|| format!("{}T09:00", proposed()))
        })
    };
    let weeks = (2..=WEEKS).map(|weeks| (weeks.to_string(), texts.calendar_weeks_count(u32::from(weeks))));
    let weeks: Vec<_> =
        std::iter::once((String::new(), texts.calendar_weeks_once().to_owned())).chain(weeks).collect();
    let (calendar, minutes) =
        (was("calendar").unwrap_or_default(), was("minutes").unwrap_or_else(|| "120".to_owned()));
    let again = was("weeks").unwrap_or_default();
    let done = RwSignal::new(false);
    view! {
        <details class="disclosure publish" open=came_back>
            <summary>{texts.calendar_publish()}<Icon name="chevron" kind=Kind::Turns/></summary>
            <CommandForm<PublishSlot>
                back=stretch.get_untracked().address()
                hidden
                mints="id"
                class="stack"
                reset=true
                done=Callback::new(move |()| done.set(true))
            >
                <div class="pair">
                    <Pick label=texts.calendar_whose() id="slot-calendar" name="calendar" options=calendars(answer) chosen=calendar/>
                    <ChooseTime label=texts.calendar_starts() id="slot-starts" name="starts" least=today chosen=starts required=true/>
                    <Pick label=texts.calendar_minutes() id="slot-minutes" name="minutes" options=dates::lengths(texts, &LENGTHS) chosen=minutes/>
                    <Pick label=texts.calendar_weeks() id="slot-weeks" name="weeks" options=weeks chosen=again/>
                </div>
                <div class="actions snug"><button class="button primary">{texts.calendar_publish_send()}</button></div>
            </CommandForm<PublishSlot>>
            <p role="status" class="hint" inner_html=says(move || if done.get() { texts.calendar_publish_done() } else { "" })></p>
        </details>
    }
    .into_any()
}

/// Whose time one may keep free: one's own, the interpreters'; who leads, everyone's.
fn calendars(answer: Memo<CalendarAnswer>) -> Vec<(String, String)> {
    let texts = use_texts();
    let me = use_boot().with_value(|boot| boot.viewer.as_ref().map(|viewer| viewer.person));
    let answer = answer.read_untracked();
    let own = me.map(|me| (me.to_string(), texts.calendar_me().to_owned()));
    let leads = !answer.lenses.among(PLANS_FOR_ALL).is_empty();
    let colleagues = answer.colleagues.iter().filter(|face| leads && Some(face.person) != me);
    let colleagues = colleagues.map(|face| (face.person.to_string(), face.name.clone()));
    let interpreters = answer.interpreters.iter();
    let interpreters =
        interpreters.map(|one| (one.id.to_string(), texts.calendar_interpreter(&one.view.name)));
    own.into_iter().chain(colleagues).chain(interpreters).collect()
}
