//! Something to be told: news, a problem, or that it is on its way.

use indgang_domain::problem::Problem;
use leptos::prelude::*;

use super::Icon;
use crate::i18n::use_texts;

/// A notice. Its kind is `info`, `success`, `warning` or `problem`.
#[component]
pub fn Notice(
    kind: &'static str,
    icon: &'static str,
    /// What it says.
    children: Children,
) -> impl IntoView {
    view! {
        <div class=format!("notice {kind}")>
            <Icon name=icon/>
            <div>{children()}</div>
        </div>
    }
}

/// A problem, as its sentence; read aloud at once.
#[component]
pub fn ProblemNotice(
    /// What is wrong.
    problem: Problem,
) -> impl IntoView {
    let texts = use_texts();
    let Problem { key, field } = problem;
    view! {
        <div class="notice problem" role="alert" data-field=field>
            <Icon name="alert"/>
            <p>{texts.problem(key)}</p>
        </div>
    }
}

/// What stands where an answer will come: only the network is waited for.
#[component]
pub fn Loading() -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="stack" aria-busy="true">
            <span class="visually-hidden">{texts.app_loading()}</span>
            <div class="skeleton short"></div>
            <div class="skeleton block"></div>
            <div class="skeleton block"></div>
        </div>
    }
}
