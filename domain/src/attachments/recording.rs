//! What is said aloud: a recording in pieces, each sent before the message that names them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::id::BlobId;
use crate::kernel::time::Moment;
use crate::problem::{Problem, ProblemKey};

/// The longest recording, in milliseconds: five minutes.
pub const VOICE_MILLIS_AT_MOST: u32 = 5 * 60 * 1000;
/// The most bytes of a piece that the server takes.
pub const PIECE_AT_MOST: usize = 1024 * 1024;
/// How large our own devices make a piece: one that a bad connection drops is soon sent again.
pub const PIECE: usize = 256 * 1024;
/// The most pieces of one recording.
pub const PIECES_AT_MOST: usize = 20;
/// The most bytes of one recording: five minutes at the most that browsers record with unasked.
pub const VOICE_AT_MOST: usize = PIECE * PIECES_AT_MOST;

/// What a recording is made of: Opus, in either of the two files that browsers put it in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub enum VoiceMime {
    /// `WebM`.
    #[serde(rename = "audio/webm;codecs=opus")]
    WebM,
    /// Ogg.
    #[serde(rename = "audio/ogg;codecs=opus")]
    Ogg,
}

impl VoiceMime {
    /// Each, the one that is asked for first in front.
    pub const ALL: [Self; 2] = [Self::WebM, Self::Ogg];

    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WebM => "audio/webm;codecs=opus",
            Self::Ogg => "audio/ogg;codecs=opus",
        }
    }

    /// The one that is written so.
    pub fn parse(mime: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == mime)
    }
}

/// Which place a piece has in which recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The first piece; that is also the recording's id.
    pub recording: BlobId,
    /// From 0.
    pub part: u16,
}

/// A recording, as a message names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Voice {
    /// Its pieces in order: at most twenty of at most 1 MiB.
    pub chunks: Vec<BlobId>,
    /// What they are.
    pub mime: VoiceMime,
    /// How long it is, in milliseconds; at most five minutes. What the file itself says counts.
    pub millis: u32,
}

impl Voice {
    /// Rules about the recording alone.
    ///
    /// # Errors
    /// A problem with the field `voice`.
    pub fn check(&self) -> Result<(), Problem> {
        let on = |key| Err(Problem::on(key, "voice"));
        if self.chunks.is_empty() {
            return on(ProblemKey::VoiceMissing);
        }
        if self.chunks.len() > PIECES_AT_MOST {
            return on(ProblemKey::TooMany);
        }
        if self.millis > VOICE_MILLIS_AT_MOST {
            return on(ProblemKey::VoiceTooLong);
        }
        Ok(())
    }

    /// As it is listened to before anyone has written down what it says.
    pub fn spoken(self) -> Spoken {
        let Self { chunks, mime, millis } = self;
        Spoken { chunks, mime, millis, transcript: None, revision: 0 }
    }
}

/// A recording, as it is listened to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Spoken {
    /// Its pieces in order.
    pub chunks: Vec<BlobId>,
    /// What they are.
    pub mime: VoiceMime,
    /// How long it is, in milliseconds.
    pub millis: u32,
    /// What it says, once someone of the team has written it down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transcript: Option<Transcript>,
    /// Counts changes of what was written down; a change names the one it was made on.
    #[serde(default)]
    pub revision: i64,
}

/// What a recording says, in writing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Transcript {
    pub text: String,
    /// Who wrote it down.
    pub by: String,
    pub at: Moment,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn voice(pieces: usize, millis: u32) -> Voice {
        Voice { chunks: vec![BlobId(Uuid::nil()); pieces], mime: VoiceMime::WebM, millis }
    }

    #[test]
    fn five_minutes_are_the_most() {
        let key = |voice: Voice| voice.check().err().map(|problem| problem.key);
        assert_eq!(key(voice(PIECES_AT_MOST, VOICE_MILLIS_AT_MOST)), None);
        assert_eq!(key(voice(1, VOICE_MILLIS_AT_MOST + 1)), Some(ProblemKey::VoiceTooLong));
        assert_eq!(key(voice(PIECES_AT_MOST + 1, 1)), Some(ProblemKey::TooMany));
        assert_eq!(key(voice(0, 1)), Some(ProblemKey::VoiceMissing));
    }

    #[test]
    fn a_mime_travels_as_it_is_written() {
        for mime in VoiceMime::ALL {
            assert_eq!(serde_json::to_value(mime).ok(), Some(mime.as_str().into()));
            assert_eq!(VoiceMime::parse(mime.as_str()), Some(mime));
        }
        assert_eq!(VoiceMime::parse("audio/mp4"), None);
    }
}
