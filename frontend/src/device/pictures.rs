//! Pictures and recordings: those on their way out, and those looked at, kept sealed so that they are there offline. The browser's own
//! cache, which is in clear, has none of them.

use indgang_app::backend::Picture;
use indgang_domain::attachments::VoiceMime;
use indgang_domain::kernel::id::{BlobId, StreamId};
use indgang_domain::sync::Upload;
use js_sys::{Array, Uint8Array};
use web_sys::{Blob, BlobPropertyBag, Url};

use super::engine::Engine;
use crate::cipher::Refused;
use crate::store::Store;
use crate::{js, link};

/// So many are ready to be looked at, and no page of a thread has more; the ones shown longest ago are opened anew.
const READY_AT_MOST: usize = 400;

/// Keeps pictures that an item names, before the item.
pub(super) async fn keep_waiting(store: &Store, pictures: &[Picture]) -> Result<(), Refused> {
    for picture in pictures {
        store.keep_waiting(picture.id, pack(&picture.mime, &picture.bytes)).await?;
    }
    Ok(())
}

/// A picture on its way out, with its type.
pub(super) async fn waiting(store: &Store, blob: BlobId) -> Option<(String, Vec<u8>)> {
    unpack(&store.picture_waiting(blob).await?)
}

impl Engine {
    /// Where to load a picture from.
    pub(super) async fn picture(&self, stream: StreamId, blob: BlobId) -> Option<String> {
        if let Some(address) = self.looked_at_again(blob) {
            return Some(address);
        }
        if self.viewer.is_none() {
            return Some(link::picture_address(blob));
        }
        let (mime, bytes) = self.file(stream, blob).await?;
        self.made_ready(blob, &mime, &bytes)
    }

    /// Where to load a recording from: its pieces put together, under the first.
    pub(super) async fn recording(
        &self,
        stream: StreamId,
        chunks: Vec<BlobId>,
        mime: VoiceMime,
    ) -> Option<String> {
        let first = *chunks.first()?;
        if let Some(address) = self.looked_at_again(first) {
            return Some(address);
        }
        let mut whole = Vec::new();
        for chunk in chunks {
            let (_, bytes) = self.file(stream, chunk).await?;
            whole.extend(bytes);
        }
        self.made_ready(first, mime.as_str(), &whole)
    }

    /// What waits here, was looked at here, or is at the server.
    async fn file(&self, stream: StreamId, blob: BlobId) -> Option<(String, Vec<u8>)> {
        let store = self.store().await;
        if let Some(waiting) = waiting(&store, blob).await {
            return Some(waiting);
        }
        match store.picture_looked_at(stream, blob).await.as_deref().and_then(unpack) {
            Some(file) => Some(file),
            None => self.fetched(&store, stream, blob).await,
        }
    }

    fn made_ready(&self, blob: BlobId, mime: &str, bytes: &[u8]) -> Option<String> {
        let address = address(mime, bytes)?;
        let mut addresses = self.addresses.borrow_mut();
        addresses.push((blob, address.clone()));
        if addresses.len() > READY_AT_MOST {
            let (_, oldest) = addresses.remove(0);
            _ = Url::revoke_object_url(&oldest);
        }
        Some(address)
    }

    /// What is ready moves to the end of those that make room.
    fn looked_at_again(&self, blob: BlobId) -> Option<String> {
        let mut addresses = self.addresses.borrow_mut();
        let place = addresses.iter().position(|(known, _)| *known == blob)?;
        addresses[place..].rotate_left(1);
        addresses.last().map(|(_, address)| address.clone())
    }

    async fn fetched(&self, store: &Store, stream: StreamId, blob: BlobId) -> Option<(String, Vec<u8>)> {
        let (mime, bytes) = self.server().fetch_picture(blob).await.ok()?;
        // Whether its stream is kept here is known once the first pull has ended.
        if self.ready().await.is_ok() {
            self.keep_picture(store, stream, blob, pack(&mime, &bytes)).await;
        }
        Some((mime, bytes))
    }

    /// Pictures that were sent from here are looked at like any other from now on.
    pub(super) async fn keep_sent(&self, store: &Store, pictures: &[Upload]) {
        for Upload { blob, stream, .. } in pictures {
            if let Some((mime, bytes)) = waiting(store, *blob).await {
                self.keep_picture(store, *stream, *blob, pack(&mime, &bytes)).await;
            }
        }
    }

    async fn keep_picture(&self, store: &Store, stream: StreamId, blob: BlobId, packed: Vec<u8>) {
        if store.lasts() {
            // It can be fetched again: a full disk is no trouble here.
            _ = store.keep_looked_at(stream, blob, packed, js::now().millis()).await;
        }
    }

    /// A picture that waits to be sent.
    pub(super) async fn unsent(&self, blob: BlobId) -> Option<Vec<u8>> {
        let store = self.store().await;
        waiting(&store, blob).await.map(|(_, bytes)| bytes)
    }

    /// Lets go of what pictures are looked at by.
    pub(super) fn forget_pictures(&self) {
        for (_, address) in self.addresses.take() {
            _ = Url::revoke_object_url(&address);
        }
    }
}

/// The type, a zero byte, the file.
fn pack(mime: &str, bytes: &[u8]) -> Vec<u8> {
    [mime.as_bytes(), &[0], bytes].concat()
}

fn unpack(packed: &[u8]) -> Option<(String, Vec<u8>)> {
    let end = packed.iter().position(|byte| *byte == 0)?;
    let mime = std::str::from_utf8(&packed[..end]).ok()?;
    Some((mime.to_owned(), packed[end + 1..].to_vec()))
}

fn address(mime: &str, bytes: &[u8]) -> Option<String> {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let blob =
        Blob::new_with_u8_array_sequence_and_options(&Array::of1(&Uint8Array::from(bytes)), &options).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}
