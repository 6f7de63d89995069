//! What a meeting is called in one's own calendar.

use indgang_domain::appointments::{AppointmentView, Wording};

use super::words;
use crate::i18n::Texts;

/// The words of the file. In safe mode, and for what is one person's own, it says "Appointment" and nothing else: others may
/// look into that calendar.
pub fn wording(texts: Texts, view: &AppointmentView, is_neutral: bool) -> Wording {
    if is_neutral {
        return Wording { title: texts.appointment_neutral().to_owned(), about: String::new(), place: None };
    }
    let names = texts.names(view.with.iter().map(|with| with.name.as_str()));
    let interpreter = view.interpreter.as_ref().map(|interpreting| words::interpreter(texts, interpreting));
    let about = [
        (!names.is_empty()).then(|| texts.appointment_with(&names)),
        interpreter,
        view.bring.as_deref().map(|bring| texts.appointment_bring(bring)),
    ];
    Wording {
        title: words::kind(texts, view.kind).to_owned(),
        about: about.into_iter().flatten().collect::<Vec<_>>().join("\n"),
        place: view.place.clone(),
    }
}
