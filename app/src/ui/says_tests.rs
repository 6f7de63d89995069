use std::path::{Path, PathBuf};

use super::*;

#[test]
fn words_are_never_html() {
    let mut html = String::new();
    says(|| "<b>5 & 6</b>").to_html(&mut html);
    assert_eq!(html, "&lt;b&gt;5 &amp; 6&lt;/b&gt;");
}

/// What makes something that changes, beside what a source calls [`crate::ui::words`].
const MAKERS: [&str; 6] =
    ["words", "signal", "Signal::derive", "Memo::new", "RwSignal::new", "ArcRwSignal::new"];
/// Kinds of what changes, as they are declared.
const KINDS: [&str; 2] = ["Signal<", "Memo<"];
/// A closure that has one of these makes more than words.
const VIEWS: [&str; 2] = ["view!", "collect_view"];
/// A closure that has one of these makes words.
const WORDS: [&str; 6] = ["texts.", "format!", ".to_owned()", ".to_string()", ".clone()", "dates::"];

fn is_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn name_before(source: &str) -> &str {
    source.rsplit(|letter| !is_name(letter)).next().unwrap_or_default()
}

fn name_behind(source: &str) -> &str {
    source.split(|letter| !is_name(letter)).next().unwrap_or_default()
}

/// Whatever a source calls what is `words` elsewhere: a maker of signals, or a room full of sentences.
fn called(source: &str) -> impl Iterator<Item = &str> {
    source.split("words as ").skip(1).map(name_behind)
}

/// The name that stands before a declaration's kind.
fn declared(source: &str, at: usize) -> Option<&str> {
    source[..at].trim_end_matches(is_name).strip_suffix(": ").map(name_before)
}

/// What the statement binds in whose expression this place stands.
fn bound(source: &str, at: usize) -> Option<&str> {
    let (mut closed, mut is_before) = (0_u32, false);
    for (place, letter) in source[..at].char_indices().rev() {
        match letter {
            ')' | '}' | ']' => closed += 1,
            // Out of a block: what stood before in it is nothing to this.
            '(' | '{' | '[' if closed == 0 => is_before = false,
            '(' | '{' | '[' => closed -= 1,
            ';' if closed == 0 => is_before = true,
            'l' if closed == 0 && !is_before => {
                let Some(pattern) = source[place..at].strip_prefix("let ") else { continue };
                return Some(name_behind(pattern.trim_start_matches(['(']).trim_start_matches("mut ")));
            }
            _ => {}
        }
    }
    None
}

/// An expression, up to where its statement or the block around it ends.
fn expression(source: &str) -> &str {
    let mut open = 0_u32;
    for (place, letter) in source.char_indices() {
        match letter {
            '(' | '{' | '[' => open += 1,
            ')' | '}' | ']' | ';' if open == 0 => return &source[..place],
            ')' | '}' | ']' => open -= 1,
            _ => {}
        }
    }
    source
}

/// Calls of what makes views in this source.
fn makers_of_views(source: &str) -> impl Iterator<Item = String> {
    let all = source.split("fn ").skip(1).filter_map(|one| one.split_once('{'));
    let views = all.filter(|(signature, _)| {
        ["-> AnyView", "-> impl IntoView"].iter().any(|kind| signature.trim_end().ends_with(kind))
    });
    views.map(|(signature, _)| format!("{}(", name_behind(signature)))
}

fn has_one(text: &str, of: &[&str]) -> bool {
    of.iter().any(|one| text.contains(one))
}

/// Places of a word that is not the end of another.
fn places<'a>(source: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    source
        .match_indices(word)
        .map(|(at, _)| at)
        .filter(|at| !source[..*at].ends_with(|letter| is_name(letter) || letter == ':'))
}

/// What stands in a view between elements, rather than in a text.
fn is_child(source: &str, at: usize) -> bool {
    source[..at].rsplit('\n').next().is_some_and(|line| line.matches('"').count().is_multiple_of(2))
}

