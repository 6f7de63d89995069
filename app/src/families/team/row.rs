//! One family in the list.

use std::collections::BTreeMap;

use indgang_domain::kernel::id::{FamilyId, PersonId};
use indgang_domain::kernel::time::Moment;
use indgang_domain::policy::{Action, Lens};
use indgang_domain::staff::FamilyLine;
use leptos::prelude::*;

use crate::allowed::allowed;
use crate::i18n::{Texts, use_texts};
use crate::messages::team::{unread, waited};
use crate::ui::{Avatar, Icon, Kind, says, use_moment};
use crate::{addresses, dates};

/// A family's row; the whole of it opens the family.
#[component]
pub fn FamilyRow(
    /// The family as it is now.
    first: FamilyLine,
    /// All families, as they will be.
    lines: Memo<BTreeMap<FamilyId, FamilyLine>>,
    /// The family that is open beside the list.
    open: Signal<Option<FamilyId>>,
) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let (family, name) = (first.family, first.name.clone());
    let line = Memo::new(move |before: Option<&FamilyLine>| {
        lines.read().get(&family).or(before).unwrap_or(&first).clone()
    });
    view! {
        <li>
            <a
                class="row"
                class:unread=move || line.read().unread != 0
                href=addresses::family(family)
                aria-current=move || (open.get() == Some(family)).then_some("page")
            >
                <Avatar person=PersonId(family.0) name/>
                <span class="body">
                    <span class="title"><bdi inner_html=says(move || line.read().name.clone())></bdi></span>
                    {move || waits(texts, &line.read(), now.get())}
                    <span class="chips">
                        {move || chips(texts, &line.read(), now.get()).into_iter().map(chip).collect_view()}
                    </span>
                </span>
                <span class="end">{move || unread(texts, line.read().unread)}</span>
            </a>
        </li>
    }
    .into_any()
}

/// Who reads no messages of a family is not told whether it waits.
fn waits(texts: Texts, line: &FamilyLine, now: Moment) -> AnyView {
    match line.waiting_since {
        None if !allowed(Action::ReadThread, line.lenses) => ().into_any(),
        None => view! { <span class="small muted">{texts.team_waits_none()}</span> }.into_any(),
        Some(since) => {
            let class = if is_broken(line, now) { "waits small long" } else { "waits small" };
            view! { <span class=class>{waited(texts, since, now)}</span> }.into_any()
        }
    }
}

/// The family was promised an answer by a moment that has passed.
fn is_broken(line: &FamilyLine, now: Moment) -> bool {
    line.promised.is_some_and(|promised| promised < now)
}

/// A word about the family: its class, icon and text.
type Chip = (&'static str, Option<&'static str>, String);

fn chips(texts: Texts, line: &FamilyLine, now: Moment) -> Vec<Chip> {
    let mut chips: Vec<Chip> = Vec::new();
    match line.promised {
        Some(_) if is_broken(line, now) => {
            chips.push(("chip problem", Some("clock"), texts.team_promise_broken().into()));
        }
        Some(by) => chips.push(("chip", Some("clock"), texts.team_promised(&dates::moment(texts, by, now)))),
        None => {}
    }
    if line.contacts_missing > 0 {
        chips.push(("chip warning", Some("person"), texts.team_missing(line.contacts_missing)));
    }
    if line.letters > 0 {
        chips.push(("chip info", Some("letter"), texts.team_open_letters(line.letters)));
    }
    if line.times_wanted > 0 {
        chips.push(("chip warning", Some("calendar"), texts.plan_waits(line.times_wanted)));
    }
    if line.lens == Lens::Substitute {
        chips.push(("chip info", None, texts.team_substitute().into()));
    }
    if let Some(appointment) = &line.appointment {
        chips.push((
            "chip",
            Some("calendar"),
            texts.team_next(&dates::moment(texts, appointment.starts.unwrap_or(now), now)),
        ));
    }
    chips
}

fn chip((class, icon, text): Chip) -> AnyView {
    view! { <span class=class>{icon.map(|name| view! { <Icon name kind=Kind::Small/> })}{text}</span> }
        .into_any()
}
