//! What each line of the table said when it first stood there. Lines are added here and never changed: a device that
//! says nothing else is taken to hold what these say, and a cell that differs takes away, or brings, what it changed.

#![allow(clippy::enum_glob_use, reason = "a table reads best in its own words")]

use super::Lens::{self, *};
use super::table::{FIELDS, KINDS};
use super::{Lenses, Role};

/// The lenses of version 0.1: those that a device knows which does not say what it knows.
pub const LENSES: Lenses = Lenses::of(&[Own, Adult, Young, Contact, Substitute, Lead, Colleague]);

/// The roles of version 0.1.
pub const ROLES: &[Role] = &[
    Role::Anonymous,
    Role::Adult,
    Role::Young,
    Role::Staff,
    Role::TeamLead,
    Role::Doctor,
    Role::ClinicSocialWorker,
    Role::BridgeBuilder,
    Role::MunicipalEntry,
    Role::CaseWorker,
    Role::OutreachWorker,
    Role::Admin,
    Role::DataProtectionOfficer,
];

/// Each kind of view, with who saw it at first.
pub const SEEN: &[(&str, &[Lens])] = &[
    ("person", &[Own]),
    ("settings", &[Own]),
    ("quarantine", &[Own]),
    ("hold", &[Own]),
    ("family", &[Adult, Young, Contact, Substitute, Lead]),
    ("contact", &[Adult, Young, Contact, Substitute, Lead]),
    ("service", &[Adult, Young, Contact, Substitute, Lead]),
    ("appointment", &[Adult, Young, Contact, Substitute, Lead]),
    ("thread", &[Adult, Young, Contact, Substitute]),
    ("message", &[Adult, Young, Contact, Substitute]),
    ("letter", &[Adult, Young, Contact, Substitute]),
    ("seen", &[Own, Adult, Young, Contact, Substitute]),
    ("note", &[Contact, Substitute]),
    ("colleague", &[Lead, Colleague]),
    ("absence", &[Lead, Colleague]),
    ("template", &[Lead, Colleague]),
    ("slot", &[Lead, Colleague]),
    ("interpreter", &[Lead, Colleague]),
];

/// Each field with a line of its own: kind, field, who saw it at first, and who did unless the family was in safe mode.
pub const FIELDS_SEEN: &[(&str, &str, &[Lens], &[Lens])] = &[
    ("appointment", "place", &[Contact, Substitute, Lead], &[Adult, Young]),
    ("service", "place", &[Contact, Substitute, Lead], &[Adult, Young]),
];

/// A number for how the cells of these lenses differ from what they were at first: 0 where they do not. Two that differ
/// have different numbers, as far as 32 bits can tell.
pub fn cells(lenses: Lenses) -> u32 {
    difference(lenses, KINDS, &fields())
}

type Field = (&'static str, &'static str, Lenses, Lenses);

fn fields() -> Vec<Field> {
    FIELDS.iter().map(|line| (line.kind, line.field, line.seen_by, line.unless_safe)).collect()
}

/// The same for any table.
fn difference(lenses: Lenses, kinds: &[(&str, Lenses)], fields: &[Field]) -> u32 {
    let sees = |by: Lenses| u8::from(!lenses.among(by).is_empty());
    let mut changed = Fingerprint::default();
    for (kind, at_first) in SEEN {
        let now = kinds.iter().find(|line| line.0 == *kind).map_or(Lenses::NONE, |line| line.1);
        if sees(now) != sees(Lenses::of(at_first)) {
            changed.take(&[kind, "", &sees(now).to_string()]);
        }
    }
    let of = |seen_by, unless_safe| [sees(seen_by), sees(unless_safe)];
    for (kind, field, seen_by, unless_safe) in fields {
        let line = FIELDS_SEEN.iter().find(|line| (line.0, line.1) == (*kind, *field));
        // A field without a line is seen by all who see its kind.
        let at_first = line.map_or([1, 1], |line| of(Lenses::of(line.2), Lenses::of(line.3)));
        let now = of(*seen_by, *unless_safe);
        if now != at_first {
            changed.take(&[kind, field, &format!("{now:?}")]);
        }
    }
    changed.number()
}

/// FNV-1a, over 32 bits.
#[derive(Default)]
struct Fingerprint(Option<u32>);

impl Fingerprint {
    fn take(&mut self, words: &[&str]) {
        let mut hash = self.0.unwrap_or(0x811c_9dc5);
        for byte in words.iter().flat_map(|word| word.bytes().chain([0])) {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
        self.0 = Some(hash);
    }

    /// Never 0 once something was taken.
    fn number(&self) -> u32 {
        self.0.map_or(0, |hash| hash.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields_at_first() -> impl Iterator<Item = Field> {
        FIELDS_SEEN.iter().map(|line| (line.0, line.1, Lenses::of(line.2), Lenses::of(line.3)))
    }

    #[test]
    fn nothing_differs_from_itself_and_a_changed_cell_does() {
        let first: Vec<_> = SEEN.iter().map(|(kind, lenses)| (*kind, Lenses::of(lenses))).collect();
        let fields = || fields_at_first().collect::<Vec<_>>();
        for lens in Lens::ALL {
            assert_eq!(difference(Lenses::from(*lens), &first, &fields()), 0, "{lens:?}");
        }
        let without = |kind: &str, lost: Lens| -> Vec<(&str, Lenses)> {
            let all = first.iter().copied();
            let less = |by: Lenses| by.iter().filter(|lens| *lens != lost).collect();
            all.map(|(name, by)| (name, if name == kind { less(by) } else { by })).collect()
        };
        let fewer = without("appointment", Lead);
        assert_ne!(difference(Lead.into(), &fewer, &fields()), 0);
        assert_eq!(difference(Contact.into(), &fewer, &fields()), 0, "it is another's cell");
        assert_eq!(difference(Lenses::of(&[Contact, Lead]), &fewer, &fields()), 0, "the union still sees it");
        let other = without("service", Lead);
        assert_ne!(
            difference(Lead.into(), &fewer, &fields()),
            difference(Lead.into(), &other, &fields()),
            "another cell"
        );
    }

    #[test]
    fn a_new_kind_brings_nothing_anew() {
        let fields: Vec<_> = fields_at_first().collect();
        let first = SEEN.iter().map(|(kind, lenses)| (*kind, Lenses::of(lenses)));
        let more: Vec<_> = first.chain([("kind of later", Lenses::of(&[Contact]))]).collect();
        assert_eq!(difference(Contact.into(), &more, &fields), 0);
    }

    #[test]
    fn a_field_that_is_hidden_from_now_on_is_told() {
        let first: Vec<_> = SEEN.iter().map(|(kind, lenses)| (*kind, Lenses::of(lenses))).collect();
        let mut more: Vec<_> = fields_at_first().collect();
        more.push(("appointment", "wish", Lenses::of(&[Contact]), Lenses::of(&[Contact])));
        assert_ne!(difference(Lead.into(), &first, &more), 0);
        assert_eq!(difference(Contact.into(), &first, &more), 0);
    }
}
