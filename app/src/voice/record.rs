//! The recorder on screen: asking, running, and listening to what was said before it is sent.

use std::sync::Arc;

use indgang_domain::problem::ProblemKey;
use js_sys::{Array, Uint8Array};
use leptos::html::{Button, Div};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{Blob, BlobPropertyBag, Url};

use super::length::{self, clock};
use super::listen::{Sound, player};
use super::microphone;
use super::recording::Recording;
use super::take::{Stage, Take};
use crate::attachments::Recorded;
use crate::i18n::use_texts;
use crate::ui::{Icon, reactive, says};

/// What stands in the composer from the press of the microphone until the recording is sent or discarded.
pub(super) fn taking(take: Take) -> AnyView {
    let texts = use_texts();
    let running = StoredValue::new_local(None::<Recording>);
    let elapsed = RwSignal::new(0);
    let (frame, told) = (NodeRef::<Div>::new(), RwSignal::new(""));
    Effect::new(move |before: Option<Stage>| {
        let stage = take.stage.get();
        match stage {
            Stage::Asking => begin(take, running, elapsed),
            Stage::Stopping => end(running),
            Stage::Running | Stage::Still => {}
        }
        if stage == Stage::Still && before.is_some_and(|before| before != Stage::Still) {
            end(running);
            told.set(texts.voice_done());
            // What had the focus is gone.
            if let Some(frame) = frame.get_untracked() {
                _ = frame.focus();
            }
        }
        stage
    });
    on_cleanup(move || end(running));
    let body = move || match (take.stage.get(), take.said.get()) {
        (Stage::Asking, _) => view! { <p class="hint" role="status">{texts.voice_asking()}</p> }.into_any(),
        (Stage::Running | Stage::Stopping, _) => view! { <Running take elapsed/> }.into_any(),
        (Stage::Still, Some(said)) => view! { <Said take said/> }.into_any(),
        (Stage::Still, None) => ().into_any(),
    };
    view! {
        <div class="taking" role="group" aria-label=texts.voice_record() tabindex="-1" node_ref=frame>
            {reactive(body)}
            <p class="visually-hidden" role="status" inner_html=says(move || told.get())></p>
        </div>
    }
    .into_any()
}

fn begin(take: Take, running: StoredValue<Option<Recording>, LocalStorage>, elapsed: RwSignal<u32>) {
    elapsed.set(0);
    spawn_local(async move {
        let stream = match microphone::open().await {
            Ok(stream) => stream,
            Err(key) => return take.fail(key),
        };
        // Who asked has gone elsewhere.
        if take.stage.try_get_untracked() != Some(Stage::Asking) {
            return microphone::release(&stream);
        }
        // What was there stays until there is something in its place.
        take.drop_kept();
        if let Ok(recording) = Recording::begin(take, stream.clone(), elapsed) {
            running.set_value(Some(recording));
            take.stage.set(Stage::Running);
        } else {
            microphone::release(&stream);
            take.fail(ProblemKey::MicrophoneMissing);
        }
    });
}

fn end(running: StoredValue<Option<Recording>, LocalStorage>) {
    _ = running.try_with_value(|running| running.as_ref().map(Recording::end));
}

#[component]
fn Running(take: Take, elapsed: RwSignal<u32>) -> impl IntoView {
    let texts = use_texts();
    let stop = NodeRef::<Button>::new();
    Effect::new(move |_| {
        if let Some(stop) = stop.get() {
            _ = stop.focus();
        }
    });
    view! {
        <p class="running">
            <span class="dot" aria-hidden="true"></span>
            <strong>{texts.voice_recording()}</strong>
            <span role="timer" inner_html=says(move || clock(elapsed.get()))></span>
            <span class="small muted">{texts.voice_at_most()}</span>
        </p>
        <button class="button primary" type="button" node_ref=stop on:click=move |_| take.stop()>
            <Icon name="stop"/>
            {texts.voice_stop()}
        </button>
    }
}

#[component]
fn Said(take: Take, said: Arc<Recorded>) -> impl IntoView {
    let texts = use_texts();
    let (address, millis) = (address(&said), said.millis);
    let shown_at = address.clone();
    on_cleanup(move || {
        _ = shown_at.as_deref().map(Url::revoke_object_url);
    });
    let sound = Sound {
        label: texts.voice_kept().to_owned(),
        millis,
        source: Arc::new(move || Box::pin(std::future::ready(address.clone()))),
        at_once: false,
    };
    let sure = RwSignal::new(false);
    // A button of its own, beside the first: a second tap on that takes the question back.
    let delete = move || {
        let delete = move |_| take.discard();
        sure.get().then(|| {
            view! {
                <button class="button" type="button" on:click=delete>{texts.voice_delete_sure()}</button>
            }
        })
    };
    let is_open = Signal::derive(move || if sure.get() { "true" } else { "false" });
    view! {
        <p class="small">{texts.voice_kept()}" · "{length::words(texts, millis)}</p>
        {player(sound)}
        <div class="line">
            <button class="button plain" type="button" aria-expanded=is_open on:click=move |_| sure.update(|sure| *sure = !*sure)>
                {texts.voice_delete()}
            </button>
            {reactive(delete)}
            <button class="button plain" type="button" on:click=move |_| take.ask()>{texts.voice_again()}</button>
        </div>
    }
}

fn address(said: &Recorded) -> Option<String> {
    let options = BlobPropertyBag::new();
    options.set_type(said.mime.as_str());
    let parts = Array::of1(&Uint8Array::from(said.bytes.as_slice()));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}
