//! Family one: a busy thread over three weeks, two letters, a holiday with a substitute.

use indgang_domain::appointments::AppointmentKind;

use crate::world::script::{
    Ending, Line, Meeting, QUIET, Row, Stands, When, Who, danish, first, me, meeting, other, second,
    substitute,
};

pub(super) const ROW: Row = Row {
    number: 1,
    name: "Familien Holm Nielsen",
    adults: &[danish("Camilla Holm Nielsen").slug("borger"), danish("Thomas Bang Nielsen")],
    young: &[danish("Freja Holm Nielsen").slug("ung")],
    children: &["Emil", "Alma"],
    contacts: &[0, 1],
    days: 240,
    shared: SHARED,
    unread: 2,
    own: &[(0, CAMILLA), (2, FREJA)],
    meetings: &[
        Meeting {
            with: &[Who::First, Who::Substitute],
            also: &["Ditte Munk Sejersen, sygeplejerske"],
            bring: Some("din medicinliste"),
            ..meeting(AppointmentKind::HealthConversation, 3, 1000, Some("Sundhedshuset på Nørrebro, 1. sal"))
        },
        Meeting {
            with: &[Who::Second],
            also: &["Emils lærer"],
            stands: Stands::Agreed(Some(
                "Emil får en fast voksen at gå til i frikvarteret. Vi mødes igen efter jul.",
            )),
            ..meeting(AppointmentKind::School, -8, 1430, Some("Skolen, lokale 12"))
        },
        Meeting { own: Some(0), ..meeting(AppointmentKind::Meeting, 6, 930, Some("Jobcentret, stueetagen")) },
    ],
    ..QUIET
};

const SHARED: &[Line] = &[
    first(
        15,
        910,
        "Hej Camilla og Thomas. Tak for i går. Det var rart at se, hvor I bor. Sig tak til Alma for tegningen. Vi skriver sammen her, når der er noget.",
    ),
    me(
        15,
        1745,
        "Tak selv. Det er rart kun at skulle fortælle det én gang. Alma spørger, om du kommer igen 😊",
    ),
    second(
        14,
        1015,
        "Hej begge to. Jeg har talt med skolen. Emils lærer vil gerne holde et møde om, hvordan han får ro i timerne. Skal jeg gå med?",
    ),
    other(14, 1620, "Ja tak. Sidste gang forstod vi ikke det hele. Helst efter kl. 14, jeg har tidlig vagt."),
    second(
        13,
        905,
        "Det passer fint. Vi siger kl. 14.30 i næste uge. Jeg skriver det ind under aftaler, og vi mødes uden for skolen ti minutter før.",
    ),
    me(12, 1930, "Hvad er det her? Det kom i dag.").letter(Ending::Nothing(Who::First, When::Day(11, 840))),
    first(
        11,
        842,
        "Jeg har læst brevet. Det er regningen for strøm for hele året. I skal ikke gøre noget. I får 212 kroner tilbage helt af sig selv.",
    ),
    me(11, 901, "Puh. Jeg var sikker på, at vi skyldte penge."),
    me(10, 1210, "Tandlægen har ringet om Alma. Hun har et hul. Koster det noget?"),
    first(
        10,
        1325,
        "Nej, hos kommunens tandpleje er det gratis for børn. I skal bare møde op. Vil du have, at jeg flytter tiden, så Thomas kan være med?",
    ),
    me(10, 1340, "Ja tak, hvis det kan være om eftermiddagen."),
    first(
        9,
        930,
        "Klaret. Alma har fået en tid om eftermiddagen. Tandplejen sender jer også en besked i Digital Post.",
    ),
    second(
        8,
        1545,
        "Tak for et godt møde på skolen. Vi blev enige om tre ting: Emil får en fast plads ved døren, en pause midt på dagen, og læreren ringer til jer i stedet for at skrive.",
    ),
    other(8, 2010, "Han sagde selv, at det var en god dag. Det er længe siden."),
    second(
        7,
        900,
        "Det bliver jeg glad for at høre. Sig til ham, at det var flot, at han selv sagde noget på mødet.",
    ),
    me(6, 1130, "Jobcentret vil have mig til samtale igen. Skal jeg tage lægens papir med?"),
    first(
        6,
        1300,
        "Ja, tag det med. Jeg har talt med din sagsbehandler, så hun kender det i forvejen. Jeg går gerne med, hvis du vil.",
    ),
    me(6, 1308, "Det vil jeg gerne. Tak."),
    second(
        5,
        1015,
        "Jeg går på ferie fra i morgen. Birgitte er vikar for mig imens. Hun har læst med her, så I skal ikke begynde forfra.",
    ),
    substitute(
        4,
        930,
        "Hej Camilla og Thomas. Jeg hedder Birgitte, og jeg er her, til Jonas er tilbage. Skriv eller ring, hvis der er noget.",
    ),
    me(4, 1810, "Hej Birgitte. Velkommen til 😊"),
    me(3, 1905, "Det er fra Udbetaling Danmark. Mister vi boligstøtten?").letter(Ending::YouMust(
        Who::Substitute,
        When::Day(2, 910),
        "skrive til Udbetaling Danmark, hvem der bor i lejligheden",
        2,
    )),
    substitute(
        2,
        912,
        "Jeg har set på brevet. I mister ikke noget nu. De vil bare vide, hvem der bor hos jer. Det tager ti minutter, og jeg kan sidde med i telefonen.",
    ),
    other(2, 1640, "Tak. Huslejen er steget med 340 kroner fra den første. Kan vi klare det?"),
    first(
        1,
        1020,
        "Det ser vi på sammen. Tag brevet om huslejen med til sundhedssamtalen, så regner vi på det bagefter.",
    ),
    substitute(
        1,
        1405,
        "Og så er der godt nyt: Emil er kommet med på fodboldholdet. Han kan låne støvler de første gange.",
    ),
];

