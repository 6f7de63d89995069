//! Choosing pictures, and a letter's files: the camera or the album, a look at each, and away with the wrong one.

use std::sync::Arc;

use indgang_domain::attachments::{DOCUMENTS_AT_MOST, Document, PHOTOS_AT_MOST, Photo, Spoken};
use indgang_domain::kernel::id::{BlobId, StreamId};
use indgang_domain::problem::{Problem, ProblemKey};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::Recorded;
use super::documents::{Paper, label, name};
use super::small::{self, Chosen};
use crate::backend::{Backend, Picture, use_backend};
use crate::i18n::use_texts;
use crate::ui::{Icon, reactive, says, words};

/// Pictures that were chosen and not sent yet; of a letter files, too.
#[derive(Clone, Copy)]
pub struct Picks {
    chosen: RwSignal<Vec<(BlobId, Chosen)>>,
    papers: RwSignal<Vec<Paper>>,
    takes_documents: bool,
    preparing: RwSignal<u32>,
    problem: RwSignal<Option<Problem>>,
}

impl Picks {
    /// None yet. What goes wrong is told through `problem`.
    pub(crate) fn new(problem: RwSignal<Option<Problem>>) -> Self {
        let chosen = RwSignal::new(Vec::<(BlobId, Chosen)>::new());
        on_cleanup(move || {
            _ = chosen.try_with_untracked(|chosen| chosen.iter().for_each(|(_, picture)| picture.forget()));
        });
        let papers = RwSignal::new(Vec::new());
        Self { chosen, papers, takes_documents: false, preparing: RwSignal::new(0), problem }
    }

    /// The same where PDFs may be chosen beside pictures.
    pub(crate) fn with_documents(problem: RwSignal<Option<Problem>>) -> Self {
        Self { takes_documents: true, ..Self::new(problem) }
    }

    /// Some are still being made small.
    pub(crate) fn is_preparing(self) -> bool {
        self.preparing.get_untracked() > 0
    }

    /// The pictures' ids, and the pictures for the readers of `stream`.
    pub(crate) fn for_stream(self, stream: impl Into<StreamId>) -> (Vec<BlobId>, Vec<Picture>) {
        let stream = stream.into();
        let chosen = self.chosen.get_untracked().into_iter();
        chosen
            .map(|(id, chosen)| {
                let mime = small::MIME.to_owned();
                (id, Picture { id, stream, mime, piece: None, bytes: chosen.bytes })
            })
            .unzip()
    }

    /// The same with what names a letter's files, which go as the pictures do.
    pub(crate) fn letter_for(
        self,
        stream: impl Into<StreamId>,
    ) -> (Vec<BlobId>, Vec<Document>, Vec<Picture>) {
        let stream = stream.into();
        let (photos, mut pictures) = self.for_stream(stream);
        let papers = self.papers.get_untracked().into_iter().map(|paper| paper.for_stream(stream));
        let (documents, files): (Vec<_>, Vec<_>) = papers.unzip();
        pictures.extend(files);
        (photos, documents, pictures)
    }

    /// These go: they are sent, or are not to be.
    pub(crate) fn remove(self, gone: &[BlobId]) {
        self.chosen.update(|chosen| {
            for (_, picture) in chosen.extract_if(.., |(id, _)| gone.contains(id)) {
                picture.forget();
            }
        });
        self.papers.update(|papers| papers.retain(|paper| !gone.contains(&paper.document.blob)));
    }

    /// Pictures of something that was not sent come back to be sent again.
    pub(crate) fn take_back(self, pictures: TakenBack) {
        self.chosen.update(|chosen| chosen.extend(pictures.found));
        self.papers.update(|papers| papers.extend(pictures.papers));
        if pictures.lost {
            self.problem.set(Some(Problem::on(ProblemKey::PictureMissing, "photos")));
        }
    }

    /// Adds files from wherever they come: pictures and, where they may be chosen, PDFs.
    pub(crate) fn add(self, files: Vec<File>, mint: impl Fn() -> BlobId + 'static) {
        let (papers, photos): (Vec<_>, Vec<_>) =
            files.into_iter().partition(|file| self.takes_documents && Paper::may_be(file));
        let room = PHOTOS_AT_MOST.saturating_sub(self.chosen.read_untracked().len());
        let papers_room = DOCUMENTS_AT_MOST.saturating_sub(self.papers.read_untracked().len());
        let too_many = photos.len() > room || papers.len() > papers_room;
        self.problem.set(too_many.then(|| Problem::on(ProblemKey::TooMany, "photos")));
        self.preparing.update(|count| *count += 1);
        spawn_local(async move {
            for file in papers.into_iter().take(papers_room) {
                match Paper::read(file, mint()).await {
                    Ok(paper) => _ = self.papers.try_update(|papers| papers.push(paper)),
                    Err(problem) => _ = self.problem.try_set(Some(problem)),
                }
            }
            for file in photos.into_iter().take(room) {
                match small::make_small(file).await {
                    // Who chose it has gone to another screen.
                    Some(chosen) if self.chosen.is_disposed() => chosen.forget(),
                    Some(chosen) => self.chosen.update(|all| all.push((mint(), chosen))),
                    None => self.problem.set(Some(Problem::on(ProblemKey::PictureUnreadable, "photos"))),
                }
            }
            self.preparing.update(|count| *count -= 1);
        });
    }
}

