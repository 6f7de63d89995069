//! What a question is answered from.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use super::Viewer;
use crate::envelope::Status;
use crate::json;
use crate::kernel::id::{EnvelopeId, StreamId};
use crate::kernel::time::Moment;
use crate::policy::{Lens, Lenses};
use crate::problem::{Problem, ProblemKey};
use crate::stream::View;

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
            let view = json::read(held.view.get()).ok()?;
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
