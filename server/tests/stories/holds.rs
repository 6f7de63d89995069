//! What is held is one person's, for as long as it is held and no longer; and nobody takes more than their share.

use indgang_domain::appointments::{
    AppointmentKind, AppointmentState, CancelAppointment, ProposeAppointment,
};
use indgang_domain::booking::{BookHeld, HOLD, HoldTime, LetGo, WishForTime};
use indgang_domain::envelope::Status;
use indgang_domain::kernel::id::{AppointmentId, StreamId};
use indgang_domain::problem::ProblemKey;
use indgang_server::store::{Arg, args};
use uuid::Uuid;

use crate::appointments::{at, proposal, view};
use crate::booking::{books, hold, service, times};
use crate::stories;
use crate::town::{Someone, Town, count, now, why};

stories! {
    what_expired_while_one_waited_is_whose_it_is_by_then,
}

async fn what_expired_while_one_waited_is_whose_it_is_by_then(town: Town) {
    let mother = town.person("borger").await;
    let father = town.partner_of(&mother).await;
    let family = mother.family().await;
    let starts = times(&mother, None).await[0].starts;
    let held = hold(&mother, family, starts).await;
    assert_eq!(mother.does(&held).await.status, Status::Done);
    // Hers came in time, and waits for its turn until after his.
    let (his, outcome) = books(&father.at(now().plus_millis(HOLD)), family, starts).await;
    assert_eq!(outcome.status, Status::Done);
    let hers = mother.does(&BookHeld { id: held.id, stream: held.stream }).await;
    assert_eq!(why(&hers), Some(ProblemKey::HoldExpired));
    assert_eq!(view(&father, his).await.starts, Some(starts));
}
