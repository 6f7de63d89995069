//! Texts read aloud, by voices that are on the device: what is read goes nowhere.

use indgang_domain::people::Language;
use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{SpeechSynthesis, SpeechSynthesisUtterance, SpeechSynthesisVoice};

use crate::i18n::use_texts;
use crate::ui::{Icon, reactive, says};

/// From so many characters on, reading is work.
pub const LONG: usize = 120;

/// A button that reads a text aloud. Not there without script, nor where the device has no voice of its own for the
/// language.
#[component]
pub fn ReadAloud(
    #[prop(into)] text: String,
    /// What it is written in.
    language: Language,
) -> impl IntoView {
    let texts = use_texts();
    let voice = RwSignal::new_local(None::<SpeechSynthesisVoice>);
    let speaks = RwSignal::new(false);
    Effect::new(move |_| look_for(language, voice));
    on_cleanup(move || {
        if speaks.try_get_untracked() == Some(true) {
            stop();
        }
    });
    let press = move |_| {
        if speaks.get_untracked() {
            return stop();
        }
        if let Some(voice) = voice.get_untracked() {
            speaks.set(read(&text, &voice, speaks).is_some());
        }
    };
    let press = StoredValue::new(press);
    let has_voice = Memo::new(move |_| voice.with(Option::is_some));
    reactive(move || {
        has_voice.get().then(|| {
            let words = says(move || if speaks.get() { texts.aloud_stop() } else { texts.aloud_read() });
            view! {
                <button class="button plain aloud" type="button" on:click=move |event| press.with_value(|press| press(event))>
                    <Icon name="sound"/>
                    <span inner_html=words></span>
                </button>
            }
        })
    })
}

fn speech() -> Option<SpeechSynthesis> {
    let has = Reflect::has(&window(), &"speechSynthesis".into()) == Ok(true);
    if has { window().speech_synthesis().ok() } else { None }
}

fn stop() {
    if let Some(speech) = speech() {
        speech.cancel();
    }
}

/// A voice that is on the device itself: another would send the text to whoever made it.
fn own_voice(speech: &SpeechSynthesis, language: Language) -> Option<SpeechSynthesisVoice> {
    let voices = speech.get_voices().into_iter().map(JsCast::unchecked_into::<SpeechSynthesisVoice>);
    let speaks = |voice: &SpeechSynthesisVoice| {
        let lang = voice.lang();
        lang.split(['-', '_']).next().is_some_and(|lang| lang.eq_ignore_ascii_case(language.tag()))
    };
    voices.filter(SpeechSynthesisVoice::local_service).find(speaks)
}

/// Some browsers know their voices only after a while.
fn look_for(language: Language, voice: RwSignal<Option<SpeechSynthesisVoice>, LocalStorage>) {
    let Some(speech) = speech() else { return };
    voice.set(own_voice(&speech, language));
    let asked = speech.clone();
    let come = Closure::<dyn FnMut()>::new(move || {
        _ = voice.try_set(own_voice(&asked, language));
    });
    let listener = come.as_ref().unchecked_ref();
    if speech.add_event_listener_with_callback("voiceschanged", listener).is_ok() {
        let kept = StoredValue::new_local((speech, come));
        on_cleanup(move || {
            kept.with_value(|(speech, come)| {
                let listener = come.as_ref().unchecked_ref();
                _ = speech.remove_event_listener_with_callback("voiceschanged", listener);
            });
        });
    }
}

fn read(text: &str, voice: &SpeechSynthesisVoice, speaks: RwSignal<bool>) -> Option<()> {
    let speech = speech()?;
    let words = SpeechSynthesisUtterance::new_with_text(text).ok()?;
    words.set_voice(Some(voice));
    words.set_lang(&voice.lang());
    // Called once for the end, whichever it is.
    let over = Closure::<dyn FnMut()>::new(move || {
        _ = speaks.try_set(false);
    });
    let over = over.into_js_value();
    words.set_onend(Some(over.unchecked_ref()));
    words.set_onerror(Some(over.unchecked_ref()));
    speech.cancel();
    speech.speak(&words);
    Some(())
}
