//! How many requests there were at each route, how they ended, and how long their answers took to begin.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;

use super::Server;
use crate::meter::{Tally, Text, Timings};

/// What has no route of its own: files, and what is not there.
const ELSE: &str = "else";

/// A route as it was written, so that no id is in it; and the first figure of the status.
type Kind = (Arc<str>, u16);

#[derive(Default)]
pub(super) struct Requests {
    ended: Tally<Kind>,
    times: RwLock<HashMap<Arc<str>, Arc<Timings>>>,
}

impl Requests {
    /// A route's times, and its name as it is kept.
    fn of(&self, route: &str) -> (Arc<str>, Arc<Timings>) {
        let known = |times: &HashMap<Arc<str>, Arc<Timings>>| {
            times.get_key_value(route).map(|(route, times)| (route.clone(), times.clone()))
        };
        if let Some(known) = known(&self.times.read().unwrap_or_else(PoisonError::into_inner)) {
            return known;
        }
        let mut times = self.times.write().unwrap_or_else(PoisonError::into_inner);
        times.entry(route.into()).or_default();
        known(&times).unwrap_or_default()
    }

    /// All of them.
    pub(super) fn tell(&self, text: &mut Text) {
        let ended = "indgang_http_requests_total";
        text.measurement(ended, "counter", "Requests, by route and by the first figure of their status.");
        for ((route, figure), count) in self.ended.all() {
            text.value(ended, &[("route", &route), ("status", &format!("{figure}xx"))], count);
        }
        let seconds = "indgang_http_request_duration_seconds";
        text.measurement(seconds, "histogram", "Time until an answer began, by route.");
        let mut times: Vec<_> = {
            let times = self.times.read().unwrap_or_else(PoisonError::into_inner);
            times.iter().map(|(route, times)| (route.clone(), times.clone())).collect()
        };
        times.sort_by(|one, other| one.0.cmp(&other.0));
        for (route, times) in times {
            text.timings(seconds, &[("route", &route)], &times);
        }
    }
}

/// Counts a request and its answer.
pub(super) async fn counting(State(server): State<Server>, request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>();
    let (route, times) = server.requests.of(path.map_or(ELSE, MatchedPath::as_str));
    let since = Instant::now();
    let response = next.run(request).await;
    times.took(since.elapsed());
    server.requests.ended.count((route, response.status().as_u16() / 100));
    response
}
