//! What is being written before it is sent: it stands in its field, and is kept soon after, also of someone who never pauses.

use std::sync::Arc;
use std::time::Duration;

use indgang_domain::kernel::id::EnvelopeId;
use leptos::html::{ElementType, Input};
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle, window_event_listener_untyped};
use leptos::prelude::*;
use leptos::tachys::html::node_ref::NodeRefContainer;
use leptos::task::spawn_local;
use uuid::Uuid;
use web_sys::{Element, HtmlFormElement};

use crate::backend::{Backend, use_backend};
use crate::minted::{take, take_envelope};

/// So much is lost at most, of what was typed.
const SOON: Duration = Duration::from_millis(400);

/// The field that one writes in, of one line or of many: what is asked of it here, both can do.
#[derive(Clone, Copy)]
pub(crate) struct Field(NodeRef<Input>);

impl<E: ElementType> NodeRefContainer<E> for Field {
    fn load(self, element: &Element) {
        NodeRefContainer::<Input>::load(self.0, element);
    }
}

/// A text being written. It is in its field and nowhere else, so that nothing can differ from what one sees.
#[derive(Clone, Copy)]
pub struct Draft {
    pub(crate) field: Field,
    /// Whether something that was kept has come back. Until it has been looked for, an empty field says nothing.
    pub(crate) restored: RwSignal<Option<bool>>,
    what: &'static str,
    of: Uuid,
    backend: StoredValue<Arc<dyn Backend>>,
    soon: StoredValue<Option<TimeoutHandle>>,
}

impl Draft {
    /// The `what` that is being written to `of`. What was kept comes back, unless something stands there: written before
    /// the script came, or sent back.
    pub(crate) fn new(what: &'static str, of: Uuid) -> Self {
        let backend = StoredValue::new(use_backend());
        let (field, soon) = (Field(NodeRef::new()), StoredValue::new(None));
        let draft = Self { field, restored: RwSignal::new(None), what, of, backend, soon };
        Effect::new(move |_| draft.restore());
        Effect::new(move |_| {
            let handle = window_event_listener_untyped("pagehide", move |_| draft.keep());
            on_cleanup(move || handle.remove());
        });
        draft
    }

    fn restore(self) {
        let Some(field) = self.field.0.get() else { return };
        let kept = self.backend.with_value(|backend| backend.draft(self.key()));
        spawn_local(async move {
            let kept = kept.await.filter(|_| field.value().is_empty());
            if let Some(kept) = &kept {
                field.set_value(kept);
            }
            self.restored.set(Some(kept.is_some()));
        });
    }

    fn key(self) -> String {
        format!("{}:{}", self.what, self.of)
    }

    pub(crate) fn backend(self) -> Arc<dyn Backend> {
        self.backend.get_value()
    }

    pub(crate) fn text(self) -> String {
        self.field.0.get_untracked().map(|field| field.value()).unwrap_or_default()
    }

    /// The form that the field stands in.
    fn form(self) -> Option<HtmlFormElement> {
        self.field.0.get_untracked()?.form()
    }

    /// The envelope and the id that the form was given, which gets others; another id where it has none.
    pub(crate) fn minted(self) -> (Option<EnvelopeId>, Uuid) {
        let (backend, form) = (self.backend(), self.form());
        let envelope = form.as_ref().and_then(|form| take_envelope(form, &*backend));
        let id = form.as_ref().and_then(|form| take(form, "id", &*backend));
        (envelope, id.unwrap_or_else(|| backend.mint()))
    }

    pub(crate) fn focus(self) {
        if let Some(field) = self.field.0.try_get_untracked().flatten() {
            _ = field.focus();
        }
    }

    /// Puts a text behind what stands there.
    pub(crate) fn add(self, gap: &str, text: &str) {
        if let Some(field) = self.field.0.get_untracked() {
            field.set_value(&joined(&field.value(), gap, text));
        }
        self.focus();
        self.keep();
    }

    /// Something was typed: it is kept soon, together with what follows until then.
    pub(crate) fn typed(self) {
        if self.soon.with_value(Option::is_none) {
            let keep = move || {
                self.soon.try_set_value(None);
                self.keep();
            };
            self.soon.set_value(set_timeout_with_handle(keep, SOON).ok());
        }
    }

    fn stop_waiting(self) {
        if let Some(soon) = self.soon.try_update_value(Option::take).flatten() {
            soon.clear();
        }
    }

    pub(crate) fn keep(self) {
        let Some(field) = self.field.0.try_get_untracked().flatten() else { return };
        let text = field.value();
        if !text.is_empty() || self.restored.get_untracked().is_some() {
            spawn_local(self.backend.with_value(|backend| backend.keep_draft(self.key(), text)));
        }
    }

    /// This has been sent: only what was put behind it meanwhile stays and is kept, even where its screen is gone.
    pub(crate) async fn let_go(self, backend: Arc<dyn Backend>, sent: &str) {
        self.stop_waiting();
        let rest = if let Some(field) = self.field.0.try_get_untracked().flatten() {
            let text = field.value();
            let rest = behind(&text, sent).unwrap_or(&text);
            field.set_value(rest);
            rest.to_owned()
        } else {
            let kept = backend.draft(self.key()).await.unwrap_or_default();
            behind(&kept, sent).unwrap_or_default().to_owned()
        };
        backend.keep_draft(self.key(), rest).await;
    }
}

/// A text with another put behind it.
pub fn joined(before: &str, gap: &str, text: &str) -> String {
    let before = before.trim_end();
    let gap = if before.is_empty() { "" } else { gap };
    format!("{before}{gap}{text}")
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
