//! Pictures in a thread: from the device, which keeps them sealed. Without script, and before it has come, from the
//! server itself.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indgang_domain::attachments::Photo;
use indgang_domain::kernel::id::{BlobId, StreamId};
use leptos::html::Img;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::backend::{Backend, Carried, Link, use_backend};
use crate::i18n::use_texts;
use crate::ui::once_in_sight;

/// So long after a picture did not come it is asked for again, and longer each time.
const A_PAUSE: Duration = Duration::from_secs(3);
const THE_LONGEST_PAUSE: Duration = Duration::from_mins(5);

/// The pictures of a thread, once the device was asked for them.
#[derive(Clone, Copy)]
struct Pictures {
    stream: StreamId,
    link: Signal<Link>,
    known: StoredValue<HashMap<BlobId, OnDevice>>,
}

/// Where one of them is loaded from.
#[derive(Clone, Default)]
struct OnDevice {
    address: ArcRwSignal<Option<String>>,
    /// A connection that comes and goes does not begin it once more.
    under_way: Arc<AtomicBool>,
}

pub(crate) fn provide_pictures(stream: StreamId) {
    let link = use_backend().link();
    provide_context(Pictures { stream, link, known: StoredValue::new(HashMap::new()) });
}

impl Pictures {
    /// Asks until it is there: again after a pause while there is a connection, and else as soon as there is one.
    fn ask(self, backend: Arc<dyn Backend>, blob: BlobId, picture: OnDevice) {
        if !picture.under_way.swap(true, Ordering::Relaxed) {
            self.look(backend, blob, picture, A_PAUSE);
        }
    }

    fn look(self, backend: Arc<dyn Backend>, blob: BlobId, picture: OnDevice, pause: Duration) {
        spawn_local(async move {
            let found = backend.picture(self.stream, blob).await;
            // Without a thread on screen there is no link either.
            if found.is_none() && self.link.try_get_untracked() == Some(Link::Online) {
                let longer = (pause * 2).min(THE_LONGEST_PAUSE);
                return set_timeout(move || self.look(backend, blob, picture, longer), pause);
            }
            picture.under_way.store(false, Ordering::Relaxed);
            if found.is_some() && picture.address.with_untracked(|known| *known != found) {
                picture.address.set(found);
            }
        });
    }
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
    let pictures = expect_context::<Pictures>();
    let link = pictures.link;
    let node = NodeRef::<Img>::new();
    let known = pictures.known.try_update_value(|known| known.entry(photo.blob).or_default().clone());
    let on_device = known.unwrap_or_default();
    let address = on_device.address.clone();
    let seen = RwSignal::new(false);
    once_in_sight(node, move || seen.set(true));
    Effect::new(move |asked: Option<bool>| {
        link.track();
        let asked = asked.unwrap_or_default();
        // What is known is asked for once more where it is shown anew: what was shown longest ago may be let go.
        if !seen.get() || asked && on_device.address.with_untracked(Option::is_some) {
            return asked;
        }
        pictures.ask(backend.clone(), photo.blob, on_device.clone());
        true
    });
    let at_server = (!unsent).then(|| format!("/api/v1/blobs/{}", photo.blob));
    let in_page = at_server.clone().filter(|_| is_in_page());
    let source = Signal::derive({
        let address = address.clone();
        move || address.get().or_else(|| in_page.clone())
    });
    // What has not come can be looked at by itself where there is a connection.
    let href = Signal::derive(move || {
        address.get().or_else(|| at_server.clone().filter(|_| link.get() == Link::Online))
    });
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

/// The server writes this into a page, or did, and the page is being taken over or built anew.
pub(crate) fn is_in_page() -> bool {
    let is_taken_over =
        Owner::current_shared_context().is_some_and(|page| !page.is_browser() || page.during_hydration());
    is_taken_over || use_context::<Carried>().is_some_and(|carried| carried.is_open())
}
