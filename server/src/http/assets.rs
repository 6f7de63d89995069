//! The static files of one build, in memory. A build has one address; its files never change.
//!
//! The build packs them as small as can be, each beside the plain one with `.br` after its name. What it has not packed
//! (a build that is watched, the texts) is packed here, at start.

use std::collections::{HashMap, HashSet};
use std::io::Write as _;

use axum::body::Bytes;
use axum::extract::{Path as UrlPath, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use indgang_app::i18n;
use indgang_domain::people::Language;
use indgang_domain::problem::ProblemKey;
use sha2::{Digest, Sha256};

use super::Server;
use super::openapi::Instead;
use super::problem::Failed;
use crate::site::Site;

/// A tenth larger than brotli's slowest, and a start that nobody waits for.
const QUALITY: u32 = 9;
const PACKED: &str = ".br";
/// The team's screens in the build's list of parts: what only they are in, a family's device does not keep.
const TEAM_SCREENS: &str = "teams_screens_";
/// Where a page whose app has failed asks for the same files once more: scripts of one address are one, parts and all.
const AFRESH: &str = "afresh/";
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const FOR_AN_HOUR: &str = "public, max-age=3600";

struct File {
    mime: HeaderValue,
    plain: Bytes,
    packed: Option<Bytes>,
}

/// All files: those of the build under `pkg/`, and those with an address of their own.
pub(super) struct Assets {
    build: String,
    files: HashMap<String, File>,
}

impl Assets {
    /// A site's files, as the build left them.
    pub(super) fn of(site: Site) -> Self {
        let site = site.into_files();
        let mut files = HashMap::new();
        for (name, plain) in site.iter().filter(|(name, _)| !name.ends_with(PACKED)) {
            let packed = site.get(&format!("{name}{PACKED}")).cloned().or_else(|| pack(plain));
            files.insert(name.clone(), File { mime: mime(name), plain: plain.clone(), packed });
        }
        for language in Language::ALL {
            let name = format!("pkg/texts.{}.json", language.tag());
            let plain = Bytes::from_static(i18n::catalog(language).as_bytes());
            let packed = pack(&plain);
            files.insert(name.clone(), File { mime: mime(&name), plain, packed });
        }
        if let Some(boot) = files.remove("boot.js") {
            files.insert("pkg/boot.js".to_owned(), boot);
        }
        let mut names: Vec<_> = files.keys().collect();
        names.sort();
        let mut hash = Sha256::new();
        for name in names {
            hash.update(name.as_bytes());
            if let Some(file) = files.get(name) {
                hash.update(&file.plain);
            }
        }
        let build =
            hash.finalize().iter().take(8).fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
        Self { build, files }
    }

    /// Where this build's files are.
    pub(super) fn base(&self) -> String {
        format!("/pkg/{}", self.build)
    }

    fn precached(&self) -> (Vec<String>, Vec<String>) {
        let base = self.base();
        let own = self.files.keys().filter(|name| !name.starts_with("pkg/") && name.as_str() != "sw.js");
        let built = self.files.keys().filter_map(|name| name.strip_prefix("pkg/"));
        let mut common: Vec<String> = own.map(|name| format!("/{name}")).collect();
        let mut staff = Vec::new();
        let everyones = self.everyones_parts();
        for name in built.filter(|name| !name.ends_with(".d.ts") && !name.ends_with("manifest.json")) {
            let part = name.strip_suffix(".wasm").is_some_and(|part| {
                (part.starts_with("chunk_") || part.starts_with("split_")) && !everyones.contains(part)
            });
            if part { &mut staff } else { &mut common }.push(format!("{base}/{name}"));
        }
        common.sort();
        staff.sort();
        (common, staff)
    }

    /// The parts of the program that screens for everyone are in, and what comes when someone presses, as the build says.
    fn everyones_parts(&self) -> HashSet<String> {
        let manifest = self.files.get("pkg/__wasm_split_manifest.json");
        let screens = manifest.and_then(|file| serde_json::from_slice(&file.plain).ok());
        let screens: HashMap<String, Vec<String>> = screens.unwrap_or_default();
        screens
            .into_iter()
            .filter(|(screen, _)| !screen.starts_with(TEAM_SCREENS))
            .flat_map(|(_, parts)| parts)
            .collect()
    }
}

fn mime(name: &str) -> HeaderValue {
    let mime = mime_guess::from_path(name).first_or_octet_stream();
    let mime = match mime.type_().as_str() {
        "text" => format!("{mime}; charset=utf-8"),
        _ if name.ends_with(".webmanifest") => "application/manifest+json".to_owned(),
        _ => mime.to_string(),
    };
    HeaderValue::from_str(&mime).unwrap_or(HeaderValue::from_static("application/octet-stream"))
}

/// `None` where it would not be smaller: pictures are packed already.
fn pack(plain: &[u8]) -> Option<Bytes> {
    let mut packed = Vec::new();
    brotli::CompressorWriter::new(&mut packed, 64 * 1024, QUALITY, 22).write_all(plain).ok()?;
    (packed.len() < plain.len()).then(|| packed.into())
}

/// `GET /pkg/<build>/<file>`. A file of another build is not there: its page is from before an update.
pub(super) async fn hashed(
    State(server): State<Server>,
    UrlPath((build, path)): UrlPath<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    if build != server.assets.build {
        return Err(ProblemKey::NotFound.into());
    }
    let path = path.strip_prefix(AFRESH).unwrap_or(&path);
    serve(&server, &format!("pkg/{path}"), &headers, FOR_EVER).ok_or_else(|| ProblemKey::NotFound.into())
}

/// A file with an address of its own: the manifest, the icons.
pub(super) fn open(server: &Server, path: &str, headers: &HeaderMap) -> Option<Response> {
    let name = path.strip_prefix('/')?;
    if name.starts_with("pkg/") { None } else { serve(server, name, headers, FOR_AN_HOUR) }
}

fn serve(server: &Server, name: &str, headers: &HeaderMap, cache: &'static str) -> Option<Response> {
    let file = server.assets.files.get(name)?;
    let accepts =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut answer = match &file.packed {
        Some(packed) if accepts.contains("br") => {
            ([(header::CONTENT_ENCODING, HeaderValue::from_static("br"))], packed.clone()).into_response()
        }
        _ => file.plain.clone().into_response(),
    };
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, file.mime.clone());
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    Some(answer)
}

