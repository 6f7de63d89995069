//! The head of a family's page: its name, how long it waits, who is in it.

use indgang_domain::families::{MemberKind, MemberLine};
use indgang_domain::kernel::id::PersonId;
use indgang_domain::staff::FamilyAnswer;
use leptos::prelude::*;

use crate::i18n::{Texts, use_texts};
use crate::messages::team::waited;
use crate::ui::{Avatar, Heading, Icon, Kind, Notice, use_moment};

/// The family's name, its members, and whether one must be careful with words.
#[component]
pub fn FamilyHead(
    /// What is known of it.
    answer: Memo<FamilyAnswer>,
) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let waiting =
        Memo::new(move |_| answer.read().threads.iter().filter_map(|line| line.waiting_since).min());
    let chip = move || {
        let words = waited(texts, waiting.get()?, now.get());
        Some(view! { <span class="chip warning"><Icon name="clock" kind=Kind::Small/>{words}</span> })
    };
    let members = Memo::new(move |_| answer.read().members.clone());
    view! {
        <header class="family-head">
            <div class="line apart">
                <Heading text=Signal::derive(move || answer.read().name.clone()) id="family"/>
                {chip}
            </div>
            <ul class="members" aria-label=texts.team_family_people()>
                {move || members.get().into_iter().map(|line| member(texts, line)).collect_view()}
            </ul>
        </header>
        {move || answer.read().safe_mode.then(|| view! {
            <Notice kind="warning" icon="alert">
                <strong>{texts.team_safe_title()}</strong>
                <p>{texts.team_safe_text()}</p>
            </Notice>
        })}
    }
    .into_any()
}

fn member(texts: Texts, line: MemberLine) -> AnyView {
    let MemberLine { id, person, name, kind } = line;
    let face = person.unwrap_or(PersonId(id.0));
    view! {
        <li>
            <Avatar person=face name=name.clone() size="small"/>
            <span><bdi>{name}</bdi>" "<span class="small muted">{kind_of(texts, kind)}</span></span>
        </li>
    }
    .into_any()
}

fn kind_of(texts: Texts, kind: MemberKind) -> &'static str {
    match kind {
        MemberKind::Adult => texts.team_kind_adult(),
        MemberKind::Young => texts.team_kind_young(),
        MemberKind::Child => texts.team_kind_child(),
    }
}
