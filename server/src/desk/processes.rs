//! What moved, told between the processes over one PostgreSQL.

use std::sync::Arc;
use std::time::Duration;

use indgang_domain::kernel::id::{MunicipalityId, StreamId};
use serde::{Deserialize, Serialize};
use sqlx::postgres::{PgListener, PgPool};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use uuid::Uuid;

use super::hub::Hub;
use crate::store::Move;

/// PostgreSQL's name for the channel between processes.
const CHANNEL: &str = "indgang";
/// The most moves in one NOTIFY: its payload holds 8,000 bytes.
const MOVES_AT_ONCE: usize = 60;

/// Both ends with the database: listening alone would hold its connections for ever.
pub(super) async fn tell_and_hear(moves: broadcast::Receiver<Arc<[Move]>>, pool: PgPool, hub: Arc<Hub>) {
    let origin = Uuid::now_v7();
    tokio::select! {
        () = tell_others(moves, &pool, origin) => {}
        () = hear_others(&pool, &hub, origin) => {}
    }
}

/// What travels between processes: ids only.
#[derive(Default, Serialize, Deserialize)]
struct Told {
    from: Uuid,
    moves: Vec<(MunicipalityId, StreamId, u64)>,
    /// How many of these, one behind the other, moved in one transaction each time. Of what is said nothing, as by a process of
    /// the release before, all may have.
    #[serde(default)]
    together: Vec<usize>,
}

impl Told {
    fn add(&mut self, moved: &[Move]) {
        self.together.push(moved.len());
        self.moves.extend(moved.iter().map(|of| (of.municipality, of.stream, of.version)));
    }

    /// What moved at a time; and whether that may not be all of it.
    fn each(self) -> impl Iterator<Item = (Vec<Move>, bool)> {
        let one = |(municipality, stream, version)| Move { municipality, stream, version };
        let mut moves = self.moves.into_iter().map(one);
        let mut counts = self.together.into_iter();
        std::iter::from_fn(move || {
            let many = counts.next();
            let together: Vec<_> = moves.by_ref().take(many.unwrap_or(usize::MAX)).collect();
            (!together.is_empty()).then_some((together, many.is_none()))
        })
    }
}

/// Tells the other processes, after the commit and gathered: NOTIFY inside a transaction would queue up commits.
async fn tell_others(mut moves: broadcast::Receiver<Arc<[Move]>>, pool: &PgPool, origin: Uuid) {
    loop {
        let mut next = match moves.recv().await {
            Ok(first) => Some(first),
            Err(RecvError::Lagged(_)) => None,
            Err(RecvError::Closed) => return,
        };
        let mut told = Told { from: origin, ..Told::default() };
        while let Some(together) = next.take() {
            if told.moves.len() + together.len() > MOVES_AT_ONCE && !told.moves.is_empty() {
                tell_them(pool, std::mem::replace(&mut told, Told { from: origin, ..Told::default() })).await;
            }
            told.add(&together);
            next = moves.try_recv().ok();
        }
        tell_them(pool, told).await;
    }
}

async fn tell_them(pool: &PgPool, told: Told) {
    // Of one transaction that moved more than a word holds, each part says that it may not be all.
    let is_whole = told.moves.len() <= MOVES_AT_ONCE;
    for moves in told.moves.chunks(MOVES_AT_ONCE) {
        let together = if is_whole { told.together.clone() } else { Vec::new() };
        let Ok(payload) = serde_json::to_string(&Told { from: told.from, moves: moves.to_vec(), together })
        else {
            continue;
        };
        let told = sqlx::query("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(payload).execute(pool).await;
        if told.is_err() {
            // A lost nudge is healed by the next pull.
            tracing::warn!("could not notify other processes");
        }
    }
}

async fn hear_others(pool: &PgPool, hub: &Hub, origin: Uuid) {
    loop {
        if let Err(error) = hear(pool, hub, origin).await {
            tracing::warn!(kind = %error.as_database_error().is_some(), "listening to other processes stopped");
        }
        // What was told meanwhile is lost: everyone pulls.
        hub.cut_off_all();
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn hear(pool: &PgPool, hub: &Hub, origin: Uuid) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    while let Some(heard) = listener.try_recv().await? {
        let Ok(told) = serde_json::from_str::<Told>(heard.payload()) else { continue };
        if told.from == origin {
            continue;
        }
        for (together, with_others) in told.each() {
            hub.tell(&together, with_others);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moves(count: u128) -> Vec<Move> {
        let one = |n| Move {
            municipality: MunicipalityId(Uuid::from_u128(1)),
            stream: StreamId(Uuid::from_u128(n)),
            version: 7,
        };
        (0..count).map(one).collect()
    }

    #[test]
    fn what_moved_together_stays_together_on_the_way() {
        let all = moves(3);
        let mut told = Told::default();
        told.add(&all[..2]);
        told.add(&all[2..]);
        let told: Told = serde_json::from_str(&serde_json::to_string(&told).unwrap()).unwrap();
        let each: Vec<_> = told.each().collect();
        assert_eq!(each, [(all[..2].to_vec(), false), (all[2..].to_vec(), false)]);
    }

    #[test]
    fn a_process_of_the_release_before_does_not_say_what_moved_together() {
        let all = moves(2);
        let [one, two] =
            [0, 1].map(|n: usize| format!(r#"["{}","{}",7]"#, all[n].municipality, all[n].stream));
        let word = format!(r#"{{"from":"{}","moves":[{one},{two}]}}"#, Uuid::nil());
        let each: Vec<_> = serde_json::from_str::<Told>(&word).unwrap().each().collect();
        assert_eq!(each, [(all, true)]);
    }
}
