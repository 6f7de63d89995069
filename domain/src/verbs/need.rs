//! Which views a question needs.

use serde::Serialize;
use uuid::Uuid;

use crate::kernel::id::{FamilyId, StreamId};
use crate::stream::View;

/// What kinds of view a query wants, and of which streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Need {
    /// [`View::KIND`].
    pub kind: &'static str,
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
    /// The stream of the family whose stream this is. A device may give more.
    FamilyOf(StreamId),
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

    /// Of the family whose stream it is.
    pub fn family_of<V: View>(stream: impl Into<StreamId>) -> Self {
        Self { kind: V::KIND, span: Span::FamilyOf(stream.into()) }
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