/// `GET /sw.js`: the service worker, told which files this build has.
#[utoipa::path(get, path = "/sw.js", security(()), responses((status = 200, body = String, content_type = "text/javascript", description = "The worker."), Instead))]
pub(super) async fn service_worker(State(server): State<Server>) -> Result<Response, Failed> {
    let file = server.assets.files.get("sw.js").ok_or(ProblemKey::NotFound)?;
    let (common, staff) = server.assets.precached();
    let list = |names: &[String]| serde_json::to_string(names).unwrap_or_default();
    let script = String::from_utf8_lossy(&file.plain)
        .replace("__STAFF_ASSETS__", &list(&staff))
        .replace("__ASSETS__", &list(&common))
        .replace("__BUILD__", &server.assets.build);
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        // Browsers ask again at each visit, so that an update is seen.
        (header::CACHE_CONTROL, "no-cache"),
    ];
    Ok((StatusCode::OK, headers, script).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_keeps_the_parts_its_screens_are_in_and_no_other() {
        let manifest = r#"{"everyones_screens_1": ["chunk_1", "split_b"], "teams_screens_2": ["chunk_1", "chunk_2"],
            "recorder_3": ["split_r"]}"#;
        let names = [
            "pkg/chunk_1.wasm",
            "pkg/chunk_2.wasm",
            "pkg/split_b.wasm",
            "pkg/split_r.wasm",
            "pkg/indgang.wasm",
            "icon.svg",
        ];
        let file = |plain: &str| File { mime: mime(""), plain: plain.to_owned().into(), packed: None };
        let mut files: HashMap<_, _> = names.map(|name| (name.to_owned(), file(""))).into();
        files.insert("pkg/__wasm_split_manifest.json".to_owned(), file(manifest));
        let (common, staff) = Assets { build: "b".to_owned(), files }.precached();
        let kept = [
            "/icon.svg",
            "/pkg/b/chunk_1.wasm",
            "/pkg/b/indgang.wasm",
            "/pkg/b/split_b.wasm",
            "/pkg/b/split_r.wasm",
        ];
        assert_eq!(
            (common, staff),
            (kept.map(str::to_owned).to_vec(), vec!["/pkg/b/chunk_2.wasm".to_owned()])
        );
    }
}
