//! What one needs to know to book: the services, whom it can be for, what is on its way already.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::HoldView;
use crate::appointments::{AppointmentView, Line, ServiceView};
use crate::families::{ContactCard, ContactView, FamilyView, MemberLine, contacts};
use crate::kernel::id::{FamilyId, ThreadId};
use crate::messages::ThreadView;
use crate::policy::Lenses;
use crate::problem::{Problem, ProblemKey};
use crate::verbs::{Facts, Need, Query};

/// What /sundhedssamtale shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BookingAnswer {
    /// The family.
    pub family: FamilyId,
    /// Everyone in it.
    pub members: Vec<MemberLine>,
    /// Who will be there.
    pub contacts: Vec<ContactCard>,
    /// One's own thread: what is booked there nobody else in the family sees.
    pub own: Option<ThreadId>,
    /// What can be booked by the one who looks, in the order of its names.
    pub services: Vec<ServiceView>,
    /// A time that is held.
    pub hold: Option<HoldView>,
    /// Booked or wished for already, by service.
    pub coming: Vec<Line>,
    /// Neutral words and no maps.
    pub safe_mode: bool,
    /// All that the viewer is to the family.
    #[serde(default)]
    pub lenses: Lenses,
}

/// What can be booked?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenBooking {}

impl Query for OpenBooking {
    const NAME: &'static str = "Booking.OpenBooking";
    type Answer = BookingAnswer;

    fn needs(&self) -> Vec<Need> {
        vec![
            Need::all::<FamilyView>(),
            Need::all::<ContactView>(),
            Need::all::<ThreadView>(),
            Need::all::<ServiceView>(),
            Need::own::<HoldView>(),
            Need::all::<AppointmentView>(),
        ]
    }

    fn answer(&self, facts: &Facts) -> Result<BookingAnswer, Problem> {
        let family = facts.of::<FamilyView>().next().ok_or(ProblemKey::NotFound)?;
        let own = facts.of::<ThreadView>().find(|thread| thread.view.owner == Some(facts.viewer.person));
        let mut services: Vec<_> = facts
            .of::<ServiceView>()
            .filter(|service| {
                service.stream == family.stream && service.view.roles.contains(&facts.viewer.role)
            })
            .map(|service| service.view)
            .collect();
        services.sort_by(|a, b| (&a.name.da, a.id).cmp(&(&b.name.da, b.id)));
        let hold = facts.of::<HoldView>().map(|hold| hold.view).filter(|hold| hold.until > facts.now);
        let families = [family.stream];
        let mut coming: Vec<_> = facts
            .of::<AppointmentView>()
            .filter(|fact| fact.view.service.is_some() && fact.view.is_coming(facts.now))
            .map(|fact| Line::of(fact, &families))
            .collect();
        coming.sort_by_key(Line::order);
        Ok(BookingAnswer {
            family: FamilyId(family.id),
            members: family.view.members,
            contacts: contacts(facts, family.stream),
            own: own.map(|thread| ThreadId(thread.id)),
            services,
            hold: hold.max_by_key(|hold| hold.until),
            coming,
            safe_mode: family.view.safe_mode,
            lenses: family.lenses,
        })
    }
}
