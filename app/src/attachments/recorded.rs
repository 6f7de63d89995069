//! What was recorded: as it is kept, as it is sent, and as it comes back.

use indgang_domain::attachments::{PIECE, Piece, Spoken, Voice, VoiceMime};
use indgang_domain::kernel::id::{BlobId, StreamId};

use crate::backend::{Backend, Picture};

/// A recording on this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// What it is.
    pub mime: VoiceMime,
    /// How long, in milliseconds.
    pub millis: u32,
    pub bytes: Vec<u8>,
}

impl Recorded {
    /// The type, a zero byte, how long it is, the file.
    pub(crate) fn pack(&self) -> Vec<u8> {
        [self.mime.as_str().as_bytes(), &[0], &self.millis.to_le_bytes(), &self.bytes].concat()
    }

    /// What was packed so.
    pub(crate) fn unpack(packed: &[u8]) -> Option<Self> {
        let end = packed.iter().position(|byte| *byte == 0)?;
        let mime = VoiceMime::parse(std::str::from_utf8(&packed[..end]).ok()?)?;
        let (millis, bytes) = packed[end + 1..].split_first_chunk()?;
        Some(Self { mime, millis: u32::from_le_bytes(*millis), bytes: bytes.to_vec() })
    }

    /// What a message names it by, and its pieces for the readers of `stream`.
    pub(crate) fn pieces(&self, stream: StreamId, mint: impl Fn() -> BlobId) -> (Voice, Vec<Picture>) {
        let recording = mint();
        let pieces: Vec<_> = (0_u16..)
            .zip(self.bytes.chunks(PIECE))
            .map(|(part, bytes)| Picture {
                id: if part == 0 { recording } else { mint() },
                stream,
                mime: self.mime.as_str().to_owned(),
                piece: Some(Piece { recording, part }),
                bytes: bytes.to_vec(),
            })
            .collect();
        let chunks = pieces.iter().map(|piece| piece.id).collect();
        (Voice { chunks, mime: self.mime, millis: self.millis }, pieces)
    }

    /// One that was not sent, put together again from what waits on the device.
    pub(crate) async fn unsent(backend: &dyn Backend, voice: Spoken) -> Option<Self> {
        let mut bytes = Vec::new();
        for piece in voice.chunks {
            bytes.extend(backend.unsent(piece).await?);
        }
        Some(Self { mime: voice.mime, millis: voice.millis, bytes })
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use uuid::Uuid;

    use super::*;

    fn recorded(length: usize) -> Recorded {
        Recorded { mime: VoiceMime::Ogg, millis: 61_000, bytes: vec![7; length] }
    }

    #[test]
    fn what_is_kept_comes_back_the_same() {
        for length in [0, 1, 9] {
            assert_eq!(Recorded::unpack(&recorded(length).pack()), Some(recorded(length)));
        }
        for broken in [b"".as_slice(), b"audio/mp4\0\0\0\0\0", b"audio/ogg;codecs=opus\0\0"] {
            assert_eq!(Recorded::unpack(broken), None);
        }
    }

    #[test]
    fn its_pieces_are_all_of_it_in_order() {
        let (said, minted) = (recorded(2 * PIECE + 1), Cell::new(0));
        let mint = || BlobId(Uuid::from_u128(minted.replace(minted.get() + 1)));
        let (voice, pieces) = said.pieces(StreamId(Uuid::nil()), mint);
        assert_eq!(pieces.iter().map(|piece| piece.bytes.len()).collect::<Vec<_>>(), [PIECE, PIECE, 1]);
        assert_eq!(voice.chunks, pieces.iter().map(|piece| piece.id).collect::<Vec<_>>());
        assert_eq!(voice.check(), Ok(()));
        for (part, piece) in (0..).zip(&pieces) {
            assert_eq!(piece.piece, Some(Piece { recording: voice.chunks[0], part }));
        }
    }
}
