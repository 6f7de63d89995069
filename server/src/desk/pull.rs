//! Pull: what changed in the viewer's streams since the device last looked, as the viewer may see it now.

use std::collections::{BTreeMap, HashMap};

use indgang_domain::kernel::id::StreamId;
use indgang_domain::policy::{Lens, Lenses};
use indgang_domain::problem::ProblemKey;
use indgang_domain::stream::{
    CLIENT_VERSION, Cursor, Entry, Known, PULL_PAGE, PullAnswer, PullRequest, Sight, StreamNews,
};
use serde_json::value::RawValue;
use sqlx::AssertSqlSafe;
use tokio::sync::SemaphorePermit;
use uuid::Uuid;

use super::reach::{self, Reach};
use super::{Actor, Desk};
use crate::store::row::json;
use crate::store::{Trouble, args, era};

/// The oldest client this server still takes envelopes from.
pub const MINIMUM_CLIENT: u32 = 1;

/// What was read for a pull, and what is noted of it before it is given.
struct News {
    answer: PullAnswer,
    begun: Vec<(StreamId, Option<Sight>)>,
    cases: BTreeMap<StreamId, Lens>,
}

/// A thing that changed.
struct Changed {
    kind: String,
    id: Uuid,
    version: u64,
    deleted: bool,
}

impl Desk {
    /// News since the device's cursors, one page of it.
    pub async fn pull(&self, actor: &Actor, request: &PullRequest) -> Result<PullAnswer, Trouble> {
        let turn = self.turn(actor).await?;
        let (desk, viewed, asked) = (self.clone(), actor.clone(), request.clone());
        let read = move |db| async move { Self { db, ..desk }.read(&viewed, &asked).await };
        let News { answer, begun, cases } = self.db.reading(read).await?;
        // What was read is at hand: whoever waits for the writer keeps nobody from reading.
        drop(turn);
        self.note_begun(actor, begun).await?;
        self.note_delivered(actor, cases).await?;
        Ok(answer)
    }

    async fn read(&self, actor: &Actor, request: &PullRequest) -> Result<News, Trouble> {
        let mut reach = reach::those(&self.db, actor, self.clock.now(), request.only).await?;
        let mut withheld = keep_back(actor, &mut reach, request.knows.as_ref());
        // In the order of their ids, so that the same question has the same answer.
        let cursors: BTreeMap<StreamId, Cursor> =
            request.cursors.iter().map(|cursor| (cursor.stream, *cursor)).collect();
        let cursors = match request.only {
            Some(only) => cursors.into_iter().filter(|(stream, _)| *stream == only).collect(),
            None => cursors,
        };
        let mut streams: Vec<StreamNews> =
            cursors.values().filter(|cursor| !reach.contains_key(&cursor.stream)).map(forget).collect();
        let mut room = PULL_PAGE;
        let mut more = false;
        let mut changed: Vec<(StreamNews, Vec<Changed>)> = Vec::new();
        let mut begun = Vec::new();
        for (stream, reach) in &reach {
            let cursor = cursors.get(stream);
            let (since, sight) = match From::of(reach, cursor, request.knows.is_some()) {
                From::Nowhere => {
                    // It forgets, and comes again without a cursor.
                    streams.extend(cursor.map(forget));
                    more = true;
                    continue;
                }
                From::Beginning => (0, reach.sight()),
                From::After(cursor) => {
                    withheld |= cursor.sight != reach.sight();
                    if cursor.version == reach.version {
                        continue;
                    }
                    (cursor.version, cursor.sight)
                }
            };
            if room == 0 {
                more = true;
                break;
            }
            if cursor.is_none() && reach.told != sight {
                begun.push((*stream, sight));
            }
            let (page, cut) = self.changed(actor, *stream, reach.lenses, (since, room)).await?;
            let last = page.iter().map(|thing| thing.version).max().unwrap_or(since);
            let version = if cut { last } else { last.max(reach.version) };
            more |= cut;
            room = room.saturating_sub(page.len());
            let (stream, lens, entries) = (*stream, reach.lens(), Vec::new());
            changed.push((StreamNews { stream, version, lens, sight, entries, forget: false }, page));
        }
        let mut views = self.views(actor, &changed, &reach).await?;
        for (mut news, page) in changed {
            news.entries = page.into_iter().map(|thing| entry(news.stream, thing, &mut views)).collect();
            streams.push(news);
        }
        let given = streams
            .iter()
            .filter(|news| !news.forget)
            .filter_map(|news| reach.get(&news.stream).map(|reach| (news.stream, reach.lenses)));
        let cases = self.undelivered(actor, given).await?;
        let minimum_client = MINIMUM_CLIENT.min(CLIENT_VERSION);
        let answer = PullAnswer { streams, more, minimum_client, withheld, narrows: true };
        Ok(News { answer, begun, cases })
    }

