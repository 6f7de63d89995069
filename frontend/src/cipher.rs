//! What lies on the device is unreadable without its key: AES-GCM with a random data key per person and device,
//! itself wrapped in keyslots. The one slot so far is a key that the browser keeps and never hands out.

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use crate::js;

const NONCE: usize = 12;
const ALGORITHM: &str = "AES-GCM";

/// The browser cannot or will not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refused;

impl From<JsValue> for Refused {
    fn from(_: JsValue) -> Self {
        Self
    }
}

/// Seals and opens bytes with one key.
pub(crate) struct Cipher {
    subtle: SubtleCrypto,
    key: CryptoKey,
}

fn subtle() -> Result<SubtleCrypto, Refused> {
    // Absent outside a secure context, whatever the binding says.
    let crypto = web_sys::window().ok_or(Refused)?.crypto()?;
    js::get(&crypto, "subtle").ok_or(Refused)?.dyn_into().map_err(Refused::from)
}

fn usages() -> JsValue {
    Array::of2(&"encrypt".into(), &"decrypt".into()).into()
}

/// A new key that never leaves the browser, for the device's keyslot.
pub(crate) async fn new_device_key() -> Result<CryptoKey, Refused> {
    let algorithm = js::object(&[("name", &ALGORITHM.into()), ("length", &256.into())]);
    let promise = subtle()?.generate_key_with_object(algorithm.unchecked_ref(), false, &usages())?;
    JsFuture::from(promise).await?.dyn_into().map_err(Refused::from)
}

/// A new data key, raw: to be wrapped at once and never stored so.
///
/// # Errors
/// Where the browser has no randomness.
pub(crate) fn new_data_key() -> Result<[u8; 32], Refused> {
    js::random().ok_or(Refused)
}

impl Cipher {
    /// With a key that the browser holds.
    ///
    /// # Errors
    /// Where there is no cryptography.
    pub(crate) fn with(key: CryptoKey) -> Result<Self, Refused> {
        Ok(Self { subtle: subtle()?, key })
    }

    /// With a raw key, which the browser takes in and does not hand out again.
    pub(crate) async fn of(raw: &[u8]) -> Result<Self, Refused> {
        let subtle = subtle()?;
        let raw = Uint8Array::from(raw);
        let promise = subtle.import_key_with_str("raw", &raw, ALGORITHM, false, &usages())?;
        let key = JsFuture::from(promise).await?.dyn_into().map_err(Refused::from)?;
        Ok(Self { subtle, key })
    }

    /// Bytes that open at this place alone: what is moved elsewhere in the store does not open there.
    pub(crate) async fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, Refused> {
        let nonce: [u8; NONCE] = js::random().ok_or(Refused)?;
        let plain = Uint8Array::from(plain);
        let parameters = parameters(&nonce, place);
        let promise = self.subtle.encrypt_with_object_and_buffer_source(
            parameters.unchecked_ref(),
            &self.key,
            &plain,
        )?;
        let mut sealed = nonce.to_vec();
        sealed.extend(bytes(promise).await?);
        Ok(sealed)
    }

    /// What was sealed at this place.
    ///
    /// # Errors
    /// Where it was not, or was touched.
    pub(crate) async fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, Refused> {
        bytes(self.begin(place, sealed)?).await
    }

    /// Many at once: all are under way before the first is awaited. What does not open is left out.
    pub(crate) async fn open_all(&self, sealed: Vec<(String, Vec<u8>)>) -> Vec<(String, Vec<u8>)> {
        let begun: Vec<_> = sealed
            .into_iter()
            .filter_map(|(place, bytes)| Some((self.begin(&place, &bytes).ok()?, place)))
            .collect();
        let mut plain = Vec::with_capacity(begun.len());
        for (promise, place) in begun {
            if let Ok(bytes) = bytes(promise).await {
                plain.push((place, bytes));
            }
        }
        plain
    }

    fn begin(&self, place: &str, sealed: &[u8]) -> Result<Promise, Refused> {
        let (nonce, rest) = sealed.split_at_checked(NONCE).ok_or(Refused)?;
        let rest = Uint8Array::from(rest);
        let parameters = parameters(nonce, place);
        Ok(self.subtle.decrypt_with_object_and_buffer_source(parameters.unchecked_ref(), &self.key, &rest)?)
    }
}

fn parameters(nonce: &[u8], place: &str) -> JsValue {
    js::object(&[
        ("name", &ALGORITHM.into()),
        ("iv", &Uint8Array::from(nonce)),
        ("additionalData", &Uint8Array::from(place.as_bytes())),
    ])
}

async fn bytes(promise: Promise) -> Result<Vec<u8>, Refused> {
    Ok(Uint8Array::new(&JsFuture::from(promise).await?).to_vec())
}
