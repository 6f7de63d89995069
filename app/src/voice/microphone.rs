//! The microphone: used when someone presses, and let go when they stop.

use indgang_domain::attachments::VoiceMime;
use indgang_domain::problem::ProblemKey;
use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MediaRecorder, MediaStream, MediaStreamConstraints, MediaStreamTrack};

/// What this browser records that everyone can hear. None on a page that the network could have changed, and on phones
/// that record AAC alone (iOS before 18.4).
pub(super) fn records() -> Option<VoiceMime> {
    let has = |object: &JsValue, name: &str| {
        Reflect::get(object, &name.into()).is_ok_and(|found| found.is_truthy())
    };
    let window = window();
    if !has(&window, "MediaRecorder") || !has(&window.navigator(), "mediaDevices") {
        return None;
    }
    VoiceMime::ALL.into_iter().find(|mime| MediaRecorder::is_type_supported(mime.as_str()))
}

/// Asks for it. The browser asks the person, the first time.
///
/// # Errors
/// That it is not allowed, or that there is none.
pub(super) async fn open() -> Result<MediaStream, ProblemKey> {
    let wanted = MediaStreamConstraints::new();
    wanted.set_audio(&true.into());
    let asked = async {
        let devices = window().navigator().media_devices()?;
        JsFuture::from(devices.get_user_media_with_constraints(&wanted)?).await?.dyn_into()
    };
    asked.await.map_err(|error: JsValue| {
        let name = Reflect::get(&error, &"name".into()).ok().and_then(|name| name.as_string());
        match name.as_deref() {
            Some("NotAllowedError" | "SecurityError") => ProblemKey::MicrophoneRefused,
            _ => ProblemKey::MicrophoneMissing,
        }
    })
}

/// Lets it go: its sign in the browser goes out.
pub(super) fn release(stream: &MediaStream) {
    for track in stream.get_tracks() {
        track.unchecked_into::<MediaStreamTrack>().stop();
    }
}
