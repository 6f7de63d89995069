//! Two files speak to the database of grants, and no other.

use std::path::Path;

/// What stands in a source's texts, one after the other: what it may say to a database. Comments and code are left out.
fn texts(source: &str) -> String {
    let mut texts = String::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        rest = if rest.starts_with("//") {
            rest.find('\n').map_or("", |end| &rest[end..])
        } else if let Some((hashes, after)) = raw(rest) {
            let end = format!("\"{hashes}");
            let (text, after) = after.split_once(&end).expect("a raw text ends");
            texts.extend([text, "\n"]);
            after
        } else if let Some(after) = rest.strip_prefix('"') {
            let end = ending(after, '"');
            texts.extend([&after[..end], "\n"]);
            &after[end + 1..]
        } else if rest.starts_with("'\\") {
            &rest[2 + ending(&rest[1..], '\'')..]
        } else if rest.starts_with('\'') && rest.chars().nth(2) == Some('\'') {
            rest.splitn(3, '\'').nth(2).unwrap_or_default()
        } else {
            &rest[first.len_utf8()..]
        };
    }
    texts
}

/// The marks of a raw text that begins here, and what comes after them.
fn raw(rest: &str) -> Option<(&str, &str)> {
    let (hashes, after) = rest.strip_prefix('r')?.split_once('"')?;
    hashes.chars().all(|mark| mark == '#').then_some((hashes, after))
}

/// Where the first of these stands that is not escaped.
fn ending(text: &str, end: char) -> usize {
    let mut escaped = false;
    let at = text.find(|letter| {
        let ends = letter == end && !escaped;
        escaped = letter == '\\' && !escaped;
        ends
    });
    at.expect("what begins ends")
}

/// Is this a word of any text in this source, however it is written and whatever stands around it?
fn speaks_of_grants(source: &str) -> bool {
    let texts = texts(source).to_lowercase();
    texts.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|word| word == "grants")
}

fn speakers(folder: &Path, root: &Path, found: &mut Vec<String>) {
    for file in std::fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path()) {
        if file.is_dir() {
            speakers(&file, root, found);
        } else if file.extension().is_some_and(|kind| kind == "rs")
            && speaks_of_grants(&std::fs::read_to_string(&file).expect("a source"))
        {
            found.push(file.strip_prefix(root).expect("beneath it").to_string_lossy().replace('\\', "/"));
        }
    }
}

#[test]
fn nobody_else_asks_the_database_for_grants() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"));
    let mut found = Vec::new();
    speakers(root, root, &mut found);
    // This test's own examples are the third.
    found.sort();
    assert_eq!(found, ["desk/grants.rs", "desk/grants_tests.rs", "desk/reach.rs"]);
}

#[test]
fn it_is_seen_however_it_is_written() {
    for source in [
        r#"tx.rows("SELECT 1 FROM grants WHERE a = $1")"#,
        r#""SELECT 1 FROM (SELECT 1 FROM grants)""#,
        r#""DELETE FROM grants;""#,
        "\"SELECT 1 FROM persons p, \\\n  Grants g\"",
        r#"concat!("UPDATE ", "grants", " SET a = 1")"#,
        r##"let quote = '"'; r#"JOIN "grants" g"#"##,
        r#"let quote = '\''; "INSERT INTO public.grants""#,
    ] {
        assert!(speaks_of_grants(source), "{source}");
    }
    for source in
        ["// FROM grants", "use crate::desk::grants;", r#""SELECT 1 FROM grants_of_before""#, "fn a<'a>() {}"]
    {
        assert!(!speaks_of_grants(source), "{source}");
    }
}
