//! A message on its way: given up by the composer only once it is kept or sent.

use indgang_domain::kernel::id::{BlobId, MessageId, ThreadId};
use indgang_domain::kernel::text::MessageText;
use indgang_domain::messages::SendMessage;
use indgang_domain::people::Language;
use indgang_domain::problem::{Problem, ProblemKey};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::act::{posted, problem_of};
use crate::attachments::picks::{Picks, TakenBack};
use crate::backend::{Submitted, submit};
use crate::draft::Draft;
use crate::i18n::{Texts, use_texts};
use crate::voice::Take;

/// A message being written in one thread.
#[derive(Clone, Copy)]
pub struct Compose {
    pub(crate) thread: ThreadId,
    pub(crate) draft: Draft,
    pub(crate) picks: Picks,
    pub(crate) take: Take,
    pub(crate) language: RwSignal<Language>,
    pub(crate) problem: RwSignal<Option<Problem>>,
    pub(crate) busy: RwSignal<bool>,
    /// What became of the last one, to be read aloud.
    pub(crate) told: RwSignal<&'static str>,
    texts: Texts,
}

impl Compose {
    pub(crate) fn new(thread: ThreadId) -> Self {
        let texts = use_texts();
        let refused =
            posted::<SendMessage>(&[("thread", thread.to_string())]).and_then(|posted| posted.problem);
        let problem = RwSignal::new(refused);
        Self {
            thread,
            draft: Draft::new("message", thread.0),
            picks: Picks::new(problem),
            take: Take::new(thread, problem),
            language: RwSignal::new(texts.language()),
            problem,
            busy: RwSignal::new(false),
            told: RwSignal::new(""),
            texts,
        }
    }

    /// A message that was not sent comes back to be changed, unless its recording would take another's place.
    pub(crate) fn take_back(self, text: &str, mut pictures: TakenBack) -> bool {
        if let Some(voice) = pictures.voice.take()
            && !self.take.put(voice)
        {
            self.problem.set(Some(ProblemKey::VoiceWaits.into()));
            return false;
        }
        self.draft.add("\n", text);
        self.problem.set(None);
        self.picks.take_back(pictures);
        true
    }

    /// Sends what stands there. It stays until it is kept or sent.
    pub(crate) fn send(self) {
        if self.busy.get_untracked() || self.picks.is_preparing() {
            return;
        }
        if self.take.is_running() {
            // Listened to before it is sent.
            return self.take.stop();
        }
        // The same words twice are said once: between them there are none.
        self.told.set("");
        let written = self.draft.text();
        let text = match MessageText::parse(&written) {
            Ok(text) => Some(text),
            Err(problem) if problem.key == ProblemKey::TextEmpty => None,
            Err(problem) => return self.problem.set(Some(problem)),
        };
        let backend = self.draft.backend();
        let (photos, mut pictures) = self.picks.for_stream(self.thread);
        let said = self.take.recorded();
        let voice = said.as_deref().map(|said| {
            let (voice, pieces) = said.pieces(self.thread.into(), || BlobId(backend.mint()));
            pictures.extend(pieces);
            voice
        });
        let (envelope, id) = self.draft.minted();
        let language = self.language.get_untracked();
        let command = SendMessage { id: MessageId(id), thread: self.thread, text, language, photos, voice };
        let gone = command.photos.clone();
        self.busy.set(true);
        spawn_local(async move {
            let submitted = submit(backend.clone(), command, pictures, envelope).await;
            let queued = matches!(submitted, Submitted::Queued(_));
            let problem = problem_of(submitted);
            if problem.is_none() {
                self.draft.let_go(backend.clone(), &written).await;
                if let Some(said) = said {
                    self.take.let_go(&*backend, &said).await;
                }
                self.draft.focus();
            }
            // Who has gone to another screen meanwhile has taken the field away.
            if !self.busy.is_disposed() {
                self.settle(queued, problem, &gone);
            }
        });
    }

    fn settle(self, queued: bool, problem: Option<Problem>, gone: &[BlobId]) {
        if problem.is_none() {
            // Others may have been chosen meanwhile.
            self.picks.remove(gone);
            self.told.set(if queued { self.texts.composer_kept() } else { self.texts.composer_sent() });
        }
        self.problem.set(problem);
        self.busy.set(false);
    }
}
