//! `GET /api/v1/stream`: nudges as server-sent events.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::{Stream, stream};
use indgang_domain::stream::Nudge;
use tokio::sync::mpsc;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

use super::Server;
use super::openapi::Instead;
use super::problem::Failed;
use crate::auth::Known;
use crate::desk::hub::Listener;
use crate::desk::{Actor, Desk, reach};

/// Keeps proxies from closing a quiet stream.
const ALIVE_EVERY: Duration = Duration::from_secs(25);

struct Listening {
    desk: Desk,
    actor: Actor,
    listener: Listener,
    nudges: mpsc::Receiver<Nudge>,
    /// When to look again at what nobody is told of: a login or a grant whose time is over.
    looks: Interval,
}

/// Nudges as server-sent events: each `data:` is a [`Nudge`].
#[utoipa::path(
    get,
    path = "/api/v1/stream",
    responses(
        (status = 200, body = Nudge, content_type = "text/event-stream", description = "Events without end, each a nudge."),
        Instead
    )
)]
pub(super) async fn listen(
    State(server): State<Server>,
    known: Known,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Failed> {
    let viewer = &known.actor.viewer;
    let listeners = server.desk.hub.listen((viewer.municipality, viewer.person));
    let (mut listener, nudges) = listeners.ok_or_else(|| Failed::too_fast(server.look_again))?;
    listener.tune(reach::heard(&server.desk.db, viewer, server.desk.clock.now()).await?);
    let mut looks = interval_at(Instant::now() + server.look_again, server.look_again);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let listening = Listening { desk: server.desk.clone(), actor: known.actor, listener, nudges, looks };
    let events = stream::unfold(listening, next);
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(ALIVE_EVERY)))
}

async fn next(mut listening: Listening) -> Option<(Result<Event, Infallible>, Listening)> {
    loop {
        let nudge = tokio::select! {
            // The stream ends when this listener was too slow: its device comes back and pulls everything.
            nudge = listening.nudges.recv() => Some(nudge?),
            _ = listening.looks.tick() => None,
        };
        // Grants and logins move the person's own stream.
        if nudge.is_none_or(|nudge| nudge.stream == listening.actor.viewer.person.into()) {
            let Listening { desk, actor, .. } = &listening;
            if !desk.is_logged_in(actor).await.ok()? {
                return None;
            }
            let streams = reach::heard(&desk.db, &actor.viewer, desk.clock.now()).await.ok()?;
            listening.listener.tune(streams);
        }
        if let Some(nudge) = nudge {
            return Some((Ok(Event::default().json_data(nudge).ok()?), listening));
        }
    }
}
