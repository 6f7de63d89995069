//! What a recording says, in writing: read by everyone who may hear it, written down by the team.

use indgang_domain::attachments::Spoken;
use indgang_domain::messages::SaveTranscript;
use indgang_domain::policy::Action;
use leptos::prelude::*;

use super::spoken::Of;
use crate::act::{CommandForm, posted};
use crate::allowed::may_here;
use crate::draft::Draft;
use crate::i18n::use_texts;
use crate::ui::inside_textarea;

/// What was written down, and where that is done.
pub(super) fn transcript(of: &Of, voice: Spoken) -> AnyView {
    let texts = use_texts();
    let revision = voice.revision;
    let text = voice.transcript.as_ref().map(|transcript| transcript.text.clone());
    let may_write = !of.unsent && may_here(Action::SaveTranscript);
    let form = may_write.then(|| form(of, revision, text.unwrap_or_default()));
    let read = voice.transcript.map(|transcript| {
        let paragraphs = transcript.text.lines().map(|line| {
            view! { <p lang=of.language.tag() dir="auto">{line.to_owned()}</p> }
        });
        view! {
            <div class="transcript">
                <p class="small muted">{texts.voice_transcript()}</p>
                {paragraphs.collect_view()}
                <p class="small muted">{texts.voice_by(&transcript.by)}</p>
            </div>
        }
    });
    view! { {read} {form} }.into_any()
}

fn form(of: &Of, revision: i64, text: String) -> AnyView {
    let texts = use_texts();
    let hidden = vec![
        ("thread", of.thread.to_string()),
        ("message", of.message.to_string()),
        ("revision", revision.to_string()),
    ];
    let sent_back = posted::<SaveTranscript>(&hidden[..2]);
    let is_open = sent_back.is_some();
    let words = if revision == 0 { texts.voice_write_down() } else { texts.voice_change() };
    let text = sent_back.and_then(|posted| posted.fields.get("text").cloned()).unwrap_or(text);
    let draft = Draft::new("transcript", of.message.0);
    let (id, back, language) = (format!("transcript-{}", of.message), of.back.clone(), of.language.tag());
    view! {
        <details class="disclosure" open=is_open>
            <summary>{words}</summary>
            <CommandForm<SaveTranscript> class="stack tight" back hidden drafts=vec![draft]>
                <div class="field">
                    <label for=id.clone()>{texts.voice_transcript()}</label>
                    <textarea
                        node_ref=draft.field
                        id=id
                        name="text"
                        rows="3"
                        dir="auto"
                        lang=language
                        on:input=move |_| draft.typed()
                        on:blur=move |_| draft.keep()
                    >
                        {inside_textarea(&text)}
                    </textarea>
                </div>
                <button class="button primary">{texts.voice_save()}</button>
            </CommandForm<SaveTranscript>>
        </details>
    }
    .into_any()
}
