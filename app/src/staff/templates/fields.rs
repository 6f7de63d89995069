//! The two fields of a standard answer.

use indgang_domain::staff::TemplateView;
use leptos::prelude::*;

use crate::boot::Posted;
use crate::i18n::use_texts;
use crate::ui::inside_textarea;

/// The name and the text.
#[component]
pub fn Fields(
    /// Makes the fields' ids their own.
    #[prop(into)]
    id: String,
    /// What stands in them.
    mine: Memo<TemplateView>,
    /// Told of each change.
    write: Callback<TemplateView>,
) -> impl IntoView {
    let texts = use_texts();
    let (title_id, text_id) = (format!("title-{id}"), id);
    let first = mine.get_untracked();
    let text = inside_textarea(&first.text);
    view! {
        <div class="field">
            <label for=title_id.clone()>{texts.team_template_name()}</label>
            <input
                id=title_id
                name="title"
                maxlength="200"
                dir="auto"
                required
                value=first.title
                prop:value=move || mine.read().title.clone()
                on:input=move |event| write.run(TemplateView { title: event_target_value(&event), ..mine.get_untracked() })
            />
        </div>
        <div class="field">
            <label for=text_id.clone()>{texts.team_template_text()}</label>
            <textarea
                id=text_id
                name="text"
                rows="5"
                maxlength="10000"
                dir="auto"
                required
                prop:value=move || mine.read().text.clone()
                on:input=move |event| write.run(TemplateView { text: event_target_value(&event), ..mine.get_untracked() })
            >
                {text}
            </textarea>
        </div>
    }
    .into_any()
}

/// A form that came back from a page without script.
pub(crate) fn came_back(posted: &Posted) -> Option<TemplateView> {
    let field = |name: &str| posted.fields.get(name).cloned();
    Some(TemplateView {
        title: field("title")?,
        text: field("text")?,
        revision: field("revision")?.parse().ok()?,
    })
}
