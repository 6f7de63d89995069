//! Words that made-up families are drawn from.

pub(super) const GIVEN: [&str; 20] = [
    "Aisha", "Anders", "Birgit", "Camilla", "Dilan", "Emre", "Fatima", "Gitte", "Hassan", "Ida", "Jakub",
    "Kirsten", "Leila", "Mads", "Nasrin", "Ole", "Priya", "Rikke", "Samir", "Zeynep",
];
pub(super) const FAMILY: [&str; 20] = [
    "Abdi",
    "Andersen",
    "Bæk",
    "Celik",
    "Dahl",
    "El-Sayed",
    "Friis",
    "Gregersen",
    "Hussein",
    "Iversen",
    "Jensen",
    "Kowalski",
    "Lund",
    "Mohamed",
    "Nørgaard",
    "Østergaard",
    "Pham",
    "Rahman",
    "Sivakumar",
    "Yılmaz",
];
pub(super) const ASKED: [&str; 6] = [
    "Hej. Vi har fået brev fra skolen. Kan du se på det?",
    "Kan vi flytte tiden til om eftermiddagen?",
    "Tak for hjælpen i går.",
    "Jeg forstår ikke, hvad jobcentret vil have.",
    "Min søn har feber. Vi bliver hjemme i dag.",
    "Hvornår ses vi igen?",
];
pub(super) const ANSWERED: [&str; 6] = [
    "Hej. Det ser jeg på i dag og skriver igen.",
    "Ja, det er i orden. Jeg har flyttet den.",
    "Det var så lidt. Skriv altid.",
    "Jeg ringer til dem, så du slipper.",
    "God bedring. Vi finder en ny tid.",
    "I næste uge. Det står under aftaler.",
];
