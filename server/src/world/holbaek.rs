//! The second municipality: four families who are nobody's business in the first.

use indgang_domain::appointments::AppointmentKind;

use super::script::{Ending, QUIET, Row, danish, first, hours_ago, me, meeting, other, second};

pub(super) const ROWS: &[Row] = &[
    Row {
        number: 1,
        name: "Familien Tange",
        adults: &[danish("Karina Tange").slug("holbaek-borger"), danish("Michael Tange")],
        children: &["Oskar", "Nanna"],
        contacts: &[0, 1],
        days: 70,
        shared: &[
            me(5, 1620, "Hej Bodil. Bussen til specialskolen er holdt op med at komme."),
            first(4, 915, "Hej Karina. Det lyder forkert. Jeg ringer til dem nu."),
            first(4, 1040, "Den kommer igen fra i morgen kl. 7.25. De havde glemt jeres nye adresse."),
            other(4, 1500, "Fint. Tak for hurtig hjælp."),
            second(3, 905, "Kom bussen til tiden i dag?"),
        ],
        unread: 1,
        meetings: &[meeting(AppointmentKind::HomeVisit, 4, 1400, Some("Hjemme hos jer"))],
        ..QUIET
    },
    Row {
        number: 2,
        name: "Familien Ljungberg",
        adults: &[danish("Stine Ljungberg")],
        young: &[danish("Viktor Ljungberg")],
        contacts: &[1, 2],
        shared: &[me(2, 1330, "Der kom et brev om skat.").letter(Ending::Waiting)],
        ..QUIET
    },
    Row {
        number: 3,
        name: "Familien Omar",
        adults: &[danish("Ifrah Omar")],
        children: &["Sumaya", "Zakariya"],
        contacts: &[0, 2],
        shared: &[
            second(3, 1010, "Hej Ifrah. Der er plads i svømmeklubben."),
            hours_ago(4, "Hvad tid begynder det?"),
        ],
        ..QUIET
    },
    Row {
        number: 4,
        name: "Familien Bach",
        adults: &[danish("Jytte Bach"), danish("Poul Bach")],
        children: &["Selma"],
        contacts: &[0, 1],
        days: 3,
        ..QUIET
    },
];