    /// Waits for a turn. Whoever waited may have been logged out meanwhile, and is not answered.
    async fn turn(&self, actor: &Actor) -> Result<SemaphorePermit<'_>, Trouble> {
        if let Ok(turn) = self.pulling.try_acquire() {
            return Ok(turn);
        }
        let turn = self.pulling.acquire().await.map_err(|_| Trouble::fault("the desk is closed"))?;
        if self.is_logged_in(actor).await? { Ok(turn) } else { Err(Trouble::refused(ProblemKey::LoggedOut)) }
    }

    /// Notes as what these streams were given from their beginning, for devices that will not say so themselves. Nothing
    /// was given until this is kept.
    async fn note_begun(&self, actor: &Actor, begun: Vec<(StreamId, Option<Sight>)>) -> Result<(), Trouble> {
        if begun.is_empty() {
            return Ok(());
        }
        let (municipality, device) = (actor.viewer.municipality, actor.session);
        self.db
            .transaction(move |tx| {
                let begun = begun.clone();
                Box::pin(async move {
                    for (stream, sight) in begun {
                        let mut args = args![municipality, device, stream];
                        match sight {
                            Some(sight) => {
                                args.push(json(&sight)?.into());
                                tx.exec(TOLD, args).await?;
                            }
                            None => drop(tx.exec(UNTOLD, args).await?),
                        }
                    }
                    Ok(())
                })
            })
            .await
    }

    /// What changed in one stream of what these lenses see, oldest first, cut between versions; and whether it was cut.
    async fn changed(
        &self,
        actor: &Actor,
        stream: StreamId,
        lenses: Lenses,
        (since, most): (u64, usize),
    ) -> Result<(Vec<Changed>, bool), Trouble> {
        let Some(seen) = reach::of_kinds_seen(actor.viewer.role, lenses) else {
            return Ok((Vec::new(), false));
        };
        let since = i64::try_from(since).unwrap_or(i64::MAX);
        let limit = i64::try_from(most + 1).unwrap_or(i64::MAX);
        let rows = self
            .db
            .rows(
                AssertSqlSafe(format!(
                    "SELECT kind, id, version, deleted FROM entries WHERE municipality = $1 AND stream = $2 \
                     AND version > $3 AND {seen} ORDER BY version LIMIT $4"
                )),
                args![actor.viewer.municipality, stream, since, limit],
            )
            .await?;
        let mut page = Vec::with_capacity(rows.len());
        for row in &rows {
            page.push(Changed {
                kind: row.text("kind")?,
                id: row.id("id")?,
                version: row.int("version")?.unsigned_abs(),
                deleted: row.int("deleted")? != 0,
            });
        }
        let cut = page.len() > most;
        if cut && let Some(last) = page.last().map(|thing| thing.version) {
            // What one transaction changed stays together. One alone never fills a page.
            page.retain(|thing| thing.version < last);
        }
        Ok((page, cut))
    }

    /// The views of all that changed, one statement a kind.
    async fn views(
        &self,
        actor: &Actor,
        changed: &[(StreamNews, Vec<Changed>)],
        reach: &BTreeMap<StreamId, Reach>,
    ) -> Result<HashMap<(StreamId, String, Uuid), Box<RawValue>>, Trouble> {
        let mut wanted: HashMap<&str, Vec<(StreamId, Uuid)>> = HashMap::new();
        for (news, page) in changed {
            for thing in page.iter().filter(|thing| !thing.deleted) {
                wanted.entry(&thing.kind).or_default().push((news.stream, thing.id));
            }
        }
        let now = self.clock.now();
        let lenses = |stream| reach.get(&stream).map_or(Lenses::NONE, |reach| reach.lenses);
        let mut views = HashMap::new();
        for (name, wanted) in wanted {
            let kind = self.registry.find_kind(name).ok_or_else(|| Trouble::fault("unknown kind"))?;
            for ((stream, id), view) in kind.named(&self.db, &actor.viewer, now, &wanted, lenses).await? {
                views.insert((stream, name.to_owned(), id), view);
            }
        }
        Ok(views)
    }
}

