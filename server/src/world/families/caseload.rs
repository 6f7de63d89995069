//! The rest of the first contact person's families: each in a state of its own.

use indgang_domain::appointments::AppointmentKind;

use super::long;
use crate::world::script::{
    Ending, Meeting, QUIET, Row, Stands, Who, danish, english, first, hours_ago, me, meeting, no_login,
    other, second,
};

pub(super) const ROWS: &[Row] = &[
    Row {
        // A long history.
        number: 3,
        name: "Familien Warsame Jensen",
        adults: &[danish("Hodan Cabdi Warsame"), danish("Kenneth Lyng Jensen")],
        young: &[danish("Ayaan Warsame Jensen")],
        children: &["Bilan", "Sahra", "Liibaan"],
        contacts: &[0, 4],
        days: 560,
        written: Some(long::written),
        meetings: &[
            meeting(AppointmentKind::Meeting, 8, 1100, Some("Hjemme hos jer")),
            Meeting {
                stands: Stands::Wished("Helst en formiddag. Ayaan vil gerne med."),
                ..meeting(AppointmentKind::HealthConversation, 9, 1000, Some("Sundhedshuset på Nørrebro, 1. sal"))
            },
        ],
        ..QUIET
    },
    Row {
        // Someone at home controls someone: few words, no places.
        number: 4,
        name: "Familien M.",
        safe_mode: true,
        adults: &[danish("Katarzyna Mąkowska"), no_login("Paweł Mąkowski")],
        children: &["Zuzanna", "Łukasz"],
        contacts: &[0, 5],
        days: 95,
        shared: &[first(12, 1000, "Hej. Vi er her, når du vil os noget."), me(11, 940, "Tak."), second(11, 1010, "Det var så lidt.")],
        own: &[(
            0,
            &[
                me(5, 1010, "Jeg kan bedst skrive om formiddagen."),
                first(5, 1025, "Det er noteret. Vi skriver kun om formiddagen, og vi ringer ikke uden aftale."),
                me(4, 955, "Tak. Det samme sted som sidst?"),
                second(4, 1005, "Ja. Det samme sted, og vi er der begge to."),
                me(1, 1015, "Jeg kommer."),
                first(1, 1030, "Godt. Vi glæder os til at se dig."),
            ],
        )],
        meetings: &[Meeting {
            with: &[Who::First, Who::Second],
            own: Some(0),
            ..meeting(AppointmentKind::Meeting, 2, 1030, None)
        }],
        ..QUIET
    },
    Row {
        // Has lost a contact person: only one is left.
        number: 5,
        name: "Familien Sivanesan Thirunavukkarasu",
        adults: &[danish("Sivanesan Thirunavukkarasu"), danish("Malathi Sivanesan")],
        children: &["Abirami", "Kavin"],
        contacts: &[0],
        former: Some(9),
        days: 420,
        shared: &[
            first(9, 1110, "Hej. Sumathi har fået en anden opgave. Jeg er her stadig, og I får snart en ny fast kontaktperson mere."),
            me(9, 1730, "Tak for besked. Vi kommer til at savne hende. Hun talte tamil med min mor."),
            first(8, 905, "Det forstår jeg godt. Jeg har skrevet til teamlederen, at det betyder meget for jer."),
            other(2, 1650, "Vores varme virker ikke. Boligselskabet siger, at vi skal vente en uge. Børnene fryser."),
            me(2, 1915, "Kan du ringe til dem? De taler så hurtigt."),
        ],
        meetings: &[Meeting {
            stands: Stands::CannotCome("Jeg skal til boligselskabet på det tidspunkt."),
            ..meeting(AppointmentKind::HomeVisit, 1, 1500, Some("Hjemme hos jer"))
        }],
        ..QUIET
    },
    Row {
        // A letter that nobody has explained yet.
        number: 6,
        name: "Familien Yıldız",
        adults: &[danish("Gülşen Yıldız"), danish("İbrahim Yıldız")],
        young: &[danish("Çağla Yıldız")],
        children: &["Oğuz"],
        contacts: &[0, 6],
        days: 180,
        shared: &[
            second(7, 930, "Hej Gülşen. Tak for kaffen. Jeg har bestilt tid til høreprøven til Oğuz."),
            me(7, 1145, "Tak. Skal han have noget med?"),
            second(6, 900, "Kun det gule kort og en bog, hvis I skal vente."),
            me(1, 1820, "Det kom med posten. Er det vigtigt?").letter(Ending::Waiting),
        ],
        own: &[(
            1,
            &[
                me(6, 2030, "Kan man få hjælp til at stoppe med at ryge?"),
                second(5, 910, "Ja! Der er et gratis hold i Sundhedshuset. Jeg kan melde dig til og gå med første gang."),
                me(5, 1930, "Ja tak, gør det."),
                second(4, 900, "Du er meldt til. Vi ses ved døren i næste uge."),
            ],
        )],
        meetings: &[Meeting {
            with: &[Who::Second],
            ..meeting(AppointmentKind::HealthConversation, 5, 900, Some("Sundhedshuset på Nørrebro, 1. sal"))
        }],
        ..QUIET
    },
    Row {
        number: 7,
        name: "Familien Okafor",
        adults: &[english("Blessing Okafor")],
        children: &["Samuel", "Grace"],
        contacts: &[0, 7],
        days: 130,
        shared: &[
            me(6, 1905, "Hi Nadia. The day care is closed one day next week. I have work. What can I do?").en(),
            first(5, 905, "Hi Blessing. They have a place where children can be looked after that day. I have asked them to call you.").en(),
            me(5, 1240, "They called. It is all arranged. Thank you so much!").en(),
            first(5, 1300, "Så er vi glade. På dansk hedder det »nødpasning«. Det ord er godt at kende 😊"),
            me(4, 1215, "Nødpasning. Tak!"),
            second(4, 1300, "Flot udtalt, kan jeg høre helt herover."),
        ],
        meetings: &[Meeting {
            stands: Stands::Offered(2),
            ..meeting(AppointmentKind::Meeting, 5, 1100, Some("Kulturhuset, lokale 2"))
        }],
        ..QUIET
    },
    Row {
        // New: nothing said yet.
        number: 8,
        name: "Familien Rosenkilde",
        adults: &[danish("Pia Rosenkilde")],
        young: &[danish("Magnus Rosenkilde")],
        children: &["Josefine"],
        contacts: &[0, 8],
        days: 2,
        own: &[(1, &[hours_ago(2, "Hej. Er det rigtigt, at min mor ikke kan se, hvad jeg skriver her?")])],
        meetings: &[Meeting {
            with: &[Who::First, Who::Second],
            ..meeting(AppointmentKind::HomeVisit, 2, 1600, Some("Hjemme hos jer"))
        }],
        ..QUIET
    },
];
