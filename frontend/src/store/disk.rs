//! `IndexedDB`: shelves of bytes under text keys. idb opens, upgrades and writes, because rexie can neither be told
//! how durable a write must be nor that another tab wants to upgrade; rexie reads.

use std::cell::RefCell;
use std::rc::Rc;

use futures::future::{Either, select};
use gloo::events::EventListener;
use gloo::timers::future::TimeoutFuture;
use idb::{DatabaseEvent, Factory, ObjectStoreParams};
use js_sys::{Array, Uint8Array};
use rexie::{KeyRange, Rexie, TransactionMode};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CryptoKey, IdbDatabase, IdbTransaction};

use super::kv::{Part, Write};
use crate::cipher::Refused;
use crate::js;

/// Raise it to drop views (see [`Disk::open`]); never so that the outbox or drafts are lost.
const VERSION: u32 = 1;
/// A database that does not open by then, in milliseconds, is blocked or broken.
const PATIENCE: u32 = 10_000;

/// An open database.
pub(crate) struct Disk {
    open: Rc<RefCell<Option<Open>>>,
}

struct Open {
    reads: Rexie,
    writes: IdbDatabase,
    listener: EventListener,
}

impl From<idb::Error> for Refused {
    fn from(_: idb::Error) -> Self {
        Self
    }
}

impl From<rexie::Error> for Refused {
    fn from(_: rexie::Error) -> Self {
        Self
    }
}

impl Disk {
    pub(crate) async fn open(name: &str) -> Result<Self, Refused> {
        let opening = Box::pin(Self::open_patiently(name));
        match select(opening, TimeoutFuture::new(PATIENCE)).await {
            Either::Left((opened, _)) => opened,
            Either::Right(_) => Err(Refused),
        }
    }

    async fn open_patiently(name: &str) -> Result<Self, Refused> {
        let mut request = Factory::new()?.open(name, Some(VERSION))?;
        request.on_upgrade_needed(|event| {
            let Ok(database) = event.database() else { return };
            let there = database.store_names();
            for part in Part::ALL.into_iter().filter(|part| !there.iter().any(|name| name == part.name())) {
                // A failure aborts the upgrade, and the opening fails.
                _ = database.create_object_store(part.name(), ObjectStoreParams::new());
            }
        });
        let writes: IdbDatabase = request.await?.into();
        let reads = Rexie::builder(name).version(VERSION).build().await?;
        let open = Rc::new(RefCell::new(None));
        // Another tab upgrades or deletes: let go, or it waits for ever.
        let listener = EventListener::once(&writes, "versionchange", {
            let open = open.clone();
            move |_| close(&open)
        });
        *open.borrow_mut() = Some(Open { reads, writes, listener });
        Ok(Self { open })
    }

    pub(crate) async fn read(&self, part: Part, key: &str) -> Result<Option<Vec<u8>>, Refused> {
        let value = self.value(part, key).await?;
        Ok(value.map(|value| Uint8Array::new(&value).to_vec()))
    }

    pub(crate) async fn key(&self, name: &str) -> Result<Option<CryptoKey>, Refused> {
        Ok(self.value(Part::Keys, name).await?.and_then(|value| value.dyn_into().ok()))
    }

    async fn value(&self, part: Part, key: &str) -> Result<Option<JsValue>, Refused> {
        let transaction = self.reading(part)?;
        let value = transaction.store(part.name())?.get(key.into()).await?;
        Ok(value.filter(|value| !value.is_undefined()))
    }

