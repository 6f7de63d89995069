//! The frame of a screen's content: one `main`, one `h1` that is also the title, and a voice that says where one is.

use indgang_domain::problem::{Problem, ProblemKey};
use leptos::html::H1;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{ProblemNotice, says};
use crate::i18n::use_texts;

/// Where one is, for those who hear it.
#[derive(Clone, Copy)]
pub(crate) struct Journey {
    /// The screen that has been told of.
    path: StoredValue<String>,
    /// What the document is called.
    title: RwSignal<String>,
    /// What is read aloud.
    said: RwSignal<String>,
}

/// Begins at `path`. Gives the document's title and what is read aloud, both of which the headings set.
///
/// The title is counted by reference: the server writes it into the head when the screen that set it is gone already.
pub(crate) fn provide_journey(path: String) -> (ArcReadSignal<String>, ReadSignal<String>) {
    let (title, said) = (ArcRwSignal::new(String::new()), RwSignal::new(String::new()));
    provide_context(Journey { path: StoredValue::new(path), title: title.clone().into(), said });
    (title.read_only(), said.read_only())
}

impl Journey {
    /// True once for each new screen.
    fn arrives(self, path: &str) -> bool {
        let arrives = self.path.with_value(|before| before != path);
        self.path.set_value(path.to_owned());
        arrives
    }
}

/// The content of a screen.
#[component]
pub fn Main(
    /// Classes beside `main`.
    #[prop(optional)]
    class: &'static str,
    /// The screen.
    children: Children,
) -> impl IntoView {
    view! { <main class=format!("main {class}") id="main" tabindex="-1">{children()}</main> }
}

/// The one `h1` of a screen. It is the title too; on a new screen it takes the focus and is read aloud.
#[component]
pub fn Heading(
    #[prop(into)] text: Signal<String>,
    /// For `aria-labelledby`.
    #[prop(optional)]
    id: Option<&'static str>,
) -> impl IntoView {
    let journey = expect_context::<Journey>();
    let path = use_location().pathname;
    let heading = NodeRef::<H1>::new();
    journey.title.set(text.get_untracked());
    // A screen that is gone is not told of: what stood on it may no longer be for this person.
    on_cleanup(move || {
        let gone = text.try_get_untracked();
        _ = journey.said.try_update(|said| {
            if gone.is_some_and(|gone| *said == gone) {
                said.clear();
            }
        });
    });
    Effect::new(move |_| {
        let text = text.get();
        journey.title.set(text.clone());
        let Some(heading) = heading.get() else { return };
        if journey.arrives(&path.get_untracked()) {
            journey.said.set(text);
            // It may not be in the document yet.
            request_animation_frame(move || _ = heading.focus());
        }
    });
    view! {
        <h1 node_ref=heading tabindex="-1" id=id>
            <bdi inner_html=says(move || text.get())></bdi>
        </h1>
    }
}

/// Back to the top of a screen, where what was done stands.
pub fn focus_heading() {
    request_animation_frame(|| {
        let heading = document().query_selector("h1").ok().flatten();
        if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<HtmlElement>().ok()) {
            _ = heading.focus();
        }
    });
}

/// A whole screen that could not be had: why, and a way on.
#[component]
pub fn ProblemPage(
    /// What is wrong.
    problem: Problem,
) -> impl IntoView {
    let texts = use_texts();
    let title =
        if problem.key == ProblemKey::NotFound { texts.missing_title() } else { texts.trouble_title() };
    let path = use_location().pathname.get_untracked();
    view! {
        <Heading text=title.to_owned()/>
        <ProblemNotice problem/>
        <div class="actions snug">
            <a class="button primary" href=path rel="external">{texts.trouble_again()}</a>
            <a class="button" href="/">{texts.missing_home()}</a>
        </div>
    }
    .into_any()
}
