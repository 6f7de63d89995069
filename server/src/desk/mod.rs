//! The one door. Whatever anyone sees or does goes through here: ask, submit, pull.

pub mod ask;
pub mod audit;
pub mod batch;
mod behind;
pub mod change;
mod claim;
#[cfg(test)]
mod declared_tests;
mod delivered;
pub(crate) mod feature;
pub mod grants;
#[cfg(test)]
mod grants_tests;
pub mod hub;
mod processes;
pub mod pull;
pub mod reach;
pub mod reading;
pub mod registry;
pub mod shape;
pub mod submit;
pub(crate) mod words;

use std::sync::Arc;

use indgang_domain::kernel::id::SessionId;
use indgang_domain::kernel::time::Moment;
use indgang_domain::verbs::Viewer;
use tokio::sync::Semaphore;

use crate::meter::Tally;
use crate::store::{Db, Trouble, args};
use hub::Hub;
use registry::Registry;
use shape::Shapes;

/// The clock. Fixed for pictures and tests, so that the demo world looks the same.
#[derive(Clone, Copy, Debug, Default)]
pub enum Clock {
    /// The machine's.
    #[default]
    Real,
    /// Stands still.
    Fixed(Moment),
}

impl Clock {
    /// What time it is.
    pub fn now(self) -> Moment {
        match self {
            Self::Real => Moment::from_millis(jiff::Timestamp::now().as_millisecond()),
            Self::Fixed(moment) => moment,
        }
    }
}

/// Who acts, and by which login.
#[derive(Clone, Debug)]
pub struct Actor {
    pub viewer: Viewer,
    /// By which login; stands for the device in the audit.
    pub session: SessionId,
}

/// The desk.
#[derive(Clone)]
pub struct Desk {
    /// Where everything is kept.
    pub db: Db,
    /// What time it is.
    pub clock: Clock,
    pub hub: Arc<Hub>,
    /// What became of all envelopes so far.
    pub outcomes: Arc<Tally<&'static str>>,
    registry: Arc<Registry>,
    /// Who pulls waits here for a turn.
    pulling: Arc<Semaphore>,
}

/// So many pulls are answered at once: more would only wait for the database in pairs, each with all that it has read so far.
const PULLS_AT_ONCE: usize = 8;

impl Desk {
    /// Opens the desk over a database with these features, and starts telling its moves to those who listen.
    pub fn open(db: Db, clock: Clock, mut registry: Registry) -> Self {
        // Two megabytes that nobody asks the desk for: whoever describes what travels asks the features.
        registry.shapes = Shapes::default();
        let hub = Arc::new(Hub::default());
        hub::start(&db, &hub);
        Self {
            db,
            clock,
            hub,
            outcomes: Arc::default(),
            registry: Arc::new(registry),
            pulling: Arc::new(Semaphore::new(PULLS_AT_ONCE)),
        }
    }

    /// Has the login by which someone acts not ended since?
    pub async fn is_logged_in(&self, actor: &Actor) -> Result<bool, Trouble> {
        let row = self
            .db
            .row(
                "SELECT id FROM sessions WHERE municipality = $1 AND id = $2 AND ends_at > $3",
                args![actor.viewer.municipality, actor.session, self.clock.now()],
            )
            .await?;
        Ok(row.is_some())
    }

    /// All names that this desk knows.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }
}
