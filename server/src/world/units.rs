//! Administrations, units with their promises, and standard answers. Names change by politics: they are data.

use indgang_domain::kernel::id::UnitId;
use indgang_domain::kernel::time::Clock;
use indgang_domain::opening_hours::{Opening, OpeningHours};

use super::ids::id;
use super::{Administration, Template, Unit};

/// The five that København's families meet.
pub(super) const KOEBENHAVN: [&str; 5] = [
    "Socialforvaltningen",
    "Børne- og Ungdomsforvaltningen",
    "Kultur- og Fritidsforvaltningen",
    "Sundheds- og Omsorgsforvaltningen",
    "Beskæftigelses-, Integrations- og Erhvervsforvaltningen",
];

/// A smaller municipality has fewer.
pub(super) const HOLBAEK: [&str; 2] = ["Børn, Unge og Familie", "Arbejdsmarked og Borgerservice"];

pub(super) fn administrations(prefix: &str, names: &[&str]) -> Vec<Administration> {
    let numbered = names.iter().zip(1..);
    numbered
        .map(|(name, number): (_, u8)| Administration {
            id: id(&format!("{prefix}/forvaltning-{number}")),
            name: (*name).to_owned(),
        })
        .collect()
}

/// A unit that opens at nine on weekdays, and closes at two given hours: Monday to Thursday, and Friday.
pub(super) fn unit(path: &str, name: &str, closes: (u8, u8), reply_hours: u16, duty_phone: &str) -> Unit {
    let open = |to| Some(Opening { from: Clock::hour(9), to: Clock::hour(to) });
    let (weekday, friday) = (open(closes.0), open(closes.1));
    let hours = OpeningHours {
        unit: name.to_owned(),
        hours: vec![weekday, weekday, weekday, weekday, friday, None, None],
        reply_hours,
        duty_phone: duty_phone.to_owned(),
    };
    Unit { id: id(path), name: name.to_owned(), hours }
}

const TEMPLATES: [(&str, &str); 5] = [
    ("Jeg har læst det", "Hej. Jeg har læst din besked. Jeg undersøger det og svarer dig senest i morgen."),
    ("Brevet er set", "Hej. Jeg har set på brevet. Du skal ikke gøre noget. Du kan gemme det i din mappe."),
    ("Vi ringer for dig", "Hej. Det ringer vi om, så du slipper. Jeg skriver her, når jeg har fået svar."),
    (
        "Forslag om at mødes",
        "Hej. Det er nemmere at tale om. Skal vi mødes? Skriv gerne to tidspunkter, der passer dig.",
    ),
    (
        "Tid hos tolk",
        "Hej. Jeg har bestilt en tolk til vores møde. Du skal ikke selv tage nogen med, der kan oversætte.",
    ),
];

pub(super) fn templates(prefix: &str, unit: UnitId) -> Vec<Template> {
    let numbered = TEMPLATES.iter().zip(1..);
    numbered
        .map(|((title, text), number): (_, u8)| Template {
            id: id(&format!("{prefix}/svar-{number}")),
            unit,
            title: (*title).to_owned(),
            text: (*text).to_owned(),
        })
        .collect()
}
