//! The pieces of the team's forms.

use indgang_domain::policy::{Action, Lens, may};
use leptos::prelude::*;

use crate::boot::use_boot;
use crate::ui::{Icon, Kind};

/// May the viewer do this, being this to the stream? Only to leave out what the server would refuse.
pub(crate) fn allowed(action: Action, lens: Lens) -> bool {
    use_boot()
        .with_value(|boot| boot.viewer.as_ref().is_some_and(|viewer| may(viewer.role, action, Some(lens))))
}

/// A choice among people: nobody is chosen beforehand.
#[component]
pub fn Choose(
    /// What is asked.
    label: &'static str,
    /// The field's name.
    name: &'static str,
    /// What stands there before someone is chosen.
    nobody: &'static str,
    /// Id and name of each.
    #[prop(into)]
    people: Signal<Vec<(String, String)>>,
    /// Who was chosen before the form came back.
    #[prop(optional, into)]
    chosen: String,
) -> impl IntoView {
    let option = move |(id, name): (String, String)| {
        let selected = id == chosen;
        view! { <option value=id selected=selected>{name}</option> }
    };
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <select id=name name=name required>
                <option value="">{nobody}</option>
                {move || people.get().into_iter().map(&option).collect_view()}
            </select>
        </div>
    }
    .into_any()
}

/// A choice of a day.
#[component]
pub fn ChooseDay(
    /// What is asked.
    label: &'static str,
    /// The field's name.
    name: &'static str,
    /// The first day that makes sense.
    least: String,
    /// What was chosen before the form came back.
    #[prop(optional, into)]
    chosen: String,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input id=name type="date" name=name min=least value=chosen required/>
        </div>
    }
    .into_any()
}

/// Something that cannot be undone: it opens first, and says what will happen.
#[component]
pub fn Confirm(
    /// The word on what opens it.
    ask: &'static str,
    /// What will happen.
    #[prop(into)]
    sure: String,
    /// The form that does it.
    children: Children,
) -> impl IntoView {
    view! {
        <details class="disclosure">
            <summary>{ask}<Icon name="chevron" kind=Kind::Turns/></summary>
            <div class="stack">
                <p>{sure}</p>
                {children()}
            </div>
        </details>
    }
    .into_any()
}
