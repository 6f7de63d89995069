//! What became of something one sent: a sign and a word, never green before it is so.

use indgang_domain::attachments::{Document, Photo, Spoken};
use indgang_domain::kernel::id::EnvelopeId;
use indgang_domain::problem::ProblemKey;
use indgang_domain::verbs::Sending;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::attachments::picks::{TakenBack, taken_back};
use crate::backend::use_backend;
use crate::i18n::use_texts;
use crate::ui::{Icon, Kind, Waiting};

/// Waiting, sent, read, or not sent because.
#[component]
pub fn Status(
    /// Someone of the other side has read it.
    #[prop(optional)]
    read: bool,
    /// Where it stands while this device has not heard of it back.
    sending: Option<Sending>,
) -> impl IntoView {
    let texts = use_texts();
    let (class, icon, words) = match sending {
        Some(Sending::Waiting(_)) => return view! { <Waiting/> }.into_any(),
        Some(Sending::Failed(_, _, problem)) => {
            ("status failed", "alert", texts.status_failed(texts.problem(problem)))
        }
        None if read => ("status read", "check-double", texts.status_read().to_owned()),
        Some(Sending::Sent(_)) | None => ("status sent", "check", texts.status_sent().to_owned()),
    };
    view! { <span class=class><Icon name=icon kind=Kind::Small/>{words}</span> }.into_any()
}

/// What to do with what was not sent: change and send it again, or let it go.
#[component]
pub fn NotSent(
    envelope: EnvelopeId,
    problem: ProblemKey,
    /// Its pictures.
    photos: Vec<Photo>,
    /// Its files.
    #[prop(optional)]
    documents: Vec<Document>,
    /// Its recording.
    #[prop(optional_no_strip)]
    voice: Option<Spoken>,
    /// Puts it back where it is written, with the pictures that are still here; answers whether there was room.
    again: Callback<TakenBack, bool>,
) -> impl IntoView {
    let texts = use_texts();
    let backend = use_backend();
    let discard = {
        let backend = backend.clone();
        move |_| spawn_local(backend.dismiss(envelope))
    };
    // Pressed twice, it comes back once.
    let busy = StoredValue::new(false);
    let edit = move |_| {
        if busy.try_update_value(|busy| std::mem::replace(busy, true)) != Some(false) {
            return;
        }
        let (backend, photos, voice) = (backend.clone(), photos.clone(), voice.clone());
        let documents = documents.clone();
        spawn_local(async move {
            let pictures = taken_back(backend.clone(), photos, documents, voice).await;
            // Where its screen is gone meanwhile, or something else stands there, it stays what it was.
            if again.try_run(pictures) == Some(true) {
                backend.dismiss(envelope).await;
            } else {
                _ = busy.try_set_value(false);
            }
        });
    };
    // What an update or a login will heal is sent by itself: it is not to be written again.
    let may_change = !matches!(problem, ProblemKey::TooOld | ProblemKey::LoggedOut);
    view! {
        <p class="meta">
            {may_change.then(|| view! { <button class="button plain" type="button" on:click=edit>{texts.status_edit()}</button> })}
            <button class="button plain" type="button" on:click=discard>{texts.status_discard()}</button>
        </p>
    }
    .into_any()
}
