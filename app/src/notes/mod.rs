//! The team's notes on a family, on the family's page. A part of the team's chunk: no family's phone carries them.

pub mod form;
pub mod list;

use indgang_domain::kernel::id::FamilyId;
use indgang_domain::notes::FamilyNotes;
use indgang_domain::policy::Action;
use indgang_domain::staff::FamilyAnswer;
use leptos::prelude::*;

use self::form::NoteForm;
use self::list::NoteList;
use crate::allowed::allowed;
use crate::backend::use_query;
use crate::draft::Draft;
use crate::i18n::use_texts;
use crate::ui::{ProblemNotice, answered};

/// What the team noted, and a new note. Who only leads has none, and is shown nothing of it.
#[component]
pub fn Notes(
    /// On which family.
    family: FamilyId,
    /// What is known of it.
    answer: Memo<FamilyAnswer>,
) -> impl IntoView {
    let writes = allowed(Action::WriteNote, answer.read_untracked().lenses);
    writes.then(|| view! { <Section family answer/> }.into_any())
}

#[component]
fn Section(family: FamilyId, answer: Memo<FamilyAnswer>) -> impl IntoView {
    let texts = use_texts();
    let notes = use_query(move || FamilyNotes { family });
    let draft = Draft::new("note", family.0);
    view! {
        <section class="stack" aria-labelledby="notes">
            <h2 id="notes">{texts.team_notes_title()}</h2>
            <p class="hint">{texts.team_notes_only()}</p>
            {answered(notes, |problem| view! { <ProblemNotice problem/> }.into_any(), move |notes| {
                view! { <NoteList notes draft/> }.into_any()
            })}
            <NoteForm family answer draft/>
        </section>
    }
    .into_any()
}
