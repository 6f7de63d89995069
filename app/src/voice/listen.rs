//! The player: play and pause, where one is, and how fast.

use std::sync::Arc;

use indgang_domain::people::Language;
use leptos::html::{Audio, Button};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlMediaElement;

use super::length;
use crate::backend::Soon;
use crate::i18n::{Texts, use_texts};
use crate::ui::{Icon, reactive, says, words};

/// How fast, as the browser writes it.
const SPEEDS: [&str; 4] = ["0.75", "1", "1.25", "1.5"];
/// How far the arrow keys move, in milliseconds.
const A_STEP: &str = "1000";

/// Something to be played.
#[derive(Clone)]
pub(super) struct Sound {
    /// What it is.
    pub(super) label: String,
    /// How long, in milliseconds.
    pub(super) millis: u32,
    /// Where to load it from; asked when it is played.
    pub(super) source: Arc<dyn Fn() -> Soon<Option<String>> + Send + Sync>,
    /// Someone has pressed already.
    pub(super) at_once: bool,
}

/// Why it does not play.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Silent {
    /// It cannot be had now.
    Away,
    /// This browser does not know how.
    Unknown,
}

#[derive(Clone, Copy)]
struct Playing {
    node: NodeRef<Audio>,
    plays: RwSignal<bool>,
    /// Where it is, in milliseconds.
    at: RwSignal<u32>,
    silent: RwSignal<Option<Silent>>,
}

/// A player.
pub(super) fn player(sound: Sound) -> AnyView {
    let texts = use_texts();
    let Sound { label, millis, source, at_once } = sound;
    let playing = Playing {
        node: NodeRef::new(),
        plays: RwSignal::new(false),
        at: RwSignal::new(0),
        silent: RwSignal::new(None),
    };
    let Playing { node, plays, at, silent } = playing;
    let press = move || {
        let source = source.clone();
        spawn_local(async move { playing.press(&*source).await });
    };
    let button = NodeRef::<Button>::new();
    if at_once {
        let press = press.clone();
        Effect::new(move |_| {
            if let (Some(_), Some(button)) = (node.get(), button.get()) {
                // The button that was pressed made room for this one.
                _ = button.focus();
                press();
            }
        });
    }
    let place = move || texts.voice_place(&length::words(texts, at.get()), &length::words(texts, millis));
    let sign = move || {
        let (icon, word) =
            if plays.get() { ("pause", texts.voice_pause()) } else { ("play", texts.voice_play()) };
        view! { <Icon name=icon/><span class="visually-hidden">{word}</span> }
    };
    let why = move || {
        let words = match silent.get()? {
            Silent::Away => texts.voice_offline(),
            Silent::Unknown => texts.voice_cannot_play(),
        };
        Some(view! { <p class="hint">{words}</p> })
    };
    view! {
        <div class="player" role="group" aria-label=label>
            <audio
                node_ref=node
                preload="none"
                on:play=move |_| plays.set(true)
                on:pause=move |_| plays.set(false)
                on:ended=move |_| playing.begin_anew()
                on:timeupdate=move |_| playing.moved(millis)
                on:error=move |_| playing.fail(Silent::Unknown)
            ></audio>
            <button class="button round" type="button" node_ref=button on:click=move |_| press()>{reactive(sign)}</button>
            <input
                type="range"
                min="0"
                max=millis.to_string()
                step=A_STEP
                aria-label=texts.voice_position()
                aria-valuetext=words(place)
                prop:value=move || at.get().to_string()
                on:input=move |event| playing.go(&event_target_value(&event))
            />
            <span class="small" aria-hidden="true" inner_html=says(move || format!("{} / {}", length::clock(at.get()), length::clock(millis)))></span>
            <label>
                <span class="visually-hidden">{texts.voice_speed()}</span>
                <select on:change=move |event| playing.speed(&event_target_value(&event))>
                    {SPEEDS.map(|speed| view! { <option value=speed selected=speed == "1">{times(texts, speed)}</option> }).collect_view()}
                </select>
            </label>
            <div class="live" role="status">{reactive(why)}</div>
        </div>
    }
    .into_any()
}

/// "1,25×", as numbers are written in the language.
fn times(texts: Texts, speed: &str) -> String {
    let speed = if texts.language() == Language::Da { speed.replace('.', ",") } else { speed.to_owned() };
    format!("{speed}×")
}

impl Playing {
    async fn press(self, source: &(dyn Fn() -> Soon<Option<String>> + Send + Sync)) {
        let Some(audio) = self.node.try_get_untracked().flatten() else { return };
        if self.plays.get_untracked() {
            _ = audio.pause();
            return;
        }
        self.silent.set(None);
        if audio.src().is_empty() {
            let address = source().await;
            // Who pressed has gone elsewhere.
            if self.plays.is_disposed() {
                return;
            }
            let Some(address) = address else { return self.fail(Silent::Away) };
            audio.set_src(&address);
        }
        silence_others(&audio);
        // Where the browser wants another press, it gets one: the button stays what it is.
        _ = audio.play();
    }

    fn fail(self, why: Silent) {
        if !self.silent.is_disposed() {
            self.plays.set(false);
            self.silent.set(Some(why));
        }
    }

    /// Where it is now: a file that was written while it was recorded does not know how long it is, but we do.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in five minutes")]
    fn moved(self, millis: u32) {
        if let Some(audio) = self.node.try_get_untracked().flatten() {
            self.at.set(((audio.current_time() * 1000.0) as u32).min(millis));
        }
    }

    fn go(self, to: &str) {
        if let (Some(audio), Ok(millis)) = (self.node.get_untracked(), to.parse::<u32>()) {
            audio.set_current_time(f64::from(millis) / 1000.0);
            self.at.set(millis);
        }
    }

    fn begin_anew(self) {
        self.plays.set(false);
        self.at.set(0);
    }

    fn speed(self, speed: &str) {
        if let (Some(audio), Ok(speed)) = (self.node.get_untracked(), speed.parse()) {
            audio.set_default_playback_rate(speed);
            audio.set_playback_rate(speed);
        }
    }
}

/// One voice at a time.
fn silence_others(audio: &HtmlMediaElement) {
    let others = document().query_selector_all("audio").ok();
    let others = others.into_iter().flat_map(|all| (0..all.length()).filter_map(move |at| all.get(at)));
    for other in others.filter_map(|other| other.dyn_into::<HtmlMediaElement>().ok()) {
        if &other != audio {
            _ = other.pause();
        }
    }
}
