//! What a page starts from: who looks, when, in which language. Data, so that server and browser render the same.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use indgang_domain::kernel::time::Moment;
use indgang_domain::people::Settings;
use indgang_domain::policy::Role;
use indgang_domain::problem::Problem;
use indgang_domain::verbs::Viewer;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The start of a page. The server writes it into the HTML as `<script type="application/json" id="boot">`;
/// the device makes its own when it opens from its store.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Boot {
    /// Who looks; nobody on the login page.
    pub viewer: Option<Viewer>,
    /// How they want the app.
    pub settings: Settings,
    /// The moment the page speaks from, in milliseconds since 1970.
    pub now: i64,
    /// Where this build's files are: `/pkg/<build>`.
    pub assets: String,
    /// Logging in as a demo person is possible.
    pub demo: bool,
    /// A form that was sent without script and not accepted: shown again with what was written.
    pub posted: Option<Posted>,
    /// Which screen that form was on: the address says where it was posted to.
    pub at: Option<String>,
}

/// A form that came back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Posted {
    /// [`indgang_domain::verbs::Command::NAME`].
    pub command: String,
    /// What was written, by field.
    pub fields: BTreeMap<String, String>,
    /// Why it was not accepted.
    pub problem: Option<Problem>,
    /// Pictures came along, which a form cannot be given back.
    pub pictures_lost: bool,
}

/// Whether the form that came back stands somewhere on the page.
#[derive(Clone, Debug, Default)]
pub struct Taken(Arc<AtomicBool>);

impl Taken {
    /// It does.
    pub fn take(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Does it?
    pub fn is_taken(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Boot {
    /// The moment the page speaks from.
    pub fn now(&self) -> Moment {
        Moment::from_millis(self.now)
    }

    /// As what someone looks.
    pub fn role(&self) -> Role {
        self.viewer.as_ref().map_or(Role::Anonymous, |viewer| viewer.role)
    }

    /// The screen that the viewer begins on.
    pub fn home(&self) -> &'static str {
        home(self.role())
    }

    /// The screen that lists what the viewer wrote and the server refused; nothing where no screen does.
    pub fn unsent(&self) -> Option<&'static str> {
        Some(self.home()).filter(|home| *home == TEAM)
    }
}

const TEAM: &str = "/team";

fn home(role: Role) -> &'static str {
    match role {
        Role::Anonymous => "/login",
        Role::Adult | Role::Young => "/hjem",
        Role::Staff | Role::TeamLead => TEAM,
        _ => "/indstillinger",
    }
}

/// Does who is this begin among the team's screens? Whoever does not needs none of them.
pub fn begins_with_team(role: Role) -> bool {
    home(role) == TEAM
}

/// The start of this page.
///
/// # Panics
/// Never in the app: both entries provide it before anything renders.
pub fn use_boot() -> StoredValue<Boot> {
    expect_context::<StoredValue<Boot>>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_begins_with_the_team_are_not_all_who_are_no_family() {
        for role in Role::ALL.iter().copied().chain([Role::Unknown]) {
            let is_team = matches!(role, Role::Staff | Role::TeamLead);
            assert_eq!(begins_with_team(role), is_team, "{role:?}");
        }
    }
}
