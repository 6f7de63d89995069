//! A plain form as it arrives: urlencoded, or multipart where pictures may come along.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderMap, StatusCode, header};
use indgang_app::boot::Posted;
use indgang_app::draft::joined;
use indgang_domain::attachments::{
    AttachmentKind, DOCUMENTS_AT_MOST, FileName, PHOTOS_AT_MOST, document as pdf,
};
use indgang_domain::feature::{Declared, declared};
use indgang_domain::problem::{Problem, ProblemKey};
use uuid::Uuid;

use super::problem::unread;
use super::{BODY_AT_MOST, FORM_AT_MOST, PICTURE_AT_MOST};

/// The most fields of a form that are not files: the longest of ours has a dozen.
const FIELDS_AT_MOST: usize = 64;

/// A file that came along.
#[derive(Clone)]
pub(super) struct File {
    pub(super) bytes: Bytes,
    /// The field that it came in, of whatever kind it is: a refusal is named under it.
    pub(super) field: String,
    /// What it was called; only of a PDF is that asked.
    pub(super) name: Option<FileName>,
    /// As its first bytes say.
    pub(super) kind: AttachmentKind,
}

/// The most files of a kind. Recordings need script.
fn at_most(kind: AttachmentKind) -> usize {
    match kind {
        AttachmentKind::Photo => PHOTOS_AT_MOST,
        AttachmentKind::Document => DOCUMENTS_AT_MOST,
        AttachmentKind::Recording => 0,
    }
}

/// What a form brought.
#[derive(Clone, Default)]
pub(super) struct Form {
    pub(super) command: String,
    pub(super) envelope: Option<Uuid>,
    back: String,
    /// It was posted for a standard answer, not to be sent.
    pub(super) inserts: bool,
    /// Which one is chosen.
    pub(super) chosen: String,
    /// The command's own fields, in order.
    pub(super) fields: Vec<(String, String)>,
    pub(super) files: Vec<File>,
    /// Files came along that were not kept.
    pub(super) files_lost: bool,
    /// How many fields it brought that are not files, and how many bytes of them.
    count: usize,
    bytes: usize,
}

/// What stands several times is a list, its parts below each other.
fn once_each(fields: Vec<(String, String)>) -> BTreeMap<String, String> {
    let mut once: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in fields {
        once.entry(name).and_modify(|known| *known = format!("{known}\n{value}")).or_insert(value);
    }
    once
}

impl Form {
    fn take(&mut self, name: String, value: String) -> Result<(), Problem> {
        self.count += 1;
        if self.count > FIELDS_AT_MOST {
            return Err(ProblemKey::TooMany.into());
        }
        match name.as_str() {
            "command" => self.command = value,
            "envelope" => self.envelope = Uuid::try_parse(&value).ok(),
            "back" => self.back = value,
            "insert" => self.inserts = true,
            "template" => self.chosen = value,
            // An empty field of a form is one that was not filled in.
            _ if value.is_empty() => {}
            _ => self.fields.push((name, value)),
        }
        Ok(())
    }

    /// Where to go afterwards: a path of ours and nowhere else. Browsers pass over tabs and lines in an address, and take
    /// a slash that leans the other way for one.
    pub(super) fn back(&self) -> &str {
        let ours = self.back.starts_with('/')
            && !self.back.starts_with("//")
            && self.back.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        if ours { &self.back } else { "/" }
    }

    /// Puts the chosen standard answer behind what was written. Pictures are not kept for a form that is not sent.
    pub(super) fn insert(&mut self, chosen: Option<&str>) {
        self.files_lost |= !std::mem::take(&mut self.files).is_empty();
        let Some(words) = self.declared().and_then(|command| command.words.first().copied()) else { return };
        let Some(chosen) = chosen else { return };
        let text = joined(self.field(words).unwrap_or_default(), "\n", chosen);
        self.fields.retain(|(name, _)| name != words);
        self.fields.push((words.to_owned(), text));
    }