/// Texts of a source that would be written past their element.
fn loose(source: &str) -> Vec<String> {
    let source = source.split("#[cfg(test)]").next().unwrap_or_default();
    let mut names: Vec<&str> = Vec::new();
    for kind in KINDS {
        names.extend(source.match_indices(kind).filter_map(|(at, _)| declared(source, at)));
    }
    for maker in MAKERS.into_iter().chain(called(source)) {
        let made = format!("{maker}(");
        names.extend(places(source, &made).filter_map(|at| bound(source, at)));
    }
    let views: Vec<_> = makers_of_views(source).collect();
    let is_view = |said: &str| has_one(said, &VIEWS) || views.iter().any(|view| said.contains(view));
    let closures = source.match_indices(" = move || ");
    let spoken = closures.filter(|(at, begins)| !is_view(expression(&source[at + begins.len()..])));
    names.extend(spoken.map(|(at, _)| name_before(&source[..at])));
    names.sort_unstable();
    names.dedup();

    let whole = names.iter().map(|name| format!("{{{name}}}"));
    let part = names.iter().map(|name| format!(".{name}}}"));
    let mut found: Vec<_> = whole
        .chain(part)
        .filter(|child| source.match_indices(child.as_str()).any(|(at, _)| is_child(source, at)))
        .collect();

    let rooms: Vec<_> = called(source).map(|name| format!("{name}::")).collect();
    for begins in ["{move || ", "{reactive(move || "] {
        let all = source.match_indices(begins).map(|(at, _)| expression(&source[at + 1..]));
        let are_words = |said: &&str| {
            let says = has_one(said, &WORDS) || rooms.iter().any(|room| said.contains(room));
            (says || said.ends_with(".get()")) && !is_view(said)
        };
        found.extend(all.filter(are_words).map(str::to_owned));
    }
    let made = ["words"].into_iter().chain(called(source)).map(|maker| format!("{{{maker}("));
    found.extend(made.filter(|made| source.contains(made.as_str())));
    found
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { sources(&path, found) } else { found.push(path) }
    }
}

#[test]
fn a_text_that_changes_is_found_wherever_it_stands_loose() {
    let loosely = [
        "fn A(name: Signal<String>) { view! { <p>{name}</p> } }",
        "fn A(name: Memo<u32>) { view! { <p>\" · \"{name}</p> } }",
        "struct Words { title: Signal<&'static str> } fn a(words: Words) { view! { <p>{words.title}<Icon/></p> } }",
        "let title = words(|| 1); view! { <h1>{title}</h1> }",
        "use crate::ui::{says, words as signal}; let when = signal(|| 1); view! { <time>{when}</time> }",
        "use crate::ui::{words as told}; let when = { let view = view.clone(); told(|| 1) }; view! { <b>{when}</b> }",
        "let (said, say) = signal(String::new()); view! { <p>{said}</p> }",
        "let save = move || { if it.get() { texts.a() } else { texts.b() } }; view! { <button>{save}</button> }",
        "<p>{words(move || 1)}</p>",
        "<p>{move || it.get()}</p>",
        "<p>{move || if it.get() { texts.a() } else { texts.b() }}</p>",
        "<p>{move || {\n    let it = it.get();\n    texts.a(it)\n}}</p>",
        "use super::words as meeting; <p>{reactive(move || meeting::when(now.get()))}</p>",
    ];
    for source in loosely {
        assert!(!loose(source).is_empty(), "{source}");
    }
    let held = [
        "let title = words(|| 1); view! { <Heading text=title/> }",
        "let title = words(|| 1); view! { <p inner_html=says(move || title.get())></p> }",
        "let name = words(|| 1); format!(\"{name}\")",
        "let all = Memo::new(|_| 1); let none = other; view! { <p>{none}</p> }",
        "<p>{move || it.get().then(|| view! { <b>{texts.a()}</b> })}</p>",
        "let sign = move || it.get().then(|| view! { <b>{texts.a()}</b> }); view! { <p>{sign}</p> }",
    ];
    for source in held {
        assert_eq!(loose(source), [""; 0], "{source}");
    }
}

#[test]
fn every_text_that_changes_is_written_through_its_element() {
    let mut all = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    assert!(all.len() > 100, "the sources are somewhere else");
    let loose: Vec<_> = all
        .iter()
        .filter(|path| !path.ends_with("ui/says_tests.rs"))
        .filter_map(|path| Some((path, std::fs::read_to_string(path).ok()?)))
        .flat_map(|(path, source)| {
            loose(&source).into_iter().map(move |text| format!("{}: {text}", path.display()))
        })
        .collect();
    assert!(loose.is_empty(), "{loose:#?}");
}
