//! Files of a letter: chosen, and opened. A PDF is saved by the browser and opened by what the device has for it; in our
//! own pages it is never shown.

use indgang_domain::attachments::document::judge;
use indgang_domain::attachments::{DOCUMENT_AT_MOST, DOCUMENT_MIME, Document, FileName};
use indgang_domain::kernel::id::{BlobId, StreamId};
use indgang_domain::problem::{Problem, ProblemKey};
use js_sys::Uint8Array;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, HtmlElement};

use crate::backend::{Backend, Picture, use_backend};
use crate::i18n::{Texts, use_texts};
use crate::ui::{Icon, Kind, reactive};

/// A file that was chosen and is not sent yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Paper {
    pub(crate) document: Document,
    bytes: Vec<u8>,
}

impl Paper {
    /// Is it to be read as one? By what the browser calls it; what it is shows when it is read.
    pub(crate) fn may_be(file: &File) -> bool {
        file.type_() == DOCUMENT_MIME || file.name().to_ascii_lowercase().ends_with(".pdf")
    }

    /// Reads one that was chosen.
    pub(crate) async fn read(file: File, blob: BlobId) -> Result<Self, Problem> {
        // Not into memory what is not taken anyway.
        if u32::try_from(DOCUMENT_AT_MOST).is_ok_and(|most| file.size() > f64::from(most)) {
            return Err(Problem::on(ProblemKey::DocumentTooLarge, "documents"));
        }
        let buffer = JsFuture::from(file.array_buffer()).await;
        let buffer = buffer.map_err(|_| Problem::on(ProblemKey::DocumentUnreadable, "documents"))?;
        let bytes = Uint8Array::new(&buffer).to_vec();
        judge(&bytes)?;
        Ok(Self::of(blob, FileName::parse(&file.name()).ok(), bytes))
    }

    fn of(blob: BlobId, name: Option<FileName>, bytes: Vec<u8>) -> Self {
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        Self { document: Document { blob, bytes: length, name }, bytes }
    }

    /// One that was not sent, under a new id.
    pub(crate) async fn unsent(backend: &dyn Backend, document: Document) -> Option<Self> {
        let bytes = backend.unsent(document.blob).await?;
        Some(Self::of(BlobId(backend.mint()), document.name, bytes))
    }

    /// For the readers of `stream`.
    pub(crate) fn for_stream(self, stream: StreamId) -> (Document, Picture) {
        let Self { document, bytes } = self;
        let (id, mime) = (document.blob, DOCUMENT_MIME.to_owned());
        (document, Picture { id, stream, mime, piece: None, bytes })
    }
}

/// What a file is called, for people.
pub(crate) fn name(texts: Texts, document: &Document) -> String {
    document.name.as_ref().map_or_else(|| texts.letter_document().to_owned(), |name| name.as_str().to_owned())
}

/// The sign, what it is called, and how large it is.
pub(crate) fn label(texts: Texts, document: &Document) -> AnyView {
    let (name, size) = (name(texts, document), size(texts, document.bytes));
    view! {
        <Icon name="letter" kind=Kind::Small/>
        <span><bdi>{name}</bdi>" "<span class="small muted">{size}</span></span>
    }
    .into_any()
}

/// As people say it: whole kilobytes, and from a thousand of them whole megabytes.
fn size(texts: Texts, bytes: u32) -> String {
    let kilobytes = bytes.div_ceil(1_000);
    if kilobytes < 1_000 {
        texts.letter_kilobytes(&kilobytes.to_string())
    } else {
        texts.letter_megabytes(&((kilobytes + 500) / 1_000).to_string())
    }
}

/// The files of a letter. `unsent` are on this device alone.
pub(crate) fn documents(documents: Vec<Document>, stream: StreamId, unsent: bool) -> Option<AnyView> {
    let each = |document: Document| view! { <li>{link(&document, stream, unsent)}</li> }.into_any();
    let all = documents.into_iter().map(each).collect_view();
    (!all.is_empty()).then(|| view! { <ul class="files">{all}</ul> }.into_any())
}

/// Asked for when it is pressed, and not before: it may be large, and who reads it is noted.
fn link(document: &Document, stream: StreamId, unsent: bool) -> AnyView {
    let texts = use_texts();
    let backend = use_backend();
    let away = RwSignal::new(false);
    let (blob, called) = (document.blob, name(texts, document));
    // Without script the server sends it as a file.
    let href = if unsent { "#".to_owned() } else { format!("/api/v1/blobs/{blob}") };
    let press = {
        let called = called.clone();
        move |event: MouseEvent| {
            event.prevent_default();
            let (backend, called) = (backend.clone(), called.clone());
            spawn_local(async move {
                let found = backend.picture(stream, blob).await;
                let saved = found.is_some_and(|address| save(&address, &called).is_ok());
                _ = away.try_set(!saved);
            });
        }
    };
    view! {
        <a href=href download=called target="_blank" rel="noopener external" on:click=press>
            {label(texts, document)}
        </a>
        <div class="live" role="status">
            {reactive(move || away.get().then(|| view! { <p class="hint">{texts.letter_document_away()}</p> }))}
        </div>
    }
    .into_any()
}

/// As if someone had pressed a link to what is on this device.
fn save(address: &str, name: &str) -> Result<(), JsValue> {
    let link: HtmlElement = document().create_element("a")?.dyn_into()?;
    link.set_attribute("href", address)?;
    link.set_attribute("download", name)?;
    link.click();
    Ok(())
}
