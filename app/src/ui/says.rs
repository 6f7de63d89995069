//! Words that change, written through the element that they stand in. A translation has put its own in the place of ours
//! by then: what is written into a text of our own that is gone, nobody reads.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::tachys::html::element::InnerHtmlValue;
use leptos::tachys::renderer::types::Element;

/// All that an element says, as `inner_html=says(…)`: words, never HTML.
#[derive(Clone)]
pub struct Says(Arc<dyn Fn() -> Arc<str> + Send + Sync>);

/// What an element says, and says anew whenever something that it read has changed.
pub fn says<W: Into<Arc<str>>>(words: impl Fn() -> W + Send + Sync + 'static) -> Says {
    Says(Arc::new(move || words().into()))
}

/// Letters that mean something in HTML.
const MEANT: [(char, &str); 3] = [('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;")];

impl Says {
    /// Says it in an element that has said what came `before`, or what the server wrote.
    fn within(self, element: &Element, mut is_written: bool) -> RenderEffect<Arc<str>> {
        let element = element.clone();
        RenderEffect::new(move |before: Option<Arc<str>>| {
            let words = (self.0)();
            if !std::mem::take(&mut is_written) && before.as_ref() != Some(&words) {
                element.set_text_content(Some(&words));
            }
            words
        })
    }
}

impl IntoAttributeValue for Says {
    type Output = Self;

    fn into_attribute_value(self) -> Self {
        self
    }
}

impl InnerHtmlValue for Says {
    type AsyncOutput = Self;
    type State = (Element, RenderEffect<Arc<str>>);
    type Cloneable = Self;
    type CloneableOwned = Self;

    fn html_len(&self) -> usize {
        0
    }

    fn to_html(self, buf: &mut String) {
        for letter in (self.0)().chars() {
            match MEANT.iter().find(|(meant, _)| *meant == letter) {
                Some((_, written)) => buf.push_str(written),
                None => buf.push(letter),
            }
        }
    }

    fn to_template(_: &mut String) {}

    fn hydrate<const FROM_SERVER: bool>(self, element: &Element) -> Self::State {
        (element.clone(), self.within(element, FROM_SERVER))
    }

    fn build(self, element: &Element) -> Self::State {
        (element.clone(), self.within(element, false))
    }

    fn rebuild(self, (element, effect): &mut Self::State) {
        *effect = self.within(element, false);
    }

    fn into_cloneable(self) -> Self {
        self
    }

    fn into_cloneable_owned(self) -> Self {
        self
    }

    fn dry_resolve(&mut self) {
        (self.0)();
    }

    async fn resolve(self) -> Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn words_are_never_html() {
        let mut html = String::new();
        says(|| "<b>5 & 6</b>").to_html(&mut html);
        assert_eq!(html, "&lt;b&gt;5 &amp; 6&lt;/b&gt;");
    }

    /// What holds words that change, as it is written where it is named.
    const CHANGING: [&str; 5] = [
        ": Signal<String>",
        ": ReadSignal<String>",
        ": RwSignal<String>",
        ": RwSignal<&'static str>",
        ": Memo<String>",
    ];

    fn name_before(source: &str, at: usize) -> &str {
        source[..at].rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
    }

    /// Texts of a source that would be written past their element.
    fn loose(source: &str) -> Vec<String> {
        let source = source.split("#[cfg(test)]").next().unwrap_or_default();
        let declared = CHANGING.iter().flat_map(|kind| source.match_indices(kind));
        let bound = source.match_indices(" = words(");
        let names = declared.chain(bound).map(|(at, _)| name_before(source, at));
        let children =
            names.flat_map(|name| [format!(">{{{name}}}"), format!(".{name}}}</"), format!(" {{{name}}}<")]);
        let mut found: Vec<_> = children.filter(|child| source.contains(child.as_str())).collect();
        let is_text = |line: &&str| {
            let (_, closure) = line.split_once("{move || ").unwrap_or_default();
            let says =
                ["texts.", "format!", ".to_owned()", ".clone()"].iter().any(|text| closure.contains(text));
            line.contains("{words(")
                || says && !closure.contains("view!") && !closure.contains("collect_view")
        };
        found.extend(source.lines().filter(is_text).map(|line| line.trim().to_owned()));
        found
    }

    fn sources(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { sources(&path, found) } else { found.push(path) }
        }
    }

    #[test]
    fn a_text_that_changes_is_found_wherever_it_stands_loose() {
        let loosely = [
            "fn A(name: Signal<String>) { view! { <p>{name}</p> } }",
            "let title = words(|| 1); view! { <h1>{title}</h1> }",
            "<p>{words(move || 1)}</p>",
            "<p>{move || if it.get() { texts.a() } else { texts.b() }}</p>",
        ];
        for source in loosely {
            assert!(!loose(source).is_empty(), "{source}");
        }
        assert!(loose("let title = words(|| 1); view! { <Heading text=title/> }").is_empty());
        assert!(loose("<p>{move || it.get().then(|| view! { <b>{texts.a()}</b> })}</p>").is_empty());
    }

    #[test]
    fn every_text_that_changes_is_written_through_its_element() {
        let mut all = Vec::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
        assert!(all.len() > 100, "the sources are somewhere else");
        let loose: Vec<_> = all
            .iter()
            .filter_map(|path| Some((path, std::fs::read_to_string(path).ok()?)))
            .flat_map(|(path, source)| {
                loose(&source).into_iter().map(move |text| format!("{}: {text}", path.display()))
            })
            .collect();
        assert!(loose.is_empty(), "{loose:#?}");
    }
}
