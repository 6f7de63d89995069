//! The fields that forms are made of, and what opens before something that cannot be undone.

use indgang_domain::kernel::text::LINE_CHARACTERS;
use indgang_domain::kernel::time::Day;
use leptos::prelude::*;

use super::{Icon, Kind};

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

/// A choice among words, the first of which stands there unless another was chosen.
#[component]
pub fn Pick(
    /// What is asked.
    label: &'static str,
    /// The field on its page.
    id: &'static str,
    /// The field's name.
    name: &'static str,
    /// Value and words of each.
    options: Vec<(String, String)>,
    /// What is chosen.
    #[prop(optional, into)]
    chosen: String,
) -> impl IntoView {
    let option = move |(value, words): (String, String)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{words}</option> }.into_any()
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id name=name>{options.into_iter().map(option).collect_view()}</select>
        </div>
    }
    .into_any()
}

/// A line of text.
#[component]
pub fn WriteLine(
    /// What is asked.
    label: &'static str,
    /// The field on its page.
    id: &'static str,
    /// The field's name.
    name: &'static str,
    /// What stands there.
    #[prop(optional, into)]
    written: String,
    /// It cannot be left out.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input id=id name=name dir="auto" maxlength=LINE_CHARACTERS.to_string() value=written required=required/>
        </div>
    }
    .into_any()
}

/// A choice of a day and an hour, on whole five minutes.
#[component]
pub fn ChooseTime(
    /// What is asked.
    #[prop(into)]
    label: String,
    /// The field on its page.
    #[prop(into)]
    id: String,
    /// The field's name.
    name: &'static str,
    /// The first day that makes sense.
    least: Day,
    /// What stands there.
    #[prop(optional, into)]
    chosen: Signal<String>,
    /// It cannot be left out.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input id=id type="datetime-local" name=name min=format!("{least}T00:00") step="300" value=chosen required=required/>
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
