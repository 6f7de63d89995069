//! The notes there are, and how those of this device go that are on their way.

use indgang_domain::notes::NoteLine;
use indgang_domain::verbs::Sending;
use leptos::prelude::*;

use crate::dates;
use crate::draft::Draft;
use crate::i18n::use_texts;
use crate::sending::{NotSent, Status};
use crate::ui::{Time, paragraphs, use_moment, words};

/// All of them, the newest first.
#[component]
pub fn NoteList(
    /// What is known of them.
    notes: Memo<Vec<NoteLine>>,
    /// Where one that was not sent is written anew.
    draft: Draft,
) -> impl IntoView {
    let texts = use_texts();
    let none =
        move || notes.read().is_empty().then(|| view! { <p class="muted">{texts.team_notes_none()}</p> });
    view! {
        {none}
        <ul class="stack">
            <For
                each=move || notes.get()
                key=|note| (note.id, note.sending)
                children=move |note| view! { <Note note draft/> }
            />
        </ul>
    }
    .into_any()
}

#[component]
fn Note(note: NoteLine, draft: Draft) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let NoteLine { text, members, author_name, at, sending, .. } = note;
    let about = if members.is_empty() {
        texts.team_notes_all().to_owned()
    } else {
        texts.team_notes_about(&texts.names(members.iter().map(|member| member.name.as_str())))
    };
    // Whose it is, a device says once the server has told it back.
    let written = words(move || {
        let when = dates::moment(texts, at, now.get());
        if author_name.is_empty() { when } else { texts.team_aside_by(&author_name, &when) }
    });
    let failed = match sending {
        Some(Sending::Failed(envelope, _, problem)) => {
            let again = {
                let text = text.clone();
                Callback::new(move |_| {
                    draft.add("\n", &text);
                    true
                })
            };
            Some(view! { <NotSent envelope problem photos=Vec::new() again/> })
        }
        Some(Sending::Waiting(_) | Sending::Sent(_)) | None => None,
    };
    view! {
        <li class="card">
            <p class="small">{about}</p>
            <div class="stack tight">{paragraphs(&text)}</div>
            <p class="small muted"><Time at words=written/></p>
            {sending.is_some().then(|| view! { <Status sending/> })}
            {failed}
        </li>
    }
    .into_any()
}
