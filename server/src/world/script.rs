//! The words in which families and their threads are written down here.

use std::borrow::Cow;

use indgang_domain::appointments::AppointmentKind;
use indgang_domain::people::Language;

/// A family as the demo world tells it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// Its number; ids follow from it.
    pub(super) number: u8,
    pub(super) name: &'static str,
    pub(super) safe_mode: bool,
    pub(super) adults: &'static [Someone],
    pub(super) young: &'static [Someone],
    pub(super) children: &'static [&'static str],
    /// Indices into the team's staff.
    pub(super) contacts: &'static [usize],
    /// A contact person of before.
    pub(super) former: Option<usize>,
    /// For how many days it has had its contact persons.
    pub(super) days: i64,
    /// The family's thread, and how much of its end the first adult has not read.
    pub(super) shared: &'static [Line],
    /// Writes the family's thread where it is too long to stand here.
    pub(super) written: Option<fn() -> Vec<Line>>,
    pub(super) unread: i64,
    /// Own threads with something in them: whose login (adults first), and what.
    pub(super) own: &'static [(usize, &'static [Line])],
    pub(super) meetings: &'static [Meeting],
}

/// What a row says unless it says otherwise.
pub(super) const QUIET: Row = Row {
    number: 0,
    name: "",
    safe_mode: false,
    adults: &[],
    young: &[],
    children: &[],
    contacts: &[],
    former: None,
    days: 200,
    shared: &[],
    written: None,
    unread: 0,
    own: &[],
    meetings: &[],
};

/// An adult or a young person, with the language of their login or without one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Someone {
    pub(super) name: &'static str,
    pub(super) login: Option<Language>,
    pub(super) slug: Option<&'static str>,
}

impl Someone {
    pub(super) const fn slug(self, slug: &'static str) -> Self {
        Self { slug: Some(slug), ..self }
    }
}

pub(super) const fn danish(name: &'static str) -> Someone {
    Someone { name, login: Some(Language::Da), slug: None }
}

pub(super) const fn arabic(name: &'static str) -> Someone {
    Someone { name, login: Some(Language::Ar), slug: None }
}

pub(super) const fn english(name: &'static str) -> Someone {
    Someone { name, login: Some(Language::En), slug: None }
}

pub(super) const fn no_login(name: &'static str) -> Someone {
    Someone { name, login: None, slug: None }
}

/// Who speaks in a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// The owner of an own thread, else the family's first adult.
    Me,
    /// The family's second adult.
    Other,
    /// The first contact person.
    First,
    /// The second contact person.
    Second,
    /// Who stands in for the one who is away.
    Substitute,
}

/// When something is said.
#[derive(Clone, Copy, Debug)]
pub(super) enum When {
    /// So many working days ago at this time.
    Day(i64, u16),
    /// So many hours ago.
    Hours(i64),
}

/// How a letter ended.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ending {
    Waiting,
    Nothing(Who, When),
    WeDoIt(Who, When),
    /// What, within how many working days.
    YouMust(Who, When, &'static str, i64),
}

/// What is said.
#[derive(Clone, Debug)]
pub(super) enum What {
    Text,
    /// A text with a photograph.
    Picture,
    Letter(Ending),
}

/// One line of a thread.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) who: Who,
    pub(super) when: When,
    pub(super) text: Cow<'static, str>,
    pub(super) language: Language,
    pub(super) what: What,
}

const fn line(who: Who, days_ago: i64, time: u16, text: &'static str) -> Line {
    let when = When::Day(days_ago, time);
    Line { who, when, text: Cow::Borrowed(text), language: Language::Da, what: What::Text }
}

pub(super) const fn me(days_ago: i64, time: u16, text: &'static str) -> Line {
    line(Who::Me, days_ago, time, text)
}

pub(super) const fn other(days_ago: i64, time: u16, text: &'static str) -> Line {
    line(Who::Other, days_ago, time, text)
}

pub(super) const fn first(days_ago: i64, time: u16, text: &'static str) -> Line {
    line(Who::First, days_ago, time, text)
}

pub(super) const fn second(days_ago: i64, time: u16, text: &'static str) -> Line {
    line(Who::Second, days_ago, time, text)
}

pub(super) const fn substitute(days_ago: i64, time: u16, text: &'static str) -> Line {
    line(Who::Substitute, days_ago, time, text)
}

/// Something that waits: said by the first adult (or the owner) this many hours ago.
pub(super) const fn hours_ago(hours: i64, text: &'static str) -> Line {
    let when = When::Hours(hours);
    Line { who: Who::Me, when, text: Cow::Borrowed(text), language: Language::Da, what: What::Text }
}

impl Line {
    /// In Arabic.
    pub(super) const fn ar(mut self) -> Self {
        self.language = Language::Ar;
        self
    }

    /// In English.
    pub(super) const fn en(mut self) -> Self {
        self.language = Language::En;
        self
    }

    /// With a photograph.
    pub(super) const fn picture(mut self) -> Self {
        self.what = What::Picture;
        self
    }

    /// A letter to be explained; the text is the note beside.
    pub(super) const fn letter(mut self, ending: Ending) -> Self {
        self.what = What::Letter(ending);
        self
    }
}

/// A meeting in the family's stream, or in an own thread.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meeting {
    pub(super) kind: AppointmentKind,
    /// In so many working days; negative for the past.
    pub(super) ahead: i64,
    pub(super) time: u16,
    pub(super) minutes: u16,
    pub(super) place: Option<&'static str>,
    pub(super) with: &'static [Who],
    pub(super) also: &'static [&'static str],
    /// Whose own it is, by login (adults first).
    pub(super) own: Option<usize>,
    /// The language that is interpreted, by the first who speaks it.
    pub(super) tongue: Option<&'static str>,
    pub(super) bring: Option<&'static str>,
    pub(super) stands: Stands,
}

/// Where a meeting stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Stands {
    /// Agreed; what is past was held, and this came of it.
    Agreed(Option<&'static str>),
    /// The family wishes for it, in these words.
    Wished(&'static str),
    /// This time is offered, and the same time so many working days later.
    Offered(i64),
    /// The family cannot come, for this reason.
    CannotCome(&'static str),
}

/// An hour with the first contact person.
pub(super) const fn meeting(
    kind: AppointmentKind,
    ahead: i64,
    time: u16,
    place: Option<&'static str>,
) -> Meeting {
    Meeting {
        kind,
        ahead,
        time,
        minutes: 60,
        place,
        with: &[Who::First],
        also: &[],
        own: None,
        tongue: None,
        bring: None,
        stands: Stands::Agreed(None),
    }
}
