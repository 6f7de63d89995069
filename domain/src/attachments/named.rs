//! Which field of a command names what is sent before it.

/// What is sent before a command and named in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// The field that names it.
    pub field: &'static str,
    /// What it is.
    pub kind: AttachmentKind,
}

impl Attachment {
    /// Files of this kind, named in this field.
    pub const fn of(field: &'static str, kind: AttachmentKind) -> Self {
        Self { field, kind }
    }
}

/// What kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttachmentKind {
    /// Pictures, by their blobs.
    Photo,
    /// PDFs, each with its blob, its size and what it was called.
    Document,
    /// What was said aloud, in pieces.
    Recording,
}
