//! Everyone at work. Names are invented; no number reaches anyone, for none in Denmark begins with 00.

use indgang_domain::kernel::id::{PersonId, UnitId};
use indgang_domain::people::{Language, Settings};
use indgang_domain::policy::Role;
use uuid::Uuid;

use super::ids::id;
use super::{Administration, Person, Unit};

/// Someone at work: slug, name, role, which unit, which administration.
type Post = (Option<&'static str>, &'static str, Role, Option<usize>, Option<usize>);

/// How many of [`KOEBENHAVN`] are the team's staff: they come first, and families name them by index.
pub(super) const TEAM: usize = 10;
/// Who is away now, and who stands in.
pub(super) const AWAY: usize = 1;
pub(super) const STANDS_IN: usize = 3;

/// Units: 0 is the family team, 1 and 2 the clinics.
pub(super) const KOEBENHAVN: &[Post] = &[
    (Some("kontakt-1"), "Nadia Bjerregaard", Role::Staff, Some(0), Some(0)),
    (Some("kontakt-2"), "Jonas Thrane Lauridsen", Role::Staff, Some(0), Some(1)),
    (Some("kontakt-3"), "Farah Qureshi", Role::Staff, Some(0), Some(3)),
    (Some("vikar"), "Birgitte Kofoed", Role::Staff, Some(0), Some(0)),
    (None, "Mikkel Vang Sørensen", Role::Staff, Some(0), Some(4)),
    (None, "Leyla Demirci", Role::Staff, Some(0), Some(4)),
    (None, "Anders Toftegaard", Role::Staff, Some(0), Some(2)),
    (None, "Karen-Margrethe Skovbjerg Winther", Role::Staff, Some(0), Some(1)),
    (None, "Hassan Abukar", Role::Staff, Some(0), Some(2)),
    (None, "Sumathi Raveendran", Role::Staff, Some(0), Some(3)),
    (Some("teamleder"), "Ulla Winding Rask", Role::TeamLead, Some(0), Some(0)),
    (Some("laege"), "Peter Ravnholt", Role::Doctor, Some(1), None),
    (Some("kliniksocialraadgiver"), "Malene Gadegaard", Role::ClinicSocialWorker, Some(1), Some(0)),
    (None, "Ida Falkenberg", Role::Doctor, Some(2), None),
    (None, "Yusuf Özkan", Role::ClinicSocialWorker, Some(2), Some(0)),
    (Some("brobygger"), "Rasmus Kjær Overby", Role::BridgeBuilder, None, None),
    (Some("kommune-indgang"), "Inge Dahl Thorup", Role::MunicipalEntry, None, Some(0)),
    (Some("sagsbehandler"), "Aïcha Boutaleb", Role::CaseWorker, None, Some(4)),
    (Some("opsoeger"), "Torben Nyborg", Role::OutreachWorker, None, Some(3)),
    (Some("admin"), "Signe Elkjær", Role::Admin, None, None),
    (Some("dpo"), "Henrik Aabye", Role::DataProtectionOfficer, None, None),
];

/// The second municipality's team; its slugs show that it sees nothing of the first.
pub(super) const HOLBAEK: &[Post] = &[
    (Some("holbaek-kontakt"), "Bodil Egelund", Role::Staff, Some(0), Some(0)),
    (None, "Kasper Rønne", Role::Staff, Some(0), Some(1)),
    (None, "Amina Jibril", Role::Staff, Some(0), Some(0)),
    (Some("holbaek-teamleder"), "Lars Peder Munkholm", Role::TeamLead, Some(0), Some(0)),
];

pub(super) fn at_work(
    prefix: &str,
    posts: &[Post],
    units: &[Unit],
    administrations: &[Administration],
) -> Vec<Person> {
    let numbered = posts.iter().zip(1..);
    numbered
        .map(|(&(slug, name, role, unit, administration), number): (&Post, u16)| {
            let path =
                slug.map_or_else(|| format!("{prefix}/ansat-{number}"), |slug| format!("{prefix}/{slug}"));
            let login = Login { id: id(&path), slug, role, language: Language::Da, quick_exit: false };
            Person {
                unit: unit.and_then(|index| units.get(index)).map(|unit: &Unit| -> UnitId { unit.id }),
                administration: administration
                    .and_then(|index| administrations.get(index))
                    .map(|administration| -> Uuid { administration.id }),
                ..login.named(name, number)
            }
        })
        .collect()
}

/// What a citizen's and a worker's login have in common.
pub(super) struct Login {
    pub(super) id: PersonId,
    pub(super) slug: Option<&'static str>,
    pub(super) role: Role,
    pub(super) language: Language,
    pub(super) quick_exit: bool,
}

impl Login {
    /// A person of this name whose telephone ends with this number.
    pub(super) fn named(self, name: &str, phone: u16) -> Person {
        Person {
            id: self.id,
            slug: self.slug,
            name: name.to_owned(),
            given_name: given(name).to_owned(),
            role: self.role,
            phone: format!("00 00 {:02} {:02}", phone / 100 % 100, phone % 100),
            settings: Settings {
                language: self.language,
                quick_exit: self.quick_exit,
                ..Settings::default()
            },
            unit: None,
            administration: None,
        }
    }
}

/// What someone is called: the first word of the name.
pub(super) fn given(name: &str) -> &str {
    name.split(' ').next().unwrap_or(name)
}
