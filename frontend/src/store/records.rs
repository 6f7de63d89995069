//! What stands on the shelves, by what it is.

use indgang_domain::json;
use indgang_domain::kernel::id::{BlobId, EnvelopeId, StreamId};
use indgang_domain::stream::Cursor;
use indgang_domain::sync::{Item, Storing};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use uuid::Uuid;

use super::Store;
use super::kv::{Part, Write};
use super::pictures::forget_looked_at;
use crate::cipher::Refused;

/// What the machine begins with.
#[derive(Default)]
pub(crate) struct Opened {
    pub(crate) outbox: Vec<Item>,
    /// How far each stream was read.
    pub(crate) cursors: Vec<Cursor>,
    /// Nothing older is missing.
    pub(crate) whole: bool,
}

/// One view.
pub(crate) struct Row {
    pub(crate) id: Uuid,
    /// The stream's version when it last changed.
    pub(crate) version: u64,
    /// The view's JSON.
    pub(crate) view: Box<RawValue>,
}

const WHOLE: &str = "whole";

fn stored<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    json::read(std::str::from_utf8(bytes).ok()?).ok()
}

fn view_key(stream: StreamId, kind: &str, id: &str) -> String {
    format!("{stream}/{kind}/{id}")
}

impl Store {
    /// All that the machine needs. What cannot be read any more is left out.
    pub(crate) async fn load(&self) -> Result<Opened, Refused> {
        let outbox = self.range(Part::Outbox, "").await?;
        let cursors = self.range(Part::Cursors, "").await?;
        Ok(Opened {
            outbox: outbox.iter().filter_map(|(_, bytes)| stored(bytes)).collect(),
            cursors: cursors.iter().filter_map(|(_, bytes)| stored(bytes)).collect(),
            whole: self.meta(WHOLE).await?.unwrap_or(false),
        })
    }

    /// One item of the outbox.
    pub(crate) async fn item(&self, envelope: EnvelopeId) -> Option<Item> {
        stored(&self.read(Part::Outbox, &envelope.to_string()).await.ok()??)
    }

    /// Keeps an item so that a power cut does not take it.
    pub(crate) async fn keep(&self, item: &Item) -> Result<(), Refused> {
        let bytes = serde_json::to_vec(item).map_err(|_| Refused)?;
        let write = self.put(Part::Outbox, item.id().to_string(), bytes).await?;
        self.write(vec![write], true).await
    }

    /// Lets an item go, and the pictures that waited with it.
    pub(crate) async fn let_go(&self, envelope: EnvelopeId, pictures: &[BlobId]) -> Result<(), Refused> {
        let pictures = pictures.iter().map(|blob| Write::Delete(Part::Pictures, format!("out/{blob}")));
        let item = Write::Delete(Part::Outbox, envelope.to_string());
        self.write(pictures.chain([item]).collect(), false).await
    }

    /// Keeps a page of news with its cursors, as one.
    pub(crate) async fn store(&self, storing: &Storing) -> Result<(), Refused> {
        let mut batch = Vec::new();
        for stream in &storing.forgets {
            batch.push(Write::DeleteAll(Part::Views, format!("{stream}/")));
            batch.push(Write::Delete(Part::Cursors, stream.to_string()));
            batch.extend(forget_looked_at(*stream));
        }
        for news in &storing.pages {
            if news.replace {
                batch.push(Write::DeleteAll(Part::Views, format!("{}/", news.stream)));
            }
            for entry in &news.entries {
                let key = view_key(news.stream, &entry.kind, &entry.id.to_string());
                batch.push(match &entry.view {
                    None => Write::Delete(Part::Views, key),
                    Some(view) => {
                        let mut bytes = entry.version.to_le_bytes().to_vec();
                        bytes.extend_from_slice(view.get().as_bytes());
                        self.put(Part::Views, key, bytes).await?
                    }
                });
            }
            let cursor = serde_json::to_vec(&news.cursor()).map_err(|_| Refused)?;
            batch.push(self.put(Part::Cursors, news.stream.to_string(), cursor).await?);
        }
        if storing.whole {
            batch.push(self.put(Part::Meta, WHOLE.to_owned(), b"true".to_vec()).await?);
        }
        self.write(batch, false).await
    }

    /// The views of one kind in one stream.
    pub(crate) async fn views(&self, stream: StreamId, kind: &str) -> Result<Vec<Row>, Refused> {
        let rows = self.range(Part::Views, &view_key(stream, kind, "")).await?;
        Ok(rows.into_iter().filter_map(|(key, bytes)| row(&key, &bytes)).collect())
    }

    /// A kept draft.
    pub(crate) async fn draft(&self, key: &str) -> Option<String> {
        String::from_utf8(self.kept(key).await?).ok()
    }

    /// What was kept beside drafts: a recording that is not sent yet.
    pub(crate) async fn kept(&self, key: &str) -> Option<Vec<u8>> {
        self.read(Part::Drafts, key).await.ok()?
    }

    /// Keeps a draft; an empty one is let go.
    pub(crate) async fn keep_draft(&self, key: String, text: String) -> Result<(), Refused> {
        self.keep_bytes(key, text.into_bytes()).await
    }

    /// The same of anything.
    pub(crate) async fn keep_bytes(&self, key: String, bytes: Vec<u8>) -> Result<(), Refused> {
        let write = if bytes.is_empty() {
            Write::Delete(Part::Drafts, key)
        } else {
            self.put(Part::Drafts, key, bytes).await?
        };
        self.write(vec![write], false).await
    }

    /// A small fact about this store.
    pub(crate) async fn meta<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, Refused> {
        Ok(self.read(Part::Meta, key).await?.and_then(|bytes| stored(&bytes)))
    }

    /// All small facts whose key begins so, by the rest of it.
    pub(super) async fn metas<T: DeserializeOwned>(&self, prefix: &str) -> Result<Vec<(String, T)>, Refused> {
        let found = self.range(Part::Meta, prefix).await?;
        let read =
            |(key, bytes): (String, Vec<u8>)| Some((key.strip_prefix(prefix)?.to_owned(), stored(&bytes)?));
        Ok(found.into_iter().filter_map(read).collect())
    }

    /// Keeps a small fact.
    pub(crate) async fn set_meta<T: Serialize>(&self, key: &str, value: &T) -> Result<(), Refused> {
        let bytes = serde_json::to_vec(value).map_err(|_| Refused)?;
        let write = self.put(Part::Meta, key.to_owned(), bytes).await?;
        self.write(vec![write], false).await
    }
}

fn row(key: &str, bytes: &[u8]) -> Option<Row> {
    let id = Uuid::parse_str(key.rsplit('/').next()?).ok()?;
    let (version, view) = bytes.split_first_chunk()?;
    let view = json::raw(std::str::from_utf8(view).ok()?).ok()?;
    Some(Row { id, version: u64::from_le_bytes(*version), view })
}
