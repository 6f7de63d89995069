//! One thread with a long history, for paging: 300 messages over half a year.

use std::borrow::Cow;

use crate::world::script::{Line, first, me, second};

const EXCHANGES: i64 = 75;

/// Where `#` begins, how it moves on each time, and four lines.
type Matter = (i64, i64, [&'static str; 4]);

const MATTERS: [Matter; 10] = [
    (
        1200,
        100,
        [
            "Jeg har betalt # kroner af på huslejen i dag.",
            "Flot. Så er I et godt stykke videre.",
            "Det føles også sådan.",
            "Jeg skriver det ind i jeres plan.",
        ],
    ),
    (
        1,
        1,
        [
            "Bilan har feber igen. Det er dag #.",
            "Så bliv hjemme med hende. Skal jeg ringe til dit kursus?",
            "Ja tak.",
            "Det er gjort. God bedring til Bilan.",
        ],
    ),
    (
        104,
        13,
        [
            "Der er kommet regning nummer # fra elselskabet. Kan du se på den?",
            "Ja. Den er betalt, det er bare en kvittering.",
            "Godt, så smider jeg den ud.",
            "Gem den hellere i mappen. Den røde.",
        ],
    ),
    (
        8,
        3,
        [
            "Bussen er # minutter forsinket. Jeg når det ikke.",
            "Det gør ikke noget. Jeg siger det til dem.",
            "Jeg er der om lidt.",
            "De ventede på dig. Sådan skal det være.",
        ],
    ),
    (
        12,
        2,
        [
            "Kenneth fik # timer på arbejde i denne uge.",
            "Det er flere end sidst!",
            "Han er træt, men glad.",
            "Sig tillykke fra mig.",
        ],
    ),
    (
        31,
        -3,
        [
            "Skolen skriver, at Ayaan har # timers fravær.",
            "Vi tager det op på mødet. Hvad siger hun selv?",
            "Hun siger, at matematik er svært.",
            "Så finder vi en lektiecafé. Den på biblioteket er god.",
        ],
    ),
    (
        158,
        -3,
        [
            "Mit blodtryk var # i dag. Er det godt?",
            "Det ved sygeplejersken. Skal vi ringe sammen?",
            "Ja, det vil jeg gerne.",
            "Godt. Jeg ringer dig op kl. 11.",
        ],
    ),
    (
        190,
        -9,
        [
            "Vi er nummer # på ventelisten til en større lejlighed.",
            "Så er I rykket frem siden sidst.",
            "Inshallah.",
            "Vi holder øje med det sammen.",
        ],
    ),
    (
        3,
        2,
        [
            "Jeg læste # sider på dansk uden hjælp.",
            "Hodan, det er jo fantastisk!",
            "Sahra rettede mig to gange 😊",
            "Hun bliver en streng lærer.",
        ],
    ),
    (
        275,
        25,
        [
            "Svømning koster # kroner. Kan vi få hjælp til det?",
            "Ja, der er et fritidspas. Jeg søger det for jer.",
            "Tak. Liibaan har talt om det hele ugen.",
            "Så må vi hellere skynde os.",
        ],
    ),
];

/// The whole thread, oldest first.
pub(super) fn written() -> Vec<Line> {
    (0..EXCHANGES)
        .zip(MATTERS.iter().cycle())
        .flat_map(|(index, (begin, step, [matter, answer, reply, end]))| {
            let day = 2 + 2 * (EXCHANGES - index);
            let number = begin + step * (index / 10);
            let asked =
                Line { text: Cow::Owned(matter.replace('#', &number.to_string())), ..me(day, 1210, "") };
            let contact = if index % 3 == 0 { second } else { first };
            [asked, contact(day, 1305, answer), me(day, 1330, reply), contact(day - 1, 915, end)]
        })
        .collect()
}
