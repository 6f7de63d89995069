//! Help with a letter: asking, what became of it, and how the team ends it.

pub mod ask;
mod asking;
pub mod end;
pub mod shared;
pub mod state;

use indgang_domain::kernel::id::{LetterId, ThreadId};
use indgang_domain::letters::LetterView;
use indgang_domain::verbs::Sending;
use leptos::prelude::*;
use uuid::Uuid;

use self::ask::use_ask;
pub use self::ask::{AskForm, provide_ask};
pub use self::shared::SharePage;
pub(crate) use self::shared::provide_shared;
use self::state::State;
use crate::attachments::documents::documents;
use crate::attachments::photos::photos;
use crate::dates;
use crate::i18n::use_texts;
use crate::sending::{NotSent, Status};
use crate::ui::{says, use_moment};

/// A letter among the bubbles.
pub(crate) fn letter(
    id: Uuid,
    letter: LetterView,
    thread: ThreadId,
    sending: Option<Sending>,
    back: &str,
) -> AnyView {
    let texts = use_texts();
    let now = use_moment();
    let at = letter.at;
    let alt = |number: usize| texts.letter_photo(&number.to_string());
    let sent = says(move || texts.letter_sent(&dates::moment(texts, at, now.get())));
    // What has not arrived has no sender and no time yet: its status says where it stands.
    let from = sending.is_none().then(|| {
        let name = letter.author_name.clone();
        view! { <p class="small muted"><bdi>{name}</bdi>" · "<time datetime=at.to_string() inner_html=sent></time></p> }
    });
    let note = letter.note.clone();
    let not_sent = match sending {
        Some(Sending::Failed(envelope, _, problem)) => {
            let (ask, note) = (use_ask(), note.clone().unwrap_or_default());
            let again = Callback::new(move |pictures| {
                ask.set(Some((note.clone(), pictures)));
                true
            });
            let (photos, documents) = (letter.photos.clone(), letter.documents.clone());
            Some(view! { <NotSent envelope problem photos documents again/> })
        }
        _ => None,
    };
    let pictures = photos(letter.photos.clone(), alt, sending.is_some());
    let is_pictured = !pictures.is_empty();
    let files = documents(letter.documents.clone(), thread.into(), sending.is_some());
    view! {
        <li>
            <article class="card letter">
                <div class=if is_pictured { "top" } else { "top alone" }>
                    {is_pictured.then(|| view! { <div class="stack tight">{pictures}</div> })}
                    <div>
                        <h2>{texts.letter_help()}</h2>
                        {from}
                        {note.map(|note| view! { <p dir="auto">{note}</p> })}
                        {files}
                        {sending.is_some().then(|| view! { <Status sending/> })}
                        {not_sent}
                    </div>
                </div>
                {sending.is_none().then(|| view! { <State id=LetterId(id) letter thread back=back.to_owned()/> })}
            </article>
        </li>
    }
    .into_any()
}
