//! The two things anyone can do: ask a query, submit a command. And what a query is answered from.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::envelope::Status;
use crate::feature::{Attachment, Shown};
use crate::kernel::id::{EnvelopeId, FamilyId, MunicipalityId, PersonId, StreamId, ThreadId};
use crate::kernel::time::Moment;
use crate::policy::{Action, Lens, Lenses, Role};
use crate::problem::{Problem, ProblemKey};
use crate::stream::View;

/// Who looks. From the session on the server, from the store on a device; never from a request's body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// Where.
    pub municipality: MunicipalityId,
    /// Who.
    pub person: PersonId,
    /// As what.
    pub role: Role,
}

/// What kinds of view a query wants, and of which streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Need {
    /// [`View::KIND`].
    pub kind: &'static str,
    /// Where from.
    pub span: Span,
}

/// Where a query's views come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Span {
    /// Every stream the viewer has.
    All,
    /// One stream.
    Stream(StreamId),
    /// The viewer's own stream.
    Own,
    /// The stream of the family that this thread belongs to. A device may give more.
    FamilyOf(ThreadId),
    /// The stream of one family, and all that are its: threads, and what features keep. A device may give more.
    Within(FamilyId),
    /// The newest of one stream, at most so many. A device may give more.
    Latest(StreamId, u16),
    /// The newest of one stream that come before this place in order.
    Before(StreamId, i64, u16),
    /// Of every stream the viewer has, from this place in order and before that one. A device may give more.
    During(i64, i64),
    /// The one with this id, in whatever stream the viewer has. A device may give more.
    Thing(Uuid),
}

impl Need {
    /// Of every stream the viewer has.
    pub fn all<V: View>() -> Self {
        Self { kind: V::KIND, span: Span::All }
    }

    /// Of one stream.
    pub fn of<V: View>(stream: impl Into<StreamId>) -> Self {
        Self { kind: V::KIND, span: Span::Stream(stream.into()) }
    }

    /// Of the viewer's own stream.
    pub fn own<V: View>() -> Self {
        Self { kind: V::KIND, span: Span::Own }
    }

    /// Of the family that a thread belongs to.
    pub fn family_of<V: View>(thread: ThreadId) -> Self {
        Self { kind: V::KIND, span: Span::FamilyOf(thread) }
    }

    /// Of one family, its threads, and whatever else is its.
    pub fn within<V: View>(family: FamilyId) -> Self {
        Self { kind: V::KIND, span: Span::Within(family) }
    }

    /// Of every stream the viewer has, between two places in order.
    pub fn during<V: View>(from: i64, before: i64) -> Self {
        Self { kind: V::KIND, span: Span::During(from, before) }
    }

    /// The one with this id.
    pub fn thing<V: View>(id: impl Into<Uuid>) -> Self {
        Self { kind: V::KIND, span: Span::Thing(id.into()) }
    }

    /// The newest of one stream.
    pub fn latest<V: View>(stream: impl Into<StreamId>, most: u16) -> Self {
        Self { kind: V::KIND, span: Span::Latest(stream.into(), most) }
    }
}

/// Where a thing stands that this device did but the server has not told back yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
pub enum Sending {
    /// In the outbox.
    Waiting(EnvelopeId),
    /// Settled as done; the pull that brings it is on its way.
    Sent(EnvelopeId),
    /// Settled otherwise; the person decides.
    Failed(EnvelopeId, Status, ProblemKey),
}

/// A view as held on a device or read by the server, still opaque.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Held {
    /// In which stream.
    pub stream: StreamId,
    /// Seen as what.
    pub lenses: Lenses,
    /// [`View::KIND`].
    pub kind: String,
    /// The thing.
    pub id: Uuid,
    /// The stream's version when it last changed.
    pub version: u64,
    /// The view's JSON.
    pub view: Box<RawValue>,
    /// Only for what this device did and the server has not told back.
    pub sending: Option<Sending>,
}

/// One decoded view with where it came from.
#[derive(Clone, Debug)]
pub struct Fact<V> {
    /// In which stream.
    pub stream: StreamId,
    /// Seen as what; of several things the first by rank.
    pub lens: Lens,
    /// All that the viewer is to the stream.
    pub lenses: Lenses,
    /// The thing.
    pub id: Uuid,
    /// The stream's version when it last changed.
    pub version: u64,
    /// The view.
    pub view: V,
    /// Only for what this device did and the server has not told back.
    pub sending: Option<Sending>,
}

/// All that a query is answered from: the same on the server, online and offline.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Facts {
    /// Who asks.
    pub viewer: Viewer,
    /// What time it is.
    pub now: Moment,
    /// The views it asked for.
    pub held: Vec<Held>,
}

