//! Several tabs of one person: the one that holds the lock listens and drains, the others write and are told.

use std::rc::Rc;

use gloo::events::EventListener;
use indgang_domain::kernel::id::{EnvelopeId, StreamId};
use indgang_domain::problem::ProblemKey;
use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

use crate::js;

/// What one tab says to the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    /// This item is in the store now, or has left it.
    Wrote(EnvelopeId),
    /// The leader stored something; these streams changed.
    Changed(Vec<StreamId>),
    /// Someone looks at this tab, or its connection is back: what waits is tried at once.
    Here,
    /// How the leader stands to the server.
    Stands { offline: bool, problem: Option<ProblemKey> },
    /// Everything goes.
    Forget,
}

impl Call {
    fn text(&self) -> String {
        match self {
            Self::Wrote(envelope) => format!("wrote {envelope}"),
            Self::Changed(streams) => {
                streams.iter().fold("changed".to_owned(), |text, stream| format!("{text} {stream}"))
            }
            Self::Here => "here".to_owned(),
            Self::Stands { offline, problem } => {
                let link = if *offline { "offline" } else { "online" };
                format!("stands {link} {}", problem.map_or("", ProblemKey::as_str))
            }
            Self::Forget => "forget".to_owned(),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        match words.next()? {
            "wrote" => Some(Self::Wrote(words.next()?.parse().ok()?)),
            "changed" => Some(Self::Changed(words.filter_map(|word| word.parse().ok()).collect())),
            "here" => Some(Self::Here),
            "stands" => {
                let offline = words.next()? == "offline";
                let told = words.next().unwrap_or_default();
                let problem =
                    [ProblemKey::TooOld, ProblemKey::LoggedOut].into_iter().find(|key| key.as_str() == told);
                Some(Self::Stands { offline, problem })
            }
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
    pub(crate) fn open(name: &str, heard: impl Fn(Call) + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(name).ok()?;
        let listener = EventListener::new(&channel, "message", move |event| {
            let text = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
            if let Some(call) = text.as_deref().and_then(Call::parse) {
                heard(call);
            }
        });
        Some(Self { channel, _listener: listener })
    }

    pub(crate) fn say(&self, call: &Call) {
        // A closed channel has nobody listening.
        _ = self.channel.post_message(&call.text().into());
    }
}

/// The lock by which one tab leads: given back when this is dropped, or the page goes.
pub(crate) struct Lock(Option<Function>);

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(give_back) = &self.0 {
            // It only settles a promise.
            _ = give_back.call0(&JsValue::NULL);
        }
    }
}

/// Calls `lead` once this tab holds the lock. Where there are no locks, at once.
pub(crate) fn lead_when_alone(name: &str, lead: impl FnOnce(Lock) + 'static) {
    let lead = Rc::new(std::cell::Cell::new(Some(lead)));
    let locks = web_sys::window().and_then(|window| js::get(&window.navigator(), "locks"));
    let held = {
        let lead = lead.clone();
        Closure::once_into_js(move |_lock: JsValue| {
            Promise::new(&mut |give_back, _| {
                if let Some(lead) = lead.take() {
                    lead(Lock(Some(give_back)));
                }
            })
        })
    };
    let asked = locks.map(|locks| js::call(&locks, "request", &[&name.into(), &held]));
    if !matches!(asked, Some(Ok(_)))
        && let Some(lead) = lead.take()
    {
        lead(Lock(None));
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn words_arrive_as_they_were_said() {
        let id = uuid::Uuid::from_u128(7);
        let held = Call::Stands { offline: false, problem: Some(ProblemKey::LoggedOut) };
        let cut_off = Call::Stands { offline: true, problem: None };
        let changed = Call::Changed(vec![id.into(), id.into()]);
        for call in [Call::Wrote(id.into()), changed, Call::Here, held, cut_off, Call::Forget] {
            assert_eq!(Call::parse(&call.text()), Some(call));
        }
        assert_eq!(Call::parse("hello"), None);
    }
}
