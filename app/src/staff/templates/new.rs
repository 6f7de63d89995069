//! A new standard answer.

use indgang_domain::kernel::id::UnitId;
use indgang_domain::staff::{SaveTemplate, TemplateView};
use leptos::prelude::*;

use super::fields::{Fields, came_back};
use crate::act::{CommandForm, posted};
use crate::i18n::use_texts;
use crate::staff::unit::PAGE;
use crate::ui::says;

/// Writes a new standard answer.
#[component]
pub fn NewTemplate(unit: UnitId) -> impl IntoView {
    let texts = use_texts();
    let hidden = vec![("unit", unit.to_string()), ("revision", "0".to_owned())];
    let none = TemplateView { title: String::new(), text: String::new(), revision: 0 };
    let began = posted::<SaveTemplate>(&hidden).as_ref().and_then(came_back).unwrap_or_else(|| none.clone());
    let draft = RwSignal::new(began);
    let saved = RwSignal::new(false);
    let done = Callback::new(move |()| {
        draft.set(none.clone());
        saved.set(true);
    });
    let write = Callback::new(move |view| {
        draft.set(view);
        saved.set(false);
    });
    let mine = Memo::new(move |_| draft.get());
    view! {
        <section class="card" aria-labelledby="new-template">
            <h3 id="new-template">{texts.team_template_add()}</h3>
            <CommandForm<SaveTemplate> back=PAGE hidden mints="id" class="stack" done>
                <Fields id="new" mine write/>
                <div class="actions snug"><button class="button primary">{texts.team_template_save()}</button></div>
            </CommandForm<SaveTemplate>>
            <p role="status" inner_html=says(move || if saved.get() { texts.team_template_saved() } else { "" })></p>
        </section>
    }
    .into_any()
}
