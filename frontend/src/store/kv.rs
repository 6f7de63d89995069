//! Shelves of bytes: on disk, or in memory where the browser keeps nothing.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::disk::Disk;
use crate::cipher::Refused;

/// What is kept apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    Keys,
    Meta,
    Cursors,
    Views,
    Outbox,
    Drafts,
    Pictures,
}

impl Part {
    pub(crate) const ALL: [Self; 7] =
        [Self::Keys, Self::Meta, Self::Cursors, Self::Views, Self::Outbox, Self::Drafts, Self::Pictures];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Keys => "keys",
            Self::Meta => "meta",
            Self::Cursors => "cursors",
            Self::Views => "views",
            Self::Outbox => "outbox",
            Self::Drafts => "drafts",
            Self::Pictures => "pictures",
        }
    }
}

/// One change.
#[derive(Clone)]
pub(crate) enum Write {
    Put(Part, String, Vec<u8>),
    Delete(Part, String),
    /// Everything whose key begins so.
    DeleteAll(Part, String),
}

impl Write {
    pub(crate) fn part(&self) -> Part {
        match self {
            Self::Put(part, ..) | Self::Delete(part, _) | Self::DeleteAll(part, _) => *part,
        }
    }

    pub(crate) fn key(&self) -> &str {
        match self {
            Self::Put(_, key, _) | Self::Delete(_, key) | Self::DeleteAll(_, key) => key,
        }
    }

    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        if let Self::Put(_, _, bytes) = self { Some(bytes) } else { None }
    }

    /// Lets go of what is done with, for good. Views are not: without them their cursors would say too much.
    pub(crate) fn is_final(&self) -> bool {
        !matches!(self, Self::Put(..)) && matches!(self.part(), Part::Outbox | Part::Drafts | Part::Pictures)
    }

    pub(crate) fn is_prefix(&self) -> bool {
        matches!(self, Self::DeleteAll(..))
    }
}

/// Where the shelves stand.
pub(crate) enum Kv {
    Disk(Disk),
    Memory(RefCell<BTreeMap<(Part, String), Vec<u8>>>),
}

impl Kv {
    pub(crate) fn memory() -> Self {
        Self::Memory(RefCell::default())
    }

    pub(crate) async fn read(&self, part: Part, key: &str) -> Result<Option<Vec<u8>>, Refused> {
        match self {
            Self::Disk(disk) => disk.read(part, key).await,
            Self::Memory(map) => Ok(map.borrow().get(&(part, key.to_owned())).cloned()),
        }
    }

    pub(crate) async fn range(&self, part: Part, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, Refused> {
        match self {
            Self::Disk(disk) => disk.range(part, prefix).await,
            Self::Memory(map) => {
                let map = map.borrow();
                let from = map.range((part, prefix.to_owned())..);
                let own = from.take_while(|((on, key), _)| *on == part && key.starts_with(prefix));
                Ok(own.map(|((_, key), bytes)| (key.clone(), bytes.clone())).collect())
            }
        }
    }

    pub(crate) async fn write(&self, batch: Vec<Write>, strict: bool) -> Result<(), Refused> {
        let map = match self {
            Self::Disk(disk) => return disk.write(&batch, strict).await,
            Self::Memory(map) => map,
        };
        let mut map = map.borrow_mut();
        for write in batch {
            match write {
                Write::Put(part, key, bytes) => drop(map.insert((part, key), bytes)),
                Write::Delete(part, key) => drop(map.remove(&(part, key))),
                Write::DeleteAll(part, prefix) => {
                    map.retain(|(on, key), _| *on != part || !key.starts_with(&prefix));
                }
            }
        }
        Ok(())
    }
}
