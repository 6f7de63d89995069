//! What the team knows of one family.

use indgang_domain::families::NoteOpened;
use indgang_domain::kernel::id::FamilyId;
use indgang_domain::staff::{FamilyAnswer, UnitAnswer};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::contacts::Contacts;
use super::members::FamilyHead;
use crate::appointments::team::Coming;
use crate::backend::{Asked, submit, use_backend};
use crate::messages::team::Threads;
use crate::notes::Notes;

/// One family, for as long as it is open.
#[component]
pub fn OpenedFamily(
    family: FamilyId,
    /// What is known of it.
    answer: Memo<FamilyAnswer>,
    /// The unit: who may be there, and who gives contact persons.
    unit: Asked<UnitAnswer>,
) -> impl IntoView {
    note_opened(family);
    view! {
        <FamilyHead answer/>
        <Threads answer/>
        <Notes family answer/>
        <Coming answer unit/>
        <Contacts family answer unit/>
    }
    .into_any()
}

/// The audit is told once, from the device, offline too. An effect: never while the server renders.
fn note_opened(family: FamilyId) {
    let backend = use_backend();
    Effect::new(move |_| {
        let noted = submit(backend.clone(), NoteOpened { family }, Vec::new(), None);
        spawn_local(async move { drop(noted.await) });
    });
}
