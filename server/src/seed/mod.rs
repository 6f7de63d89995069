//! Seeding: writes a [`World`] into an empty municipality, with the streams, entries and grants that follow from it.

mod batches;
mod calendar;
mod grants;
mod rows;

use std::collections::HashMap;
use std::sync::Arc;

use indgang_domain::kernel::id::{FamilyId, MunicipalityId, StreamId};
use indgang_domain::kernel::time::Moment;
use uuid::Uuid;

use crate::store::{Arg, Db, Transaction, Trouble, args};
use crate::world::World;
use batches::Batches;

/// Seeds the demo world where the database has no municipality yet; answers whether it did.
pub async fn demo(db: &Db, now: Moment) -> Result<bool, Trouble> {
    if db.row("SELECT municipality FROM municipalities LIMIT 1", args![]).await?.is_some() {
        return Ok(false);
    }
    let worlds = Arc::new(crate::world::demo(now));
    db.transaction(move |tx| {
        let worlds = worlds.clone();
        Box::pin(async move {
            for world in worlds.iter() {
                // Two processes may start on one empty database: the later one waits here, and finds it seeded.
                if !claim(tx, world).await? {
                    return Ok(false);
                }
                Seeder::new(tx, world.municipality.id, now).whole(world).await?;
            }
            Ok(true)
        })
    })
    .await
}

async fn claim(tx: &mut Transaction<'_>, world: &World) -> Result<bool, Trouble> {
    let new = tx
        .exec(
            "INSERT INTO municipalities (municipality, name) VALUES ($1, $2) ON CONFLICT (municipality) DO NOTHING",
            args![world.municipality.id, world.municipality.name.as_str()],
        )
        .await?;
    Ok(new == 1)
}

/// Seeds one world, whole or not at all.
pub async fn seed(db: &Db, world: World, now: Moment) -> Result<(), Trouble> {
    let world = Arc::new(world);
    db.transaction(move |tx| {
        let world = world.clone();
        Box::pin(async move { Seeder::new(tx, world.municipality.id, now).whole(&world).await })
    })
    .await
}

/// A stream as it will be.
struct Stream {
    kind: &'static str,
    /// How far it has come.
    version: i64,
    /// Whose it is, where it is a family's.
    family: Option<FamilyId>,
}

/// Writes rows, and counts the versions of the streams they are told in.
struct Seeder<'u, 'c> {
    tx: &'u mut Transaction<'c>,
    municipality: MunicipalityId,
    now: Moment,
    /// Written last, once.
    streams: HashMap<StreamId, Stream>,
    batches: Batches,
}

impl<'u, 'c> Seeder<'u, 'c> {
    fn new(tx: &'u mut Transaction<'c>, municipality: MunicipalityId, now: Moment) -> Self {
        Self { tx, municipality, now, streams: HashMap::new(), batches: Batches::default() }
    }

    async fn put(&mut self, sql: &'static str, mut args: Vec<Arg>) -> Result<(), Trouble> {
        args.insert(0, Arg::from(self.municipality));
        self.batches.put(self.tx, sql, args).await
    }

    /// Opens a stream.
    fn stream(&mut self, stream: StreamId, kind: &'static str, family: Option<FamilyId>) {
        self.streams.insert(stream, Stream { kind, version: 0, family });
    }

    /// Tells of a thing in a stream, at that stream's next version.
    async fn tell(&mut self, stream: StreamId, kind: &'static str, id: Uuid) -> Result<(), Trouble> {
        let stands = self.streams.get_mut(&stream).ok_or_else(|| Trouble::fault("no such stream"))?;
        stands.version += 1;
        let version = stands.version;
        self.put(
            "INSERT INTO entries (municipality, stream, kind, id, version, deleted) VALUES ($1, $2, $3, $4, $5, 0)",
            args![stream, kind, id, version],
        )
        .await
    }

    async fn whole(mut self, world: &World) -> Result<(), Trouble> {
        self.people(world).await?;
        self.families(world).await?;
        self.threads(world).await?;
        self.unit_things(world).await?;
        self.calendar(world).await?;
        self.grants(world).await?;
        for (id, Stream { kind, version, family }) in std::mem::take(&mut self.streams) {
            self.put(
                "INSERT INTO streams (municipality, id, kind, version, family) VALUES ($1, $2, $3, $4, $5)",
                args![id, kind, version, family],
            )
            .await?;
        }
        self.batches.finish(self.tx).await
    }
}
