//! A plain form as it arrives: urlencoded, or multipart where pictures may come along.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use indgang_app::boot::Posted;
use indgang_domain::messages::PHOTOS_AT_MOST;
use indgang_domain::problem::{Problem, ProblemKey};
use uuid::Uuid;

use super::PICTURE_AT_MOST;

/// What a form brought.
#[derive(Default)]
pub(super) struct Form {
    pub(super) command: String,
    pub(super) envelope: Option<Uuid>,
    back: String,
    /// The command's own fields, in order.
    pub(super) fields: Vec<(String, String)>,
    pub(super) files: Vec<Bytes>,
    /// Files came along that were not kept.
    pub(super) files_lost: bool,
}

impl Form {
    fn take(&mut self, name: String, value: String) {
        match name.as_str() {
            "command" => self.command = value,
            "envelope" => self.envelope = Uuid::try_parse(&value).ok(),
            "back" => self.back = value,
            // An empty field of a form is one that was not filled in.
            _ if value.is_empty() => {}
            _ => self.fields.push((name, value)),
        }
    }

    /// Where to go afterwards: a path of ours and nowhere else. Browsers pass over tabs and lines in an address, and take
    /// a slash that leans the other way for one.
    pub(super) fn back(&self) -> &str {
        let ours = self.back.starts_with('/')
            && !self.back.starts_with("//")
            && self.back.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        if ours { &self.back } else { "/" }
    }

    pub(super) fn posted(self, problem: Problem) -> Posted {
        Posted {
            command: self.command,
            fields: self.fields.into_iter().collect::<BTreeMap<_, _>>(),
            problem: Some(problem),
        }
    }

    /// Everything it brought but files, to be sent again as it was. Pictures are sent under ids that follow from the
    /// envelope's: with others than before, it is another envelope, and nothing was done by the former one.
    pub(super) fn into_fields(mut self) -> Vec<(String, String)> {
        if self.files_lost {
            self.fields.retain(|(name, _)| name != "photos");
            self.envelope = Some(Uuid::now_v7());
        }
        let envelope = self.envelope.map(|envelope| envelope.to_string()).unwrap_or_default();
        let own = [("command", self.command), ("envelope", envelope), ("back", self.back)];
        own.map(|(name, value)| (name.to_owned(), value)).into_iter().chain(self.fields).collect()
    }

    /// Reads what a request brings; files only where they are wanted. What was read before something was wrong stands.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) async fn read(&mut self, request: Request, with_files: bool) -> Result<(), Problem> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|value| value.to_str().ok()).unwrap_or_default();
        if kind.starts_with("multipart/form-data") {
            self.read_parts(request, with_files).await
        } else {
            self.read_fields(request).await
        }
    }

    async fn read_fields(&mut self, request: Request) -> Result<(), Problem> {
        let body = Bytes::from_request(request, &()).await.map_err(|_| ProblemKey::TooLarge)?;
        let pairs: Vec<(String, String)> =
            serde_html_form::from_bytes(&body).map_err(|_| ProblemKey::Malformed)?;
        for (name, value) in pairs {
            self.take(name, value);
        }
        Ok(())
    }

    async fn read_parts(&mut self, request: Request, with_files: bool) -> Result<(), Problem> {
        let mut parts = Multipart::from_request(request, &()).await.map_err(|_| ProblemKey::Malformed)?;
        while let Some(part) = parts.next_field().await.map_err(|error| unreadable(&error))? {
            let Some(name) = part.name().map(str::to_owned) else { continue };
            if part.file_name().is_none() {
                self.take(name, part.text().await.map_err(|error| unreadable(&error))?);
            } else {
                self.take_file(part, with_files).await?;
            }
        }
        Ok(())
    }

    async fn take_file(&mut self, mut part: Field<'_>, wanted: bool) -> Result<(), Problem> {
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(|error| unreadable(&error))? {
            self.files_lost |= !wanted;
            if wanted && bytes.len() + chunk.len() > PICTURE_AT_MOST {
                return Err(Problem::on(ProblemKey::TooLarge, "photos"));
            }
            if wanted {
                bytes.extend_from_slice(&chunk);
            }
        }
        // A file field that nothing was chosen for arrives empty.
        if !bytes.is_empty() {
            self.files.push(bytes.into());
        }
        if self.files.len() > PHOTOS_AT_MOST {
            return Err(Problem::on(ProblemKey::TooMany, "photos"));
        }
        Ok(())
    }
}

fn unreadable(error: &MultipartError) -> Problem {
    let large = error.status() == StatusCode::PAYLOAD_TOO_LARGE;
    if large { ProblemKey::TooLarge.into() } else { ProblemKey::Malformed.into() }
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
}
