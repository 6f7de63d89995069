//! What only someone who is logged in sees, and what everyone else sees there.

use leptos::prelude::*;

use crate::boot::use_boot;
use crate::i18n::use_texts;
use crate::ui::{Heading, Main};

/// A screen for someone who is logged in.
pub(crate) fn known(screen: fn() -> AnyView) -> AnyView {
    if use_boot().with_value(|boot| boot.viewer.is_some()) {
        screen()
    } else {
        log_in_first(use_texts().missing_log_in_text())
    }
}

/// Where nobody is logged in: what that means here, and the way on.
pub(crate) fn log_in_first(text: &'static str) -> AnyView {
    let texts = use_texts();
    view! {
        <Main>
            <Heading text=texts.missing_log_in_title().to_owned()/>
            <p>{text}</p>
            <div class="actions snug">
                <a class="button primary" href="/login" rel="external">{texts.missing_log_in()}</a>
            </div>
        </Main>
    }
    .into_any()
}
