//! Server-sent events: "this stream moved". A lost one is healed by the next pull.

use futures::StreamExt;
use futures::future::join;
use gloo::net::eventsource::futures::{EventSource, EventSourceSubscription};
use indgang_domain::json;
use indgang_domain::stream::Nudge;

/// What is heard.
pub(crate) enum Heard {
    /// The connection is there, perhaps again: something may have been missed.
    Open,
    /// A stream moved.
    Moved(Nudge),
}

/// Listens until the browser gives up; it reconnects by itself as long as it may.
pub(crate) async fn listen(heard: impl Fn(Heard)) {
    let Ok(mut source) = EventSource::new("/api/v1/stream") else { return };
    let (Ok(opened), Ok(moved)) = (source.subscribe("open"), source.subscribe("message")) else { return };
    join(
        each(opened, |_| heard(Heard::Open)),
        each(moved, |text| {
            if let Some(nudge) = text.and_then(|text| json::read(&text).ok()) {
                heard(Heard::Moved(nudge));
            }
        }),
    )
    .await;
}

async fn each(mut events: EventSourceSubscription, heard: impl Fn(Option<String>)) {
    while let Some(Ok((_, event))) = events.next().await {
        // The opening is an event without data.
        heard(crate::js::get(&event, "data").and_then(|data| data.as_string()));
    }
}
