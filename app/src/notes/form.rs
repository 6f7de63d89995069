//! Writing a note.

use indgang_domain::families::MemberLine;
use indgang_domain::kernel::id::FamilyId;
use indgang_domain::kernel::text::MESSAGE_CHARACTERS;
use indgang_domain::notes::SaveNote;
use indgang_domain::staff::FamilyAnswer;
use leptos::prelude::*;

use crate::act::{CommandForm, posted};
use crate::addresses;
use crate::draft::Draft;
use crate::i18n::use_texts;
use crate::ui::{inside_textarea, reactive, says};

/// A text, and whom it is about. Without script it is posted; with it, what is being written is kept.
#[component]
pub fn NoteForm(
    /// On which family.
    family: FamilyId,
    /// What is known of it.
    answer: Memo<FamilyAnswer>,
    /// What is being written.
    draft: Draft,
) -> impl IntoView {
    let texts = use_texts();
    let hidden = vec![("family", family.to_string())];
    let before = posted::<SaveNote>(&hidden).map(|posted| posted.fields).unwrap_or_default();
    let text = inside_textarea(before.get("text").map(String::as_str).unwrap_or_default());
    let ticked: Vec<String> =
        before.get("members").into_iter().flat_map(|ids| ids.lines()).map(str::to_owned).collect();
    let ticked = RwSignal::new(ticked);
    let saved = RwSignal::new(false);
    let done = Callback::new(move |()| {
        ticked.set(Vec::new());
        saved.set(true);
    });
    let typed = move |_| {
        saved.set(false);
        draft.typed();
    };
    let members = Memo::new(move |_| answer.read().members.clone());
    view! {
        <CommandForm<SaveNote>
            back=addresses::family(family)
            hidden
            mints="id"
            class="stack"
            drafts=vec![draft]
            done
        >
            <div class="field">
                <label for="note">{texts.team_notes_text()}</label>
                <textarea
                    node_ref=draft.field
                    id="note"
                    name="text"
                    rows="3"
                    dir="auto"
                    maxlength=MESSAGE_CHARACTERS.to_string()
                    required
                    on:input=typed
                    on:blur=move |_| draft.keep()
                >
                    {text}
                </textarea>
            </div>
            <fieldset class="choices across" aria-describedby="note-whom">
                <legend>{texts.team_notes_members()}</legend>
                <p class="hint" id="note-whom">{texts.team_notes_members_hint()}</p>
                {reactive(move || members.get().into_iter().map(|member| tick(member, ticked)).collect_view())}
            </fieldset>
            <div class="actions snug"><button class="button primary">{texts.team_notes_save()}</button></div>
        </CommandForm<SaveNote>>
        <p role="status" inner_html=says(move || if saved.get() { texts.team_notes_saved() } else { "" })></p>
    }
    .into_any()
}

fn tick(member: MemberLine, ticked: RwSignal<Vec<String>>) -> AnyView {
    let MemberLine { id, name, .. } = member;
    let id = id.to_string();
    let is_ticked = {
        let id = id.clone();
        move || ticked.read().contains(&id)
    };
    let first = ticked.with_untracked(|ticked| ticked.contains(&id));
    let change = {
        let id = id.clone();
        move |event| {
            let on = event_target_checked(&event);
            ticked.update(|ticked| {
                ticked.retain(|other| *other != id);
                ticked.extend(on.then(|| id.clone()));
            });
        }
    };
    view! {
        <label class="choice">
            <input type="checkbox" name="members" value=id.clone() checked=first prop:checked=is_ticked on:change=change/>
            <bdi>{name}</bdi>
        </label>
    }
    .into_any()
}
