//! What is twisted: the ways in, each with requests that people really send.

use std::io::Cursor;

use axum::body::Body;
use axum::http::{HeaderValue, Request, StatusCode, Uri, header};
use image::{DynamicImage, ImageFormat};
use indgang_domain::attachments::AttachmentKind;
use uuid::Uuid;

use super::demo::document::pdf;
use super::demo::voice::recording;
use super::door::Door;
use super::{Seeds, names};

/// Puts bytes into a request.
type Wrap = Box<dyn Fn(&Door, Vec<u8>) -> Option<Request<Body>>>;

/// A way in.
pub(crate) struct Target {
    /// What makes sense, before it is twisted.
    pub(crate) seeds: Vec<Vec<u8>>,
    /// Around the bytes; none where they are no HTTP.
    pub(crate) request: Wrap,
    /// Has what was asked happened? None where nothing ever does.
    pub(crate) happened: Option<fn(StatusCode, &str) -> bool>,
    /// Tables that may grow all the same.
    pub(crate) may_keep: &'static [&'static str],
    /// Every refusal is a problem.
    pub(crate) is_api: bool,
}

fn posted(door: &Door, path: &str, mime: &str, bytes: Vec<u8>) -> Option<Request<Body>> {
    let mut request = door.request("POST", path).body(Body::from(bytes)).ok()?;
    request.headers_mut().insert(header::CONTENT_TYPE, mime.parse().ok()?);
    Some(request)
}

fn texts(seeds: Vec<String>) -> Vec<Vec<u8>> {
    seeds.into_iter().map(String::into_bytes).collect()
}

fn seen(door: &Door, address: &[u8], cookie: &[u8]) -> Option<Request<Body>> {
    let address = Uri::try_from(address).ok().filter(|address| address.path().starts_with('/'))?;
    let mut request = door.request("GET", "/").body(Body::empty()).ok()?;
    *request.uri_mut() = address;
    // Nobody looks yet: a page that is looked at is marked as read, and that is kept.
    request.headers_mut().insert("sec-purpose", HeaderValue::from_static("prefetch"));
    request.headers_mut().insert(header::COOKIE, HeaderValue::from_bytes(cookie).ok()?);
    Some(request)
}

