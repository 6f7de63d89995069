//! Keeping what was sent: once, for the readers of its stream, as what it is.

use axum::body::Bytes;
use indgang_domain::attachments::{
    DOCUMENT_MIME, PIECE_AT_MOST, PIECES_AT_MOST, Piece, VOICE_AT_MOST, document as pdf,
};
use indgang_domain::kernel::id::{BlobId, PersonId, StreamId};
use indgang_domain::policy::{Action, as_what};
use indgang_domain::problem::{Problem, ProblemKey};
use sha2::{Digest, Sha256};

use crate::attachments::{picture, recording};
use crate::desk::{Actor, reach};
use crate::http::Server;
use crate::store::{Row, Transaction, Trouble, args};

/// What someone sends.
pub(crate) struct Sent {
    pub(crate) id: BlobId,
    /// Whose readers may see it.
    pub(crate) stream: StreamId,
    /// Which piece of a recording it says it is. What begins a recording need not say so.
    pub(crate) piece: Option<Piece>,
    pub(crate) bytes: Bytes,
}

/// As it is kept.
#[derive(Clone)]
struct Kept {
    mime: &'static str,
    width: u32,
    height: u32,
    bytes: Vec<u8>,
    /// Where in which recording, and how long that is up to there.
    voice: Option<(Piece, u32)>,
}

/// Keeps it. Sending the same again changes nothing; sending another under the same id is refused.
///
/// # Errors
/// What is wrong with it, or with who sends it.
pub(crate) async fn keep(server: &Server, actor: &Actor, sent: Sent) -> Result<(), Trouble> {
    let db = &server.desk.db;
    let (municipality, person, now) =
        (actor.viewer.municipality, actor.viewer.person, server.desk.clock.now());
    let Sent { id, stream, piece, bytes } = sent;
    // A picture of what was written while the access lasted may arrive after it, and is set aside with the words.
    let lately = now.plus_days(-UNNAMED_DAYS);
    let lenses = reach::lenses_since(db, &actor.viewer, stream, (lately, now)).await?;
    if as_what(actor.viewer.role, Action::SendMessage, lenses).is_none() {
        return Err(ProblemKey::NotFound.into());
    }
    let (bytes, digest) = blocking(move || {
        let digest = Sha256::digest(&bytes).to_vec();
        (bytes, digest)
    })
    .await?;
    if let Some(known) = db.row(KNOWN, args![municipality, id]).await? {
        return same(&known, stream, person, &digest);
    }
    let day = args![municipality, person, now.plus_days(-1)];
    let unnamed = db.row(UNNAMED, day).await?.map_or(Ok(0), |row| row.int("n"))?;
    if unnamed >= UNNAMED_AT_MOST {
        return Err(ProblemKey::TooFast.into());
    }
    let begun = recording::begins(&bytes).then_some(Piece { recording: id, part: 0 });
    let kept = match piece.or(begun) {
        Some(piece) => piece_of(server, actor, (id, stream), piece, bytes).await?,
        None if pdf::begins(&bytes) => document(&bytes)?,
        None => opened(server, actor, bytes).await?,
    };
    db.transaction(move |tx| {
        let (kept, digest) = (kept.clone(), digest.clone());
        Box::pin(async move {
            let new = kept.write(tx, args![municipality, id, stream, person, now], digest.clone()).await?;
            if new == 0 {
                // Not under this id: another piece stands in its place.
                let known = tx.row(KNOWN, args![municipality, id]).await?;
                return same(&known.ok_or(ProblemKey::IdReused)?, stream, person, &digest);
            }
            tx.exec(
                "INSERT INTO unnamed (municipality, author, blob, at) VALUES ($1, $2, $3, $4)",
                args![municipality, person, id, now],
            )
            .await?;
            let long_ago = args![municipality, person, now.plus_days(-UNNAMED_DAYS)];
            for row in tx.rows(LONG_UNNAMED, long_ago).await? {
                let blob: BlobId = row.id("blob")?;
                tx.exec("DELETE FROM blobs WHERE municipality = $1 AND id = $2", args![municipality, blob])
                    .await?;
            }
            Ok(())
        })
    })
    .await
}

impl Kept {
    async fn write(
        self,
        tx: &mut Transaction<'_>,
        mut args: Vec<crate::store::Arg>,
        digest: Vec<u8>,
    ) -> Result<u64, Trouble> {
        let (piece, millis) = self.voice.unzip();
        let (recording, part) = piece.map(|piece| (piece.recording, piece.part)).unzip();
        args.extend(args![self.mime, self.width, self.height, digest, self.bytes, recording, part, millis]);
        tx.exec(
            "INSERT INTO blobs (municipality, id, stream, author, at, mime, width, height, digest, bytes, recording, part, \
             millis) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING",
            args,
        )
        .await
    }
}

