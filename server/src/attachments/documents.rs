//! The files a letter names: sent before it, by its author, into the same stream.

use indgang_domain::attachments::{DOCUMENT_MIME, Document};
use indgang_domain::kernel::id::StreamId;
use indgang_domain::problem::{Problem, ProblemKey};

use super::arrived;
use crate::desk::change::Change;
use crate::store::row::json;
use crate::store::{Trouble, args};

/// They as JSON for the row, as long as they arrived; refused where one has not arrived, is another's, or is no PDF.
pub(crate) async fn named(
    change: &mut Change<'_, '_>,
    stream: StreamId,
    documents: &[Document],
    kind: &str,
) -> Result<String, Trouble> {
    let mut found = Vec::with_capacity(documents.len());
    for document in documents {
        let sent = args![change.here.municipality, document.blob, stream, change.by.person, DOCUMENT_MIME];
        let missing = || Problem::on(ProblemKey::DocumentMissing, "documents");
        let row = arrived(change, document.blob, kind, (PDF, sent)).await?.ok_or_else(missing)?;
        let bytes = u32::try_from(row.int("length")?).unwrap_or(document.bytes);
        found.push(Document { bytes, ..document.clone() });
    }
    json(&found)
}

const PDF: &str = "SELECT CAST(LENGTH(bytes) AS BIGINT) AS length FROM blobs \
    WHERE municipality = $1 AND id = $2 AND stream = $3 AND author = $4 AND mime = $5";
