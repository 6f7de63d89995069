//! What holds for every moment, every text, every opening hour and every thread, and not for the chosen ones alone.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use indgang_domain::families::FamilyView;
use indgang_domain::kernel::id::{EnvelopeId, FamilyId, MunicipalityId, PersonId, ThreadId};
use indgang_domain::kernel::text::{LINE_CHARACTERS, Line, MESSAGE_CHARACTERS, MessageText};
use indgang_domain::kernel::time::{Clock, Day, Moment};
use indgang_domain::letters::{LetterState, LetterView};
use indgang_domain::messages::{MessageView, OpenThread, THREAD_PAGE, ThreadView};
use indgang_domain::opening_hours::{Opening, OpeningHours};
use indgang_domain::people::Language;
use indgang_domain::policy::{Lens, Role};
use indgang_domain::stream::View;
use indgang_domain::verbs::{Facts, Held, Query, Sending, Span, Viewer};
use proptest::prelude::*;
use proptest::sample::Index;
use uuid::Uuid;

const MINUTE: i64 = 60 * 1000;
const HOUR: i64 = 60 * MINUTE;

/// The last Sunday of a month of 31 days: clocks change on those of March and October.
fn last_sunday(year: i64, month: &str) -> Day {
    let last: Day = format!("{year}-{month}-31").parse().unwrap();
    last.plus(-(i64::from(last.weekday()) + 1) % 7)
}

fn is_spring(day: Day) -> bool {
    day == last_sunday(day.year().into(), "03")
}

fn is_autumn(day: Day) -> bool {
    day == last_sunday(day.year().into(), "10")
}

/// Days since the clocks change when they do now, and every second one a day on which they do, or next to it.
fn days() -> impl Strategy<Value = Day> {
    let first: Day = "1996-01-01".parse().unwrap();
    prop_oneof![
        (0..36_000_i64).prop_map(move |days| first.plus(days)),
        (1996..2090_i64, prop_oneof![Just("03"), Just("10")], -1..=1_i64)
            .prop_map(|(year, month, days)| last_sunday(year, month).plus(days)),
    ]
}

fn clocks() -> impl Strategy<Value = Clock> {
    // The hours around the change more often than their share.
    prop_oneof![0..24_u8, 0..5_u8]
        .prop_flat_map(|hour| (0..60_u8).prop_map(move |minute| Clock { hour, minute }))
}

proptest! {
    #[test]
    fn a_clock_leads_to_the_moment_that_shows_it(day in days(), clock in clocks()) {
        let moment = day.at(clock);
        let skipped = is_spring(day) && clock.hour == 2;
        let shows = if skipped { Clock { hour: 3, ..clock } } else { clock };
        prop_assert_eq!((moment.day(), moment.clock()), (day, shows), "{}", moment);
    }

    #[test]
    fn what_a_clock_shows_leads_back_to_its_moment(day in days(), after in 0..25 * HOUR) {
        let moment = day.at(Clock::hour(0)).plus_millis(after);
        let again = moment.day().at(moment.clock());
        let late = moment.millis() - again.millis();
        // In autumn an hour comes twice, and the clock does not say which it is.
        let twice = is_autumn(moment.day()) && moment.clock().hour == 2;
        prop_assert!((0..MINUTE).contains(&late) || twice && (HOUR..HOUR + MINUTE).contains(&late), "{moment}: {again}");
    }

    #[test]
    fn a_moment_and_its_day_are_read_back_as_they_are_written(millis: i64) {
        let moment = Moment::from_millis(millis);
        let back: Moment = moment.to_string().parse().unwrap();
        prop_assert_eq!(back.millis(), moment.millis());
        let travelled: Moment = serde_json::from_str(&serde_json::to_string(&moment).unwrap()).unwrap();
        prop_assert_eq!(travelled, back);
        let day = moment.day();
        prop_assert_eq!(day.to_string().parse(), Ok(day));
        prop_assert_eq!(serde_json::from_str::<Day>(&serde_json::to_string(&day).unwrap()).unwrap(), day);
    }

    #[test]
    fn days_are_counted_one_by_one(day in days(), count in -9_999..9_999_i64) {
        let other = day.plus(count);
        prop_assert_eq!((day.until(other), other.plus(-count)), (count, day));
        prop_assert_eq!(i64::from(other.weekday()), (i64::from(day.weekday()) + count).rem_euclid(7));
        prop_assert_eq!(day.cmp(&other), day.to_string().cmp(&other.to_string()));
    }
}

