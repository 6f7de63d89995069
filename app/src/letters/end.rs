//! How the team ends a letter: nothing to do, we do it, or you must.

use indgang_domain::kernel::id::{LetterId, ThreadId};
use indgang_domain::kernel::text::LINE_CHARACTERS;
use indgang_domain::letters::EndLetter;
use leptos::prelude::*;

use crate::act::{CommandForm, posted};
use crate::draft::Draft;
use crate::i18n::use_texts;

/// The three endings. What and by when belong to the third.
#[component]
pub fn EndForm(
    id: LetterId,
    /// Where it stands.
    thread: ThreadId,
    /// The revision that is judged.
    revision: i64,
    /// Where the form leads back to, without script.
    back: String,
) -> impl IntoView {
    let texts = use_texts();
    let hidden =
        vec![("id", id.to_string()), ("thread", thread.to_string()), ("revision", revision.to_string())];
    let written = posted::<EndLetter>(&hidden[..2]).map(|posted| posted.fields).unwrap_or_default();
    let field = |name: &str| written.get(name).cloned().unwrap_or_default();
    let (verdict, what, by) = (field("verdict"), field("what"), field("by"));
    let choice = move |value: &'static str, words: &'static str| {
        view! {
            <label class="choice">
                <input type="radio" name="verdict" value=value required checked={verdict == value}/>
                <span>{words}</span>
            </label>
        }
    };
    let (what_draft, by_draft) = (Draft::new("end-what", id.0), Draft::new("end-by", id.0));
    let (what_id, by_id) = (format!("what-{id}"), format!("by-{id}"));
    view! {
        <CommandForm<EndLetter> class="stack" back hidden drafts=vec![what_draft, by_draft]>
            <fieldset class="choices">
                <legend>{texts.letter_end_legend()}</legend>
                {choice("nothing", texts.letter_end_nothing())}
                {choice("we-do-it", texts.letter_end_we())}
                {choice("you-must", texts.letter_end_must())}
            </fieldset>
            <div class="pair">
                <div class="field">
                    <label for=what_id.clone()>{texts.letter_end_what()}</label>
                    <input
                        node_ref=what_draft.field
                        id=what_id
                        name="what"
                        maxlength=LINE_CHARACTERS.to_string()
                        value=what
                        on:input=move |_| what_draft.typed()
                        on:blur=move |_| what_draft.keep()
                    />
                </div>
                <div class="field">
                    <label for=by_id.clone()>{texts.letter_end_by()}</label>
                    <input
                        node_ref=by_draft.field
                        id=by_id
                        type="date"
                        name="by"
                        value=by
                        on:input=move |_| by_draft.typed()
                        on:blur=move |_| by_draft.keep()
                    />
                </div>
            </div>
            <div class="actions snug"><button class="button primary">{texts.letter_end()}</button></div>
        </CommandForm<EndLetter>>
    }
    .into_any()
}
