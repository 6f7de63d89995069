//! A recording in a bubble: heard, and read where someone has written it down. Without script the browser's own player
//! plays it from the server.

use std::sync::Arc;

use indgang_domain::attachments::Spoken;
use indgang_domain::kernel::id::{MessageId, ThreadId};
use indgang_domain::people::Language;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::listen::Sound;
use super::transcript::transcript;
use super::{length, parts};
use crate::backend::{Soon, use_backend};
use crate::i18n::use_texts;
use crate::ui::{Icon, reactive};

/// Of which message.
pub(crate) struct Of {
    pub(crate) thread: ThreadId,
    pub(crate) message: MessageId,
    /// What it is spoken in.
    pub(crate) language: Language,
    /// It is on this device alone.
    pub(crate) unsent: bool,
    /// Where forms lead back to, without script.
    pub(crate) back: String,
}

/// What is played, before the player has come.
#[derive(Clone, Copy)]
enum Player {
    /// There is no script yet, or never will be.
    Browsers,
    /// Nobody has pressed.
    Waits,
    /// On its way, or here.
    Ours(Option<parts::Player>),
}

/// A recording.
pub(crate) fn spoken(of: &Of, voice: Spoken, label: String) -> AnyView {
    let texts = use_texts();
    let millis = voice.millis;
    let known = view! { <p class="small"><Icon name="microphone"/>{label.clone()}" · "{length::words(texts, millis)}</p> };
    let player = player(of, &voice, label);
    view! {
        <div class="voice">
            {known}
            {player}
            {transcript(of, voice)}
        </div>
    }
    .into_any()
}

fn player(of: &Of, voice: &Spoken, label: String) -> AnyView {
    let texts = use_texts();
    let backend = use_backend();
    let state = RwSignal::new(Player::Browsers);
    Effect::new(move |_| state.set(Player::Waits));
    let (stream, chunks, mime, millis) = (of.thread.into(), voice.chunks.clone(), voice.mime, voice.millis);
    let at_server =
        chunks.first().filter(|_| !of.unsent).map(|first| format!("/api/v1/blobs/{first}?whole=true"));
    let source: Arc<dyn Fn() -> Soon<Option<String>> + Send + Sync> =
        Arc::new(move || backend.recording(stream, chunks.clone(), mime));
    let load = move |_| {
        state.set(Player::Ours(None));
        spawn_local(async move {
            let player = parts::player().await;
            _ = state.try_set(Player::Ours(Some(player)));
        });
    };
    reactive(move || match state.get() {
        Player::Browsers => {
            let source = at_server.clone();
            source.map(|source| view! { <audio controls preload="none" src=source aria-label=label.clone()></audio> }).into_any()
        }
        waits @ (Player::Waits | Player::Ours(None)) => {
            let busy = matches!(waits, Player::Ours(_));
            view! {
                <button class="button" type="button" disabled=busy on:click=load>
                    <Icon name="play"/>
                    {texts.voice_play()}
                </button>
            }
            .into_any()
        }
        Player::Ours(Some(player)) => {
            player(Sound { label: label.clone(), millis, source: source.clone(), at_once: true })
        }
    })
}
