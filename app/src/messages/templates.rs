//! The unit's standard answers, for the team: chosen and put into the composer. Choosing alone does nothing, for who
//! goes through the list by keyboard passes every one on the way.

use indgang_domain::staff::{self, Template};
use leptos::ev::MouseEvent;
use leptos::html::Select;
use leptos::prelude::*;

use super::compose::Compose;
use crate::backend::use_query;
use crate::i18n::use_texts;
use crate::ui::reactive;

/// The choice. Without script the whole form is posted, and comes back with the answer behind what was written.
#[component]
pub fn Templates(
    /// Where it goes.
    compose: Compose,
) -> impl IntoView {
    let texts = use_texts();
    let asked = use_query(|| staff::Templates {});
    let templates = Memo::new(move |_| asked.answer().get().and_then(Result::ok).unwrap_or_default());
    let list = NodeRef::<Select>::new();
    let insert = move |event: MouseEvent| {
        event.prevent_default();
        let Some(list) = list.get_untracked() else { return };
        let templates = templates.read_untracked();
        if let Some(chosen) = templates.iter().find(|template| template.id.to_string() == list.value()) {
            compose.draft.add("\n", &chosen.view.text);
            list.set_value("");
        }
    };
    let options = move || {
        let options = templates.get().into_iter();
        options
            .map(|Template { id, view }| view! { <option value=id.to_string()>{view.title}</option> })
            .collect_view()
    };
    let is_empty = Memo::new(move |_| templates.read().is_empty());
    reactive(move || {
        (!is_empty.get()).then(|| {
            view! {
                <div class="standard">
                    <div class="field">
                        <label class="visually-hidden" for="template">{texts.composer_template()}</label>
                        <select node_ref=list id="template" name="template">
                            <option value="">{texts.composer_template()}</option>
                            {reactive(options)}
                        </select>
                    </div>
                    <button class="button" name="insert" value="template" on:click=insert>{texts.composer_insert()}</button>
                </div>
            }
            .into_any()
        })
    })
}
