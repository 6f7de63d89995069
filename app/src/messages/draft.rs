//! The text of a message before it is one: it stands in the text field, and is kept on every pause.

use std::sync::Arc;
use std::time::Duration;

use leptos::html::Textarea;
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle, window_event_listener_untyped};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use crate::backend::{Backend, use_backend};

const A_PAUSE: Duration = Duration::from_millis(400);

/// A text being written. It is in the text field and nowhere else, so that nothing can differ from what one sees.
#[derive(Clone, Copy)]
pub(crate) struct Draft {
    pub(crate) area: NodeRef<Textarea>,
    of: Uuid,
    backend: StoredValue<Arc<dyn Backend>>,
    pause: StoredValue<Option<TimeoutHandle>>,
    /// The kept one has been looked for: until then an empty field says nothing.
    restored: StoredValue<bool>,
}

impl Draft {
    /// What is being written to `of`. What was kept comes back, unless something stands there: written before the
    /// script came, or sent back.
    pub(crate) fn new(of: Uuid) -> Self {
        let backend = StoredValue::new(use_backend());
        let (pause, restored) = (StoredValue::new(None), StoredValue::new(false));
        let draft = Self { area: NodeRef::new(), of, backend, pause, restored };
        Effect::new(move |_| draft.restore());
        Effect::new(move |_| {
            let handle = window_event_listener_untyped("pagehide", move |_| draft.keep());
            on_cleanup(move || handle.remove());
        });
        draft
    }

    fn restore(self) {
        let Some(area) = self.area.get() else { return };
        let kept = self.backend.with_value(|backend| backend.draft(self.key()));
        spawn_local(async move {
            if let Some(kept) = kept.await
                && area.value().is_empty()
            {
                area.set_value(&kept);
            }
            self.restored.set_value(true);
        });
    }

    fn key(self) -> String {
        format!("message:{}", self.of)
    }

    pub(crate) fn backend(self) -> Arc<dyn Backend> {
        self.backend.get_value()
    }

    pub(crate) fn text(self) -> String {
        self.area.get_untracked().map(|area| area.value()).unwrap_or_default()
    }

    pub(crate) fn put(self, text: &str) {
        if let Some(area) = self.area.get_untracked() {
            area.set_value(text);
            _ = area.focus();
        }
    }

    /// Puts a text behind what stands there.
    pub(crate) fn add(self, text: &str) {
        let before = self.text();
        let gap = if before.trim().is_empty() { "" } else { "\n" };
        self.put(&format!("{}{gap}{text}", before.trim_end()));
        self.keep();
    }

    /// Something was typed: it is kept at the next pause.
    pub(crate) fn typed(self) {
        self.stop_waiting();
        self.pause.set_value(set_timeout_with_handle(move || self.keep(), A_PAUSE).ok());
    }

    fn stop_waiting(self) {
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

    /// This has been sent: only what was put behind it meanwhile stays and is kept, even where its screen is gone.
    pub(crate) async fn let_go(self, backend: Arc<dyn Backend>, sent: &str) {
        self.stop_waiting();
        let rest = if let Some(area) = self.area.try_get_untracked().flatten() {
            let text = area.value();
            let rest = behind(&text, sent).unwrap_or(&text);
            self.put(rest);
            rest.to_owned()
        } else {
            let kept = backend.draft(self.key()).await.unwrap_or_default();
            behind(&kept, sent).unwrap_or_default().to_owned()
        };
        backend.keep_draft(self.key(), rest).await;
    }
}

/// What [`Draft::add`] has put behind `sent`.
fn behind<'t>(text: &'t str, sent: &str) -> Option<&'t str> {
    Some(text.strip_prefix(sent.trim_end())?.trim_start())
}

#[cfg(test)]
mod tests {
    use super::behind;

    #[test]
    fn what_was_put_behind_what_is_sent_stays() {
        assert_eq!(behind("Hej ", "Hej "), Some(""));
        assert_eq!(behind("Hej\nDet hele igen", "Hej "), Some("Det hele igen"));
        assert_eq!(behind("He", "Hej"), None);
    }
}