impl Target {
    pub(crate) fn envelope(seeds: &Seeds) -> Self {
        let id = names::ID;
        let commands = names::commands(seeds);
        let envelope = |(command, args): &(&str, String)| {
            format!(
                r#"{{"id":"{}","v":1,"device":"{id}","seq":1,"at":"2026-03-05T11:00:00Z","command":"{command}","args":{args}}}"#,
                Uuid::now_v7()
            )
        };
        let batch = |envelopes: &[String]| {
            format!(r#"{{"client":1,"now":"2026-03-05T11:00:01Z","envelopes":[{}]}}"#, envelopes.join(","))
        };
        let each = commands.iter().map(|command| batch(&[envelope(command)]));
        let all = batch(&commands.iter().map(envelope).collect::<Vec<_>>());
        Self {
            seeds: texts(each.chain([all]).collect()),
            request: Box::new(|door, bytes| posted(door, "/api/v1/submit", "application/json", bytes)),
            happened: Some(|_, body| {
                body.contains(r#""status":"done""#) || body.contains(r#""status":"quarantined""#)
            }),
            may_keep: &[],
            is_api: true,
        }
    }

    pub(crate) fn query(seeds: &Seeds) -> Self {
        let asked = |(query, args): (&str, String)| format!(r#"{{"query":"{query}","args":{args}}}"#);
        Self {
            seeds: texts(names::queries(seeds).into_iter().map(asked).collect()),
            request: Box::new(|door, bytes| posted(door, "/api/v1/ask", "application/json", bytes)),
            happened: None,
            may_keep: &[],
            is_api: true,
        }
    }

    pub(crate) fn pull(seeds: &Seeds) -> Self {
        let Seeds { thread, person, .. } = seeds;
        let cursors = format!(
            r#"{{"client":1,"cursors":[{{"stream":"{thread}","version":2,"lens":"adult"}},{{"stream":"{person}","version":0,"lens":"own"}}]}}"#
        );
        Self {
            seeds: texts(vec![r#"{"client":1,"cursors":[]}"#.to_owned(), cursors]),
            request: Box::new(|door, bytes| posted(door, "/api/v1/pull", "application/json", bytes)),
            happened: None,
            may_keep: &[],
            is_api: true,
        }
    }

    pub(crate) fn form(seeds: &Seeds) -> Self {
        let thread = format!("/beskeder/{}", seeds.thread);
        // Where a form leads back to: ours, and what browsers take for someone else's.
        let backs = ["/hjem", "/hjem\u{1}", "/\t/andre.example", &thread];
        let written = |(form, back): (names::Form, &str)| {
            let own = own(&form, back).map(|(name, value)| (name.to_owned(), value));
            serde_html_form::to_string(own.into_iter().chain(form.fields).collect::<Vec<_>>()).unwrap()
        };
        let forms = names::forms(seeds).into_iter().zip(backs.into_iter().cycle());
        Self {
            seeds: texts(forms.map(written).collect()),
            request: Box::new(|door, bytes| posted(door, "/act", "application/x-www-form-urlencoded", bytes)),
            happened: Some(|status, _| status == StatusCode::SEE_OTHER),
            may_keep: &[],
            is_api: false,
        }
    }

    pub(crate) fn form_with_pictures(seeds: &Seeds) -> Self {
        let field = |name: &str, value: &str| {
            format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes()
        };
        let file = |name: &str, file: &str, bytes: Vec<u8>| {
            let head = format!(
                "--x\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\ncontent-type: application/octet-stream\r\n\r\n"
            );
            [head.into_bytes(), bytes, b"\r\n".to_vec()].concat()
        };
        let written = |form: names::Form| {
            let own = own(&form, "/hjem").map(|(name, value)| field(name, &value));
            let fields = form.fields.iter().map(|(name, value)| field(name, value));
            let files = form.files.iter().map(|one| match one.kind {
                AttachmentKind::Document => file(one.field, "brev.pdf", pdf(7)),
                AttachmentKind::Photo | AttachmentKind::Recording => {
                    file(one.field, "brev.png", picture(ImageFormat::Png))
                }
            });
            own.into_iter().chain(fields).chain(files).chain([b"--x--\r\n".to_vec()]).flatten().collect()
        };
        Self {
            seeds: names::forms_with_files(seeds).into_iter().map(written).collect(),
            request: Box::new(|door, bytes| posted(door, "/act", "multipart/form-data; boundary=x", bytes)),
            happened: Some(|status, _| status == StatusCode::SEE_OTHER),
            // A picture is sent before the command that names it, and stands alone where that one is refused.
            may_keep: &["blobs", "unnamed"],
            is_api: false,
        }
    }

    pub(crate) fn blob(seeds: &Seeds) -> Self {
        let thread = seeds.thread.clone();
        let pictures = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP].map(picture);
        Self {
            seeds: pictures.into_iter().chain([recording(200), pdf(7)]).collect(),
            request: Box::new(move |door, bytes| {
                let address = format!("/api/v1/blobs/{}?stream={thread}", Uuid::now_v7());
                door.request("PUT", &address).body(Body::from(bytes)).ok()
            }),
            happened: Some(|status, _| status == StatusCode::NO_CONTENT),
            may_keep: &[],
            is_api: true,
        }
    }

    pub(crate) fn address(seeds: &Seeds) -> Self {
        let Seeds { thread, family, .. } = seeds;
        Self {
            seeds: texts(vec![
                "/hjem?sprog=en".to_owned(),
                "/login?sprog=ar&x=%C3%A6".to_owned(),
                format!("/beskeder/{thread}?foer=12"),
                format!("/beskeder/{thread}"),
                format!("/team/familier/{family}"),
                format!("/api/v1/blobs/{family}"),
                "/pkg/0123456789abcdef/indgang.css".to_owned(),
                "/icons/../sw.js".to_owned(),
            ]),
            request: Box::new(|door, bytes| seen(door, &bytes, door.cookie.as_bytes())),
            happened: None,
            may_keep: &[],
            is_api: false,
        }
    }

    pub(crate) fn cookie(seeds: &Seeds) -> Self {
        Self {
            seeds: texts(vec![seeds.cookie.clone(), format!("a=b; {}; c", seeds.cookie)]),
            request: Box::new(|door, bytes| {
                seen(door, b"/api/v1/blobs/00000000-0000-0000-0000-000000000000", &bytes)
            }),
            happened: None,
            may_keep: &[],
            is_api: true,
        }
    }
}

/// What every form carries beside its command's fields.
fn own(form: &names::Form, back: &str) -> [(&'static str, String); 3] {
    let envelope = Uuid::now_v7().to_string();
    [("command", form.command.to_owned()), ("envelope", envelope), ("back", back.to_owned())]
}

fn picture(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    let picture = DynamicImage::new_rgb8(9, 7);
    picture.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}
