//! What can be booked, who interprets, and which times the team keeps free.

use indgang_domain::appointments::{AppointmentKind, InThree, Way};
use indgang_domain::kernel::id::{CalendarId, PersonId, UnitId};
use indgang_domain::kernel::text::Tongue;
use indgang_domain::kernel::time::Moment;
use indgang_domain::policy::Role;

use super::days::{Days, clock};
use super::ids::id;
use super::{Bookable, Interpreter, Slot};

/// So many days ahead times are kept free.
const DAYS_AHEAD: i64 = 28;
const MINUTE: i64 = 60_000;

/// Invented, like everyone here: path, name, languages.
pub(super) const KOEBENHAVN: &[(&str, &str, &[&str])] = &[
    ("tolk-1", "Layla Haddad", &["ar"]),
    ("tolk-2", "Selim Aydın", &["ar", "tr"]),
    ("tolk-3", "Ifrah Nuur", &["so"]),
];

/// When times are kept free: weekday from Monday, beginning, length in minutes.
const KEPT: [(u8, u16, i64); 3] = [(1, 900, 180), (2, 1300, 120), (3, 1000, 180)];

fn three(da: &str, en: &str, ar: &str) -> InThree {
    InThree { da: da.to_owned(), en: en.to_owned(), ar: ar.to_owned() }
}

/// The health conversation, and a short one on the telephone.
pub(super) fn services(prefix: &str, unit: UnitId) -> Vec<Bookable> {
    let conversation = Bookable {
        id: id(&format!("{prefix}/sundhedssamtale")),
        unit,
        kind: AppointmentKind::HealthConversation,
        name: three("Sundhedssamtale", "Health conversation", "محادثة صحية"),
        about: three(
            "Vi taler om, hvordan du og familien har det. Du vælger selv, hvad vi skal tale om. Det er gratis, og vi har tavshedspligt.",
            "We talk about how you and your family are. You decide what we talk about. It is free, and we keep it to ourselves.",
            "نتحدث عن حالك وحال عائلتك. أنت تقرر ما نتحدث عنه. إنها مجانية ونحافظ على السرية.",
        ),
        bring: three(
            "Din medicinliste, hvis du har en.",
            "Your list of medicine, if you have one.",
            "قائمة أدويتك إن كانت لديك.",
        ),
        minutes: 60,
        way: Way::Place,
        place: "Sundhedshuset på Nørrebro, 1. sal".to_owned(),
        lead_minutes: 24 * 60,
        cancel_minutes: 60,
        roles: vec![Role::Adult, Role::Young],
    };
    let call = Bookable {
        id: id(&format!("{prefix}/telefonsamtale")),
        unit,
        kind: AppointmentKind::Meeting,
        name: three("Telefonsamtale", "Phone call", "مكالمة هاتفية"),
        about: three(
            "Dine kontaktpersoner ringer til dig. I har en halv time. Du behøver ikke forberede noget.",
            "Your contact persons call you. You have half an hour. You need not prepare anything.",
            "يتصل بك مسؤولا الاتصال. لديكم نصف ساعة. لا تحتاج إلى تحضير أي شيء.",
        ),
        bring: InThree::default(),
        minutes: 30,
        way: Way::Phone,
        place: "00 00 00 24".to_owned(),
        lead_minutes: 4 * 60,
        cancel_minutes: 30,
        roles: vec![Role::Adult],
    };
    vec![conversation, call]
}

pub(super) fn interpreters(prefix: &str, unit: UnitId, who: &[(&str, &str, &[&str])]) -> Vec<Interpreter> {
    let interpreter = |(path, name, tongues): &(&str, &str, &[&str])| Interpreter {
        id: id(&format!("{prefix}/{path}")),
        unit,
        name: (*name).to_owned(),
        tongues: tongues.iter().filter_map(|tag| Tongue::parse(tag).ok()).collect(),
    };
    who.iter().map(interpreter).collect()
}

/// The same hours every week for everyone of the team and for those who interpret.
pub(super) fn slots(
    prefix: &str,
    unit: UnitId,
    days: Days,
    staff: &[PersonId],
    interpreters: &[Interpreter],
) -> Vec<Slot> {
    let people = staff.iter().map(|person| CalendarId::from(*person));
    let calendars = people.chain(interpreters.iter().map(|interpreter| CalendarId::from(interpreter.id)));
    let mut slots = Vec::new();
    for (calendar, number) in calendars.zip(0_usize..) {
        for ahead in 1..DAYS_AHEAD {
            let day = days.now().day().plus(ahead);
            let Some((_, begins, minutes)) = KEPT.iter().find(|(weekday, ..)| *weekday == day.weekday())
            else {
                continue;
            };
            let starts: Moment = day.at(clock(*begins));
            slots.push(Slot {
                id: id(&format!("{prefix}/ledig-{number}-{ahead}")),
                unit,
                calendar,
                starts,
                ends: starts.plus_millis(minutes * MINUTE),
            });
        }
    }
    slots
}
