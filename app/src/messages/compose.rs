//! What is being written: kept on every pause, given up only once it is kept or sent.

use std::sync::Arc;
use std::time::Duration;

use indgang_domain::kernel::id::{MessageId, ThreadId};
use indgang_domain::kernel::text::MessageText;
use indgang_domain::messages::SendMessage;
use indgang_domain::people::Language;
use indgang_domain::problem::{Problem, ProblemKey};
use leptos::html::Textarea;
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle, window_event_listener_untyped};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::picks::Picks;
use crate::act::{posted, trouble};
use crate::backend::{Backend, Submitted, submit, use_backend};
use crate::i18n::{Texts, use_texts};

const A_PAUSE: Duration = Duration::from_millis(400);

/// A message being written in one thread. The text itself stands in the text field, nowhere else.
#[derive(Clone, Copy)]
pub struct Compose {
    pub(crate) thread: ThreadId,
    pub(crate) area: NodeRef<Textarea>,
    pub(crate) picks: Picks,
    pub(crate) language: RwSignal<Language>,
    pub(crate) problem: RwSignal<Option<Problem>>,
    pub(crate) busy: RwSignal<bool>,
    /// What became of the last one, to be read aloud.
    pub(crate) told: RwSignal<&'static str>,
    texts: Texts,
    backend: StoredValue<Arc<dyn Backend>>,
    pause: StoredValue<Option<TimeoutHandle>>,
    /// The draft has been looked for: until then an empty field says nothing.
    restored: StoredValue<bool>,
}

impl Compose {
    pub(crate) fn new(thread: ThreadId) -> Self {
        let texts = use_texts();
        let refused =
            posted::<SendMessage>(&[("thread", thread.to_string())]).and_then(|posted| posted.problem);
        let problem = RwSignal::new(refused);
        let compose = Self {
            thread,
            area: NodeRef::new(),
            picks: Picks::new(problem),
            language: RwSignal::new(texts.language()),
            problem,
            busy: RwSignal::new(false),
            told: RwSignal::new(""),
            texts,
            backend: StoredValue::new(use_backend()),
            pause: StoredValue::new(None),
            restored: StoredValue::new(false),
        };
        compose.restore();
        compose
    }

    /// The kept draft comes back, unless something stands there: written before the script came, or sent back.
    fn restore(self) {
        Effect::new(move |_| {
            let Some(area) = self.area.get() else { return };
            let draft = self.backend.with_value(|backend| backend.draft(self.key()));
            spawn_local(async move {
                if let Some(draft) = draft.await
                    && area.value().is_empty()
                {
                    area.set_value(&draft);
                }
                self.restored.set_value(true);
            });
        });
        Effect::new(move |_| {
            let handle = window_event_listener_untyped("pagehide", move |_| self.keep());
            on_cleanup(move || handle.remove());
        });
    }

    fn key(self) -> String {
        format!("message:{}", self.thread)
    }

    fn text(self) -> String {
        self.area.get_untracked().map(|area| area.value()).unwrap_or_default()
    }

    fn put(self, text: &str) {
        if let Some(area) = self.area.get_untracked() {
            area.set_value(text);
            _ = area.focus();
        }
    }

    /// Something was typed: it is kept at the next pause.
    pub(crate) fn typed(self) {
        self.wait();
        self.pause.set_value(set_timeout_with_handle(move || self.keep(), A_PAUSE).ok());
    }

    fn wait(self) {
        if let Some(pause) = self.pause.try_update_value(Option::take).flatten() {
            pause.clear();
        }
    }

    pub(crate) fn keep(self) {
        let Some(area) = self.area.try_get_untracked().flatten() else { return };
        let text = area.value();
        if !text.is_empty() || self.restored.get_value() {
            spawn_local(self.backend.with_value(|backend| backend.keep_draft(self.key(), text)));
        }
    }

    /// Puts a text behind what stands there.
    pub(crate) fn add(self, text: &str) {
        let before = self.text();
        let gap = if before.trim().is_empty() { "" } else { "\n" };
        self.put(&format!("{}{gap}{text}", before.trim_end()));
        self.keep();
    }

    /// A message that was not sent comes back to be changed.
    pub(crate) fn take_back(self, text: &str, problem: Option<ProblemKey>) {
        self.add(text);
        self.problem.set(problem.map(Problem::from));
    }

    /// Sends what stands there. It stays until it is kept or sent.
    pub(crate) fn send(self) {
        if self.busy.get_untracked() || self.picks.is_preparing() {
            return;
        }
        let written = self.text();
        let text = match MessageText::parse(&written) {
            Ok(text) => Some(text),
            Err(problem) if problem.key == ProblemKey::TextEmpty => None,
            Err(problem) => return self.problem.set(Some(problem)),
        };
        let (photos, pictures) = self.picks.for_stream(self.thread);
        let backend = self.backend.get_value();
        let id = MessageId(backend.mint());
        let command =
            SendMessage { id, thread: self.thread, text, language: self.language.get_untracked(), photos };
        self.busy.set(true);
        spawn_local(async move {
            let submitted = submit(backend.clone(), command, pictures).await;
            let queued = matches!(submitted, Submitted::Queued(_));
            let problem = trouble(submitted);
            if problem.is_none() {
                self.wait();
                backend.keep_draft(self.key(), String::new()).await;
            }
            // Who has gone to another screen meanwhile has taken the field away.
            if !self.busy.is_disposed() {
                self.settle(queued, problem);
            }
        });
    }

    fn settle(self, queued: bool, problem: Option<Problem>) {
        if problem.is_none() {
            self.picks.clear();
            self.put("");
            self.told.set(if queued { self.texts.composer_kept() } else { self.texts.composer_sent() });
        }
        self.problem.set(problem);
        self.busy.set(false);
    }
}
