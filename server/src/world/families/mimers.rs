//! Families between Mimersgade and the park.

use indgang_domain::appointments::AppointmentKind;

use crate::world::script::{
    Ending, Meeting, QUIET, Row, When, Who, danish, english, first, hours_ago, me, meeting, no_login, other,
    second,
};

pub(super) const ROWS: &[Row] = &[
    Row {
        number: 18,
        name: "Familien Hashemi",
        adults: &[danish("Maryam Hashemi")],
        children: &["Arash"],
        contacts: &[3, 8],
        days: 120,
        shared: &[
            me(4, 1120, "Arash har ikke noget varmt tøj. Findes der noget, man kan få?"),
            second(4, 1250, "Ja. Der er byttemarked i beboerhuset. Skal vi gå derhen sammen?"),
            me(4, 1305, "Ja tak."),
            second(2, 1620, "Den røde flyverdragt blev da en succes 😊"),
        ],
        ..QUIET
    },
    Row {
        number: 19,
        name: "Familien Ravnkilde Cakir",
        adults: &[danish("Line Ravnkilde"), danish("Şükrü Çakır")],
        children: &["Ada", "Deniz"],
        contacts: &[3, 9],
        days: 260,
        shared: &[
            first(10, 930, "Kære begge. Jeg har samlet det, I fortalte os, på én side. Læs det igennem, og ret endelig."),
            me(9, 2005, "Det er fint. Men det var 2021, vi flyttede, ikke 2020."),
            first(8, 910, "Rettet. Tak. Nu behøver I ikke fortælle det forfra til nogen."),
        ],
        meetings: &[meeting(AppointmentKind::HealthConversation, 7, 1400, Some("Sundhedshuset på Nørrebro, 1. sal"))],
        ..QUIET
    },
    Row {
        number: 20,
        name: "Familien Chaudhry",
        adults: &[danish("Rukhsana Chaudhry"), danish("Imran Chaudhry")],
        young: &[danish("Zainab Chaudhry")],
        children: &["Bilal"],
        contacts: &[2, 5],
        days: 445,
        shared: &[
            me(6, 1020, "السلام علیکم Farah. Min mor kommer fra Lahore (لاہور) og skal bo hos os. Skal vi sige det til nogen?"),
            first(5, 905, "Wa alaikum salam. Ja, det kan ændre jeres boligstøtte. Vi gør det sammen, så det bliver rigtigt."),
            other(5, 1210, "شکریہ. Vi kommer med papirerne."),
            first(5, 1230, "Godt. Tiden står under aftaler."),
        ],
        meetings: &[Meeting {
            with: &[Who::First, Who::Second],
            ..meeting(AppointmentKind::Meeting, 1, 1000, Some("Biblioteket, mødelokale 2"))
        }],
        ..QUIET
    },
    Row {
        number: 21,
        name: "Familien Toft Andreasen",
        adults: &[danish("Susanne Toft Andreasen")],
        children: &["Mille", "Carl"],
        contacts: &[2, 7],
        days: 510,
        shared: &[
            me(11, 1605, "Kommunen skriver, at jeg skal betale børnehaven tilbage.").letter(Ending::WeDoIt(Who::First, When::Day(10, 940))),
            first(10, 945, "Det er en fejl. Jeg har ringet til dem, og de sender et nyt brev. Betal ikke noget."),
            me(10, 1000, "Tusind tak. Jeg sov ikke i nat."),
            second(3, 1410, "Det nye brev er kommet til os også: Du skylder ikke noget."),
            me(3, 1450, "❤️"),
            second(2, 905, "Sov godt nu."),
        ],
        ..QUIET
    },
    Row {
        number: 22,
        name: "Familien Mwangi Schmidt",
        adults: &[english("Wanjiru Mwangi"), danish("Steffen Schmidt")],
        children: &["Amani"],
        contacts: &[2, 8],
        days: 75,
        shared: &[
            me(5, 930, "Hello Farah. When does Amani start school? Here it is different from Kenya.").en(),
            first(5, 1105, "Hi Wanjiru. In August, the year Amani turns six. First comes »børnehaveklasse«. I will show you the school.").en(),
            hours_ago(30, "Great. Is there somewhere I can learn Danish while Amani is in school?").en(),
        ],
        ..QUIET
    },
    // New, nothing said yet.
    Row {
        number: 23,
        name: "Familien Guldager",
        adults: &[danish("Tina Guldager"), no_login("Brian Guldager")],
        children: &["Malthe", "Silas", "Ronja", "Ask"],
        contacts: &[2, 9],
        days: 4,
        meetings: &[Meeting {
            with: &[Who::First, Who::Second],
            ..meeting(AppointmentKind::HomeVisit, 3, 1630, Some("Hjemme hos jer"))
        }],
        ..QUIET
    },
    Row {
        number: 24,
        name: "Familien El Amrani",
        adults: &[danish("Fatima-Zahra El Amrani"), danish("Youssef El Amrani")],
        young: &[danish("Ilyas El Amrani")],
        children: &["Salma", "Adam"],
        contacts: &[4, 6],
        days: 365,
        shared: &[
            second(7, 1120, "Hej. I dag er det et år siden, vi mødtes første gang. Jeg har bagt noget."),
            me(7, 1515, "Et år! Dengang turde jeg ikke åbne posten. Nu gør jeg det selv."),
            second(6, 905, "Ja, det gør du. Det er dit eget arbejde."),
        ],
        own: &[(
            2,
            &[
                me(2, 2040, "Kan I hjælpe mig med at komme på efterskole?"),
                first(1, 930, "Ja. Vi begynder med at finde to, du kan lide, og så ser vi på prisen. Der er støtte at få."),
                hours_ago(6, "Jeg har fundet en med musik!"),
            ],
        )],
        ..QUIET
    },
    Row {
        number: 25,
        name: "Familien Dam Olesen",
        adults: &[danish("Heidi Dam Olesen")],
        children: &["Lærke"],
        contacts: &[4, 7],
        days: 225,
        shared: &[
            me(5, 1340, "Jeg kan ikke komme i morgen. Det er en af de dage."),
            first(5, 1355, "Det er helt i orden. Skal jeg komme forbi med noget suppe?"),
            me(5, 1402, "Bare i døren så."),
            first(4, 1215, "Suppen står på måtten. Hils Lærke."),
            me(3, 1100, "Det var den bedste suppe. Vi kan godt ses i næste uge."),
            first(3, 1130, "Så siger vi det."),
        ],
        ..QUIET
    },
    Row {
        number: 26,
        name: "Familien Popescu",
        adults: &[danish("Ileana Popescu"), danish("Gheorghe Popescu")],
        children: &["Ștefan", "Măriuca"],
        contacts: &[4, 8],
        days: 110,
        shared: &[
            me(3, 1850, "Vi har fået brev om et gebyr.").letter(Ending::YouMust(Who::Second, When::Day(2, 1000), "betale 150 kroner til biblioteket", 4)),
            second(2, 1003, "Det er for to bøger, der kom for sent. Bøgerne må I beholde til i næste uge."),
            other(2, 1800, "Det er godt. Ștefan er ikke færdig med den om rummet."),
            second(1, 940, "Så må han fortælle mig, hvordan den ender."),
        ],
        ..QUIET
    },
];
