//! Listening, and stopping without losing anything.

mod connections;
mod entrance;
mod timed;

use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::desk::hub::Hub;
pub use connections::Connections;
pub use entrance::{Entrance, Patience};

/// What is under way when the signal comes has this long.
const GRACE: Duration = Duration::from_secs(5);
/// A stream that was asked for before the signal may begin after it.
const CUT_OFF_EVERY: Duration = Duration::from_millis(50);

/// Serves until SIGTERM or Ctrl-C, then lets what is under way finish. Streams are ended, or they would hold it open.
///
/// # Errors
/// Where signals cannot be waited for.
pub async fn serve(entrances: Vec<Entrance>, hub: &Hub) -> std::io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    for entrance in &entrances {
        tracing::info!(listen = %entrance.address()?, "listening");
    }
    let stop = async {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
    };
    until(stop, entrances, hub).await;
    Ok(())
}

/// Serves until this comes to pass.
pub async fn until(stop: impl Future, entrances: Vec<Entrance>, hub: &Hub) {
    let (stopping, stopped) = watch::channel(false);
    let mut serving = JoinSet::new();
    for entrance in entrances {
        serving.spawn(entrance.serve(stopped.clone()));
    }
    stop.await;
    let _ = stopping.send(true);
    let streams_end = async {
        loop {
            hub.cut_off_all();
            tokio::time::sleep(CUT_OFF_EVERY).await;
        }
    };
    tokio::select! {
        () = async { while serving.join_next().await.is_some() {} } => {}
        () = streams_end => {}
        () = tokio::time::sleep(GRACE) => tracing::warn!("some did not take their answer in time"),
    }
}

#[cfg(test)]
mod tests;
