//! Pictures: those on their way out, and those looked at, kept sealed up to a limit so that they are there offline.

use indgang_app::backend::Picture;
use indgang_domain::kernel::id::BlobId;
use js_sys::{Array, Uint8Array};
use web_sys::{Blob, BlobPropertyBag, Url};

use super::engine::Engine;
use crate::cipher::Refused;
use crate::link::{self, Server};
use crate::store::Store;

/// Above it, the pictures looked at longest ago go.
const KEPT_AT_MOST: usize = 50 * 1024 * 1024;
const LIST: &str = "pictures";

type List = Vec<(BlobId, usize)>;

/// Keeps pictures that an item names, before the item.
pub(super) async fn keep_waiting(store: &Store, pictures: &[Picture]) -> Result<(), Refused> {
    for picture in pictures {
        store.keep_picture(format!("out/{}", picture.id), pack(&picture.mime, &picture.bytes), true).await?;
    }
    Ok(())
}

/// A picture on its way out, with its type.
pub(super) async fn waiting(store: &Store, blob: BlobId) -> Option<(String, Vec<u8>)> {
    unpack(&store.picture(&format!("out/{blob}")).await?)
}

impl Engine {
    /// Where to load a picture from.
    pub(super) async fn picture(&self, blob: BlobId) -> Option<String> {
        if let Some((_, address)) = self.addresses.borrow().iter().find(|(known, _)| *known == blob) {
            return Some(address.clone());
        }
        if self.viewer.is_none() {
            return Some(link::picture_address(blob));
        }
        let store = self.store().await;
        let (mime, bytes) = match waiting(&store, blob).await {
            Some(picture) => picture,
            None => match store.picture(&format!("in/{blob}")).await.as_deref().and_then(unpack) {
                Some(picture) => picture,
                None => fetched(&self.server(), &store, blob).await?,
            },
        };
        let address = address(&mime, &bytes)?;
        self.addresses.borrow_mut().push((blob, address.clone()));
        Some(address)
    }

    /// Lets go of what pictures are looked at by.
    pub(super) fn forget_pictures(&self) {
        for (_, address) in self.addresses.take() {
            _ = Url::revoke_object_url(&address);
        }
    }
}

async fn fetched(server: &Server, store: &Store, blob: BlobId) -> Option<(String, Vec<u8>)> {
    let (mime, bytes) = server.fetch_picture(blob).await.ok()?;
    if store.lasts() {
        // It can be fetched again: a full disk is no trouble here.
        _ = keep(store, blob, pack(&mime, &bytes)).await;
    }
    Some((mime, bytes))
}

async fn keep(store: &Store, blob: BlobId, packed: Vec<u8>) -> Result<(), Refused> {
    let mut list: List = store.meta(LIST).await?.unwrap_or_default();
    list.retain(|(known, _)| *known != blob);
    list.push((blob, packed.len()));
    let mut sum: usize = list.iter().map(|(_, size)| size).sum();
    let mut gone = Vec::new();
    while sum > KEPT_AT_MOST && list.len() > 1 {
        let (old, size) = list.remove(0);
        sum -= size;
        gone.push(format!("in/{old}"));
    }
    store.drop_pictures(gone).await?;
    store.set_meta(LIST, &list).await?;
    store.keep_picture(format!("in/{blob}"), packed, false).await
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
