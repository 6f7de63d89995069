//! Grants: who sees which stream, as what, from when until when. Written by the units that assign, admit, substitute.

use std::collections::BTreeSet;

use indgang_domain::kernel::id::{MunicipalityId, PersonId, StreamId};
use indgang_domain::kernel::time::Moment;
use indgang_domain::policy::Lens;
use uuid::Uuid;

use crate::store::row::word;
use crate::store::unit::Here;
use crate::store::{Arg, Db, Trouble, Unit, args};

/// What a person is to a stream now. More than one thing where two grants say so.
///
/// # Errors
/// What the database says.
pub async fn lenses(
    unit: &mut Unit<'_>,
    here: Here,
    person: PersonId,
    stream: StreamId,
) -> Result<Vec<Lens>, Trouble> {
    let rows = unit
        .rows(
            "SELECT lens FROM grants WHERE municipality = $1 AND person = $2 AND stream = $3 \
             AND from_at <= $4 AND until_at > $4",
            args![here.municipality, person, stream, here.now],
        )
        .await?;
    rows.iter().map(|row| row.word("lens")).collect()
}

/// The same for a reader outside a unit.
///
/// # Errors
/// What the database says.
pub async fn lenses_now(
    db: &Db,
    municipality: MunicipalityId,
    person: PersonId,
    stream: StreamId,
    now: Moment,
) -> Result<Vec<Lens>, Trouble> {
    lenses_since(db, municipality, person, stream, (now, now)).await
}

/// What a person has been to a stream at any time between two moments.
///
/// # Errors
/// What the database says.
pub async fn lenses_since(
    db: &Db,
    municipality: MunicipalityId,
    person: PersonId,
    stream: StreamId,
    (since, until): (Moment, Moment),
) -> Result<Vec<Lens>, Trouble> {
    let rows = db
        .rows(
            "SELECT lens FROM grants WHERE municipality = $1 AND person = $2 AND stream = $3 \
             AND from_at <= $5 AND until_at > $4",
            args![municipality, person, stream, since, until],
        )
        .await?;
    rows.iter().map(|row| row.word("lens")).collect()
}

/// Every stream a person has now.
///
/// # Errors
/// What the database says.
pub async fn streams(
    unit: &mut Unit<'_>,
    here: Here,
    person: PersonId,
) -> Result<BTreeSet<StreamId>, Trouble> {
    let rows = unit
        .rows(
            "SELECT stream FROM grants WHERE municipality = $1 AND person = $2 AND from_at <= $3 AND until_at > $3",
            args![here.municipality, person, here.now],
        )
        .await?;
    rows.iter().map(|row| row.id("stream")).collect()
}

/// Did this person have the stream at `then`, though not now? What they were to it.
///
/// # Errors
/// What the database says.
pub async fn lens_at(
    unit: &mut Unit<'_>,
    here: Here,
    person: PersonId,
    stream: StreamId,
    then: Moment,
) -> Result<Option<Lens>, Trouble> {
    let row = unit
        .row(
            "SELECT lens FROM grants WHERE municipality = $1 AND person = $2 AND stream = $3 \
             AND from_at <= $4 AND until_at > $4 ORDER BY until_at DESC LIMIT 1",
            args![here.municipality, person, stream, then],
        )
        .await?;
    row.map(|row| row.word("lens")).transpose()
}

/// One grant to be given.
pub struct Grant {
    /// To whom.
    pub person: PersonId,
    /// Which stream.
    pub stream: StreamId,
    /// As what.
    pub lens: Lens,
    /// From when.
    pub from: Moment,
    /// Until when.
    pub until: Moment,
    /// The assignment, absence or membership it follows from.
    pub reason: Uuid,
}

/// Writes a grant; its municipality first, then [`Grant::args`].
pub const GIVE: &str = "INSERT INTO grants (municipality, person, stream, lens, from_at, until_at, reason) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (municipality, person, stream, reason) \
    DO UPDATE SET lens = excluded.lens, from_at = excluded.from_at, until_at = excluded.until_at";

impl Grant {
    /// What [`GIVE`] wants to know of it.
    pub fn args(self) -> Vec<Arg> {
        args![self.person, self.stream, word(self.lens), self.from, self.until, self.reason]
    }
}

/// Gives a grant. Giving it again changes its time.
///
/// # Errors
/// What the database says.
pub async fn give(unit: &mut Unit<'_>, municipality: MunicipalityId, grant: Grant) -> Result<(), Trouble> {
    let mut args = args![municipality];
    args.extend(grant.args());
    unit.exec(GIVE, args).await.map(drop)
}

/// Ends every grant that follows from a reason, now.
///
/// # Errors
/// What the database says.
pub async fn end(unit: &mut Unit<'_>, here: Here, reason: Uuid) -> Result<(), Trouble> {
    unit.exec(
        "UPDATE grants SET until_at = $3 WHERE municipality = $1 AND reason = $2 AND until_at > $3",
        args![here.municipality, reason, here.now],
    )
    .await?;
    Ok(())
}

/// The streams a family's contact persons see: its own and its threads'.
///
/// # Errors
/// What the database says.
pub async fn streams_of_family(
    unit: &mut Unit<'_>,
    here: Here,
    family: Uuid,
) -> Result<Vec<StreamId>, Trouble> {
    let rows = unit
        .rows(
            "SELECT id FROM threads WHERE municipality = $1 AND family = $2 ORDER BY id",
            args![here.municipality, family],
        )
        .await?;
    let mut streams = vec![StreamId(family)];
    for row in rows {
        streams.push(row.id("id")?);
    }
    Ok(streams)
}
