//! The ids that a form carries, so that posting it twice has one effect: also where it was posted before the app was
//! awake, and is sent again after.

use indgang_domain::kernel::id::EnvelopeId;
use uuid::Uuid;
use wasm_bindgen::JsCast;
use web_sys::{HtmlFormElement, HtmlInputElement};

use crate::backend::Backend;

/// The field of the envelope.
pub(crate) const ENVELOPE: &str = "envelope";

/// The envelope that a form carries. It gets another: whatever is sent next is something else.
pub(crate) fn take_envelope(form: &HtmlFormElement, backend: &dyn Backend) -> Option<EnvelopeId> {
    take(form, ENVELOPE, backend).map(EnvelopeId)
}

/// The same of another field: `None` where it holds no id.
pub(crate) fn take(form: &HtmlFormElement, name: &str, backend: &dyn Backend) -> Option<Uuid> {
    let field = form.elements().named_item(name)?.dyn_into::<HtmlInputElement>().ok()?;
    let minted = field.value().parse().ok();
    field.set_value(&backend.mint().to_string());
    minted
}
