//! The cipher and the store in a real browser.
#![allow(clippy::expect_used)] // in tests alone: a broken promise should stop the test

use std::collections::BTreeMap;

use indgang_domain::envelope::{ENVELOPE_VERSION, Envelope};
use indgang_domain::kernel::id::{BlobId, DeviceId, EnvelopeId, PersonId, StreamId};
use indgang_domain::kernel::time::Moment;
use indgang_domain::policy::Lens;
use indgang_domain::stream::Entry;
use indgang_domain::sync::{Item, ItemState, Storing, StreamPage};
use serde_json::value::to_raw_value;
use uuid::Uuid;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use super::Store;
use super::kv::{Part, Write};
use crate::cipher::{Cipher, Refused, new_data_key, new_device_key};

wasm_bindgen_test_configure!(run_in_browser);

fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n))
}

fn stream(n: u128) -> StreamId {
    StreamId(Uuid::from_u128(n))
}

fn item(n: u128) -> Item {
    let envelope = Envelope {
        id: EnvelopeId(Uuid::from_u128(n)),
        v: ENVELOPE_VERSION,
        device: DeviceId(Uuid::nil()),
        seq: 1,
        at: Moment::EPOCH,
        command: "Test.Write".to_owned(),
        args: to_raw_value("hemmeligt").expect("json"),
    };
    Item::new(envelope, stream(1), Vec::new(), Vec::new())
}

fn of_stream(on: u128, version: u64, replace: bool, things: &[(u128, Option<&str>)]) -> StreamPage {
    let entries = things.iter().map(|(id, text)| Entry {
        kind: "thing".to_owned(),
        id: Uuid::from_u128(*id),
        version,
        view: text.and_then(|text| to_raw_value(text).ok()),
    });
    StreamPage {
        stream: stream(on),
        version,
        lens: Lens::Adult,
        sight: None,
        replace,
        entries: entries.collect(),
    }
}

fn page(pages: Vec<StreamPage>, forgets: Vec<StreamId>) -> Storing {
    Storing { pages, forgets, whole: true }
}

async fn fresh(n: u128) -> Store {
    let old = Store::open(person(n)).await.expect("a store");
    old.destroy().await.expect("gone");
    Store::open(person(n)).await.expect("a store")
}

async fn things(store: &Store, on: u128) -> BTreeMap<u128, (u64, String)> {
    let rows = store.views(stream(on), "thing").await.expect("views");
    rows.into_iter().map(|row| (row.id.as_u128(), (row.version, row.view.get().to_owned()))).collect()
}

#[wasm_bindgen_test]
async fn what_is_sealed_opens_at_its_place_alone() {
    let cipher = Cipher::of(&new_data_key().expect("chance")).await.expect("a cipher");
    let sealed = cipher.seal("views/a", b"hemmeligt").await.expect("sealed");
    assert!(!sealed.windows(4).any(|window| window == b"hemm"));
    assert_eq!(cipher.open("views/a", &sealed).await, Ok(b"hemmeligt".to_vec()));
    assert_eq!(cipher.open("views/b", &sealed).await, Err(Refused));
    let other = Cipher::of(&new_data_key().expect("chance")).await.expect("a cipher");
    assert_eq!(other.open("views/a", &sealed).await, Err(Refused));
    let mut touched = sealed.clone();
    touched[20] ^= 1;
    assert_eq!(cipher.open("views/a", &touched).await, Err(Refused));
    assert_eq!(cipher.open("views/a", b"short").await, Err(Refused));
}

#[wasm_bindgen_test]
async fn the_device_key_never_leaves_the_browser() {
    let key = new_device_key().await.expect("a key");
    assert!(!key.extractable());
}

#[wasm_bindgen_test]
async fn what_is_kept_is_there_when_the_store_opens_again() {
    let store = fresh(1).await;
    assert!(store.lasts());
    let (device, mut kept) = (store.device(), item(7));
    store.keep(&kept).await.expect("kept");
    kept.state = ItemState::Settled { at: BTreeMap::from([(stream(1), 4)]), since: 0, pulls: 0 };
    store.keep(&kept).await.expect("kept");
    store.keep(&item(8)).await.expect("kept");
    store.let_go(EnvelopeId(Uuid::from_u128(8)), &[]).await.expect("gone");
    store.store(&page(vec![of_stream(1, 3, false, &[(5, Some("a"))])], Vec::new())).await.expect("stored");
    store.keep_draft("thread".to_owned(), "Kære".to_owned()).await.expect("kept");
    store.keep_bytes("voice:1".to_owned(), vec![0, 255, 0]).await.expect("kept");
    store.close();
    assert!(store.load().await.is_err(), "closed");

    let store = Store::open(person(1)).await.expect("again");
    let opened = store.load().await.expect("all of it");
    assert_eq!(store.device(), device);
    assert!(opened.whole);
    assert_eq!(opened.outbox.len(), 1);
    assert_eq!(opened.outbox[0].state, kept.state);
    assert_eq!(opened.cursors.len(), 1);
    assert_eq!((opened.cursors[0].version, opened.cursors[0].lens), (3, Lens::Adult));
    assert_eq!(things(&store, 1).await, BTreeMap::from([(5, (3, "\"a\"".to_owned()))]));
    assert_eq!(store.draft("thread").await.as_deref(), Some("Kære"));
    store.keep_draft("thread".to_owned(), String::new()).await.expect("gone");
    assert_eq!(store.draft("thread").await, None);
    assert_eq!(store.kept("voice:1").await, Some(vec![0, 255, 0]), "a recording comes back byte by byte");
    assert_eq!(store.draft("voice:1").await, None, "and is no text");
    store.keep_bytes("voice:1".to_owned(), Vec::new()).await.expect("gone");
    assert_eq!(store.kept("voice:1").await, None);
    store.destroy().await.expect("gone");
}

