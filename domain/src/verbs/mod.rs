//! The two things anyone can do: ask a query, submit a command. And what a query is answered from.

mod command;
mod facts;
mod need;
mod query;

use serde::{Deserialize, Serialize};

pub use self::command::{Command, Pending, Read, Reads, Shown, When};
pub use self::facts::{Fact, Facts, Held, Sending};
pub use self::need::{Need, Span};
pub use self::query::{Query, Source};
use crate::kernel::id::{MunicipalityId, PersonId};
use crate::policy::Role;

/// Who looks. From the session on the server, from the store on a device; never from a request's body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    pub municipality: MunicipalityId,
    pub person: PersonId,
    pub role: Role,
}
