//! One thread as it is read.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{MessageView, SeenView, THREAD_PAGE, ThreadView, unread};
use crate::families::{ContactCard, ContactView, FamilyView, contacts};
use crate::kernel::id::{FamilyId, PersonId, StreamId, ThreadId};
use crate::kernel::time::Moment;
use crate::letters::LetterView;
use crate::opening_hours::OpeningHours;
use crate::policy::Lenses;
use crate::policy::table::OF_FAMILY;
use crate::problem::{Problem, ProblemKey};
use crate::stream::View;
use crate::verbs::{Facts, Need, Query, Sending, Span};

/// A message or a letter, in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum Said {
    Message(MessageView),
    /// A letter to be explained.
    Letter(LetterView),
}

impl Said {
    /// Where in the thread; at its very end what has no place yet.
    pub fn position(&self) -> i64 {
        match self {
            Self::Message(message) => message.position,
            Self::Letter(letter) => letter.position,
        }
    }

    /// When.
    pub fn at(&self) -> Moment {
        match self {
            Self::Message(message) => message.at,
            Self::Letter(letter) => letter.at,
        }
    }

    /// By whom.
    pub fn author(&self) -> PersonId {
        match self {
            Self::Message(message) => message.author,
            Self::Letter(letter) => letter.author,
        }
    }
}

/// One bubble of a thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Bubble {
    /// The message's or letter's id.
    #[schema(value_type = String, format = "uuid")]
    pub id: uuid::Uuid,
    pub said: Said,
    /// The viewer said it.
    pub mine: bool,
    /// Of a family's own: someone of the team has read it. Never of the team's.
    pub read: bool,
    /// Only for what this device sent and the server has not told back.
    pub sending: Option<Sending>,
}

/// A thread on screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ThreadAnswer {
    pub thread: ThreadId,
    /// Of which family.
    pub family: FamilyId,
    /// The family's name.
    pub family_name: String,
    /// Whose own it is; none for the family's.
    pub owner: Option<PersonId>,
    /// The owner's given name.
    pub owner_name: Option<String>,
    /// Oldest first; what waits to be sent last.
    pub bubbles: Vec<Bubble>,
    /// There is more before the first: ask again before this position.
    pub earlier: Option<i64>,
    /// Who reads here.
    pub contacts: Vec<ContactCard>,
    /// When they do, and whom to call meanwhile.
    #[serde(rename = "service")]
    pub hours: OpeningHours,
    /// Neutral words and no maps.
    pub safe_mode: bool,
    /// The last position, to be marked as read.
    pub last_position: i64,
    /// How many the viewer had not read.
    pub unread: u32,
    /// Since when the family waits for an answer.
    pub waiting_since: Option<Moment>,
    /// All that the viewer is to it.
    #[serde(default)]
    pub lenses: Lenses,
}

/// One thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenThread {
    pub thread: ThreadId,
    /// Only what stands before this position; none for the newest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<i64>,
}

impl Query for OpenThread {
    const NAME: &'static str = "Messages.OpenThread";
    const EXAMPLES: &'static [&'static str] = &[
        r#"{"thread":"01920000-0000-7000-8000-000000000001","before":20}"#,
        r#"{"thread":"01920000-0000-7000-8000-000000000001"}"#,
    ];
    type Answer = ThreadAnswer;

    fn needs(&self) -> Vec<Need> {
        let stream = self.thread.into();
        let page = match self.before {
            Some(before) => Span::Before(stream, before, THREAD_PAGE + 1),
            None => Span::Latest(stream, THREAD_PAGE + 1),
        };
        vec![
            Need::family_of::<FamilyView>(self.thread),
            Need::family_of::<ContactView>(self.thread),
            Need::of::<ThreadView>(self.thread),
            Need::of::<SeenView>(self.thread),
            Need::own::<SeenView>(),
            Need { kind: MessageView::KIND, span: page },
            Need { kind: LetterView::KIND, span: page },
        ]
    }

    fn answer(&self, facts: &Facts) -> Result<ThreadAnswer, Problem> {
        let thread = facts.one::<ThreadView>(self.thread)?;
        let family = facts.one::<FamilyView>(thread.view.family)?.view;
        let line =
            unread(facts).into_iter().find(|line| line.thread == self.thread).ok_or(ProblemKey::NotFound)?;
        let mut all = self.bubbles(facts, OF_FAMILY.has(thread.lens));
        if family.safe_mode {
            // Who holds the phone does not see who has seen what.
            for bubble in &mut all {
                bubble.read = false;
            }
        }
        let (bubbles, earlier) = self.page(all);
        Ok(ThreadAnswer {
            thread: self.thread,
            family: thread.view.family,
            family_name: family.name,
            owner: thread.view.owner,
            owner_name: thread.view.owner_name,
            bubbles,
            earlier,
            contacts: contacts(facts, thread.view.family.into()),
            hours: family.hours,
            safe_mode: family.safe_mode,
            last_position: thread.view.last_position,
            unread: line.unread,
            waiting_since: thread.view.waiting_since,
            lenses: thread.lenses,
        })
    }
}