#[wasm_bindgen_test]
async fn a_page_of_news_changes_replaces_and_forgets() {
    for store in [fresh(2).await, Store::passing(person(2))] {
        let first = vec![
            of_stream(1, 2, false, &[(1, Some("a")), (2, Some("b"))]),
            of_stream(2, 1, false, &[(9, Some("z"))]),
        ];
        store.store(&page(first, Vec::new())).await.expect("stored");
        store
            .store(&page(vec![of_stream(1, 3, false, &[(1, Some("c")), (2, None)])], Vec::new()))
            .await
            .expect("stored");
        assert_eq!(things(&store, 1).await, BTreeMap::from([(1, (3, "\"c\"".to_owned()))]));
        store
            .store(&page(vec![of_stream(1, 1, true, &[(4, Some("d"))])], vec![stream(2)]))
            .await
            .expect("stored");
        assert_eq!(things(&store, 1).await, BTreeMap::from([(4, (1, "\"d\"".to_owned()))]));
        assert!(things(&store, 2).await.is_empty());
        assert_eq!(store.load().await.expect("all of it").cursors.len(), 1);
        store.destroy().await.expect("gone");
    }
}

#[wasm_bindgen_test]
async fn two_people_have_two_stores() {
    let (mine, theirs) = (fresh(3).await, fresh(4).await);
    mine.keep_draft("thread".to_owned(), "min".to_owned()).await.expect("kept");
    assert_eq!(theirs.draft("thread").await, None);
    assert_ne!(mine.device(), theirs.device());
    mine.destroy().await.expect("gone");
    theirs.destroy().await.expect("gone");
}

#[wasm_bindgen_test]
async fn another_tab_may_delete_what_this_one_has_open() {
    let (here, there) = (fresh(5).await, Store::open(person(5)).await.expect("a second tab"));
    here.destroy().await.expect("the other tab lets go");
    assert!(there.load().await.is_err());
}

#[wasm_bindgen_test]
async fn a_picture_waits_with_its_item() {
    let store = fresh(6).await;
    let blob = BlobId(Uuid::from_u128(66));
    store.keep_waiting(blob, b"image/png\0bytes".to_vec()).await.expect("kept");
    store.keep(&item(9)).await.expect("kept");
    assert_eq!(store.picture_waiting(blob).await.as_deref(), Some(&b"image/png\0bytes"[..]));
    store.let_go(EnvelopeId(Uuid::from_u128(9)), &[blob]).await.expect("gone");
    assert_eq!(store.picture_waiting(blob).await, None);
    store.destroy().await.expect("gone");
}

#[wasm_bindgen_test]
async fn a_picture_goes_with_its_stream_and_does_not_come_after_it() {
    let store = fresh(7).await;
    let (early, late) = (BlobId(Uuid::from_u128(71)), BlobId(Uuid::from_u128(72)));
    store.store(&page(vec![of_stream(1, 1, false, &[])], Vec::new())).await.expect("stored");
    store.keep_looked_at(stream(1), early, b"early".to_vec(), 1).await.expect("kept");
    assert_eq!(store.picture_looked_at(stream(1), early).await.as_deref(), Some(&b"early"[..]));
    store.store(&page(Vec::new(), vec![stream(1)])).await.expect("stored");
    store.keep_looked_at(stream(1), late, b"late".to_vec(), 2).await.expect("kept for nobody");
    for blob in [early, late] {
        assert_eq!(store.picture_looked_at(stream(1), blob).await, None);
    }
    assert!(store.metas::<(i64, usize)>("picture:").await.expect("read").is_empty());
    store.destroy().await.expect("gone");
}

#[wasm_bindgen_test]
async fn pictures_of_an_earlier_build_go_once() {
    let store = fresh(8).await;
    let (former, waiting) = (BlobId(Uuid::from_u128(81)), BlobId(Uuid::from_u128(82)));
    let picture =
        store.put(Part::Pictures, format!("in/{former}"), b"former".to_vec()).await.expect("sealed");
    store.write(vec![picture], false).await.expect("kept");
    store.set_meta("pictures", &[(former, 6)]).await.expect("kept");
    store.keep_waiting(waiting, b"waiting".to_vec()).await.expect("kept");
    store.let_former_pictures_go().await.expect("gone");
    assert_eq!(store.read(Part::Pictures, &format!("in/{former}")).await.ok(), Some(None));
    assert!(store.picture_waiting(waiting).await.is_some());
    store.destroy().await.expect("gone");
}

#[wasm_bindgen_test]
async fn a_key_without_what_it_opens_is_made_anew() {
    let store = fresh(9).await;
    let sealed = [(Part::Keys, "slot:device"), (Part::Meta, "device")];
    let none = sealed.map(|(part, key)| Write::Delete(part, key.to_owned()));
    store.write(none.into(), true).await.expect("gone");
    store.close();
    let again = Store::open(person(9)).await.expect("a store");
    again.destroy().await.expect("gone");
}
