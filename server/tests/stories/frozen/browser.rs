//! What browsers keep, and what tabs, page and service worker call out to each other: by our own sources, since no
//! server is told. Names that are looked for where they are not any more are missed, and so said.

use std::path::{Path, PathBuf};

use super::{Names, Sort, Sorts, checkout};

const OURS: Sort = Sort {
    heading: "browser: events, databases, locks, channels, caches and storage",
    breaks: "What a device keeps is not found under it, or a page and a worker of two releases do not hear each other.",
};
const STORE: Sort = Sort {
    heading: "browser: a device's store",
    breaks: "What a device keeps is not found: what waits in its outbox would be lost.",
};
const DRAFTS: Sort =
    Sort { heading: "browser: drafts", breaks: "What somebody was writing over a new release is lost." };
const TABS: Sort =
    Sort { heading: "browser: between tabs", breaks: "Tabs of two releases do not hear each other." };
const WORKER: Sort = Sort {
    heading: "browser: between page and worker",
    breaks: "The worker of the former release serves this page, or this one pages of it: they do not hear each other.",
};

/// What of the checkout does not run in a browser.
const ELSEWHERE: [&str; 8] =
    ["bin", "docs", "domain", "end2end", "node_modules", "packaging", "server", "target"];

pub(super) fn sorts() -> Sorts {
    let sources = sources();
    let all = |is: fn(&str) -> bool| sources.iter().filter(move |(path, _)| is(path)).map(|(_, text)| text);
    let script = || all(|path| Path::new(path).extension().is_some_and(|kind| kind == "js"));
    let frontend = || all(|path| path.starts_with("frontend/src/") && !path.ends_with("tests.rs"));
    let store = || all(|path| path.starts_with("frontend/src/store/") && !path.ends_with("tests.rs"));
    let one = |path: &str| sources.iter().find(|(known, _)| known == path).map_or("", |(_, text)| text);

    let mut ours = Names::new();
    for (_, text) in &sources {
        for quote in ['"', '`', '\''] {
            for kind in [':', '-'] {
                let mark = format!("{quote}indgang{kind}");
                let names = text.split(&mark).skip(1).map(|rest| named(until(rest, quote)));
                ours.extend(names.map(|name| format!("indgang{kind}{name}")));
            }
        }
    }

    let mut kept = found("store ", [one("frontend/src/store/kv.rs")], &["Self::"], "=> \"");
    kept.extend(found("version ", [one("frontend/src/store/disk.rs")], &["const VERSION: u32"], "= "));
    // Whoever keeps something names it there.
    let keeping = store().chain(frontend().filter(|text| text.contains("meta(")));
    let keeping = keeping.map(String::as_str).chain([one("frontend/src/cipher.rs")]);
    kept.extend(found("", keeping, &["const ", ": &str"], "= \""));
    kept.extend(found("", frontend(), &["meta"], "(\""));
    kept.extend(found("", store(), &[], "format!(\""));

    let mut drafts = found("", all(|path| path.starts_with("app/src/")), &[], "Draft::new(\"");
    drafts.extend(found("", all(|path| path.starts_with("app/src/")), &["KEPT"], "= \""));
    drafts.extend(found("", [one("app/src/voice/take.rs"), one("app/src/draft.rs")], &[":{}"], "format!(\""));

    let mut worker = found("kind ", script(), &[], "kind === \"");
    worker.extend(found("tag ", script(), &[], "tag !== \""));
    for call in ["flag(\"", "raise(\"", "isRaised(\""] {
        worker.extend(found("flag ", script(), &[], call));
    }
    worker.extend(found("flag at ", script(), &["const flag"], "=> `"));

    let words = one("frontend/src/tabs.rs").lines();
    let words = words.filter_map(|line| Some(line.trim().strip_prefix('"')?.split_once("\" => ")?.0));
    let tabs = words.map(str::to_owned).collect();
    Sorts::from([(OURS, ours), (STORE, kept), (DRAFTS, drafts), (TABS, tabs), (WORKER, worker)])
}

/// What stands in quotes behind a mark, on lines that have all these words.
fn found(what: &str, texts: impl IntoIterator<Item = impl AsRef<str>>, words: &[&str], mark: &str) -> Names {
    let mut names = Names::new();
    for text in texts {
        let lines = text.as_ref().lines().filter(|line| words.iter().all(|word| line.contains(word)));
        for name in lines.flat_map(|line| behind(line, mark)) {
            names.insert(format!("{what}{}", named(name)));
        }
    }
    assert!(!names.is_empty(), "no {mark} on a line with {words:?}: it is looked for where it is not");
    // What is only filled in is no name, nor is a bound past all names.
    names.retain(|name| !name.contains('\\') && name.contains(|sign| !matches!(sign, '{' | '}')));
    names
}

/// Whatever stands behind each of these marks, to the end of its quotes or of its statement.
pub(super) fn behind<'t>(text: &'t str, mark: &'t str) -> impl Iterator<Item = &'t str> {
    let end = mark.chars().rev().find(|sign| matches!(sign, '"' | '`')).unwrap_or(';');
    text.split(mark).skip(1).map(move |rest| until(rest, end))
}

fn until(text: &str, end: char) -> &str {
    text.split(end).next().unwrap_or_default()
}

/// What is filled in has a name of ours alone: `in/{stream}` is `in/{}`.
fn named(name: &str) -> String {
    let mut parts = name.split('{');
    let first = parts.next().unwrap_or_default().trim_end_matches('$').to_owned();
    parts.fold(first, |name, part| {
        let rest = part.split_once('}').map_or("", |(_, rest)| rest);
        format!("{name}{{}}{}", rest.trim_end_matches('$'))
    })
}

/// Every source that runs in a browser, by its path in the checkout.
fn sources() -> Vec<(String, String)> {
    let root = checkout("");
    let mut folders = vec![root.clone()];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() && !name.starts_with('.') && !ELSEWHERE.contains(&name) {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs" || kind == "js") {
                let known = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                sources.push((known, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    sources
}
