//! The unit's standard answers, for the team: one choice puts it into the composer.

use indgang_domain::staff::{OpenUnit, UnitAnswer};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::compose::Compose;
use crate::backend::{ask, use_backend};
use crate::i18n::use_texts;

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
        let asked = ask(backend.clone(), OpenUnit {});
        spawn_local(async move {
            if let Ok(UnitAnswer { templates: known, .. }) = asked.await {
                templates.set(known);
            }
        });
    });
    let choose = move |event| {
        let chosen = event_target_value(&event);
        let text = templates
            .read_untracked()
            .iter()
            .find(|(id, _)| id.to_string() == chosen)
            .map(|(_, view)| view.text.clone());
        if let Some(text) = text {
            compose.draft.add(&text);
        }
    };
    let options = move || {
        let options = templates.get().into_iter();
        options.map(|(id, view)| view! { <option value=id.to_string()>{view.title}</option> }).collect_view()
    };
    move || {
        (!templates.read().is_empty()).then(|| {
            view! {
                <div class="field">
                    <label class="visually-hidden" for="template">{texts.composer_template()}</label>
                    <select id="template" on:change=choose>
                        <option value="">{texts.composer_template()}</option>
                        {options}
                    </select>
                </div>
            }
            .into_any()
        })
    }
}
