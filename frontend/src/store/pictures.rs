//! Pictures: those that wait to be sent, and those looked at, each counted so that the oldest make room for a new one.

use indgang_domain::kernel::id::{BlobId, StreamId};

use super::Store;
use super::kv::{Part, Write};
use crate::cipher::Refused;

/// Above it, the pictures looked at longest ago go.
const KEPT_AT_MOST: usize = 50 * 1024 * 1024;
/// How the keys begin under which they are counted: each by itself, so that no tab writes over what another counted.
const COUNTED: &str = "picture:";
/// Where earlier builds listed all of them, under keys of which nothing that is forgotten finds its own.
const FORMER_LIST: &str = "pictures";

fn looked_at(stream: StreamId, blob: BlobId) -> String {
    format!("in/{stream}/{blob}")
}

/// Everything that was looked at in a stream goes, and is no longer counted.
pub(super) fn forget_looked_at(stream: StreamId) -> [Write; 2] {
    let all = format!("in/{stream}/");
    [Write::DeleteAll(Part::Meta, format!("{COUNTED}{all}")), Write::DeleteAll(Part::Pictures, all)]
}

fn drop_looked_at(key: &str) -> [Write; 2] {
    [Write::Delete(Part::Meta, format!("{COUNTED}{key}")), Write::Delete(Part::Pictures, key.to_owned())]
}

impl Store {
    /// A picture that waits to be sent, with its type in front.
    pub(crate) async fn picture_waiting(&self, blob: BlobId) -> Option<Vec<u8>> {
        self.read(Part::Pictures, &format!("out/{blob}")).await.ok()?
    }

    /// Keeps a picture until it is sent.
    pub(crate) async fn keep_waiting(&self, blob: BlobId, packed: Vec<u8>) -> Result<(), Refused> {
        let write = self.put(Part::Pictures, format!("out/{blob}"), packed).await?;
        self.write(vec![write], true).await
    }

    /// A picture that was looked at, with its type in front.
    pub(crate) async fn picture_looked_at(&self, stream: StreamId, blob: BlobId) -> Option<Vec<u8>> {
        self.read(Part::Pictures, &looked_at(stream, blob)).await.ok()?
    }

    /// Keeps a picture that is looked at, in milliseconds of the clock.
    pub(crate) async fn keep_looked_at(
        &self,
        stream: StreamId,
        blob: BlobId,
        packed: Vec<u8>,
        at: i64,
    ) -> Result<(), Refused> {
        let key = looked_at(stream, blob);
        let mut others: Vec<(String, (i64, usize))> = self.metas(COUNTED).await?;
        others.retain(|(other, _)| *other != key);
        others.sort_by_key(|(_, (at, _))| *at);
        let mut sum = others.iter().map(|(_, (_, size))| size).sum::<usize>() + packed.len();
        let mut batch = Vec::new();
        for (other, (_, size)) in others {
            if sum <= KEPT_AT_MOST {
                break;
            }
            sum -= size;
            batch.extend(drop_looked_at(&other));
        }
        let count = serde_json::to_vec(&(at, packed.len())).map_err(|_| Refused)?;
        batch.push(self.put(Part::Meta, format!("{COUNTED}{key}"), count).await?);
        batch.push(self.put(Part::Pictures, key.clone(), packed).await?);
        self.write(batch, false).await?;
        // While it was on its way its stream may have been forgotten, here or in another tab. What is written after that
        // sees it here; what was written before went along.
        if self.read(Part::Cursors, &stream.to_string()).await?.is_none() {
            self.write(drop_looked_at(&key).into(), false).await?;
        }
        Ok(())
    }

    /// Once: what an earlier build kept of pictures goes, and is fetched again where it is looked at.
    pub(crate) async fn let_former_pictures_go(&self) -> Result<(), Refused> {
        if self.read(Part::Meta, FORMER_LIST).await?.is_none() {
            return Ok(());
        }
        let all = [
            Write::DeleteAll(Part::Pictures, "in/".to_owned()),
            Write::DeleteAll(Part::Meta, COUNTED.to_owned()),
            Write::Delete(Part::Meta, FORMER_LIST.to_owned()),
        ];
        self.write(all.into(), false).await
    }
}