/// The pictures of something that was not sent, and what was said aloud.
#[derive(Clone, Default)]
pub struct TakenBack {
    found: Vec<(BlobId, Chosen)>,
    papers: Vec<Paper>,
    /// What was said aloud.
    pub(crate) voice: Option<Recorded>,
    /// Some are not on this device any more.
    lost: bool,
}

/// Looks for them on the device. They get new ids: what was not sent is let go by its own.
pub(crate) async fn taken_back(
    backend: Arc<dyn Backend>,
    photos: Vec<Photo>,
    documents: Vec<Document>,
    voice: Option<Spoken>,
) -> TakenBack {
    let mut pictures = TakenBack::default();
    for photo in photos {
        match backend.unsent(photo.blob).await.and_then(Chosen::from_bytes) {
            Some(chosen) => pictures.found.push((BlobId(backend.mint()), chosen)),
            None => pictures.lost = true,
        }
    }
    for document in documents {
        match Paper::unsent(&*backend, document).await {
            Some(paper) => pictures.papers.push(paper),
            None => pictures.lost = true,
        }
    }
    if let Some(voice) = voice {
        pictures.voice = Recorded::unsent(&*backend, voice).await;
        pictures.lost |= pictures.voice.is_none();
    }
    pictures
}

/// What a file input asks for.
pub(crate) const PICTURES: &str = "image/*";
/// And a letter's.
pub(crate) const PICTURES_AND_DOCUMENTS: &str = "image/*,application/pdf";

/// The file input. Without script its files are sent with the form.
#[component]
pub fn PickInput(
    /// Where they go.
    picks: Picks,
) -> impl IntoView {
    let backend = use_backend();
    let input = NodeRef::<leptos::html::Input>::new();
    let change = move |_| {
        let backend = backend.clone();
        if let Some(input) = input.get_untracked() {
            picks.add(small::take_files(&input), move || BlobId(backend.mint()));
        }
    };
    let accept = if picks.takes_documents { PICTURES_AND_DOCUMENTS } else { PICTURES };
    view! {
        <input node_ref=input class="visually-hidden" type="file" name="photos" accept=accept multiple on:change=change/>
    }
}

/// What is chosen.
#[component]
pub fn Picked(picks: Picks) -> impl IntoView {
    let texts = use_texts();
    let pictures = move || {
        let chosen = picks.chosen.read();
        let each = chosen.iter().enumerate().map(|(at, (id, chosen))| {
            let (id, words) = (*id, texts.composer_remove(&(at + 1).to_string()));
            view! {
                <button class="button plain" type="button" aria-label=words on:click=move |_| picks.remove(&[id])>
                    <img src=chosen.url.clone() alt="" width="64" height="64"/>
                    <Icon name="close"/>
                </button>
            }
        });
        each.collect_view()
    };
    let papers = move || {
        let papers = picks.papers.read();
        let each = papers.iter().map(|paper| {
            let (id, words) = (paper.document.blob, texts.letter_document_remove(&name(texts, &paper.document)));
            view! {
                <li>
                    {label(texts, &paper.document)}
                    <button class="button plain" type="button" aria-label=words on:click=move |_| picks.remove(&[id])>
                        <Icon name="close"/>
                    </button>
                </li>
            }
        });
        let each = each.collect_view();
        (!each.is_empty()).then(|| view! { <ul class="files">{each}</ul> })
    };
    let told = words(move || {
        let count = |chosen: usize| u32::try_from(chosen).ok().filter(|count| *count > 0);
        let pictures = count(picks.chosen.read().len()).map(|count| texts.composer_chosen(count));
        let papers = count(picks.papers.read().len()).map(|count| texts.letter_documents(count));
        if picks.preparing.get() > 0 {
            texts.composer_preparing().to_owned()
        } else {
            pictures.into_iter().chain(papers).collect::<Vec<_>>().join(" · ")
        }
    });
    view! {
        <div class="kept" hidden=Signal::derive(move || picks.chosen.read().is_empty())>{reactive(pictures)}</div>
        {picks.takes_documents.then(|| reactive(papers))}
        <p class="hint" role="status" hidden=Signal::derive(move || told.read().is_empty()) inner_html=says(move || told.get())></p>
    }
    .into_any()
}
