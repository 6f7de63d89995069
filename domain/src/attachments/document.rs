//! A letter as a file: those that come by Digital Post are PDFs.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::id::BlobId;
use crate::problem::{Problem, ProblemKey};

/// The most files of one letter.
pub const DOCUMENTS_AT_MOST: usize = 5;
/// The most bytes of one.
pub const DOCUMENT_AT_MOST: usize = 5 * 1024 * 1024;
/// What every one of them is.
pub const DOCUMENT_MIME: &str = "application/pdf";
/// What a name may be at most, in characters, with its ending.
const NAME_CHARACTERS: usize = 100;
const ENDING: &str = ".pdf";
/// So far from its end the mark stands that ends the file: some programs write a little behind it.
const END_WITHIN: usize = 1024;

/// A file of a letter; fetched by its id when it is opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Document {
    pub blob: BlobId,
    /// How long it is. What has arrived counts.
    pub bytes: u32,
    /// What it was called where it was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<FileName>,
}

/// What a file is called, made fit to be read: one line, nothing that turns the direction, and the ending that is true.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String)]
pub struct FileName(String);

impl FileName {
    /// Makes a name of what someone else called a file.
    ///
    /// # Errors
    /// `text-empty` where nothing of it is left.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        // Of a path, only the last: which folders someone has is nobody's business.
        let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
        let readable: String = last.chars().map(readable).filter(|c| !turns_or_hides(*c)).collect();
        let words: Vec<_> = readable.split_whitespace().collect();
        let line = words.join(" ");
        let stem: String = stem(&line).chars().take(NAME_CHARACTERS - ENDING.len()).collect();
        match stem.trim_end_matches([' ', '.']) {
            "" => Err(Problem::on(ProblemKey::TextEmpty, "documents")),
            stem => Ok(Self(format!("{stem}{ENDING}"))),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Without the ending, however it is written.
fn stem(line: &str) -> &str {
    let at = line.len().saturating_sub(ENDING.len());
    match (line.get(..at), line.get(at..)) {
        (Some(stem), Some(ending)) if ending.eq_ignore_ascii_case(ENDING) => stem,
        _ => line,
    }
}

fn readable(c: char) -> char {
    if c.is_control() { ' ' } else { c }
}

/// Marks of direction stay, as in every text ([`crate::kernel::text`]); a name needs neither embeddings nor isolates, and
/// nothing that is not seen.
fn turns_or_hides(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{200B}' | '\u{FEFF}')
}

impl TryFrom<String> for FileName {
    type Error = Problem;
    fn try_from(raw: String) -> Result<Self, Problem> {
        Self::parse(&raw)
    }
}

impl From<FileName> for String {
    fn from(name: FileName) -> Self {
        name.0
    }
}

/// Do these bytes begin a PDF? Then they are judged as one, and no longer as a picture. Only blanks and a byte order mark
/// may stand before: what begins as something else is something else.
pub fn begins(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    bytes.trim_ascii_start().starts_with(b"%PDF-")
}

/// Is this a PDF that we take? By how it begins and ends; nothing in it is opened.
///
/// # Errors
/// A problem with the field `documents`.
pub fn judge(bytes: &[u8]) -> Result<(), Problem> {
    let on = |key| Err(Problem::on(key, "documents"));
    if bytes.len() > DOCUMENT_AT_MOST {
        return on(ProblemKey::DocumentTooLarge);
    }
    let end = &bytes[bytes.len().saturating_sub(END_WITHIN)..];
    if !begins(bytes) || !end.windows(5).any(|mark| mark == b"%%EOF") {
        return on(ProblemKey::DocumentUnreadable);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(raw: &str) -> Option<String> {
        FileName::parse(raw).ok().map(String::from)
    }

    #[test]
    fn a_name_is_one_line_of_text_that_ends_as_what_it_is() {
        for (raw, name) in [
            ("Brev fra kommunen.pdf", "Brev fra kommunen.pdf"),
            ("BREV.PDF", "BREV.pdf"),
            ("رسالة.pdf", "رسالة.pdf"),
            ("C:\\Users\\Fatima\\Hentet\\brev.pdf", "brev.pdf"),
            ("../../etc/brev", "brev.pdf"),
            ("faktura.exe", "faktura.exe.pdf"),
            ("  to\r\nlinjer\t.pdf", "to linjer.pdf"),
            ("fdp\u{202E}exe.pdf", "fdpexe.pdf"),
            ("\u{2067}brev\u{200B}.pdf", "brev.pdf"),
        ] {
            assert_eq!(named(raw).as_deref(), Some(name), "{raw:?}");
            assert_eq!(named(name).as_deref(), Some(name), "read once more it is the same");
        }
        let long = named(&"ø".repeat(300)).unwrap_or_default();
        assert_eq!((long.chars().count(), long.ends_with("ø.pdf")), (NAME_CHARACTERS, true));
        for nothing in ["", ".pdf", " \n ", "mappe/", "\u{202E}.PDF"] {
            assert_eq!(named(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn a_name_that_was_cut_is_not_cut_again() {
        let cut = named(&"to ord ".repeat(30)).unwrap_or_default();
        assert_eq!(named(&cut), Some(cut));
    }

    #[test]
    fn a_pdf_is_known_by_how_it_begins_and_ends() {
        let key = |bytes: &[u8]| judge(bytes).err().map(|problem| problem.key);
        let behind = |blanks: usize| [b"%PDF-1.7\n...\n%%EOF\n".to_vec(), vec![0; blanks]].concat();
        for taken in [behind(0), behind(1_000), b"\xEF\xBB\xBF\n%PDF-2.0 %%EOF".to_vec()] {
            assert_eq!(key(&taken), None);
        }
        for other in [
            behind(END_WITHIN),
            b"".to_vec(),
            b"%PDF-1.7\n...".to_vec(),
            b"<html>%PDF-1.7 %%EOF".to_vec(),
            b"\xFF\xD8\xFF\xE0%PDF-1.7 %%EOF".to_vec(),
            b"%%EOF".to_vec(),
        ] {
            assert_eq!(key(&other), Some(ProblemKey::DocumentUnreadable), "{other:?}");
        }
        let mut large = b"%PDF-1.7".to_vec();
        large.resize(DOCUMENT_AT_MOST - 5, 0);
        large.extend(b"%%EOF");
        assert_eq!(key(&large), None);
        large.push(b'\n');
        assert_eq!(key(&large), Some(ProblemKey::DocumentTooLarge));
    }
}
