//! What the timer runs: a backup that is not whole is none of those that are kept.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use crate::Cellar;

/// Writes what it is told to, and looks whether that is whole.
const PROGRAM: &str = r#"#!/bin/sh
case "$1" in
    backup) printf '%s' "$WRITES" > "$3" ;;
    restore) [ "$(cat "$4")" = whole ] ;;
esac
"#;

fn runs(cellar: &Cellar, writes: &str) -> bool {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../packaging/backup");
    let mut command = Command::new("sh");
    command.arg(script).arg(cellar.file("")).env("INDGANG_PROGRAM", cellar.file("program"));
    command.env("INDGANG_BACKUPS_KEPT", "2").env("WRITES", writes).status().unwrap().success()
}

fn there(cellar: &Cellar) -> Vec<String> {
    let files = std::fs::read_dir(cellar.file("")).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| name.starts_with("indgang-")).collect();
    names.sort();
    names
}

#[test]
fn a_damaged_backup_is_put_aside_and_no_whole_one_goes_for_it() {
    let cellar = Cellar::new();
    let program = cellar.file("program");
    std::fs::write(&program, PROGRAM).unwrap();
    std::fs::set_permissions(&program, PermissionsExt::from_mode(0o700)).unwrap();
    let old = ["indgang-20260101T000000Z.jsonl.gz", "indgang-20260102T000000Z.jsonl.gz"];
    for name in old {
        std::fs::write(cellar.file(name), "whole").unwrap();
    }
    assert!(!runs(&cellar, "damaged"), "those who run it are told");
    let names = there(&cellar);
    assert_eq!(names[..2], old);
    assert!(names.len() == 3 && names[2].ends_with(".jsonl.gz.damaged"), "{names:?}");
    assert!(runs(&cellar, "whole"));
    let whole: Vec<_> = there(&cellar).into_iter().filter(|name| !name.ends_with(".damaged")).collect();
    assert!(whole.len() == 2 && whole[0] == old[1], "the damaged one does not count: {whole:?}");
}
