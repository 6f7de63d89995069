//! Pictures in a thread: from the device, which keeps them sealed. Without script, and before it has come, from the
//! server itself.

use std::collections::HashMap;

use indgang_domain::kernel::id::{BlobId, StreamId};
use indgang_domain::messages::Photo;
use leptos::html::Img;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::backend::{Link, use_backend};
use crate::i18n::use_texts;
use crate::ui::once_in_sight;

/// Where each picture of a thread is loaded from, once the device was asked.
#[derive(Clone, Copy)]
struct Pictures {
    stream: StreamId,
    from: StoredValue<HashMap<BlobId, ArcRwSignal<Option<String>>>>,
}

pub(crate) fn provide_pictures(stream: StreamId) {
    provide_context(Pictures { stream, from: StoredValue::new(HashMap::new()) });
}

/// The pictures of a message or a letter, each with its words. `unsent` are on this device alone.
pub(crate) fn photos(photos: Vec<Photo>, alt: impl Fn(usize) -> String, unsent: bool) -> Vec<AnyView> {
    let numbered = photos.into_iter().zip(1..);
    numbered.map(|(photo, number)| view! { <Picture photo alt=alt(number) unsent/> }.into_any()).collect()
}

#[component]
fn Picture(photo: Photo, alt: String, unsent: bool) -> impl IntoView {
    let texts = use_texts();
    let backend = use_backend();
    let link = backend.link();
    let Pictures { stream, from } = expect_context();
    let node = NodeRef::<Img>::new();
    let on_device =
        from.try_update_value(|from| from.entry(photo.blob).or_default().clone()).unwrap_or_default();
    let fetch = {
        let on_device = on_device.clone();
        move || {
            let (picture, on_device) = (backend.picture(stream, photo.blob), on_device.clone());
            if on_device.get_untracked().is_none() {
                spawn_local(async move { on_device.set(picture.await) });
            }
        }
    };
    let seen = RwSignal::new(false);
    once_in_sight(node, move || seen.set(true));
    Effect::new(move |_| {
        // What could not be had is asked for again once there is a connection.
        link.track();
        if seen.get() {
            fetch();
        }
    });
    let in_page = (!unsent && is_in_page()).then(|| format!("/api/v1/blobs/{}", photo.blob));
    let address = move || on_device.get().or_else(|| in_page.clone());
    let (source, href) = (Signal::derive(address.clone()), Signal::derive(address));
    let title = Signal::derive(move || {
        (link.get() == Link::Offline && source.read().is_none()).then(|| texts.thread_photo_offline())
    });
    let side = |pixels: u32| (pixels > 0).then_some(pixels);
    view! {
        <a class="photo" href=href target="_blank" rel="noopener external">
            <img
                node_ref=node
                src=source
                alt=alt
                title=title
                width=side(photo.width)
                height=side(photo.height)
                loading="lazy"
            />
        </a>
    }
}

/// The server writes this into a page, or did, and the page is being taken over.
fn is_in_page() -> bool {
    Owner::current_shared_context().is_some_and(|page| !page.is_browser() || page.during_hydration())
}
