//! My threads, and how much of each is unread.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{LastWord, SeenView, ThreadView};
use crate::kernel::id::{FamilyId, PersonId, ThreadId};
use crate::kernel::time::Moment;
use crate::policy::Lenses;
use crate::problem::Problem;
use crate::verbs::{Facts, Need, Query};

/// One thread in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ThreadLine {
    pub thread: ThreadId,
    /// Of which family.
    pub family: FamilyId,
    /// Whose own it is; none for the family's.
    pub owner: Option<PersonId>,
    /// The owner's given name.
    pub owner_name: Option<String>,
    /// The last thing said.
    pub last: Option<LastWord>,
    /// How many the viewer has not read.
    pub unread: u32,
    /// Since when the family waits for an answer.
    pub waiting_since: Option<Moment>,
    /// All that the viewer is to it.
    #[serde(default)]
    pub lenses: Lenses,
}

/// The viewer's threads, the family's first, then by the latest word.
pub(crate) fn unread(facts: &Facts) -> Vec<ThreadLine> {
    let seen: Vec<_> = facts
        .of::<SeenView>()
        .filter(|seen| seen.view.person == facts.viewer.person)
        .map(|seen| seen.view)
        .collect();
    let mut lines: Vec<_> = facts
        .of::<ThreadView>()
        .map(|thread| {
            let id = ThreadId(thread.id);
            let marks = seen.iter().filter(|seen| seen.thread == id);
            let read = marks.map(|seen| seen.read_to + seen.own_after).max().unwrap_or(0);
            ThreadLine {
                thread: id,
                family: thread.view.family,
                owner: thread.view.owner,
                owner_name: thread.view.owner_name,
                last: thread.view.last,
                unread: u32::try_from(thread.view.last_position - read).unwrap_or(0),
                waiting_since: thread.view.waiting_since,
                lenses: thread.lenses,
            }
        })
        .collect();
    lines.sort_by_key(|line| {
        (line.owner.is_some(), std::cmp::Reverse(line.last.as_ref().map(|last| last.at)), line.thread)
    });
    lines
}

/// My threads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Threads {}

impl Query for Threads {
    const NAME: &'static str = "Messages.Threads";
    type Answer = Vec<ThreadLine>;

    fn needs(&self) -> Vec<Need> {
        vec![Need::all::<ThreadView>(), Need::all::<SeenView>()]
    }

    fn answer(&self, facts: &Facts) -> Result<Vec<ThreadLine>, Problem> {
        Ok(unread(facts))
    }
}
