//! What travels beside words: photos, documents, and recordings in pieces. Each is sent before the command that names it.

pub mod document;
mod named;
mod photo;
mod recording;

pub use self::document::{DOCUMENT_AT_MOST, DOCUMENT_MIME, DOCUMENTS_AT_MOST, Document, FileName};
pub use self::named::{Attachment, AttachmentKind};
pub use self::photo::{PHOTOS_AT_MOST, Photo};
pub use self::recording::{
    PIECE, PIECE_AT_MOST, PIECES_AT_MOST, Piece, Spoken, Transcript, VOICE_AT_MOST, VOICE_MILLIS_AT_MOST,
    Voice, VoiceMime,
};
