//! The HTML document. The server writes it; there is no inline script in it.

use indgang_domain::people::{Settings, TextSize, Theme};
use leptos::attr::Attribute;
use leptos::attr::custom::custom_attribute;
use leptos::prelude::*;
use leptos_meta::MetaTags;

use super::App;
use crate::boot::Boot;
use crate::i18n::{Texts, use_texts};

/// An HTML document as someone wants it: in their language, and where they have chosen so, in their colours and size.
pub(super) fn document(settings: Settings, head: impl IntoView, body: impl IntoView) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html
            lang=settings.language.tag()
            dir=settings.language.direction()
            data-theme=theme(settings)
            data-text=text_size(settings)
        >
            <head>{head}</head>
            <body>{body}</body>
        </html>
    }
}

/// `data-theme` on `<html>`; none is as the device says.
pub(super) fn theme(settings: Settings) -> Option<&'static str> {
    match settings.theme {
        Theme::Auto => None,
        Theme::Light => Some("light"),
        Theme::Dark => Some("dark"),
    }
}

/// `data-text` on `<html>`; none is as the device says.
pub(super) fn text_size(settings: Settings) -> Option<&'static str> {
    match settings.text_size {
        TextSize::Normal => None,
        TextSize::Large => Some("large"),
        TextSize::Largest => Some("largest"),
    }
}

/// The page as the server sends it: the app rendered, and the boot that the browser takes over from.
#[component]
pub fn Shell(
    /// What the page starts from.
    boot: Boot,
) -> impl IntoView {
    let written = json(&boot);
    let Boot { settings, assets, .. } = boot;
    let lead = use_texts().login_lead();
    let head = view! {
        <Head assets lead/>
        <script type="application/json" id="boot" inner_html=written></script>
        <MetaTags/>
    };
    document(settings, head, view! { <App/> })
}

/// The page without anyone in it: the same for all, kept by the service worker. The app mounts on it
/// from the device's own store.
#[component]
pub fn BareShell(
    /// Where this build's files are.
    assets: String,
    /// Every language: whose it will be is not known yet.
    texts: [Texts; 3],
) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="da" dir="ltr">
            <head>
                <Head assets lead=texts[0].login_lead()/>
                <title>"Indgang"</title>
                <template id="stranded">
                    <main class="main stack">
                        <h1>"Indgang"</h1>
                        {texts.map(|texts| view! { <Stranded texts/> }).into_any()}
                    </main>
                </template>
            </head>
            <body></body>
        </html>
    }
}

/// What boot.js shows where a part of the app is neither on the device nor to be had.
#[component]
fn Stranded(texts: Texts) -> impl IntoView {
    let language = texts.language();
    view! {
        <section class="stack tight" lang=language.tag() dir=language.direction()>
            <h2>{texts.stranded_title()}</h2>
            <p>{texts.stranded_text()}<span class="keeps">" "{texts.stranded_keeps()}</span></p>
            <p><a href="/">{texts.missing_home()}</a></p>
        </section>
    }
}

/// What the head of every document has.
#[component]
pub(super) fn Basics(assets: String) -> impl IntoView {
    view! {
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
        // What looks like a number to a telephone is left as it is: the links that are wanted are ours.
        <meta name="format-detection" content="telephone=no,date=no,address=no,email=no"/>
        <link rel="icon" href="/icon.svg" type="image/svg+xml"/>
        <link rel="stylesheet" href=assets + "/indgang.css"/>
    }
}

#[component]
fn Head(assets: String, lead: &'static str) -> impl IntoView {
    view! {
        <Basics assets=assets.clone()/>
        <meta name="description" content=lead/>
        <meta name="color-scheme" content="light dark"/>
        <meta name="theme-color" content="#f8f5ef" {..media("(prefers-color-scheme: light)")}/>
        <meta name="theme-color" content="#151917" {..media("(prefers-color-scheme: dark)")}/>
        <meta name="referrer" content="same-origin"/>
        <link rel="manifest" href="/manifest.webmanifest"/>
        <link rel="apple-touch-icon" href="/icon-192.png"/>
        <link rel="modulepreload" href=format!("{assets}/indgang.js")/>
        <script type="module" src=format!("{assets}/boot.js")></script>
    }
}

/// `media` on a `<meta>`, which the view macro does not know there.
fn media(query: &'static str) -> impl Attribute {
    custom_attribute("media", query)
}

/// JSON that cannot end the element it stands in.
fn json(boot: &Boot) -> String {
    serde_json::to_string(boot).unwrap_or_default().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::json;
    use crate::boot::{Boot, Posted};

    #[test]
    fn what_was_written_cannot_leave_its_element() {
        let fields = BTreeMap::from([("text".to_owned(), "</script><script>alert(1)</script>".to_owned())]);
        let boot = Boot { posted: Some(Posted { fields, ..Posted::default() }), ..Boot::default() };
        let written = json(&boot);
        assert!(!written.contains('<'));
        assert_eq!(serde_json::from_str::<Boot>(&written).ok(), Some(boot));
    }
}
