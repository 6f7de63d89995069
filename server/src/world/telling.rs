//! Turns the lines of a script into what was said in a thread, and by whom it was read.

use indgang_domain::attachments::Photo;
use indgang_domain::families::MemberKind;
use indgang_domain::kernel::id::{BlobId, PersonId, ThreadId};
use indgang_domain::kernel::time::Moment;
use indgang_domain::letters::LetterState;

use super::days::{Days, clock};
use super::ids::id;
use super::photo::Page;
use super::script::{Ending, Line, What, When, Who};
use super::{Blob, Family, Said, Thread, World};

const MINUTE: i64 = 60_000;

/// One thread being told: where, whose, by whom.
pub(super) struct Telling<'a> {
    pub(super) path: &'a str,
    pub(super) days: Days,
    pub(super) owner: Option<PersonId>,
    pub(super) family: &'a Family,
    pub(super) substitute: PersonId,
    /// How the next letter looks.
    pub(super) page: fn(usize) -> Page,
}

/// What came of it.
struct Told {
    said: Vec<Said>,
    blobs: Vec<Blob>,
}

impl Telling<'_> {
    /// The person a script means; none where the family has no such.
    pub(super) fn who(&self, who: Who) -> Option<PersonId> {
        let mut adults = self.adults();
        let mut contacts = self.contacts();
        match who {
            Who::Me => self.owner.or_else(|| adults.next()),
            Who::Other => adults.nth(1),
            Who::First => contacts.next(),
            Who::Second => contacts.nth(1),
            Who::Substitute => Some(self.substitute),
        }
    }

    fn adults(&self) -> impl Iterator<Item = PersonId> {
        let adults = self.family.members.iter().filter(|member| member.kind == MemberKind::Adult);
        adults.filter_map(|member| member.person)
    }

    fn contacts(&self) -> impl Iterator<Item = PersonId> {
        self.family.contacts.iter().filter(|contact| contact.until.is_none()).map(|contact| contact.staff)
    }

    fn moment(&self, when: When) -> Moment {
        match when {
            When::Day(days, time) => self.days.back(days).at(clock(time)),
            When::Hours(hours) => self.days.hours_ago(hours),
        }
    }

    /// The whole thread, put into the world with its pictures.
    pub(super) fn put(&self, world: &mut World, lines: &[Line], unread: i64) {
        let told = self.tell(lines);
        let seen = self.seen(&told.said, unread);
        world.blobs.extend(told.blobs);
        let thread =
            Thread { id: id(self.path), family: self.family.id, owner: self.owner, said: told.said, seen };
        world.threads.push(thread);
    }

    /// Oldest first; what would come before what stands above it comes a minute after it.
    fn tell(&self, lines: &[Line]) -> Told {
        let mut told = Told { said: Vec::with_capacity(lines.len()), blobs: Vec::new() };
        let mut earliest = Moment::EPOCH;
        for (line, position) in lines.iter().zip(1_usize..) {
            let Some(author) = self.who(line.who) else { continue };
            let at = self.moment(line.when).max(earliest);
            earliest = at.plus_millis(MINUTE);
            let path = format!("{}/{position}", self.path);
            told.said.push(match line.what {
                What::Text => message(&path, line, author, at, Vec::new()),
                What::Picture => {
                    let photos = self.picture(&path, position, &mut told.blobs);
                    message(&path, line, author, at, photos)
                }
                What::Letter(ending) => {
                    let photos = self.picture(&path, position, &mut told.blobs);
                    let (state, ended) = self.ending(ending);
                    let note = (!line.text.is_empty()).then(|| line.text.to_string());
                    Said::Letter { id: id(&path), author, at, note, photos, state, ended }
                }
            });
        }
        told
    }

    fn picture(&self, path: &str, which: usize, blobs: &mut Vec<Blob>) -> Vec<Photo> {
        let blob: BlobId = id(&format!("{path}/billede"));
        let Page { width, height, bytes } = (self.page)(which);
        let stream = id::<ThreadId>(self.path).into();
        blobs.push(Blob { id: blob, stream, mime: "image/jpeg", width, height, bytes });
        vec![Photo { blob, width, height }]
    }

    fn ending(&self, ending: Ending) -> (LetterState, Option<(PersonId, Moment)>) {
        let by = |who, when| self.who(who).map(|person| (person, self.moment(when)));
        match ending {
            Ending::Waiting => (LetterState::Waiting, None),
            Ending::Nothing(who, when) => (LetterState::Nothing, by(who, when)),
            Ending::WeDoIt(who, when) => (LetterState::WeDoIt, by(who, when)),
            Ending::YouMust(who, when, what, days) => {
                let state =
                    LetterState::YouMust { what: what.to_owned(), by: self.days.ahead(days), done: None };
                (state, by(who, when))
            }
        }
    }

    /// The family has read all but `unread` (of the first adult's or owner's); the team has read up to its own
    /// last word. Whoever has written stands here, with their own words read.
    fn seen(&self, said: &[Said], unread: i64) -> Vec<(PersonId, i64)> {
        let last = i64::try_from(said.len()).unwrap_or(0);
        let me = self.who(Who::Me);
        let family: Vec<_> = self.owner.map_or_else(|| self.adults().collect(), |owner| vec![owner]);
        let team_read = (1..).zip(said).filter(|(_, said)| !family.contains(&said.author())).last();
        let team_read = team_read.map_or(0, |(position, _)| position);
        let mut seen: Vec<_> = family
            .iter()
            .map(|&person| (person, if Some(person) == me { last - unread } else { last }))
            .chain(self.contacts().map(|person| (person, team_read)))
            .collect();
        for author in said.iter().map(Said::author) {
            if !seen.iter().any(|(person, _)| *person == author) {
                seen.push((author, team_read));
            }
        }
        seen.retain(|(_, read)| *read > 0);
        seen
    }
}

fn message(path: &str, line: &Line, author: PersonId, at: Moment, photos: Vec<Photo>) -> Said {
    Said::Message { id: id(path), author, at, language: line.language, text: line.text.to_string(), photos }
}
