//! A release is one file: copied anywhere, it serves.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod demo;
#[path = "proof/mod.rs"]
mod proof;

use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use proof::program::Program;
use proof::{Folder, site};

const BIN: &str = env!("CARGO_BIN_EXE_indgang");

/// The program that was built, with the checkout's static files joined on.
fn joined(by: &Path, to: PathBuf) -> PathBuf {
    let done = Command::new(by).arg("join").arg("--site").arg(site()).arg("--to").arg(&to).output().unwrap();
    assert!(done.status.success(), "{done:?}");
    to
}

/// What it says where it does not come to serve.
fn refuses(program: &Path, folder: &Folder) -> String {
    let database = format!("sqlite://{}", folder.0.join("refused.sqlite3").display());
    let words = ["serve", "--demo", "--listen", "127.0.0.1:0", "--database", &database];
    let Output { status, stderr, .. } = Command::new(program)
        .args(words)
        .env_remove("INDGANG_SITE")
        .env("INDGANG_LOG", "error")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(!status.success());
    String::from_utf8(stderr).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_file_copied_elsewhere_serves_all_there_is() {
    let folder = Folder::new();
    let whole = joined(Path::new(BIN), folder.0.join("indgang"));
    // What has a site already gets another in its place.
    let again = joined(&whole, folder.0.join("again"));
    assert_eq!(std::fs::metadata(&whole).unwrap().len(), std::fs::metadata(&again).unwrap().len());
    std::fs::remove_file(&whole).unwrap();
    let database = format!("sqlite://{}", folder.0.join("demo.sqlite3").display());
    let program = Program::start_alone(&again, &database).await;
    let mut client = proof::http::Client::new(program.address);
    for path in ["/login", "/sw.js", "/manifest.webmanifest"] {
        assert_eq!(client.get(path).await.unwrap().status, 200, "{path}");
    }
    let served = client.get("/manifest.webmanifest").await.unwrap().body;
    assert_eq!(served, std::fs::read(site().join("manifest.webmanifest")).unwrap());
}

#[test]
fn a_program_whose_files_are_damaged_or_missing_says_so() {
    let folder = Folder::new();
    let missing = refuses(Path::new(BIN), &folder);
    assert!(missing.contains("no static files in it") && missing.contains("--site"), "{missing}");
    let whole = joined(Path::new(BIN), folder.0.join("indgang"));
    let mut file = std::fs::OpenOptions::new().read(true).write(true).open(&whole).unwrap();
    file.seek(SeekFrom::End(-100)).unwrap();
    let mut byte = [0];
    file.read_exact(&mut byte).unwrap();
    file.seek(SeekFrom::End(-100)).unwrap();
    file.write_all(&[byte[0] ^ 1]).unwrap();
    drop(file);
    let damaged = refuses(&whole, &folder);
    assert!(damaged.contains("damaged; install it anew"), "{damaged}");
}
