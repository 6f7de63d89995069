//! Several tabs of one person: the one that holds the lock listens and drains, the others write and are told.

use std::rc::Rc;

use gloo::events::EventListener;
use indgang_domain::kernel::id::{EnvelopeId, StreamId};
use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

use crate::js;

/// What one tab says to the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// This item is in the store now, or has left it.
    Wrote(EnvelopeId),
    /// The leader stored something; these streams changed.
    Changed(Vec<StreamId>),
    /// Everything goes.
    Forget,
}

impl Word {
    fn text(&self) -> String {
        match self {
            Self::Wrote(envelope) => format!("wrote {envelope}"),
            Self::Changed(streams) => {
                streams.iter().fold("changed".to_owned(), |text, stream| format!("{text} {stream}"))
            }
            Self::Forget => "forget".to_owned(),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        match words.next()? {
            "wrote" => Some(Self::Wrote(words.next()?.parse().ok()?)),
            "changed" => Some(Self::Changed(words.filter_map(|word| word.parse().ok()).collect())),
            "forget" => Some(Self::Forget),
            _ => None,
        }
    }
}

/// The other tabs of the same person.
pub(crate) struct Tabs {
    channel: BroadcastChannel,
    _listener: EventListener,
}

impl Tabs {
    /// `None` where the browser has no channels: then each tab reads the store for itself.
    pub(crate) fn open(name: &str, heard: impl Fn(Word) + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(name).ok()?;
        let listener = EventListener::new(&channel, "message", move |event| {
            let text = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
            if let Some(word) = text.as_deref().and_then(Word::parse) {
                heard(word);
            }
        });
        Some(Self { channel, _listener: listener })
    }

    pub(crate) fn say(&self, word: &Word) {
        // A closed channel has nobody listening.
        _ = self.channel.post_message(&word.text().into());
    }
}

/// Calls `lead` once this tab holds the lock, which it keeps until the page goes. Where there are no locks, at once.
pub(crate) fn lead_when_alone(name: &str, lead: impl FnOnce() + 'static) {
    let lead = Rc::new(std::cell::Cell::new(Some(lead)));
    let locks = web_sys::window().and_then(|window| js::get(&window.navigator(), "locks"));
    let held = {
        let lead = lead.clone();
        Closure::once_into_js(move |_lock: JsValue| {
            if let Some(lead) = lead.take() {
                lead();
            }
            // Never settled: the lock is given back when the page goes.
            Promise::new(&mut |_, _| {})
        })
    };
    let asked = locks.map(|locks| js::call(&locks, "request", &[&name.into(), &held]));
    if !matches!(asked, Some(Ok(_)))
        && let Some(lead) = lead.take()
    {
        lead();
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn words_arrive_as_they_were_said() {
        let id = uuid::Uuid::from_u128(7);
        for word in [Word::Wrote(id.into()), Word::Changed(vec![id.into(), id.into()]), Word::Forget] {
            assert_eq!(Word::parse(&word.text()), Some(word));
        }
        assert_eq!(Word::parse("hello"), None);
    }
}