impl Facts {
    /// Every view of one kind. A view that this code cannot read (of a newer server) is passed over.
    pub fn of<V: View>(&self) -> impl Iterator<Item = Fact<V>> + '_ {
        self.held.iter().filter(|held| held.kind == V::KIND).filter_map(|held| {
            let view = serde_json::from_str(held.view.get()).ok()?;
            Some(Fact {
                stream: held.stream,
                lens: held.lenses.first().unwrap_or(Lens::Unknown),
                lenses: held.lenses,
                id: held.id,
                version: held.version,
                view,
                sending: held.sending,
            })
        })
    }

    /// The one view of this kind with this id.
    ///
    /// # Errors
    /// `not-found` where the viewer does not have it.
    pub fn one<V: View>(&self, id: impl Into<Uuid>) -> Result<Fact<V>, Problem> {
        let id = id.into();
        self.of::<V>().find(|fact| fact.id == id).ok_or(ProblemKey::NotFound.into())
    }
}

/// Where a query is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// From views, on the server and on the device alike; works offline.
    Local,
    /// By the server alone.
    Live,
}

/// A question that a screen asks.
pub trait Query: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// `Feature.Query`.
    const NAME: &'static str;
    /// Who answers.
    const SOURCE: Source = Source::Local;
    /// As JSON, what it may look like: in the description of the API, and as what fuzzing begins with.
    const EXAMPLES: &'static [&'static str] = &["{}"];
    /// What comes back.
    type Answer: Clone + PartialEq + Serialize + Send + Sync + 'static;

    /// The views it is answered from; none for a live one.
    fn needs(&self) -> Vec<Need> {
        Vec::new()
    }

    /// The answer from those views.
    ///
    /// # Errors
    /// `not-found` for what the viewer does not have; `offline` for a live query asked here.
    fn answer(&self, facts: &Facts) -> Result<Self::Answer, Problem> {
        let _ = facts;
        Err(ProblemKey::Offline.into())
    }

    /// The answer from the server's JSON; a live query says how.
    ///
    /// # Errors
    /// `malformed` for what this code cannot read.
    fn read(answer: &str) -> Result<Self::Answer, Problem> {
        let _ = answer;
        Err(ProblemKey::Malformed.into())
    }
}

/// When a command may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Waits in the outbox while there is no connection.
    Queued,
    /// Only with a connection: its meaning would be gone later.
    Now,
}

/// What a device shows at once of a command that is on its way.
#[derive(Clone, Debug)]
pub struct Pending {
    /// In which stream it will be.
    pub stream: StreamId,
    /// [`View::KIND`].
    pub kind: &'static str,
    /// The thing.
    pub id: Uuid,
    /// The view's JSON.
    pub view: Box<RawValue>,
}

impl Pending {
    /// A view as it will be. `None` if it has no JSON, which no view of ours lacks.
    pub fn of<V: View>(stream: impl Into<StreamId>, id: impl Into<Uuid>, view: &V) -> Option<Self> {
        let view = serde_json::value::to_raw_value(view).ok()?;
        Some(Self { stream: stream.into(), kind: V::KIND, id: id.into(), view })
    }
}

/// Something a person decides.
pub trait Command: Clone + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// `Feature.Command`.
    const NAME: &'static str;
    /// When it may be sent.
    const WHEN: When = When::Queued;
    /// What the policy calls it.
    const ACTION: Action;
    /// What it is to who gave it, where it is told of by itself: the rest of a key `called.…` in the texts.
    const CALLED: &'static str = "other";
    /// The fields with what someone wrote, the most telling first.
    const WORDS: &'static [&'static str] = &[];
    /// The fields with the ids of what it is about: first where it stands. The id of what it makes is not among them.
    const ABOUT: &'static [&'static str] = &[];
    /// The fields that name what is sent before it.
    const ATTACHMENTS: &'static [Attachment] = &[];
    /// Where a person is shown that it waits or was not taken.
    const SHOWN: Shown = Shown::Listed;
    /// Written while the access lasted and arrived after, it is kept for who has the access now.
    const KEPT: bool = false;
    /// The fields that came later, each with the version of the envelope that first knew it. A server of before says
    /// `later` to what uses them, and to nothing else.
    const SINCE: &'static [(&'static str, u16)] = &[];
    /// As JSON, what it may look like: in the description of the API, and as what fuzzing begins with.
    const EXAMPLES: &'static [&'static str];

    /// The stream whose grant decides: what the actor is to it is what the policy judges.
    fn on(&self, by: PersonId) -> StreamId;

    /// Every stream it may change, `on` included.
    fn streams(&self, by: PersonId) -> Vec<StreamId> {
        vec![self.on(by)]
    }

    /// Rules about the command alone.
    ///
    /// # Errors
    /// A problem that names the field.
    fn check(&self) -> Result<(), Problem> {
        Ok(())
    }

    /// What the device shows meanwhile.
    fn pending(&self, by: &Viewer, at: Moment) -> Vec<Pending> {
        let _ = (by, at);
        Vec::new()
    }
}