const TOLD: &str = "INSERT INTO sights (municipality, device, stream, sight) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (municipality, device, stream) DO UPDATE SET sight = excluded.sight";
const UNTOLD: &str = "DELETE FROM sights WHERE municipality = $1 AND device = $2 AND stream = $3";

/// Where a device's news of a stream begin.
enum From {
    /// It holds nothing of it, or lets go what it holds when it sees as what the stream comes now.
    Beginning,
    /// It holds what came up to here, as it would come now.
    After(Cursor),
    /// Nobody knows what of it the device holds.
    Nowhere,
}

impl From {
    /// `says`: the device's program gives back as what it saw a stream. One of version 0.1 gives back the lens alone, and
    /// lets nothing go unless it is told another lens, or to forget.
    fn of(reach: &Reach, cursor: Option<&Cursor>, says: bool) -> Self {
        let Some(cursor) = cursor else { return Self::Beginning };
        if !era::are_of_one(cursor.version, reach.version) {
            // It has seen what the backup has not.
            return Self::Nowhere;
        }
        let (lens, sight) = (reach.lens(), reach.sight());
        let goes_on = cursor.lens == lens && cursor.version <= reach.version;
        let says = says || cursor.sight.is_some();
        let held = if says { cursor.sight } else { reach.told };
        match goes_on && held == sight {
            true => Self::After(*cursor),
            false if says || (reach.told.is_none() && sight.is_none()) => Self::Beginning,
            false => Self::Nowhere,
        }
    }
}

/// Takes out what a device's program would not know. Is there anything?
fn keep_back(actor: &Actor, reach: &mut BTreeMap<StreamId, Reach>, knows: Option<&Known>) -> bool {
    let at_first = Known::at_first();
    let Known { roles, lenses } = knows.unwrap_or(&at_first);
    let lenses = if roles.contains(&actor.viewer.role) { *lenses } else { Lenses::NONE };
    let mut is_any = false;
    reach.retain(|_, reach| {
        let told = reach.lenses.among(lenses);
        is_any |= told != reach.lenses;
        reach.lenses = told;
        !told.is_empty()
    });
    is_any
}

fn forget(cursor: &Cursor) -> StreamNews {
    StreamNews {
        stream: cursor.stream,
        version: 0,
        lens: cursor.lens,
        sight: None,
        entries: Vec::new(),
        forget: true,
    }
}

fn entry(
    stream: StreamId,
    thing: Changed,
    views: &mut HashMap<(StreamId, String, Uuid), Box<RawValue>>,
) -> Entry {
    let key = (stream, thing.kind, thing.id);
    let view = views.remove(&key);
    Entry { kind: key.1, id: thing.id, version: thing.version, view }
}