/// A picture, written anew.
async fn opened(server: &Server, actor: &Actor, bytes: Bytes) -> Result<Kept, Trouble> {
    // Goes along with the work: whoever turns away halfway frees no place for another meanwhile.
    let place = server.uploads.to_open(&actor.viewer).await?;
    let renewed = blocking(move || {
        let _place = place;
        picture::renew(&bytes)
    });
    let picture = renewed.await??;
    Ok(Kept {
        mime: "image/jpeg",
        width: picture.width,
        height: picture.height,
        bytes: picture.bytes,
        voice: None,
    })
}

/// A letter's file, as it is: it is opened by whoever reads it, and never by us.
fn document(bytes: &Bytes) -> Result<Kept, Trouble> {
    pdf::judge(bytes)?;
    Ok(Kept { mime: DOCUMENT_MIME, width: 0, height: 0, bytes: bytes.to_vec(), voice: None })
}

/// A piece of a recording, judged with all that came before it: by itself it says nothing.
async fn piece_of(
    server: &Server,
    actor: &Actor,
    (id, stream): (BlobId, StreamId),
    piece: Piece,
    bytes: Bytes,
) -> Result<Kept, Trouble> {
    let on = |key| Err(Problem::on(key, "voice").into());
    if (piece.part == 0) != (piece.recording == id) {
        return Err(ProblemKey::Malformed.into());
    }
    if usize::from(piece.part) >= PIECES_AT_MOST {
        return on(ProblemKey::TooMany);
    }
    let mut all = before(server, actor, stream, piece).await?;
    if bytes.is_empty() || bytes.len() > PIECE_AT_MOST || all.len() + bytes.len() > VOICE_AT_MOST {
        return on(if bytes.is_empty() { ProblemKey::VoiceUnreadable } else { ProblemKey::TooLarge });
    }
    let heard = blocking(move || {
        all.extend_from_slice(&bytes);
        recording::judge(&all).map(|heard| (heard, bytes))
    });
    let (heard, bytes) = heard.await??;
    let mime = heard.mime.as_str();
    Ok(Kept { mime, width: 0, height: 0, bytes: bytes.to_vec(), voice: Some((piece, heard.millis)) })
}

/// What came before a piece: all of it, by the same author into the same stream, and named by nothing yet.
async fn before(server: &Server, actor: &Actor, stream: StreamId, piece: Piece) -> Result<Vec<u8>, Trouble> {
    let viewer = &actor.viewer;
    if piece.part == 0 {
        return Ok(Vec::new());
    }
    let args = args![viewer.municipality, piece.recording, stream, viewer.person, piece.part];
    let pieces = server.desk.db.rows(BEFORE, args).await?;
    if pieces.len() != usize::from(piece.part) {
        return Err(Problem::on(ProblemKey::VoiceMissing, "voice").into());
    }
    let mut all = Vec::new();
    for piece in pieces {
        all.extend(piece.bytes("bytes")?);
    }
    Ok(all)
}

/// What takes the processor for a while; other requests go on meanwhile.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Trouble> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Trouble::fault("blob"))
}

/// So many a day that nothing names yet: a phone that comes back sends some dozens before what names them.
const UNNAMED_AT_MOST: i64 = 200;
const UNNAMED: &str = "SELECT COUNT(*) AS n FROM unnamed WHERE municipality = $1 AND author = $2 AND at > $3";
/// After so long what was to name them does not come any more: the next one takes their place.
const UNNAMED_DAYS: i64 = 30;
const LONG_UNNAMED: &str =
    "DELETE FROM unnamed WHERE municipality = $1 AND author = $2 AND at < $3 RETURNING blob";
const KNOWN: &str = "SELECT stream, author, digest FROM blobs WHERE municipality = $1 AND id = $2";
const BEFORE: &str = "SELECT b.bytes FROM blobs b JOIN unnamed u ON u.municipality = b.municipality \
    AND u.author = b.author AND u.blob = b.id WHERE b.municipality = $1 AND b.recording = $2 AND b.stream = $3 \
    AND b.author = $4 AND b.part < $5 ORDER BY b.part";

/// Is what is kept under this id what was sent now?
fn same(known: &Row, stream: StreamId, author: PersonId, digest: &[u8]) -> Result<(), Trouble> {
    let same = known.id::<StreamId>("stream")? == stream
        && known.id::<PersonId>("author")? == author
        && known.bytes("digest")? == digest;
    if same { Ok(()) } else { Err(ProblemKey::IdReused.into()) }
}
