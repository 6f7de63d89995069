//! Family two writes Arabic; its contact persons answer in plain Danish and in Arabic.

use indgang_domain::appointments::AppointmentKind;

use crate::world::script::{
    Ending, Line, Meeting, QUIET, Row, When, Who, arabic, danish, first, hours_ago, me, meeting, second,
};

pub(super) const ROW: Row = Row {
    number: 2,
    name: "Familien Al-Khatib",
    adults: &[arabic("Samira Al-Khatib").slug("borger-ar"), arabic("Ziad Al-Khatib")],
    young: &[danish("Rania Al-Khatib")],
    children: &["Omar", "Yasmin", "Karim"],
    contacts: &[0, 2],
    days: 310,
    shared: SHARED,
    own: &[(0, SAMIRA)],
    meetings: &[Meeting {
        with: &[Who::First, Who::Second],
        tongue: Some("ar"),
        ..meeting(AppointmentKind::HealthConversation, 4, 1300, Some("Sundhedshuset på Nørrebro, 1. sal"))
    }],
    ..QUIET
};

const SHARED: &[Line] = &[
    me(14, 1830, "السلام عليكم. استلمت رسالة من المدرسة ولا أفهمها. هل يمكنكم المساعدة؟").ar(),
    second(13, 920, "Hej Samira. Ja, vi hjælper dig. Tag et billede af brevet. Tryk på »Hjælp til et brev«."),
    second(13, 921, "مرحباً سميرة. نعم، سنساعدك. صوّري الرسالة واضغطي على «مساعدة في رسالة».").ar(),
    me(12, 1915, "هذه هي الرسالة.").letter(Ending::WeDoIt(Who::First, When::Day(11, 930))),
    first(
        11,
        935,
        "Skolen tror, at Omar har brug for briller. Vi bestiller en tid hos øjenlægen. Du skal ikke ringe.",
    ),
    first(11, 936, "المدرسة تظن أن عمر يحتاج إلى نظارة. سنحجز موعداً عند طبيب العيون. لا داعي لأن تتصلي.").ar(),
    me(10, 1750, "شكراً جزيلاً. هل يأتي معنا مترجم؟").ar(),
    first(9, 910, "Ja. Layla er tolk. Hun taler arabisk, og hun møder jer ved døren."),
    first(9, 911, "نعم. ليلى مترجمة تتكلم العربية، وستقابلكم عند الباب.").ar(),
    me(6, 1400, "ذهبنا إلى طبيب العيون. اختار عمر نظارة زرقاء وهو سعيد جداً.").ar(),
    first(5, 900, "Hvor er det dejligt! Hils Omar."),
    first(5, 901, "ما أجمل هذا! سلّمي على عمر.").ar(),
    me(3, 1810, "وصلتني هذه الورقة من الروضة. هل يجب أن أدفع؟").ar().picture(),
    second(
        2,
        930,
        "Nej, du skal ikke betale. Børnehaven siger bare, at den holder lukket en dag i næste uge.",
    ),
    second(2, 931, "لا، لا يجب أن تدفعي. الروضة تخبركم فقط أنها مغلقة يوماً واحداً في الأسبوع القادم.").ar(),
    me(2, 1215, "شكراً لكم. الآن فهمت.").ar(),
    second(1, 1010, "Godt. Skriv altid, når der er noget."),
    second(1, 1011, "جيد. اكتبي لنا دائماً عندما تحتاجين إلى شيء.").ar(),
    hours_ago(3, "ابني الصغير مريض اليوم. هل يمكنكم أن تخبروا مدرسة اللغة أنني لن أحضر؟").ar(),
];

const SAMIRA: &[Line] = &[
    me(8, 1105, "هل هذا المكان لي وحدي؟").ar(),
    first(8, 1140, "Ja. Her skriver kun du, Farah og jeg. Ingen andre i familien kan læse det."),
    first(8, 1141, "نعم. هنا تكتبين أنتِ وفرح وأنا فقط. لا أحد آخر في العائلة يستطيع القراءة.").ar(),
    me(7, 1020, "شكراً. أريد أن أتعلم ركوب الدراجة.").ar(),
    first(6, 930, "Det er en god idé! Der er et hold for kvinder i nærheden. Jeg spørger, om der er plads."),
    first(6, 931, "فكرة جميلة! توجد دورة للنساء قريباً من هنا. سأسأل إن كان هناك مكان.").ar(),
];
