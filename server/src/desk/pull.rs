//! Pull: what changed in the viewer's streams since the device last looked, as the viewer may see it now.

use std::collections::{BTreeMap, HashMap};

use indgang_domain::kernel::id::StreamId;
use indgang_domain::policy::Lens;
use indgang_domain::stream::{CLIENT_VERSION, Cursor, Entry, PULL_PAGE, PullAnswer, PullRequest, StreamNews};
use serde_json::value::RawValue;
use uuid::Uuid;

use super::{Actor, Desk};
use crate::store::{Trouble, args, era};

/// The oldest client this server still takes envelopes from.
pub const MINIMUM_CLIENT: u32 = 1;

/// A stream the viewer has, with how far it has come.
struct Reach {
    lens: Lens,
    version: u64,
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
    ///
    /// # Errors
    /// What the database says.
    pub async fn pull(&self, actor: &Actor, request: &PullRequest) -> Result<PullAnswer, Trouble> {
        let reach = self.reach(actor).await?;
        // In the order of their ids, so that the same question has the same answer.
        let cursors: BTreeMap<StreamId, Cursor> =
            request.cursors.iter().map(|cursor| (cursor.stream, *cursor)).collect();
        let mut streams: Vec<StreamNews> =
            cursors.values().filter(|cursor| !reach.contains_key(&cursor.stream)).map(forget).collect();
        let mut room = PULL_PAGE;
        let mut more = false;
        let mut changed: Vec<(StreamNews, Vec<Changed>)> = Vec::new();
        for (stream, reach) in &reach {
            let cursor = cursors.get(stream);
            if cursor.is_some_and(|cursor| !era::are_of_one(cursor.version, reach.version)) {
                // It has seen what the backup has not: it forgets, and comes again without a cursor.
                streams.extend(cursor.map(forget));
                more = true;
                continue;
            }
            let since = cursor.filter(|cursor| cursor.lens == reach.lens && cursor.version <= reach.version);
            let since_version = since.map_or(0, |cursor| cursor.version);
            if since.is_some() && since_version == reach.version {
                continue;
            }
            if room == 0 {
                more = true;
                break;
            }
            let (page, cut) = self.changed(actor, *stream, since_version, room).await?;
            let last = page.iter().map(|thing| thing.version).max().unwrap_or(since_version);
            let version = if cut { last } else { last.max(reach.version) };
            more |= cut;
            room = room.saturating_sub(page.len());
            let news =
                StreamNews { stream: *stream, version, lens: reach.lens, entries: Vec::new(), forget: false };
            changed.push((news, page));
        }
        let mut views = self.views(actor, &changed).await?;
        for (mut news, page) in changed {
            news.entries = page.into_iter().map(|thing| entry(news.stream, thing, &mut views)).collect();
            streams.push(news);
        }
        let delivered = streams.iter().filter(|news| !news.forget).map(|news| (news.stream, news.lens));
        self.note_delivered(actor, delivered).await?;
        Ok(PullAnswer { streams, more, minimum_client: MINIMUM_CLIENT.min(CLIENT_VERSION) })
    }

    /// Every stream the viewer has now, in the order of their ids.
    async fn reach(&self, actor: &Actor) -> Result<BTreeMap<StreamId, Reach>, Trouble> {
        let rows = self
            .db
            .rows(
                "SELECT g.stream, MIN(g.lens) AS lens, s.version FROM grants g \
                 JOIN streams s ON s.municipality = g.municipality AND s.id = g.stream \
                 WHERE g.municipality = $1 AND g.person = $2 AND g.from_at <= $3 AND g.until_at > $3 \
                 GROUP BY g.stream, s.version",
                args![actor.viewer.municipality, actor.viewer.person, self.clock.now()],
            )
            .await?;
        let mut reach = BTreeMap::new();
        for row in rows {
            let version = row.int("version")?.unsigned_abs();
            reach.insert(row.id("stream")?, Reach { lens: row.word("lens")?, version });
        }
        Ok(reach)
    }

    /// What changed in one stream, oldest first, cut between versions; and whether it was cut.
    async fn changed(
        &self,
        actor: &Actor,
        stream: StreamId,
        since: u64,
        most: usize,
    ) -> Result<(Vec<Changed>, bool), Trouble> {
        let since = i64::try_from(since).unwrap_or(i64::MAX);
        let limit = i64::try_from(most + 1).unwrap_or(i64::MAX);
        let rows = self
            .db
            .rows(
                "SELECT kind, id, version, deleted FROM entries \
                 WHERE municipality = $1 AND stream = $2 AND version > $3 ORDER BY version LIMIT $4",
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
            // A unit's entries stay together. One unit alone never fills a page.
            page.retain(|thing| thing.version < last);
        }
        Ok((page, cut))
    }

    /// The views of all that changed, one statement a kind.
    async fn views(
        &self,
        actor: &Actor,
        changed: &[(StreamNews, Vec<Changed>)],
    ) -> Result<HashMap<(StreamId, String, Uuid), Box<RawValue>>, Trouble> {
        let mut wanted: HashMap<&str, Vec<(StreamId, Uuid)>> = HashMap::new();
        for (news, page) in changed {
            for thing in page.iter().filter(|thing| !thing.deleted) {
                wanted.entry(&thing.kind).or_default().push((news.stream, thing.id));
            }
        }
        let now = self.clock.now();
        let mut views = HashMap::new();
        for (name, wanted) in wanted {
            let kind = self.registry.find_kind(name).ok_or_else(|| Trouble::fault("unknown kind"))?;
            for seen in kind.named(&self.db, &actor.viewer, now, &wanted).await? {
                views.insert((seen.stream, name.to_owned(), seen.id), seen.view);
            }
        }
        Ok(views)
    }
}

fn forget(cursor: &Cursor) -> StreamNews {
    StreamNews { stream: cursor.stream, version: 0, lens: cursor.lens, entries: Vec::new(), forget: true }
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