const CAMILLA: &[Line] = &[
    me(
        10,
        2115,
        "Jeg skriver her, for det er svært at sige højt. Jeg sover dårligt, og jeg er bange for at komme til jobcentret.",
    ),
    first(
        9,
        845,
        "Tak, fordi du skriver det. Det her er kun mellem dig og os to. Skal vi gå en tur ved Søerne i morgen og tale om det?",
    ),
    me(9, 900, "Ja. Kl. 10?"),
    first(9, 904, "Kl. 10 ved Dronning Louises Bro. Jeg tager kaffe med."),
    me(8, 1300, "Tak for turen. Det hjalp at gå imens."),
    first(
        8,
        1335,
        "Det var godt at gå med dig. Vi tager et lille skridt ad gangen. Jeg tager det med søvnen op til sundhedssamtalen, hvis du vil have det.",
    ),
    me(8, 1350, "Det må du gerne."),
    first(7, 1005, "Så gør jeg det. Sov godt i nat."),
];

const FREJA: &[Line] = &[
    me(7, 1512, "Hej. Må jeg få et fritidsjob, uden at mine forældre mister penge?"),
    first(
        6,
        905,
        "Hej Freja. Godt, du spørger. Ja, du må gerne arbejde i fritiden. Jeg undersøger det med pengene, så du kan være helt sikker.",
    ),
    first(
        5,
        1110,
        "Nu ved jeg det: Hvis du tjener meget, kan det tælle med i boligstøtten. Find først et job, så regner vi på det sammen, før du siger ja.",
    ),
    me(4, 1530, "Fedt. Der er et bageri på Jagtvej, der søger."),
    first(
        3,
        1000,
        "Det lyder godt! Skal vi skrive ansøgningen sammen? Jeg kan være på biblioteket, når du har fri fra skole.",
    ),
    me(3, 1525, "Ja, i morgen kl. 15?"),
    first(2, 1540, "Flot ansøgning. Du skrev det næsten alt sammen selv. Sig til, når de ringer!"),
];
