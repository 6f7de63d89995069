//! Language, size of the text, colours, and the way out on every screen.

use indgang_domain::people::{Language, Myself, SaveSettings, TextSize, Theme};
use indgang_domain::verbs::Command;
use leptos::prelude::*;

use crate::act::CommandForm;
use crate::backend::{OutboxLine, use_backend};
use crate::i18n::use_texts;
use crate::ui::says;

/// The form. Once it is saved the page is loaded again, so that it wears what was chosen.
#[component]
pub fn Wishes(
    /// Who, and what they chose before.
    me: Memo<Myself>,
) -> impl IntoView {
    let texts = use_texts();
    let outbox = use_backend().outbox();
    let settings = me.with_untracked(|me| me.settings);
    let saved = RwSignal::new(false);
    let done = Callback::new(move |()| saved.set(true));
    let waits = Memo::new(move |_| saved.get() && is_waiting(&outbox.read()));
    Effect::new(move |_| {
        if saved.get() && !waits.get() {
            _ = window().location().reload();
        }
    });
    let languages = Language::ALL.map(|language| {
        let is_chosen = language == settings.language;
        view! { <Choice name="language" value=language.tag() words=language.own_name() is_chosen lang=language.tag()/> }
    });
    let sizes = [
        (TextSize::Normal, "normal", texts.settings_text_normal()),
        (TextSize::Large, "large", texts.settings_text_large()),
        (TextSize::Largest, "largest", texts.settings_text_largest()),
    ];
    let sizes = sizes.map(|(size, value, words)| {
        let sample = format!("sample-{value}");
        view! { <Choice name="text_size" value words is_chosen={size == settings.text_size} sample/> }
    });
    let themes = [
        (Theme::Auto, "auto", texts.settings_theme_auto()),
        (Theme::Light, "light", texts.settings_theme_light()),
        (Theme::Dark, "dark", texts.settings_theme_dark()),
    ];
    let themes =
        themes.map(|(theme, value, words)| view! { <Choice name="theme" value words is_chosen={theme == settings.theme}/> });
    view! {
        <CommandForm<SaveSettings> class="settings" back="/indstillinger" done>
            <fieldset class="choices across"><legend>{texts.settings_language()}</legend>{languages.collect_view()}</fieldset>
            <fieldset class="choices samples"><legend>{texts.settings_text()}</legend>{sizes.collect_view()}</fieldset>
            <fieldset class="choices across"><legend>{texts.settings_theme()}</legend>{themes.collect_view()}</fieldset>
            <section>
                <h2>{texts.settings_exit()}</h2>
                <p>{texts.settings_exit_text()}</p>
                <label class="switch">
                    <span>{texts.settings_exit_switch()}</span>
                    <input type="checkbox" role="switch" name="quick_exit" value="true" checked=settings.quick_exit/>
                </label>
            </section>
            <div class="actions snug"><button class="button primary">{texts.settings_save()}</button></div>
            <p role="status" class="hint" inner_html=says(move || if waits.get() { texts.settings_saved() } else { "" })></p>
        </CommandForm<SaveSettings>>
    }
    .into_any()
}

/// The server has not heard of it yet: the page that it sends would be as before.
fn is_waiting(outbox: &[OutboxLine]) -> bool {
    outbox.iter().any(|line| line.command == SaveSettings::NAME && line.failed.is_none())
}

#[component]
fn Choice(
    name: &'static str,
    value: &'static str,
    words: &'static str,
    is_chosen: bool,
    #[prop(optional)] lang: Option<&'static str>,
    #[prop(optional, into)] sample: String,
) -> impl IntoView {
    view! {
        <label class="choice">
            <input type="radio" name=name value=value checked=is_chosen/>
            <span lang=lang class=sample>{words}</span>
        </label>
    }
    .into_any()
}
