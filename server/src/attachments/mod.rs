//! What travels beside words: judged as it arrives, and named by what comes after it.

pub(crate) mod documents;
pub(crate) mod photos;
pub(crate) mod picture;
pub(crate) mod recording;
pub(crate) mod recordings;

use indgang_domain::kernel::id::BlobId;

use crate::desk::change::Change;
use crate::store::{Arg, Row, Trouble, args};

/// What this statement finds of a file, which a view of this kind names from now on; none where it has not arrived.
async fn arrived(
    change: &mut Change<'_, '_>,
    blob: BlobId,
    kind: &str,
    (sql, args): (&'static str, Vec<Arg>),
) -> Result<Option<Row>, Trouble> {
    let found = change.tx.row(sql, args).await?;
    if found.is_some() {
        is_named(change, blob, kind).await?;
    }
    Ok(found)
}

/// From now on a view of this kind names it: it stays, and who sees the one sees the other.
async fn is_named(change: &mut Change<'_, '_>, blob: BlobId, kind: &str) -> Result<(), Trouble> {
    change
        .tx
        .exec(
            "DELETE FROM unnamed WHERE municipality = $1 AND author = $2 AND blob = $3",
            args![change.here.municipality, change.by.person, blob],
        )
        .await?;
    change
        .tx
        .exec(
            "INSERT INTO blob_kinds (municipality, blob, kind) VALUES ($1, $2, $3) \
             ON CONFLICT (municipality, blob) DO NOTHING",
            args![change.here.municipality, blob, kind],
        )
        .await
        .map(drop)
}
