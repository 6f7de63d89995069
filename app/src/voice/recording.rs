//! One recording while it runs: what comes of it is kept every few seconds.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use indgang_domain::attachments::{VOICE_MILLIS_AT_MOST, VoiceMime};
use indgang_domain::kernel::time::Moment;
use indgang_domain::problem::ProblemKey;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use leptos::leptos_dom::helpers::IntervalHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobEvent, BlobPropertyBag, MediaRecorder, MediaRecorderOptions, MediaStream};

use super::microphone;
use super::take::{Stage, Take};
use crate::attachments::Recorded;
use crate::backend::Backend;

/// Enough for a voice: a minute is less than 200 KB.
const BITS_A_SECOND: u32 = 24_000;
/// So much at most is lost where the page ends without a word, in milliseconds.
const A_SLICE: i32 = 3_000;
const A_TICK: Duration = Duration::from_millis(250);

/// A recording that runs.
pub(super) struct Recording {
    recorder: MediaRecorder,
    ticks: Option<IntervalHandle>,
}

/// What has come of it so far.
struct Slices {
    take: Take,
    backend: Arc<dyn Backend>,
    key: String,
    mime: VoiceMime,
    began: Moment,
    parts: Array,
    /// What was let go when it began.
    let_go: u32,
    is_keeping: Cell<bool>,
    has_more: Cell<bool>,
}

impl Recording {
    /// Begins. How long it is so far is told through `elapsed`, in milliseconds.
    ///
    /// # Errors
    /// What the browser says.
    pub(super) fn begin(take: Take, stream: MediaStream, elapsed: RwSignal<u32>) -> Result<Self, JsValue> {
        let mime = take.mime.get_untracked().unwrap_or(VoiceMime::WebM);
        let options = MediaRecorderOptions::new();
        options.set_mime_type(mime.as_str());
        options.set_audio_bits_per_second(BITS_A_SECOND);
        let recorder = MediaRecorder::new_with_media_stream_and_media_recorder_options(&stream, &options)?;
        let backend = take.backend();
        let slices = Rc::new(Slices {
            take,
            key: take.key(),
            mime,
            began: backend.now(),
            backend,
            parts: Array::new(),
            let_go: take.let_go.get_value(),
            is_keeping: Cell::new(false),
            has_more: Cell::new(false),
        });
        // Both outlive their screen: what was said last is kept where someone goes elsewhere.
        let growing = slices.clone();
        let come = Closure::<dyn FnMut(BlobEvent)>::new(move |event: BlobEvent| {
            if let Some(part) = event.data() {
                growing.parts.push(&part);
                growing.clone().keep();
            }
        });
        recorder.set_ondataavailable(Some(come.into_js_value().unchecked_ref()));
        let ended = slices.clone();
        let stopped = Closure::once_into_js(move || {
            microphone::release(&stream);
            spawn_local(ended.end());
        });
        recorder.set_onstop(Some(stopped.unchecked_ref()));
        recorder.start_with_time_slice(A_SLICE)?;
        let limited = recorder.clone();
        let ticks = set_interval_with_handle(
            move || {
                let millis = slices.millis();
                _ = elapsed.try_set(millis);
                if millis >= VOICE_MILLIS_AT_MOST {
                    stop(&limited);
                }
            },
            A_TICK,
        );
        Ok(Self { recorder, ticks: ticks.ok() })
    }

    /// Ends it; what came of it follows.
    pub(super) fn end(&self) {
        if let Some(ticks) = self.ticks {
            ticks.clear();
        }
        stop(&self.recorder);
    }
}

/// Twice is an error of the browser's.
fn stop(recorder: &MediaRecorder) {
    if recorder.state() != web_sys::RecordingState::Inactive {
        _ = recorder.stop();
    }
}

impl Slices {
    fn millis(&self) -> u32 {
        let millis = self.backend.now().millis() - self.began.millis();
        u32::try_from(millis).unwrap_or(0).min(VOICE_MILLIS_AT_MOST)
    }

    async fn whole(&self) -> Option<Recorded> {
        let millis = self.millis();
        let options = BlobPropertyBag::new();
        options.set_type(self.mime.as_str());
        let blob = Blob::new_with_blob_sequence_and_options(&self.parts, &options).ok()?;
        let buffer: ArrayBuffer = JsFuture::from(blob.array_buffer()).await.ok()?.dyn_into().ok()?;
        let bytes = Uint8Array::new(&buffer).to_vec();
        (!bytes.is_empty()).then_some(Recorded { mime: self.mime, millis, bytes })
    }

    /// One after the other, or what is shorter could be written over what is longer.
    fn keep(self: Rc<Self>) {
        self.has_more.set(true);
        if self.is_keeping.replace(true) {
            return;
        }
        spawn_local(async move {
            while self.has_more.replace(false) {
                let Some(whole) = self.whole().await else { continue };
                if !self.is_let_go() {
                    self.backend.keep(self.key.clone(), whole.pack()).await;
                }
                if self.is_let_go() {
                    self.backend.keep(self.key.clone(), Vec::new()).await;
                }
            }
            self.is_keeping.set(false);
        });
    }

    /// Sent or discarded meanwhile. Who has only gone elsewhere finds it when they come back.
    fn is_let_go(&self) -> bool {
        self.take.let_go.try_get_value().is_some_and(|times| times != self.let_go)
    }

    async fn end(self: Rc<Self>) {
        let whole = self.whole().await;
        if self.take.stage.is_disposed() {
            return;
        }
        match whole {
            Some(whole) => {
                self.take.said.set(Some(Arc::new(whole)));
                self.take.stage.set(Stage::Still);
            }
            None => self.take.fail(ProblemKey::VoiceUnreadable),
        }
    }
}
