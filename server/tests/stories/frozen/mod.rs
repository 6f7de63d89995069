//! The names that others know us by. Devices of former releases, databases, backups, dashboards and scripts hold them:
//! what we call a thing in our own code may change, these may not.
//!
//! `names.txt` has them all, as the running system uses them. A new one is added there; one that is gone, or is called
//! something else, fails the story, and the story says for whom it breaks. `INDGANG_WRITE_NAMES=1` writes the file anew.

mod browser;
mod kept;
mod running;
mod wire;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use crate::demo::Demo;
use crate::stories;

stories! {
    the_names_that_others_know_us_by_stay,
}

const WRITES: &str = "INDGANG_WRITE_NAMES";
const HEAD: &str = "\
# The names that others know us by, as the running system uses them. Add what is new; what is here stays.
# INDGANG_WRITE_NAMES=1 makes the story beside this file write it.
";

/// Names of one sort, and what breaks where one of them goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Sort {
    heading: &'static str,
    breaks: &'static str,
}

type Names = BTreeSet<String>;
type Sorts = BTreeMap<Sort, Names>;

/// A file of the checkout.
fn checkout(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

async fn the_names_that_others_know_us_by_stay(demo: Demo) {
    // Traffic first: what it leaves behind is looked at afterwards.
    let mut now = running::sorts(&demo).await;
    now.extend(wire::sorts(&demo).await);
    now.extend(kept::sorts(&demo).await);
    now.extend(browser::sorts());
    for (sort, names) in &now {
        assert!(
            !names.is_empty(),
            "[{}]: none was found; they are looked for where they are not",
            sort.heading
        );
        let told = |name: &&String| name.is_empty() || name.contains('\n') || name.starts_with(['#', '[']);
        assert_eq!(names.iter().find(told), None, "[{}]: no line could hold it", sort.heading);
    }
    let (gone, new) = compared(&now);
    assert!(
        gone.is_empty(),
        "{gone}{new}\nWhere nobody has them any more, {WRITES}=1 takes them out of names.txt."
    );
    assert!(new.is_empty(), "{new}\nAdd them to names.txt, or let {WRITES}=1 do it: from then on they stay.");
}

/// What is gone from the committed file, with what breaks, and what is not in it yet. Both engines write one file.
fn compared(now: &Sorts) -> (String, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories/frozen/names.txt");
    let writes = std::env::var_os(WRITES).is_some();
    let mut file =
        File::options().read(true).write(writes).create(writes).truncate(false).open(path).unwrap();
    file.lock().unwrap();
    let mut text = String::new();
    file.read_to_string(&mut text).unwrap();
    let mut committed = read(&text);
    let (mut gone, mut new) = (String::new(), String::new());
    let headings: BTreeSet<_> = now.keys().map(|sort| sort.heading).collect();
    committed.retain(|heading, _| {
        let known = headings.contains(heading.as_str()) || running::is_of_an_engine(heading);
        if !known {
            _ = writeln!(gone, "[{heading}] is not looked for any more.");
        }
        known
    });
    if writes {
        committed.extend(now.iter().map(|(sort, names)| (sort.heading.to_owned(), told(*sort, names))));
        let text = committed.into_values().fold(HEAD.to_owned(), |text, sort| format!("{text}\n{sort}"));
        file.rewind().unwrap();
        file.set_len(0).unwrap();
        file.write_all(text.as_bytes()).unwrap();
        return (String::new(), String::new());
    }
    for (sort, names) in now {
        let known = committed.get(sort.heading).map(|text| names_of(text)).unwrap_or_default();
        for name in known.difference(names) {
            _ = writeln!(gone, "[{}] `{name}` is gone. {}", sort.heading, sort.breaks);
        }
        for name in names.difference(&known) {
            _ = writeln!(new, "[{}] `{name}` is new.", sort.heading);
        }
    }
    (gone, new)
}

/// A sort as it stands in the file.
fn told(sort: Sort, names: &Names) -> String {
    let head = format!("[{}]\n# {}\n", sort.heading, sort.breaks);
    names.iter().fold(head, |text, name| format!("{text}{name}\n"))
}

/// Each sort's part of the file, by its heading.
fn read(text: &str) -> BTreeMap<String, String> {
    let sorts = text.split("\n[").skip(1).filter_map(|sort| Some((sort.split_once(']')?.0, sort)));
    sorts.map(|(heading, sort)| (heading.to_owned(), format!("[{}\n", sort.trim_end()))).collect()
}

fn names_of(sort: &str) -> Names {
    sort.lines()
        .skip(1)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}
