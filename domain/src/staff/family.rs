//! One family, as those who serve it see it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::appointments::{AppointmentView, Line};
use crate::families::{ContactCard, ContactView, FamilyView, MemberLine, contacts};
use crate::kernel::id::{FamilyId, StreamId, ThreadId};
use crate::kernel::time::Moment;
use crate::letters::{LetterState, LetterView};
use crate::messages::{SeenView, ThreadLine, ThreadView, unread};
use crate::policy::{Lens, Lenses};
use crate::problem::Problem;
use crate::verbs::{Facts, Need, Query};

/// A letter that waits for the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpenLetter {
    /// Where it stands.
    pub thread: ThreadId,
    pub author_name: String,
    pub at: Moment,
}

/// A family's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FamilyAnswer {
    pub family: FamilyId,
    pub name: String,
    /// What the viewer is to it; of several things the first by rank.
    pub lens: Lens,
    /// All that the viewer is to it.
    #[serde(default)]
    pub lenses: Lenses,
    /// Neutral words and no maps.
    pub safe_mode: bool,
    /// Everyone in it.
    pub members: Vec<MemberLine>,
    /// Its contact persons.
    pub contacts: Vec<ContactCard>,
    /// The threads the viewer may read.
    pub threads: Vec<ThreadLine>,
    /// Letters nobody has ended.
    pub letters: Vec<OpenLetter>,
    /// What is coming, or waits for times.
    pub appointments: Vec<Line>,
}

/// One family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenFamily {
    pub family: FamilyId,
}

impl Query for OpenFamily {
    const NAME: &'static str = "Staff.OpenFamily";
    const EXAMPLES: &'static [&'static str] = &[r#"{"family":"01920000-0000-7000-8000-000000000001"}"#];
    type Answer = FamilyAnswer;

    fn needs(&self) -> Vec<Need> {
        vec![
            Need::of::<FamilyView>(self.family),
            Need::of::<ContactView>(self.family),
            Need::within::<ThreadView>(self.family),
            Need::within::<SeenView>(self.family),
            Need::within::<LetterView>(self.family),
            Need::within::<AppointmentView>(self.family),
        ]
    }

    fn answer(&self, facts: &Facts) -> Result<FamilyAnswer, Problem> {
        let family = facts.one::<FamilyView>(self.family)?;
        let threads: Vec<_> = unread(facts).into_iter().filter(|line| line.family == self.family).collect();
        let is_its = |stream: StreamId| {
            stream == self.family.into() || threads.iter().any(|line| StreamId::from(line.thread) == stream)
        };
        let mut appointments: Vec<_> = facts
            .of::<AppointmentView>()
            .filter(|fact| is_its(fact.stream) && fact.view.is_coming(facts.now))
            .map(|fact| Line::of(fact, &[self.family.into()]))
            .collect();
        appointments.sort_by_key(Line::order);
        let mut letters: Vec<_> = facts
            .of::<LetterView>()
            .filter(|fact| is_its(fact.stream) && fact.view.state == LetterState::Waiting)
            .map(|fact| OpenLetter {
                thread: ThreadId(fact.stream.0),
                author_name: fact.view.author_name,
                at: fact.view.at,
            })
            .collect();
        letters.sort_by_key(|letter| letter.at);
        Ok(FamilyAnswer {
            family: self.family,
            name: family.view.name,
            lens: family.lens,
            lenses: family.lenses,
            safe_mode: family.view.safe_mode,
            members: family.view.members,
            contacts: contacts(facts, family.stream),
            threads,
            letters,
            appointments,
        })
    }
}
