//! Threads and messages: the heart.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::families::{ContactCard, ContactView, FamilyView, contacts};
use crate::kernel::id::{BlobId, FamilyId, MessageId, PersonId, StreamId, ThreadId};
use crate::kernel::text::MessageText;
use crate::kernel::time::Moment;
use crate::letters::LetterView;
use crate::people::Language;
use crate::policy::Action;
use crate::problem::{Problem, ProblemKey};
use crate::service::Service;
use crate::stream::View;
use crate::verbs::{Command, Facts, Need, Pending, Query, Sending, Span, Viewer};

/// The most pictures in one message or letter.
pub const PHOTOS_AT_MOST: usize = 10;
/// How many of a thread a screen begins with.
pub const THREAD_PAGE: u16 = 40;

/// Which side of the conversation someone is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The family's.
    Family,
    /// The team's.
    Team,
}

/// A picture; fetched by its id when it is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Photo {
    /// Where.
    pub blob: BlobId,
    /// In pixels; 0 while unknown.
    pub width: u32,
    /// In pixels; 0 while unknown.
    pub height: u32,
}

impl Photo {
    /// One that has not been measured yet.
    pub fn of_unknown_size(blob: BlobId) -> Self {
        Self { blob, width: 0, height: 0 }
    }
}

/// The last thing said in a thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LastWord {
    /// When.
    pub at: Moment,
    /// By whom.
    pub author: PersonId,
    /// Their name.
    pub author_name: String,
    /// How it begins; empty for a picture or a letter alone.
    pub text: String,
}

/// A thread's head, in its own stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ThreadView {
    /// Whose.
    pub family: FamilyId,
    /// Whose own thread it is; none for the family's.
    pub owner: Option<PersonId>,
    /// The owner's given name.
    pub owner_name: Option<String>,
    /// The position of the last message or letter; 0 in an empty thread.
    pub last_position: i64,
    /// The last thing said.
    pub last: Option<LastWord>,
    /// Since when the family waits for an answer.
    pub waiting_since: Option<Moment>,
}

impl View for ThreadView {
    const KIND: &'static str = "thread";
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MessageView {
    /// Its place in the thread, from 1.
    pub position: i64,
    /// When the server got it.
    pub at: Moment,
    /// Who wrote.
    pub author: PersonId,
    /// Their name.
    pub author_name: String,
    /// On which side.
    pub side: Side,
    /// What language it is in.
    pub language: Language,
    /// What it says; empty where it is pictures alone.
    pub text: String,
    /// The pictures.
    pub photos: Vec<Photo>,
    /// Who sent it on, where it was set aside and taken over by another.
    pub sent_on_by: Option<String>,
}

impl View for MessageView {
    const KIND: &'static str = "message";
}

/// How far someone has read. Staff's stands in the thread, where the family sees it;
/// a citizen's stands in the citizen's own stream, where nobody else does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SeenView {
    /// Which thread.
    pub thread: ThreadId,
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// The last position read.
    pub read_to: i64,
    /// How many of one's own came after that: they are not unread.
    pub own_after: i64,
}

impl View for SeenView {
    const KIND: &'static str = "seen";
}

/// One thread in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ThreadLine {
    /// Which.
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
    /// What waits on this device to be sent.
    pub waiting_to_send: u32,
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
                waiting_to_send: waiting_to_send(facts, id),
            }
        })
        .collect();
    lines.sort_by_key(|line| {
        (line.owner.is_some(), std::cmp::Reverse(line.last.as_ref().map(|last| last.at)), line.thread)
    });
    lines
}

fn waiting_to_send(facts: &Facts, thread: ThreadId) -> u32 {
    let waiting = facts.held.iter().filter(|held| {
        held.stream == thread.into()
            && held.kind == MessageView::KIND
            && matches!(held.sending, Some(Sending::Waiting(_)))
    });
    u32::try_from(waiting.count()).unwrap_or(u32::MAX)
}

/// My threads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
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

/// A message or a letter, in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum Said {
    /// A message.
    Message(MessageView),
    /// A letter to be explained.
    Letter(LetterView),
}

impl Said {
    fn position(&self) -> i64 {
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
    /// What.
    pub said: Said,
    /// The viewer said it.
    pub mine: bool,
    /// Of one's own: staff of the other side has read it.
    pub read: bool,
    /// Only for what this device sent and the server has not told back.
    pub sending: Option<Sending>,
}

/// A thread on screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ThreadAnswer {
    /// Which.
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
    pub service: Service,
    /// Neutral words and no maps.
    pub safe_mode: bool,
    /// The last position, to be marked as read.
    pub last_position: i64,
    /// How many the viewer had not read.
    pub unread: u32,
    /// Since when the family waits for an answer.
    pub waiting_since: Option<Moment>,
}

