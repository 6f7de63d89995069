//! Pictures on their way out: made small on the device, where the connection is worst.

use js_sys::{Array, ArrayBuffer, Reflect, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, File, HtmlCanvasElement, HtmlInputElement, ImageBitmap,
    Url,
};

/// The longest side of a picture that is sent: a letter can be read, and it is small.
const LONGEST_SIDE: f64 = 2000.0;
const QUALITY: f64 = 0.82;
/// What every picture becomes. Where it was taken is gone with its old form.
pub const MIME: &str = "image/jpeg";

/// A picture that was chosen.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// The file, made small.
    pub bytes: Vec<u8>,
    /// To look at it meanwhile.
    pub url: String,
}

impl Chosen {
    /// One that was made small before. `None` where the browser cannot take it.
    pub fn from_bytes(bytes: Vec<u8>) -> Option<Self> {
        let options = BlobPropertyBag::new();
        options.set_type(MIME);
        let parts = Array::of1(&Uint8Array::from(bytes.as_slice()));
        let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
        Some(Self { bytes, url: Url::create_object_url_with_blob(&blob).ok()? })
    }

    /// Lets go of what it is looked at by.
    pub fn forget(&self) {
        _ = Url::revoke_object_url(&self.url);
    }
}

/// The files of an input, which is emptied: it would send them a second time.
pub fn take_files(input: &HtmlInputElement) -> Vec<File> {
    let files = input.files();
    let files =
        files.map(|files| (0..files.length()).filter_map(|at| files.get(at)).collect()).unwrap_or_default();
    input.set_value("");
    files
}

/// A picture as it is sent. `None` where the browser cannot open it.
pub async fn make_small(file: File) -> Option<Chosen> {
    let blob = redraw(&file).await.ok()?;
    let url = Url::create_object_url_with_blob(&blob).ok()?;
    let buffer: ArrayBuffer = JsFuture::from(blob.array_buffer()).await.ok()?.dyn_into().ok()?;
    Some(Chosen { bytes: Uint8Array::new(&buffer).to_vec(), url })
}

async fn redraw(file: &File) -> Result<Blob, JsValue> {
    let bitmap = window().create_image_bitmap_with_blob(file)?;
    let bitmap: ImageBitmap = JsFuture::from(bitmap).await?.dyn_into()?;
    let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
    let scale = (LONGEST_SIDE / width.max(height)).min(1.0);
    let (width, height) = ((width * scale).round(), (height * scale).round());
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.dyn_into()?;
    // As numbers of JavaScript's own: to write one as text, Rust carries 20 KB of its own.
    Reflect::set(&canvas, &"width".into(), &width.into())?;
    Reflect::set(&canvas, &"height".into(), &height.into())?;
    let context: CanvasRenderingContext2d = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.dyn_into()?;
    // JPEG has no transparency; without a ground it turns black.
    context.set_fill_style_str("white");
    context.fill_rect(0.0, 0.0, width, height);
    context.draw_image_with_image_bitmap_and_dw_and_dh(&bitmap, 0.0, 0.0, width, height)?;
    bitmap.close();
    JsFuture::from(jpeg(&canvas)).await?.dyn_into()
}

/// `canvas.toBlob` as a promise; `null` where it fails.
fn jpeg(canvas: &HtmlCanvasElement) -> js_sys::Promise {
    js_sys::Promise::new(&mut |resolve, reject| {
        let done = Closure::once_into_js(move |blob: JsValue| resolve.call1(&JsValue::NULL, &blob));
        let started =
            canvas.to_blob_with_type_and_encoder_options(done.unchecked_ref(), MIME, &QUALITY.into());
        if let Err(error) = started {
            _ = reject.call1(&JsValue::NULL, &error);
        }
    })
}