    /// What is known of its command.
    pub(super) fn declared(&self) -> Option<&'static Declared> {
        declared(&self.command)
    }

    /// What stands in a field, the first time.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(other, _)| other == name).map(|(_, text)| text.as_str())
    }

    fn names_files(&self, field: &str) -> bool {
        self.declared().is_some_and(|command| command.names_files(field))
    }

    pub(super) fn posted(self, problem: Option<Problem>) -> Posted {
        let pictures_lost = self.files_lost || self.fields.iter().any(|(name, _)| self.names_files(name));
        Posted { command: self.command, fields: once_each(self.fields), problem, pictures_lost }
    }

    /// Everything it brought but files, to be sent again as it was. Pictures are sent under ids that follow from the
    /// envelope's: with others than before, it is another envelope, and nothing was done by the former one.
    pub(super) fn into_fields(mut self) -> Vec<(String, String)> {
        if self.files_lost {
            let fields = std::mem::take(&mut self.fields);
            self.fields = fields.into_iter().filter(|(name, _)| !self.names_files(name)).collect();
            self.envelope = Some(Uuid::now_v7());
        }
        let envelope = self.envelope.map(|envelope| envelope.to_string()).unwrap_or_default();
        let mut own = vec![("command", self.command), ("envelope", envelope), ("back", self.back)];
        if self.inserts {
            own.extend([("insert", "template".to_owned()), ("template", self.chosen)]);
        }
        own.into_iter().map(|(name, value)| (name.to_owned(), value)).chain(self.fields).collect()
    }

    /// Reads what a request brings; files only where they are wanted. What was read before something was wrong stands.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) async fn read(&mut self, request: Request, with_files: bool) -> Result<(), Problem> {
        if is_multipart(request.headers()) {
            self.read_parts(request, with_files).await
        } else {
            self.read_fields(request).await
        }
    }

    async fn read_fields(&mut self, request: Request) -> Result<(), Problem> {
        let body =
            axum::body::to_bytes(request.into_body(), BODY_AT_MOST).await.map_err(|error| unread(&error))?;
        let pairs: Vec<(String, String)> =
            serde_html_form::from_bytes(&body).map_err(|_| ProblemKey::Malformed)?;
        pairs.into_iter().try_for_each(|(name, value)| self.take(name, value))
    }

    /// Browsers send the parts in the order they stand on the page, pictures before the words: where one of them is too
    /// much, those behind it are read all the same.
    async fn read_parts(&mut self, request: Request, with_files: bool) -> Result<(), Problem> {
        let mut parts = Multipart::from_request(request, &()).await.map_err(|_| ProblemKey::Malformed)?;
        let mut wrong = None;
        while let Some(part) = parts.next_field().await.map_err(|error| unreadable(&error))? {
            let Some(name) = part.name().map(str::to_owned) else { continue };
            if part.file_name().is_none() {
                let words = self.words(part).await?;
                self.take(name, words)?;
            } else if let Err(problem) = self.take_file(name, part, with_files && wrong.is_none()).await? {
                wrong = wrong.or(Some(problem));
            }
        }
        wrong.map_or(Ok(()), Err)
    }

    /// Of all parts that are not files together, as much as of any other request.
    async fn words(&mut self, mut part: Field<'_>) -> Result<String, Problem> {
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(|error| unreadable(&error))? {
            self.bytes += chunk.len();
            if self.bytes > BODY_AT_MOST {
                return Err(ProblemKey::TooLarge.into());
            }
            bytes.extend_from_slice(&chunk);
        }
        String::from_utf8(bytes).map_err(|_| ProblemKey::Malformed.into())
    }

    /// Reads a file to its end; outside is what is wrong with the form, inside what is wrong with the file.
    async fn take_file(
        &mut self,
        field: String,
        mut part: Field<'_>,
        wanted: bool,
    ) -> Result<Result<(), Problem>, Problem> {
        let name = part.file_name().and_then(|name| FileName::parse(name).ok());
        let kept: usize = self.files.iter().map(|file| file.bytes.len()).sum();
        let (mut bytes, mut length) = (Vec::new(), 0);
        while let Some(chunk) = part.chunk().await.map_err(|error| unreadable(&error))? {
            length += chunk.len();
            if wanted && length <= PICTURE_AT_MOST && kept + length <= FORM_AT_MOST {
                bytes.extend_from_slice(&chunk);
            }
        }
        // A file field that nothing was chosen for arrives empty.
        if length == 0 {
            return Ok(Ok(()));
        }
        let judged = if length > bytes.len() {
            Err(Problem::on(ProblemKey::TooLarge, &field))
        } else {
            let is_document = pdf::begins(&bytes);
            let kind = if is_document { AttachmentKind::Document } else { AttachmentKind::Photo };
            self.add_file(File { bytes: bytes.into(), field, name, kind })
        };
        self.files_lost |= judged.is_err();
        Ok(judged)
    }

    fn add_file(&mut self, file: File) -> Result<(), Problem> {
        if self.files.iter().filter(|other| other.kind == file.kind).count() >= at_most(file.kind) {
            return Err(Problem::on(ProblemKey::TooMany, &file.field));
        }
        self.files.push(file);
        Ok(())
    }
}

/// Pictures may come along.
pub(super) fn is_multipart(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

fn unreadable(error: &MultipartError) -> Problem {
    let key = match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ProblemKey::TooLarge,
        // Not all of it came: what did may be well formed.
        status if status.is_server_error() => ProblemKey::Later,
        _ => ProblemKey::Malformed,
    };
    key.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_is_ours() {
        let back = |back: &str| Form { back: back.to_owned(), ..Form::default() }.back().to_owned();
        for ours in ["/", "/hjem", "/beskeder/7?foer=12", "/hjem%01"] {
            assert_eq!(back(ours), ours);
        }
        let others = [
            "",
            "hjem",
            "https://andre.example",
            "//andre.example",
            "/\\andre.example",
            "/\t/andre.example",
            "/hjem\u{1}",
            "/\r\n",
            "/å",
        ];
        for other in others {
            assert_eq!(back(other), "/", "{other:?}");
        }
    }

    #[test]
    fn a_standard_answer_goes_behind_what_was_written() {
        let inserted = |text: &str, chosen: Option<&str>| {
            let fields = vec![("text".to_owned(), text.to_owned())];
            let mut form = Form { command: "Messages.SendMessage".to_owned(), fields, ..Form::default() };
            form.insert(chosen);
            form.posted(None).fields["text"].clone()
        };
        let thanks = Some("Tak for din besked.");
        assert_eq!(inserted("Hej ", thanks), "Hej\nTak for din besked.");
        assert_eq!(inserted(" ", thanks), "Tak for din besked.");
        assert_eq!(inserted("Hej ", None), "Hej ");
    }
}
