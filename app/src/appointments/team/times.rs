//! Times: offering some, taking an offered one for the family, setting any.

use indgang_domain::appointments::{AppointmentAnswer, OfferTimes, SetTime};
use indgang_domain::kernel::time::Moment;
use leptos::prelude::*;

use super::actions::{Revision, about, back};
use super::plan::times::TimesFields;
use crate::act::{CommandForm, posted};
use crate::dates;
use crate::i18n::use_texts;
use crate::ui::{ChooseTime, Icon, Kind, reactive, says, use_moment};

/// One to five times to choose from. Open where the family waits for them.
#[component]
pub fn OfferForm(
    /// Of which meeting.
    answer: Memo<AppointmentAnswer>,
    /// The family waits for times.
    wanted: bool,
) -> impl IntoView {
    let texts = use_texts();
    let hidden = about(answer);
    let refused = posted::<OfferTimes>(&hidden);
    let open = wanted || refused.is_some();
    let chosen = refused.and_then(|posted| posted.fields.get("times").cloned()).unwrap_or_default();
    let chosen: Vec<_> = chosen.lines().map(str::to_owned).collect();
    let title = if wanted { texts.plan_offer() } else { texts.plan_offer_other() };
    let least = use_moment().get_untracked().day();
    view! {
        <details class="disclosure" open=open>
            <summary>{title}<Icon name="chevron" kind=Kind::Turns/></summary>
            <CommandForm<OfferTimes> back=back(answer) hidden class="stack" reset=true>
                <p>{texts.plan_offer_text()}</p>
                <Revision answer/>
                <TimesFields of="offer" chosen least/>
                <div class="actions snug"><button class="button primary">{texts.plan_offer_send()}</button></div>
            </CommandForm<OfferTimes>>
        </details>
    }
    .into_any()
}

/// The offered times, each a button.
#[component]
pub fn TakeForms(
    /// Of which meeting.
    answer: Memo<AppointmentAnswer>,
    /// The times.
    take: Memo<Vec<Moment>>,
) -> impl IntoView {
    let texts = use_texts();
    let any = Memo::new(move |_| !take.read().is_empty());
    reactive(move || {
        any.get().then(|| {
            view! {
                <section class="stack" aria-labelledby="take">
                    <h2 id="take">{texts.plan_take()}</h2>
                    <ul class="stack tight times">
                        <For each=move || take.get() key=|starts| *starts children=move |starts| view! { <Take answer starts/> }/>
                    </ul>
                </section>
            }
        })
    })
}

#[component]
fn Take(answer: Memo<AppointmentAnswer>, starts: Moment) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let mut hidden = about(answer);
    hidden.push(("starts", starts.to_string()));
    let words = says(move || dates::capital(&dates::moment(texts, starts, now.get())));
    view! {
        <li>
            <CommandForm<SetTime> back=back(answer) hidden class="actions">
                <Revision answer/>
                <button class="button"><Icon name="check"/><span inner_html=words></span></button>
            </CommandForm<SetTime>>
        </li>
    }
    .into_any()
}

/// Any time, agreed on with the family elsewhere.
#[component]
pub fn SetForm(
    /// Of which meeting.
    answer: Memo<AppointmentAnswer>,
) -> impl IntoView {
    let texts = use_texts();
    let hidden = about(answer);
    // One of the offered times that was refused is told of at its button.
    let refused = posted::<SetTime>(&hidden);
    let open = refused.is_some();
    let chosen = refused.and_then(|posted| posted.fields.get("starts").cloned()).unwrap_or_default();
    let least = use_moment().get_untracked().day();
    view! {
        <details class="disclosure" open=open>
            <summary>{texts.plan_set()}<Icon name="chevron" kind=Kind::Turns/></summary>
            <CommandForm<SetTime> back=back(answer) hidden class="stack" reset=true>
                <p>{texts.plan_set_text()}</p>
                <Revision answer/>
                <ChooseTime label=texts.plan_set_when() id="set-starts" name="starts" least chosen required=true/>
                <div class="actions snug"><button class="button primary">{texts.plan_set_send()}</button></div>
            </CommandForm<SetTime>>
        </details>
    }
    .into_any()
}
