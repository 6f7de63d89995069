//! A recording that is not sent yet. It is kept sealed while it grows, so that no reload loses it.

use std::sync::Arc;

use indgang_domain::attachments::VoiceMime;
use indgang_domain::kernel::id::ThreadId;
use indgang_domain::problem::{Problem, ProblemKey};
use leptos::html::Button;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{microphone, parts};
use crate::attachments::Recorded;
use crate::backend::{Backend, use_backend};
use crate::i18n::use_texts;
use crate::ui::{Icon, reactive};

/// What the microphone is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Stage {
    /// Nothing.
    #[default]
    Still,
    /// Someone pressed; the browser asks whether it may.
    Asking,
    /// Recording.
    Running,
    /// Enough: what was said last is on its way.
    Stopping,
}

/// What is recorded for one thread.
#[derive(Clone, Copy)]
pub struct Take {
    thread: ThreadId,
    /// What this browser records, once that is known; without script it never is.
    pub(super) mime: RwSignal<Option<VoiceMime>>,
    pub(super) stage: RwSignal<Stage>,
    pub(super) said: RwSignal<Option<Arc<Recorded>>>,
    pub(super) problem: RwSignal<Option<Problem>>,
    /// How often something was let go: what is still being kept of it is not to come back.
    pub(super) let_go: StoredValue<u32>,
    recorder: RwSignal<Option<parts::Recorder>>,
    /// The microphone's button takes the focus when it is back.
    returns: StoredValue<bool>,
    backend: StoredValue<Arc<dyn Backend>>,
}

impl Take {
    /// For a thread. What was kept comes back. What goes wrong is told through `problem`.
    pub(crate) fn new(thread: ThreadId, problem: RwSignal<Option<Problem>>) -> Self {
        let take = Self {
            thread,
            mime: RwSignal::new(None),
            stage: RwSignal::new(Stage::Still),
            said: RwSignal::new(None),
            problem,
            let_go: StoredValue::new(0),
            recorder: RwSignal::new(None),
            returns: StoredValue::new(false),
            backend: StoredValue::new(use_backend()),
        };
        Effect::new(move |_| {
            let kept = take.backend().kept(take.key());
            spawn_local(async move {
                let kept = kept.await.as_deref().and_then(Recorded::unpack);
                if let Some(kept) = kept.filter(|kept| !kept.bytes.is_empty()) {
                    take.put(kept);
                }
                // Not before: a new one would be written over what was kept.
                _ = take.mime.try_set(microphone::records());
            });
        });
        take
    }

    pub(super) fn backend(self) -> Arc<dyn Backend> {
        self.backend.get_value()
    }

    /// Under what it is kept.
    pub(super) fn key(self) -> String {
        format!("voice:{}", self.thread)
    }

    /// The microphone is in use, or about to be.
    pub(crate) fn is_running(self) -> bool {
        self.stage.get_untracked() != Stage::Still
    }

    /// Enough.
    pub(crate) fn stop(self) {
        // Told twice that it asks, the recorder would ask twice.
        if self.stage.get_untracked() == Stage::Running {
            self.stage.set(Stage::Stopping);
        }
    }

    /// What was recorded.
    pub(crate) fn recorded(self) -> Option<Arc<Recorded>> {
        self.said.get_untracked()
    }

    /// Puts a recording there. `false` where another stands there already.
    pub(crate) fn put(self, recorded: Recorded) -> bool {
        // Where its screen is gone, it stays where it is kept.
        if self.said.try_with_untracked(Option::is_some) != Some(false) || self.is_running() {
            return false;
        }
        self.said.set(Some(Arc::new(recorded)));
        self.load();
        self.keep();
        true
    }

    fn keep(self) {
        if let Some(said) = self.recorded() {
            spawn_local(self.backend().keep(self.key(), said.pack()));
        }
    }

    /// Begins a new one, once the microphone may be used.
    pub(super) fn ask(self) {
        self.problem.set(None);
        self.stage.set(Stage::Asking);
        self.load();
    }

    /// It did not work.
    pub(super) fn fail(self, key: ProblemKey) {
        if !self.stage.is_disposed() {
            self.returns.set_value(true);
            self.stage.set(Stage::Still);
            self.problem.set(Some(Problem::on(key, "voice")));
        }
    }

    /// It is not to be sent.
    pub(super) fn discard(self) {
        self.returns.set_value(true);
        self.drop_kept();
    }

    /// Nothing is recorded any more.
    pub(super) fn drop_kept(self) {
        if self.recorded().is_none() {
            return;
        }
        self.let_go.update_value(|times| *times += 1);
        self.said.set(None);
        spawn_local(self.backend().keep(self.key(), Vec::new()));
    }

    /// This is sent, even where its screen is gone.
    pub(crate) async fn let_go(self, backend: &dyn Backend, sent: &Arc<Recorded>) {
        let other =
            self.said.try_with_untracked(|said| said.as_ref().is_some_and(|said| !Arc::ptr_eq(said, sent)));
        if other == Some(true) {
            return;
        }
        _ = self.let_go.try_update_value(|times| *times += 1);
        _ = self.said.try_set(None);
        backend.keep(self.key(), Vec::new()).await;
    }

    /// The recorder comes when it is needed.
    fn load(self) {
        if self.recorder.with_untracked(Option::is_none) {
            spawn_local(async move {
                let recorder = parts::recorder().await;
                _ = self.recorder.try_set(Some(recorder));
            });
        }
    }
}

/// The microphone. Not there without script, nor where the browser records nothing that everyone can hear.
#[component]
pub fn RecordButton(
    /// What it records.
    take: Take,
) -> impl IntoView {
    let texts = use_texts();
    let is_there = Memo::new(move |_| {
        take.mime.read().is_some() && take.stage.get() == Stage::Still && take.said.read().is_none()
    });
    let button = NodeRef::<Button>::new();
    Effect::new(move |_| {
        if let Some(button) = button.get().filter(|_| take.returns.get_value()) {
            take.returns.set_value(false);
            _ = button.focus();
        }
    });
    reactive(move || {
        is_there.get().then(|| {
            view! {
                <button node_ref=button class="button round" type="button" on:click=move |_| take.ask()>
                    <Icon name="microphone"/>
                    <span class="visually-hidden">{texts.voice_record()}</span>
                </button>
            }
        })
    })
}

/// The recording as it is made, and listened to before it is sent.
#[component]
pub fn Taking(take: Take) -> impl IntoView {
    let is_there = Memo::new(move |_| {
        take.recorder.read().is_some() && (take.stage.get() != Stage::Still || take.said.read().is_some())
    });
    reactive(move || {
        let recorder = if is_there.get() { take.recorder.get_untracked() } else { None };
        recorder.map(|recorder| recorder(take))
    })
}
