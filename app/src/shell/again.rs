//! A form that could not be taken just now, as a page of its own: nothing is read for it, and it goes again as it was.

use indgang_domain::attachments::AttachmentKind;
use indgang_domain::feature::declared;
use indgang_domain::people::Settings;
use indgang_domain::problem::ProblemKey;
use leptos::prelude::*;

use super::document::{Basics, document};
use crate::attachments::picks::{PICTURES, PICTURES_AND_DOCUMENTS};
use crate::i18n::Texts;

/// What was written and why it was not taken, with a button that sends the very same once more.
#[component]
pub fn Again(
    /// In whose words.
    texts: Texts,
    /// How whoever sent it wants the app.
    settings: Settings,
    /// Where this build's files are.
    assets: String,
    /// Why it was not taken.
    key: ProblemKey,
    /// Every field of it, in order.
    fields: Vec<(String, String)>,
    /// Pictures were chosen and did not come along: they are asked for again.
    pictures_lost: bool,
) -> impl IntoView {
    let command = fields.iter().find(|(name, _)| name == "command");
    let command = command.and_then(|(_, command)| declared(command));
    let is_words = |name: &str| command.is_some_and(|command| command.words.contains(&name));
    let words = fields.iter().filter(|(name, _)| is_words(name));
    let words = words
        .map(|(_, words)| view! { <p class="written" dir="auto">{words.clone()}</p> }.into_any())
        .collect_view();
    let takes_documents = command.is_some_and(|command| command.field_of(AttachmentKind::Document).is_some());
    let accept = if takes_documents { PICTURES_AND_DOCUMENTS } else { PICTURES };
    let hidden = fields
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> }.into_any());
    let enctype = if pictures_lost { "multipart/form-data" } else { "application/x-www-form-urlencoded" };
    let head = view! {
        <Basics assets/>
        <title>{format!("{} – Indgang", texts.trouble_title())}</title>
    };
    let body = view! {
        <main class="main stack">
            <h1>{texts.trouble_title()}</h1>
            <p role="alert">{texts.problem(key)}</p>
            {words}
            <form class="stack" method="post" action="/act" enctype=enctype autocomplete="off">
                {hidden.collect_view()}
                {pictures_lost.then(|| view! {
                    <p id="lost">{texts.problem(ProblemKey::PictureMissing)}</p>
                    <input type="file" name="photos" accept=accept multiple aria-labelledby="lost"/>
                }.into_any())}
                <div class="actions snug">
                    <button class="button primary">{texts.trouble_again()}</button>
                    {elsewhere(texts, key)}
                </div>
            </form>
        </main>
    };
    document(settings, head, body)
}

/// Where else to go. This page holds what was written: whoever logs in again does so beside it.
fn elsewhere(texts: Texts, key: ProblemKey) -> AnyView {
    if key == ProblemKey::LoggedOut {
        view! { <a class="button" href="/login" target="_blank">{texts.missing_log_in()}</a> }.into_any()
    } else {
        view! { <a class="button" href="/">{texts.missing_home()}</a> }.into_any()
    }
}