/// Whatever a keyboard, a clipboard or another program puts into a field.
fn written() -> impl Strategy<Value = String> {
    let odd = proptest::sample::select(vec![
        " ", "\n", "\r", "\r\n", "\t", "\0", "\u{85}", "\u{A0}", "\u{200B}", "\u{200F}", "\u{202E}",
        "\u{2028}", "ø", "👋🏽",
    ]);
    let piece = prop_oneof![odd.prop_map(str::to_owned), ".{0,80}"];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    /// A device reads a text once when it is written, and the server once more when it arrives.
    #[test]
    fn a_text_that_was_accepted_is_accepted_again_as_it_is(raw in written()) {
        let message = MessageText::parse(&raw);
        if let Ok(text) = &message {
            prop_assert_eq!(MessageText::parse(text.as_str()), Ok(text.clone()));
            prop_assert_eq!(&serde_json::from_str::<MessageText>(&serde_json::to_string(text).unwrap()).unwrap(), text);
            prop_assert!((1..=MESSAGE_CHARACTERS).contains(&text.as_str().chars().count()));
            let misleads = text.as_str().contains(['\r', '\0', '\u{202E}']);
            prop_assert!(!misleads);
        }
        // A line is a shorter message, and nothing else.
        let line = Line::parse(&raw).map(String::from);
        let short = message.map(String::from).ok().filter(|text| text.chars().count() <= LINE_CHARACTERS);
        prop_assert_eq!(line.ok(), short);
    }
}

/// Quarters of an hour since midnight.
fn quarter(quarters: u8) -> Clock {
    Clock { hour: quarters / 4, minute: quarters % 4 * 15 }
}

/// A team that opens on some weekdays, by day: nobody works while the clocks change.
fn opening_hours() -> impl Strategy<Value = OpeningHours> {
    let opening = (16..60_u8, 1..36_u8)
        .prop_map(|(from, long)| Opening { from: quarter(from), to: quarter(from + long) });
    (proptest::collection::vec(proptest::option::of(opening), 7), 1..30_u16).prop_map(
        |(hours, reply_hours)| OpeningHours {
            unit: "Familieteamet".to_owned(),
            hours,
            reply_hours,
            duty_phone: "+4570000000".to_owned(),
        },
    )
}

proptest! {
    #[test]
    fn an_answer_is_promised_after_so_many_open_hours(hours in opening_hours(), day in days(), at in 0..96_u8) {
        let sent = day.at(quarter(at));
        let Some(promised) = hours.promised_reply(sent) else {
            // Not in two months: it opens never, or hardly ever.
            let a_week: i64 = (0..7 * 96).filter(|n| hours.is_open(sent.plus_millis(n * 15 * MINUTE))).count().try_into().unwrap();
            prop_assert!(a_week * 8 < i64::from(hours.reply_hours) * 4, "{a_week} quarters a week");
            return Ok(());
        };
        let quarters = (promised.millis() - sent.millis()) / (15 * MINUTE);
        let open = (0..quarters).filter(|n| hours.is_open(sent.plus_millis(n * 15 * MINUTE))).count();
        prop_assert_eq!(open, usize::from(hours.reply_hours) * 4);
        prop_assert!(hours.is_open(promised.plus_millis(-MINUTE)), "someone reads right before {promised}");
        // Later it may be more than two months, and then nothing is promised.
        let later = hours.promised_reply(sent.plus_millis(15 * MINUTE));
        prop_assert!(later.is_none_or(|later| later >= promised), "who asks later is not answered first");
    }
}

const THREAD: ThreadId = ThreadId(Uuid::from_u128(1));
const FAMILY: FamilyId = FamilyId(Uuid::from_u128(2));
const MOTHER: PersonId = PersonId(Uuid::from_u128(3));

