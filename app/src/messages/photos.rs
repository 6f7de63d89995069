//! Pictures in a thread: loaded when they are seen, and from the device where there is no connection.

use std::collections::HashMap;

use indgang_domain::kernel::id::BlobId;
use indgang_domain::messages::Photo;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::backend::{Link, use_backend};
use crate::i18n::use_texts;
use crate::ui::words;

/// Where each picture of a thread is loaded from, once the device was asked.
#[derive(Clone, Copy)]
struct Pictures(StoredValue<HashMap<BlobId, ArcRwSignal<Option<String>>>>);

pub(crate) fn provide_pictures() {
    provide_context(Pictures(StoredValue::new(HashMap::new())));
}

/// The pictures of a message or a letter. `unsent` are on this device alone.
pub(crate) fn photos(photos: Vec<Photo>, alt: &str, unsent: bool) -> Vec<AnyView> {
    photos.into_iter().map(|photo| view! { <Picture photo alt=alt.to_owned() unsent/> }.into_any()).collect()
}

#[component]
fn Picture(photo: Photo, alt: String, unsent: bool) -> impl IntoView {
    let texts = use_texts();
    let backend = use_backend();
    let link = backend.link();
    let on_server = format!("/api/v1/blobs/{}", photo.blob);
    let on_device = from_device(photo.blob);
    let fetch = {
        let on_device = on_device.clone();
        move || {
            let (picture, on_device) = (backend.picture(photo.blob), on_device.clone());
            if on_device.get_untracked().is_none() {
                spawn_local(async move { on_device.set(picture.await) });
            }
        }
    };
    Effect::new({
        let fetch = fetch.clone();
        move |_| {
            if unsent || link.get() == Link::Offline {
                fetch();
            }
        }
    });
    let source = {
        let (on_server, on_device) = (on_server.clone(), on_device.clone());
        Signal::derive(move || on_device.get().or_else(|| (!unsent).then(|| on_server.clone())))
    };
    let href = words(move || on_device.get().unwrap_or_else(|| on_server.clone()));
    let title = Signal::derive(move || (link.get() == Link::Offline).then(|| texts.thread_photo_offline()));
    let side = |pixels: u32| (pixels > 0).then_some(pixels);
    view! {
        <a class="photo" href=href target="_blank" rel="noopener external">
            <img
                src=source
                alt=alt
                title=title
                width=side(photo.width)
                height=side(photo.height)
                loading="lazy"
                on:error=move |_| fetch()
            />
        </a>
    }
}

fn from_device(blob: BlobId) -> ArcRwSignal<Option<String>> {
    let Pictures(pictures) = expect_context();
    pictures.try_update_value(|pictures| pictures.entry(blob).or_default().clone()).unwrap_or_default()
}
