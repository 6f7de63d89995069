//! The unit's standard answers, for the team: chosen and put into the composer. Choosing alone does nothing, for who
//! goes through the list by keyboard passes every one on the way.

use indgang_domain::staff::{self, Template};
use leptos::html::Select;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::compose::Compose;
use crate::backend::{once, use_backend};
use crate::i18n::use_texts;
use crate::ui::shown;

/// The choice. It needs script, and so it comes with it.
#[component]
pub fn Templates(
    /// Where it goes.
    compose: Compose,
) -> impl IntoView {
    let texts = use_texts();
    let backend = use_backend();
    let templates = RwSignal::new(Vec::new());
    Effect::new(move |_| {
        let asked = once(backend.clone(), staff::Templates {});
        spawn_local(async move {
            if let Ok(known) = asked.await {
                templates.set(known);
            }
        });
    });
    let list = NodeRef::<Select>::new();
    let insert = move |_| {
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
    shown(move || {
        (!templates.read().is_empty()).then(|| {
            view! {
                <div class="standard">
                    <div class="field">
                        <label class="visually-hidden" for="template">{texts.composer_template()}</label>
                        <select node_ref=list id="template">
                            <option value="">{texts.composer_template()}</option>
                            {shown(options)}
                        </select>
                    </div>
                    <button class="button" type="button" on:click=insert>{texts.composer_insert()}</button>
                </div>
            }
            .into_any()
        })
    })
}