fn held<V: View>(stream: Uuid, id: Uuid, view: &V, sending: Option<Sending>) -> Held {
    let view = serde_json::value::to_raw_value(view).unwrap();
    Held {
        stream: stream.into(),
        lenses: Lens::Adult.into(),
        kind: V::KIND.to_owned(),
        id,
        version: 1,
        view,
        sending,
    }
}

fn message(position: i64, id: Uuid, sending: Option<Sending>) -> Held {
    let view = MessageView { position, ..MessageView::begun(MOTHER, Moment::EPOCH, Language::Da) };
    held(THREAD.0, id, &view, sending)
}

fn letter(position: i64, id: Uuid) -> Held {
    let view = LetterView {
        position,
        at: Moment::EPOCH,
        author: MOTHER,
        author_name: "Camilla".to_owned(),
        photos: Vec::new(),
        documents: Vec::new(),
        note: None,
        state: LetterState::Waiting,
        ended_by: None,
        revision: 1,
    };
    held(THREAD.0, id, &view, None)
}

/// The heads that every page of the thread needs.
fn heads() -> Vec<Held> {
    let hours =
        OpeningHours { unit: String::new(), hours: Vec::new(), reply_hours: 8, duty_phone: String::new() };
    let family = FamilyView { name: "Familien".to_owned(), safe_mode: false, members: Vec::new(), hours };
    let thread = ThreadView {
        family: FAMILY,
        owner: None,
        owner_name: None,
        last_position: 0,
        last: None,
        waiting_since: None,
    };
    vec![held(FAMILY.0, FAMILY.0, &family, None), held(THREAD.0, THREAD.0, &thread, None)]
}

/// What whoever holds these gives for a query: a server as many as are asked for, a device more.
fn given(query: &OpenThread, said: &[(i64, Held)], more: usize) -> Vec<Held> {
    let mut given = heads();
    for need in query.needs() {
        let (before, most) = match need.span {
            Span::Latest(_, most) => (i64::MAX, most),
            Span::Before(_, before, most) => (before, most),
            _ => continue,
        };
        let of_kind =
            said.iter().rev().filter(|(position, held)| held.kind == need.kind && *position < before);
        given.extend(of_kind.take(usize::from(most) + more).map(|(_, held)| held.clone()));
    }
    given
}

proptest! {
    #[test]
    fn whoever_looks_back_page_by_page_sees_everything_once(
        said in proptest::collection::vec((1..4_i64, any::<bool>()), 0..150),
        waiting in 0..60_u128,
        more in 0..60_usize,
        first: Index,
    ) {
        let mut position = 0;
        let said: Vec<_> = (100..).zip(said).map(|(id, (gap, is_letter))| {
            position += gap;
            let id = Uuid::from_u128(id);
            (position, if is_letter { letter(position, id) } else { message(position, id, None) })
        }).collect();
        let waiting: Vec<_> = (0..waiting).map(|n| {
            let id = Uuid::from_u128(1_000 + n);
            message(i64::MAX, id, Some(Sending::Waiting(EnvelopeId(id))))
        }).collect();
        let viewer = Viewer { municipality: MunicipalityId(Uuid::nil()), person: MOTHER, role: Role::Adult };
        let (mut query, mut seen) = (OpenThread { thread: THREAD, before: None }, Vec::new());
        loop {
            let mut held = given(&query, &said, more);
            held.extend(waiting.iter().cloned());
            // In whatever order they are found.
            let middle = first.index(held.len());
            held.rotate_left(middle);
            let page = query.answer(&Facts { viewer: viewer.clone(), now: Moment::EPOCH, held }).unwrap();
            let (there, on_the_way): (Vec<_>, Vec<_>) = page.bubbles.iter().partition(|bubble| bubble.sending.is_none());
            prop_assert!(there.len() <= usize::from(THREAD_PAGE));
            prop_assert_eq!(on_the_way.len(), waiting.len(), "what is on its way is on every page");
            seen.splice(0..0, there.iter().map(|bubble| bubble.id));
            let Some(earlier) = page.earlier else { break };
            prop_assert!(query.before.is_none_or(|before| earlier < before), "every page goes further back");
            query.before = Some(earlier);
        }
        prop_assert_eq!(seen, said.iter().map(|(_, held)| held.id).collect::<Vec<_>>());
    }
}
