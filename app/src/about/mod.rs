//! What the app owes everyone: who can use it, and who sees what.

use leptos::prelude::*;

use crate::boot::use_boot;
use crate::i18n::use_texts;
use crate::ui::{Heading, Main, Notice};
use crate::voice::aloud::ReadAloud;

/// The accessibility statement.
#[component]
pub fn AccessibilityPage() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Main>
            <Heading text=texts.access_title().to_owned()/>
            <p class="lead">{texts.access_lead()}</p>
            <section class="stack">
                <h2>{texts.access_works()}</h2>
                <ul class="stack tight">
                    <li>{texts.access_works_text()}</li>
                    <li>{texts.access_works_keyboard()}</li>
                    <li>{texts.access_works_script()}</li>
                </ul>
            </section>
            <section class="stack">
                <h2>{texts.access_known()}</h2>
                <ul class="stack tight">
                    <li>{texts.access_known_photos()}</li>
                    <li>{texts.access_known_voice()}</li>
                    <li>{texts.access_known_tested()}</li>
                </ul>
            </section>
            <p>{texts.access_contact()}</p>
        </Main>
    }
}

/// Who sees what, in plain words.
#[component]
pub fn PrivacyPage() -> impl IntoView {
    let texts = use_texts();
    let demo = use_boot().with_value(|boot| boot.demo);
    let parts = [
        (texts.privacy_who(), texts.privacy_who_text()),
        (texts.privacy_others(), texts.privacy_others_text()),
        (texts.privacy_log(), texts.privacy_log_text()),
        (texts.privacy_device(), texts.privacy_device_text()),
        (texts.privacy_voice(), texts.privacy_voice_text()),
    ];
    let read = parts.map(|(title, text)| format!("{title}. {text}"));
    let read = [&[texts.privacy_lead().to_owned()], read.as_slice()].concat().join("\n");
    view! {
        <Main>
            <Heading text=texts.privacy_title().to_owned()/>
            <p class="lead">{texts.privacy_lead()}</p>
            <ReadAloud text=read language=texts.language()/>
            {demo.then(|| view! { <Notice kind="info" icon="info"><p>{texts.privacy_demo()}</p></Notice> })}
            {parts.map(|(title, text)| view! { <section class="stack tight"><h2>{title}</h2><p>{text}</p></section> }).collect_view()}
        </Main>
    }
}
