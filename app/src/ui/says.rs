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
#[path = "says_tests.rs"]
mod tests;
