//! One meeting: when, what, where, with whom.

use indgang_domain::appointments::Line;
use leptos::prelude::*;

use super::answer::CANNOT;
use super::facts::{Facts, WayThere};
use super::words;
use crate::addresses;
use crate::i18n::use_texts;
use crate::ui::{says, use_moment};

/// A meeting as a card.
#[component]
pub fn AppointmentCard(
    line: Line,
    /// No place and no maps.
    safe_mode: bool,
    /// Classes beside `card`.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let view = line.view;
    let (href, what) = (addresses::appointment(view.id), words::kind(texts, view.kind));
    let when = view.clone();
    let when = says(move || words::when(texts, &when, now.get()));
    let state = words::state(texts, &view, now.get_untracked());
    let comes = view.starts.is_some() && view.cannot.is_none();
    let (answers, open) = if comes {
        (format!("{href}#{CANNOT}"), texts.appointment_cannot())
    } else {
        (href.clone(), texts.appointment_see_times())
    };
    view! {
        <article class=format!("card {class}")>
            <div>
                <p class="when"><time datetime=view.starts.map(|starts| starts.to_string()) inner_html=when></time></p>
                <p class="lead"><a href=href.clone()>{what}</a></p>
                {state.map(|(colour, words)| view! { <p><span class=format!("chip {colour}")>{words}</span></p> })}
            </div>
            <Facts view=view.clone()/>
            <div class="actions">
                <WayThere view safe_mode/>
                <a class="button" href=answers>{open}</a>
            </div>
        </article>
    }
    .into_any()
}
