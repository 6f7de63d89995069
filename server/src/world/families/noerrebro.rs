//! Families with the contact person who is away, and with the one who stands in.

use indgang_domain::appointments::AppointmentKind;

use crate::world::script::{
    Ending, Meeting, QUIET, Row, When, Who, arabic, danish, first, hours_ago, me, meeting, no_login, other,
    second, substitute,
};

pub(super) const ROWS: &[Row] = &[
    Row {
        number: 9,
        name: "Familien Mahmoudi",
        adults: &[danish("Shirin Mahmoudi"), danish("Behrouz Mahmoudi")],
        children: &["Darius", "Nikta"],
        contacts: &[1, 2],
        days: 275,
        shared: &[
            me(9, 1410, "Darius vil gerne begynde til skak. Findes der noget tæt på?"),
            first(8, 950, "Ja, der er en klub på biblioteket hver uge. Det er gratis at prøve."),
            other(6, 1840, "Han var afsted i dag og vandt over mig, da vi kom hjem."),
            second(5, 1000, "Ha! Så må du øve dig, Behrouz."),
            substitute(4, 1015, "Hej begge to. Jonas er på ferie, og jeg hedder Birgitte. Jeg er her imens."),
        ],
        ..QUIET
    },
    Row {
        number: 10,
        name: "Familien Krogh",
        adults: &[danish("Dorthe Krogh")],
        young: &[danish("Oliver Krogh")],
        contacts: &[1, 4],
        days: 330,
        shared: &[
            second(5, 1305, "Hej Dorthe. Hvordan gik det hos øjenlægen?"),
            me(5, 1520, "Fint, men jeg skal have nye briller, og de er dyre."),
            second(4, 905, "Du kan søge om hjælp til dem. Jeg har skemaet med, når vi ses."),
            hours_ago(26, "Jeg kan ikke finde min sygesikring. Skal jeg bruge den til brillerne?"),
        ],
        own: &[(
            1,
            &[
                me(12, 1615, "Jeg gider ikke i skole."),
                first(11, 840, "Tak, fordi du siger det til mig. Skal vi tage en burger og tale om det?"),
                me(11, 1200, "ok"),
                first(9, 900, "Godt at se dig. Jeg taler med din lærer om gruppearbejdet, som vi aftalte. Ikke om andet."),
            ],
        )],
        ..QUIET
    },
    Row {
        number: 11,
        name: "Familien Haugaard Petersen",
        adults: &[danish("Mette Haugaard"), danish("Jan Petersen")],
        children: &["Sofie", "Laust", "Villads"],
        contacts: &[1, 5],
        days: 150,
        shared: &[
            me(6, 2010, "Vi har fået brev fra banken om bilen.").letter(Ending::Nothing(Who::Second, When::Day(5, 1100))),
            second(5, 1102, "I skal ikke gøre noget. Banken skriver bare, at lånet er betalt ud. Tillykke!"),
            other(5, 1730, "Er det rigtigt?! Så giver vi kage næste gang."),
            second(4, 1000, "Det siger jeg ikke nej til."),
        ],
        ..QUIET
    },
    Row {
        number: 12,
        name: "Familien Nguyen",
        adults: &[danish("Nguyễn Thị Hồng Vân"), no_login("Nguyễn Văn Đức")],
        children: &["Minh", "Linh"],
        contacts: &[1, 6],
        days: 88,
        shared: &[
            first(7, 1400, "Hej Vân. Sprogskolen har plads til dig fra næste måned. Vil du have om formiddagen eller om aftenen?"),
            me(6, 2115, "Formiddag. Tak Jonas."),
            first(5, 1120, "Så er du meldt til om formiddagen. Brevet kommer i Digital Post, og det er bare en bekræftelse."),
        ],
        ..QUIET
    },
    // New, nothing said yet.
    Row {
        number: 13,
        name: "Familien Bek-Pedersen",
        adults: &[danish("Charlotte Bek-Pedersen"), danish("Ole Bek-Pedersen")],
        children: &["Ingrid"],
        contacts: &[1, 7],
        days: 6,
        ..QUIET
    },
    Row {
        number: 14,
        name: "Familien Abu-Saleh",
        adults: &[arabic("Nour Abu-Saleh"), arabic("Khaled Abu-Saleh")],
        young: &[danish("Tarek Abu-Saleh")],
        children: &["Hala"],
        contacts: &[1, 9],
        days: 205,
        shared: &[
            me(4, 1905, "مرحباً. متى موعدنا القادم؟").ar(),
            substitute(3, 915, "Hej Nour. Jeg hedder Birgitte og er vikar for Jonas. I har en tid i næste uge. Den står under aftaler."),
            substitute(3, 916, "مرحباً نور. اسمي بيرغيته وأعمل مكان يوناس هذه الأيام. موعدكم في الأسبوع القادم، وتجدينه تحت «المواعيد».").ar(),
        ],
        meetings: &[Meeting {
            with: &[Who::Second],
            ..meeting(AppointmentKind::Meeting, 6, 1030, Some("Kulturhuset, lokale 3"))
        }],
        ..QUIET
    },
    Row {
        number: 15,
        name: "Familien Lund-Adeyemi",
        adults: &[danish("Rikke Lund"), danish("Tunde Adeyemi")],
        children: &["Noah", "Ella"],
        contacts: &[3, 2],
        days: 390,
        shared: &[
            other(5, 1130, "Jeg har fået praktikken på lageret. Jeg begynder om en uge."),
            first(5, 1240, "Tillykke, Tunde! Skal vi tale om, hvem der henter børnene, når du har sent?"),
            me(4, 1715, "Min søster tager to af dagene. Resten klarer jeg."),
            second(3, 1010, "Det lyder som en god plan. Sig til, hvis den vælter."),
        ],
        ..QUIET
    },
    Row {
        number: 16,
        name: "Familien Wójcik",
        adults: &[danish("Agnieszka Wójcik")],
        children: &["Franciszek", "Hania"],
        contacts: &[3, 4],
        days: 61,
        shared: &[
            me(3, 1615, "Franciszek skal have vaccine. Hvor skal vi gå hen?"),
            first(2, 900, "Til jeres læge. Jeg har ringet, og I kan komme i morgen kl. 8.40."),
            me(2, 1210, "Super. Dziękuję!"),
            first(2, 1230, "Proszę bardzo!"),
        ],
        ..QUIET
    },
    Row {
        number: 17,
        name: "Familien Storgaard",
        adults: &[danish("Birger Storgaard")],
        young: &[danish("Laura Storgaard")],
        contacts: &[3, 6],
        days: 480,
        shared: &[
            second(8, 1330, "Hej Birger. Er det okay, at vi flytter mødet en time frem?"),
            me(8, 1410, "Helt fint."),
            hours_ago(5, "Jeg faldt på trappen og kan ikke gå ned i dag. Kan I komme op til mig i stedet?"),
        ],
        meetings: &[meeting(AppointmentKind::Meeting, 1, 1300, Some("Kulturhuset, lokale 1"))],
        ..QUIET
    },
];
