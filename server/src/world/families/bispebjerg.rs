//! Families in Bispebjerg.

use indgang_domain::appointments::AppointmentKind;

use crate::world::script::{
    Ending, Meeting, QUIET, Row, Who, danish, first, hours_ago, me, meeting, no_login, other, second,
};

pub(super) const ROWS: &[Row] = &[
    Row {
        number: 27,
        name: "Familien Vestergaard Hussein",
        adults: &[danish("Anne Vestergaard"), danish("Cabdiraxmaan Xuseen Faarax")],
        children: &["Idil", "Elias"],
        contacts: &[4, 9],
        days: 190,
        shared: &[
            other(6, 1720, "Idil skal begynde i fodbold. Hun siger, at hun vil stå på mål."),
            second(5, 910, "Så skal hun have handsker! Klubben låner ud, jeg har spurgt."),
            me(5, 1545, "I tænker også på alt."),
            first(4, 900, "Idil har ringet på den rigtige dør 😊"),
        ],
        ..QUIET
    },
    Row {
        number: 28,
        name: "Familien Skytte",
        adults: &[danish("Jeanette Skytte")],
        young: &[danish("Mikkel Skytte")],
        children: &["Smilla"],
        contacts: &[5, 6],
        days: 300,
        shared: &[
            first(6, 1000, "Hej Jeanette. Lægen kan se dig tidligere. Passer det i overmorgen kl. 9?"),
            me(6, 1020, "Ja. Kommer du med?"),
            first(6, 1024, "Ja. Vi mødes ved døren."),
            hours_ago(50, "Lægen vil sende mig videre til sygehuset. Hvad sker der nu?"),
        ],
        meetings: &[meeting(
            AppointmentKind::HealthConversation,
            2,
            1300,
            Some("Sundhedshuset i Bispebjerg"),
        )],
        ..QUIET
    },
    Row {
        number: 29,
        name: "Familien Osmanović",
        adults: &[danish("Amra Osmanović"), danish("Senad Osmanović")],
        children: &["Lejla", "Tarik"],
        contacts: &[5, 7],
        days: 420,
        shared: &[
            other(9, 1900, "Jeg har været ædru i 100 dage i dag."),
            first(8, 850, "Senad. Hundrede dage! Det er jeg stolt af at få lov at vide."),
            me(8, 930, "Børnene har lavet et flag."),
            first(8, 1010, "Det flag vil jeg se næste gang."),
        ],
        ..QUIET
    },
    Row {
        number: 30,
        name: "Familien Friis-Holm",
        adults: &[danish("Gitte Friis-Holm"), no_login("Knud Friis-Holm")],
        children: &["Asger", "Viola"],
        contacts: &[5, 8],
        days: 140,
        shared: &[
            second(
                4,
                1310,
                "Hej Gitte. Aflastningen er på plads: en weekend om måneden hos den samme familie.",
            ),
            me(4, 1902, "Jeg græd lidt, da jeg læste det. Tak."),
            second(3, 900, "Det må du også gerne. I får hilst på dem først, selvfølgelig."),
        ],
        meetings: &[Meeting {
            with: &[Who::Second],
            also: &["Aflastningsfamilien"],
            ..meeting(AppointmentKind::Meeting, 5, 1630, Some("Hjemme hos jer"))
        }],
        ..QUIET
    },
    Row {
        number: 31,
        name: "Familien Balasubramaniam",
        adults: &[danish("பிரியா Balasubramaniam"), danish("Raguram Balasubramaniam")],
        children: &["Dharani", "Kathir", "Meera"],
        contacts: &[5, 9],
        days: 280,
        shared: &[
            me(7, 1840, "வணக்கம் Sumathi. Hvordan melder vi Meera til dansk i børnehaven?"),
            second(
                6,
                930,
                "வணக்கம்! Det gør børnehaven sammen med jer. Jeg har skrevet til dem, at I gerne vil.",
            ),
            me(6, 1000, "நன்றி 🙏"),
            second(3, 1120, "Nu har Meera fået plads på holdet. Hun begynder i næste uge."),
        ],
        ..QUIET
    },
    Row {
        number: 32,
        name: "Familien Kaspersen",
        adults: &[danish("Lotte Kaspersen")],
        young: &[danish("Emma Kaspersen")],
        contacts: &[6, 8],
        days: 355,
        shared: &[
            me(2, 1410, "Der lå det her i postkassen. Jeg tør ikke læse det.").letter(Ending::Waiting),
            me(2, 1412, "Det er fra fogedretten."),
        ],
        ..QUIET
    },
    Row {
        number: 33,
        name: "Familien Tesfaye",
        adults: &[danish("Selam Tesfaye"), danish("Dawit Tesfaye")],
        children: &["Bethlehem"],
        contacts: &[6, 9],
        days: 58,
        shared: &[
            first(
                8,
                1115,
                "Velkommen til Indgang. Her kan I skrive til os to om alt. Der er ingen dumme spørgsmål.",
            ),
            other(7, 1750, "Så kommer det første: Hvad er en A-kasse?"),
            second(
                6,
                905,
                "Godt spørgsmål! Det er en forsikring, hvis man mister sit arbejde. Vi tager det på mødet med kaffe til.",
            ),
        ],
        meetings: &[Meeting {
            with: &[Who::First, Who::Second],
            ..meeting(AppointmentKind::Meeting, 4, 1530, Some("Biblioteket, mødelokale 1"))
        }],
        ..QUIET
    },
    Row {
        number: 34,
        name: "Familien Brønnum-Frederiksen",
        adults: &[danish("Maria-Louise Brønnum-Frederiksen"), danish("Christoffer Brønnum-Frederiksen")],
        children: &["Bertram", "Konrad", "Filippa"],
        contacts: &[7, 8],
        days: 230,
        shared: &[
            first(5, 940, "Hej. Tvillingerne har fået plads i den samme vuggestue. Lige som I ønskede."),
            me(5, 1015, "Nej hvor er det godt! Hvornår?"),
            first(5, 1022, "Den første i næste måned. Jeg sender papirerne, og vi udfylder dem sammen."),
            hours_ago(9, "Skal vi selv sige op i den gamle?"),
        ],
        ..QUIET
    },
    Row {
        number: 35,
        name: "Familien Jaber",
        adults: &[danish("Hanan Jaber")],
        young: &[danish("Mustafa Jaber")],
        children: &["Layan"],
        contacts: &[7, 9],
        days: 170,
        shared: &[
            me(9, 1625, "Mustafa har fået 10 i dansk!"),
            second(8, 855, "TI! Hils ham og sig, at det var alle de aftener, der gav det."),
            first(8, 910, "Også stort tillykke fra mig."),
        ],
        ..QUIET
    },
];
