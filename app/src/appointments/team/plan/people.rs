//! For whom, and with whom.

use indgang_domain::families::MemberLine;
use indgang_domain::kernel::id::{PersonId, ThreadId};
use indgang_domain::staff::{FamilyAnswer, UnitAnswer};
use leptos::prelude::*;

use super::before::Before;
use crate::boot::use_boot;
use crate::i18n::use_texts;
use crate::ui::{Icon, Kind, reactive};

/// The fields `stream` and `members`: the family, some of it, or one of it alone.
#[component]
pub fn ForWhom(
    /// What is known of the family.
    answer: Memo<FamilyAnswer>,
    /// The form as it came back.
    before: Before,
) -> impl IntoView {
    let texts = use_texts();
    let family = answer.with_untracked(|answer| answer.family.to_string());
    let stream = before.text("stream");
    let is_own = stream.as_ref().is_some_and(|stream| *stream != family);
    let owners = Memo::new(move |_| {
        let threads = answer.with(|answer| answer.threads.clone());
        let owners = threads.into_iter().filter_map(|line| Some((line.thread, line.owner_name?)));
        owners.collect::<Vec<_>>()
    });
    let members = Memo::new(move |_| answer.read().members.clone());
    let open = before.text("members").is_some();
    view! {
        <fieldset class="choices">
            <legend>{texts.booking_whom()}</legend>
            <label class="choice">
                <input type="radio" name="stream" value=family required checked=!is_own/>
                <span>{texts.booking_whom_family()}<br/><span class="small muted">{texts.booking_whom_family_text()}</span></span>
            </label>
            {reactive(move || {
                let stream = stream.clone();
                let own = move |(thread, name): (ThreadId, String)| {
                    let thread = thread.to_string();
                    let checked = stream.as_ref() == Some(&thread);
                    view! {
                        <label class="choice">
                            <input type="radio" name="stream" value=thread required checked=checked/>
                            <span>{texts.messages_only(&name)}<br/><span class="small muted">{texts.plan_whom_own(&name)}</span></span>
                        </label>
                    }
                    .into_any()
                };
                owners.get().into_iter().map(own).collect_view()
            })}
        </fieldset>
        <details class="disclosure" open=open>
            <summary>{texts.plan_members()}<Icon name="chevron" kind=Kind::Turns/></summary>
            <div class="choices across">
                {reactive(move || {
                    let tick = move |member: MemberLine| {
                        let id = member.id.to_string();
                        let checked = before.ticked("members", &id);
                        tick("members", id, member.name, checked)
                    };
                    members.get().into_iter().map(tick).collect_view()
                })}
            </div>
        </details>
    }
    .into_any()
}

fn tick(name: &'static str, value: String, words: String, checked: bool) -> AnyView {
    view! {
        <label class="choice">
            <input type="checkbox" name=name value=value checked=checked/>
            <bdi>{words}</bdi>
        </label>
    }
    .into_any()
}

/// The field `with`: colleagues, the viewer among them.
#[component]
pub fn WithWhom(
    /// What the unit shares.
    unit: Memo<UnitAnswer>,
    /// The form as it came back.
    before: Before,
) -> impl IntoView {
    let texts = use_texts();
    let me = use_boot().with_value(|boot| boot.viewer.as_ref().map(|viewer| viewer.person));
    let colleagues = Memo::new(move |_| {
        let colleagues = unit.with(|unit| unit.colleagues.clone());
        colleagues
            .into_iter()
            .map(|colleague| (colleague.face.person, colleague.face.name))
            .collect::<Vec<_>>()
    });
    view! {
        <fieldset class="choices across">
            <legend>{texts.plan_with()}</legend>
            {reactive(move || {
                let one = move |(person, name): (PersonId, String)| {
                    let id = person.to_string();
                    let checked = if before.came_back() { before.ticked("with", &id) } else { Some(person) == me };
                    tick("with", id, name, checked)
                };
                colleagues.get().into_iter().map(one).collect_view()
            })}
        </fieldset>
    }
    .into_any()
}
