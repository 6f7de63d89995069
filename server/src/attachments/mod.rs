//! What travels beside words: judged as it arrives, and named by what comes after it.

pub(crate) mod documents;
pub(crate) mod photos;
pub(crate) mod picture;
pub(crate) mod recording;
pub(crate) mod recordings;

use indgang_domain::kernel::id::BlobId;

use crate::desk::deed::Deed;
use crate::store::{Arg, Row, Trouble, args};

/// What this statement finds of a file, which a view of this kind names from now on; none where it has not arrived.
async fn arrived(
    deed: &mut Deed<'_, '_>,
    blob: BlobId,
    kind: &str,
    (sql, args): (&'static str, Vec<Arg>),
) -> Result<Option<Row>, Trouble> {
    let found = deed.unit.row(sql, args).await?;
    if found.is_some() {
        is_named(deed, blob, kind).await?;
    }
    Ok(found)
}

/// From now on a view of this kind names it: it stays, and who sees the one sees the other.
async fn is_named(deed: &mut Deed<'_, '_>, blob: BlobId, kind: &str) -> Result<(), Trouble> {
    deed.unit
        .exec(
            "DELETE FROM unnamed WHERE municipality = $1 AND author = $2 AND blob = $3",
            args![deed.here.municipality, deed.by.person, blob],
        )
        .await?;
    deed.unit
        .exec(
            "INSERT INTO blob_kinds (municipality, blob, kind) VALUES ($1, $2, $3) \
             ON CONFLICT (municipality, blob) DO NOTHING",
            args![deed.here.municipality, blob, kind],
        )
        .await
        .map(drop)
}