/// One thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpenThread {
    /// Which.
    pub thread: ThreadId,
    /// Only what stands before this position; none for the newest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<i64>,
}

impl Query for OpenThread {
    const NAME: &'static str = "Messages.OpenThread";
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
        let (bubbles, earlier) = self.page(self.bubbles(facts));
        Ok(ThreadAnswer {
            thread: self.thread,
            family: thread.view.family,
            family_name: family.name,
            owner: thread.view.owner,
            owner_name: thread.view.owner_name,
            bubbles,
            earlier,
            contacts: contacts(facts, thread.view.family.into()),
            service: family.service,
            safe_mode: family.safe_mode,
            last_position: thread.view.last_position,
            unread: line.unread,
            waiting_since: thread.view.waiting_since,
        })
    }
}

impl OpenThread {
    /// All that was said here, in order.
    fn bubbles(&self, facts: &Facts) -> Vec<Bubble> {
        let here = StreamId::from(self.thread);
        let read_to = facts
            .of::<SeenView>()
            .filter(|seen| seen.stream == here && seen.view.person != facts.viewer.person)
            .map(|seen| seen.view.read_to)
            .max()
            .unwrap_or(0);
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

    /// The last page of those before `before`, and where the next one ends.
    fn page(&self, mut bubbles: Vec<Bubble>) -> (Vec<Bubble>, Option<i64>) {
        if let Some(before) = self.before {
            bubbles.retain(|bubble| bubble.said.position() < before);
        }
        let more = bubbles.len().saturating_sub(usize::from(THREAD_PAGE));
        let page = bubbles.split_off(more);
        let earlier = if more > 0 { page.first().map(|bubble| bubble.said.position()) } else { None };
        (page, earlier)
    }
}

/// Write a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SendMessage {
    /// Made by the sender.
    pub id: MessageId,
    /// Where.
    pub thread: ThreadId,
    /// What; may be absent where there are pictures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<MessageText>,
    /// In which language.
    #[serde(default)]
    pub language: Language,
    /// At most ten pictures, sent before.
    #[serde(default)]
    pub photos: Vec<BlobId>,
}

impl Command for SendMessage {
    const NAME: &'static str = "Messages.SendMessage";
    const ACTION: Action = Action::SendMessage;

    fn on(&self, _by: PersonId) -> StreamId {
        self.thread.into()
    }

    fn streams(&self, by: PersonId) -> Vec<StreamId> {
        vec![self.thread.into(), by.into()]
    }

    fn check(&self) -> Result<(), Problem> {
        if self.text.is_none() && self.photos.is_empty() {
            return Err(Problem::on(ProblemKey::TextEmpty, "text"));
        }
        if self.photos.len() > PHOTOS_AT_MOST {
            return Err(Problem::on(ProblemKey::TooMany, "photos"));
        }
        Ok(())
    }

    fn pending(&self, by: &Viewer, at: Moment) -> Vec<Pending> {
        let view = MessageView {
            position: i64::MAX,
            at,
            author: by.person,
            author_name: String::new(),
            side: Side::Family,
            language: self.language,
            text: self.text.clone().map(String::from).unwrap_or_default(),
            photos: self.photos.iter().copied().map(Photo::of_unknown_size).collect(),
            sent_on_by: None,
        };
        Pending::of(self.thread, self.id, &view).into_iter().collect()
    }
}

/// I have read so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MarkRead {
    /// Where.
    pub thread: ThreadId,
    /// The last position read.
    pub position: i64,
}

impl Command for MarkRead {
    const NAME: &'static str = "Messages.MarkRead";
    const ACTION: Action = Action::MarkRead;

    fn on(&self, _by: PersonId) -> StreamId {
        self.thread.into()
    }

    fn streams(&self, by: PersonId) -> Vec<StreamId> {
        vec![self.thread.into(), by.into()]
    }

    fn pending(&self, by: &Viewer, _at: Moment) -> Vec<Pending> {
        let view = SeenView {
            thread: self.thread,
            person: by.person,
            name: String::new(),
            read_to: self.position,
            own_after: 0,
        };
        // Beside the real mark, not over it: whichever has read further counts.
        Pending::of(by.person, self.thread, &view).into_iter().collect()
    }
}