impl OpenThread {
    /// All that was said here, in order.
    fn bubbles(&self, facts: &Facts, is_family: bool) -> Vec<Bubble> {
        let here = StreamId::from(self.thread);
        // In the thread stand the team's marks alone: what they have read is told to the family. What the family has
        // read is told to nobody, and a colleague's reading is no answer to who wrote for the family.
        let marks = facts.of::<SeenView>().filter(|seen| is_family && seen.stream == here);
        let read_to = marks.map(|seen| seen.view.read_to).max().unwrap_or(0);
        let bubble = |id, said: Said, sending: Option<Sending>| {
            let mine = said.author() == facts.viewer.person;
            let read = mine && sending.is_none() && said.position() <= read_to;
            Bubble { id, said, mine, read, sending }
        };
        let messages = facts.of::<MessageView>().filter(|fact| fact.stream == here);
        let letters = facts.of::<LetterView>().filter(|fact| fact.stream == here);
        let mut bubbles: Vec<_> = messages
            .map(|fact| bubble(fact.id, Said::Message(fact.view), fact.sending))
            .chain(letters.map(|fact| bubble(fact.id, Said::Letter(fact.view), fact.sending)))
            .collect();
        bubbles.sort_by_key(|bubble| (bubble.said.position(), bubble.said.at(), bubble.id));
        bubbles
    }

    /// The last page of those before `before`, and where the next one ends. What has no place yet is on every page, however
    /// much that is: who writes while looking back sees it.
    fn page(&self, bubbles: Vec<Bubble>) -> (Vec<Bubble>, Option<i64>) {
        let (new, mut page): (Vec<_>, Vec<_>) =
            bubbles.into_iter().partition(|bubble| bubble.said.position() == i64::MAX);
        if let Some(before) = self.before {
            page.retain(|bubble| bubble.said.position() < before);
        }
        let more = page.len().saturating_sub(usize::from(THREAD_PAGE));
        page.drain(..more);
        let earlier = if more > 0 { page.first().map(|bubble| bubble.said.position()) } else { None };
        page.extend(new);
        (page, earlier)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::kernel::id::EnvelopeId;
    use crate::people::Language;

    fn said(position: i64, sending: Option<Sending>) -> Bubble {
        let begun = MessageView::begun(PersonId(Uuid::nil()), Moment::EPOCH, Language::Da);
        let view = MessageView { position, ..begun };
        Bubble { id: Uuid::from_u128(7), said: Said::Message(view), mine: true, read: false, sending }
    }

    #[test]
    fn what_is_written_while_looking_back_is_seen() {
        let waiting = Some(Sending::Waiting(EnvelopeId(Uuid::nil())));
        let all = vec![said(1, None), said(2, None), said(3, None), said(i64::MAX, waiting)];
        let looked_back = OpenThread { thread: ThreadId(Uuid::nil()), before: Some(3) };
        let (page, earlier) = looked_back.page(all);
        let positions: Vec<_> = page.iter().map(|bubble| bubble.said.position()).collect();
        assert_eq!((positions, earlier), (vec![1, 2, i64::MAX], None));
    }
}