    /// All whose key begins so, in the order of their keys.
    pub(crate) async fn range(&self, part: Part, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, Refused> {
        let transaction = self.reading(part)?;
        let store = transaction.store(part.name())?;
        let keys = store.get_all_keys(Some(beginning(prefix)?), None).await?;
        let values = store.get_all(Some(beginning(prefix)?), None).await?;
        let keys = keys.into_iter().filter_map(|key| key.as_string());
        Ok(keys.zip(values.iter().map(|value| Uint8Array::new(value).to_vec())).collect())
    }

    fn reading(&self, part: Part) -> Result<rexie::Transaction, Refused> {
        let open = self.open.borrow();
        let open = open.as_ref().ok_or(Refused)?;
        Ok(open.reads.transaction(&[part.name()], TransactionMode::ReadOnly)?)
    }

    /// All of it or nothing. `strict` returns when the disk has it, not when the browser means to write it.
    pub(crate) async fn write(&self, batch: &[Write], strict: bool) -> Result<(), Refused> {
        let values: Vec<_> =
            batch.iter().map(|write| write.bytes().map(|bytes| Uint8Array::from(bytes).into())).collect();
        let transaction = self.writing(strict)?;
        for (write, value) in batch.iter().zip(values) {
            put(&transaction, write.part(), write.key(), write.is_prefix(), value)?;
        }
        finish(transaction).await
    }

    /// Keeps a key and what it wraps, as one, unless something is wrapped already: a key without it opens nothing.
    pub(crate) async fn put_keys_if_none(
        &self,
        name: &str,
        key: &CryptoKey,
        slot: &str,
        wrapped: &[u8],
    ) -> Result<(), Refused> {
        let wrapped = Uint8Array::from(wrapped).into();
        let transaction = self.writing(true)?;
        let there = transaction.object_store(Part::Keys.name())?.get(JsValue::from(slot))?.await?;
        if there.is_none() {
            put(&transaction, Part::Keys, name, false, Some(key.clone().into()))?;
            put(&transaction, Part::Keys, slot, false, Some(wrapped))?;
        }
        finish(transaction).await
    }

    fn writing(&self, strict: bool) -> Result<idb::Transaction, Refused> {
        let open = self.open.borrow();
        let database = &open.as_ref().ok_or(Refused)?.writes;
        let names: Array = Part::ALL.iter().map(|part| JsValue::from(part.name())).collect();
        let durability = if strict { "strict" } else { "relaxed" };
        let options = js::object(&[("durability", &durability.into())]);
        let transaction = js::call(database, "transaction", &[&names, &"readwrite".into(), &options])?;
        Ok(transaction.dyn_into::<IdbTransaction>().map_err(Refused::from)?.into())
    }

    /// Ends both connections; every later call is refused.
    pub(crate) fn close(&self) {
        close(&self.open);
    }

    pub(crate) async fn delete(name: &str) -> Result<(), Refused> {
        let deleting = Factory::new()?.delete(name)?;
        match select(deleting.into_future(), TimeoutFuture::new(PATIENCE)).await {
            Either::Left((deleted, _)) => Ok(deleted?),
            Either::Right(_) => Err(Refused),
        }
    }
}

fn close(open: &RefCell<Option<Open>>) {
    if let Some(open) = open.borrow_mut().take() {
        open.writes.close();
        open.reads.close();
        // The listener may be the one that is running: it is let go afterwards.
        wasm_bindgen_futures::spawn_local(async move { drop(open.listener) });
    }
}

fn beginning(prefix: &str) -> Result<KeyRange, Refused> {
    Ok(KeyRange::bound(&prefix.into(), &format!("{prefix}\u{ffff}").into(), None, None)?)
}

fn put(
    to: &idb::Transaction,
    part: Part,
    key: &str,
    prefix: bool,
    value: Option<JsValue>,
) -> Result<(), Refused> {
    let store = to.object_store(part.name())?;
    match value {
        Some(value) => drop(store.put(&value, Some(&key.into()))?),
        None if prefix => drop(store.delete(beginning(key)?)?),
        None => drop(store.delete(JsValue::from(key))?),
    }
    Ok(())
}

async fn finish(transaction: idb::Transaction) -> Result<(), Refused> {
    if transaction.await?.is_committed() { Ok(()) } else { Err(Refused) }
}
