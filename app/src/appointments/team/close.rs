//! How it went, and what was agreed. Said again, it corrects what was said before.

use indgang_domain::appointments::{AppointmentAnswer, AppointmentState, CloseAppointment};
use indgang_domain::kernel::text::MESSAGE_CHARACTERS;
use leptos::leptos_dom::helpers::is_server;
use leptos::prelude::*;

use super::actions::{Revision, about, back};
use crate::act::{CommandForm, posted};
use crate::draft::Draft;
use crate::i18n::use_texts;
use crate::ui::{Icon, Kind, inside_textarea, says};

/// Held, or nobody came; and in words what was agreed. Open until it is said.
#[component]
pub fn CloseForm(
    /// Of which meeting.
    answer: Memo<AppointmentAnswer>,
) -> impl IntoView {
    let texts = use_texts();
    let hidden = about(answer);
    let view = answer.with_untracked(|answer| answer.line.view.clone());
    let refused = posted::<CloseAppointment>(&hidden);
    let unsaid = view.state == AppointmentState::Confirmed;
    let open = unsaid || refused.is_some();
    let said = match view.state {
        AppointmentState::Held => "held",
        AppointmentState::NoShow => "no-show",
        _ => "",
    };
    let told = view.closing.and_then(|closing| closing.text);
    let (ending, agreed) = match refused {
        Some(posted) => (posted.fields.get("ending").cloned(), posted.fields.get("agreed").cloned()),
        None => (Some(said.to_owned()), told),
    };
    // Only what the server writes is read as HTML.
    let agreed = agreed.map(|text| if is_server() { inside_textarea(&text) } else { text });
    let choice = move |value: &'static str, words: &'static str| {
        let checked = ending.as_deref() == Some(value);
        view! {
            <label class="choice">
                <input type="radio" name="ending" value=value required checked=checked/>
                <span>{words}</span>
            </label>
        }
        .into_any()
    };
    let title = move || {
        let is_said = answer.read().line.view.state != AppointmentState::Confirmed;
        if is_said { texts.plan_close_again() } else { texts.plan_close() }
    };
    let draft = Draft::new("meeting-agreed", view.id.0);
    view! {
        <details class="disclosure" open=open>
            <summary><span inner_html=says(title)></span><Icon name="chevron" kind=Kind::Turns/></summary>
            <CommandForm<CloseAppointment> back=back(answer) hidden class="stack" drafts=vec![draft]>
                <Revision answer/>
                <fieldset class="choices">
                    <legend class="visually-hidden">{texts.plan_close()}</legend>
                    {choice("held", texts.plan_held())}
                    {choice("no-show", texts.plan_no_show())}
                </fieldset>
                <div class="field">
                    <label for="agreed-what">{texts.plan_agreed_what()}</label>
                    <textarea
                        node_ref=draft.field
                        id="agreed-what"
                        name="agreed"
                        dir="auto"
                        maxlength=MESSAGE_CHARACTERS.to_string()
                        on:input=move |_| draft.typed()
                        on:blur=move |_| draft.keep()
                    >
                        {agreed}
                    </textarea>
                </div>
                <div class="actions snug"><button class="button primary">{texts.plan_close_send()}</button></div>
            </CommandForm<CloseAppointment>>
        </details>
    }
    .into_any()
}
