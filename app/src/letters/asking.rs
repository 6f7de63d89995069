//! A letter on its way: given up by its form only once it is kept or sent.

use indgang_domain::kernel::id::{BlobId, LetterId, ThreadId};
use indgang_domain::kernel::text::Line;
use indgang_domain::letters::AskAboutLetter;
use indgang_domain::problem::{Problem, ProblemKey};
use leptos::html::Details;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::ask::use_ask;
use super::shared::use_shared;
use crate::act::problem_of;
use crate::attachments::picks::Picks;
use crate::backend::submit;
use crate::draft::Draft;
use crate::i18n::{Texts, use_texts};

/// A letter that is being asked about in one thread.
#[derive(Clone, Copy)]
pub(super) struct Asking {
    thread: ThreadId,
    /// What the form stands behind.
    pub(super) opens: NodeRef<Details>,
    pub(super) draft: Draft,
    pub(super) picks: Picks,
    pub(super) problem: RwSignal<Option<Problem>>,
    pub(super) busy: RwSignal<bool>,
    /// What became of the last one, to be read aloud.
    pub(super) told: RwSignal<&'static str>,
    texts: Texts,
}

impl Asking {
    /// About nothing yet. What was begun, what was not sent and what another app shared comes into it.
    pub(super) fn new(thread: ThreadId, problem: Option<Problem>) -> Self {
        let problem = RwSignal::new(problem);
        let asking = Self {
            thread,
            opens: NodeRef::new(),
            draft: Draft::new("letter", thread.0),
            picks: Picks::with_documents(problem),
            problem,
            busy: RwSignal::new(false),
            told: RwSignal::new(""),
            texts: use_texts(),
        };
        let (again, shared) = (use_ask(), use_shared());
        Effect::new(move |_| {
            let Some(opens) = asking.opens.get() else { return };
            // What one had written is not left behind a lid.
            if asking.draft.restored.get() == Some(true) {
                opens.set_open(true);
            }
            if again.read().is_some()
                && let Some((note, pictures)) = again.write_untracked().take()
            {
                opens.set_open(true);
                asking.draft.add(" ", &note);
                asking.picks.take_back(pictures);
            }
        });
        Effect::new(move |_| {
            let Some(opens) = asking.opens.get() else { return };
            // Not before what was kept has come back: it would be written over.
            if asking.draft.restored.get().is_none() || shared.with(Option::is_none) {
                return;
            }
            if let Some(shared) = shared.write_untracked().take() {
                opens.set_open(true);
                asking.draft.add(" ", &shared.words);
                let backend = asking.draft.backend();
                asking.picks.add(shared.files, move || BlobId(backend.mint()));
            }
        });
        asking
    }

    /// Sends what stands there. It stays until it is kept or sent.
    pub(super) fn send(self) {
        let Self { thread, draft, picks, problem, busy, told, texts, .. } = self;
        if busy.get_untracked() || picks.is_preparing() {
            return;
        }
        let written = draft.text();
        let note = match Line::parse(&written) {
            Err(wrong) if wrong.key != ProblemKey::TextEmpty => return problem.set(Some(wrong)),
            note => note.ok(),
        };
        let (photos, documents, pictures) = picks.letter_for(thread);
        let gone: Vec<_> = pictures.iter().map(|picture| picture.id).collect();
        let backend = draft.backend();
        let (envelope, id) = draft.minted();
        let command = AskAboutLetter { id: LetterId(id), thread, photos, documents, note };
        // The same words twice are said once: between them there are none.
        told.set("");
        busy.set(true);
        spawn_local(async move {
            let wrong = problem_of(submit(backend.clone(), command, pictures, envelope).await);
            if wrong.is_none() {
                draft.let_go(backend, &written).await;
            }
            // Who has gone to another screen meanwhile has taken the form away.
            if busy.is_disposed() {
                return;
            }
            if wrong.is_none() {
                picks.remove(&gone);
                told.set(texts.letter_kept());
            }
            problem.set(wrong);
            busy.set(false);
        });
    }
}
