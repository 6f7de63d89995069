//! Grants: who sees which stream, as what, from when until when. Written by the transactions that assign, admit, substitute.

use std::collections::BTreeSet;

use indgang_domain::kernel::id::{FamilyId, MunicipalityId, PersonId, SessionId, StreamId};
use indgang_domain::kernel::time::{Day, Moment};
use indgang_domain::policy::{Lens, Lenses};
use serde::Serialize;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::store::row::word;
use crate::store::transaction::Here;
use crate::store::{Arg, Transaction, Trouble, args};

/// All that a person is to a stream now.
pub async fn lenses(
    tx: &mut Transaction<'_>,
    here: Here,
    person: PersonId,
    stream: StreamId,
) -> Result<Lenses, Trouble> {
    lenses_at(tx, here, person, stream, here.now).await
}

/// All that a person was to a stream at a moment.
pub async fn lenses_at(
    tx: &mut Transaction<'_>,
    here: Here,
    person: PersonId,
    stream: StreamId,
    then: Moment,
) -> Result<Lenses, Trouble> {
    let rows = tx
        .rows(
            "SELECT lens FROM grants WHERE municipality = $1 AND person = $2 AND stream = $3 \
             AND from_at <= $4 AND until_at > $4",
            args![here.municipality, person, stream, then],
        )
        .await?;
    rows.iter().map(|row| row.word("lens")).collect()
}

/// Every stream a person has now.
pub async fn streams(
    tx: &mut Transaction<'_>,
    here: Here,
    person: PersonId,
) -> Result<BTreeSet<StreamId>, Trouble> {
    let rows = tx
        .rows(
            "SELECT stream FROM grants WHERE municipality = $1 AND person = $2 AND from_at <= $3 AND until_at > $3",
            args![here.municipality, person, here.now],
        )
        .await?;
    rows.iter().map(|row| row.id("stream")).collect()
}

/// How long after an access has ended what was written in it may still arrive, in days.
const LATE_DAYS: i64 = 30;

/// Had a person a stream at `then` by a grant that ended lately, and was this login seen while it lasted? All by the server's
/// own clock. What is known of a login is when it began, when it was last seen, and when before a grant ended; of the team's
/// also on which days it was given the stream.
pub async fn were_in_use(
    tx: &mut Transaction<'_>,
    here: Here,
    person: PersonId,
    stream: StreamId,
    (then, session): (Moment, SessionId),
) -> Result<bool, Trouble> {
    let rows = tx
        .rows(
            "SELECT g.from_at, g.until_at, CASE WHEN s.since >= g.from_at AND s.since < g.until_at \
             OR s.seen_at >= g.from_at AND s.seen_at < g.until_at \
             OR s.seen_before >= g.from_at AND s.seen_before < g.until_at THEN 1 ELSE 0 END AS seen \
             FROM grants g JOIN sessions s ON s.municipality = g.municipality AND s.id = $6 AND s.person = g.person \
             WHERE g.municipality = $1 AND g.person = $2 AND g.stream = $3 \
             AND g.from_at <= $4 AND g.until_at > $4 AND g.until_at > $5",
            args![here.municipality, person, stream, then, here.now.plus_days(-LATE_DAYS), session],
        )
        .await?;
    for row in &rows {
        let days = (row.moment("from_at")?.day(), row.moment("until_at")?.min(here.now).day());
        if row.int("seen")? == 1 || was_delivered(tx, here, session, stream, days).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn was_delivered(
    tx: &mut Transaction<'_>,
    here: Here,
    session: SessionId,
    stream: StreamId,
    (from, until): (Day, Day),
) -> Result<bool, Trouble> {
    let found = tx
        .row(
            "SELECT 1 AS found FROM deliveries WHERE municipality = $1 AND device = $2 AND stream = $3 \
             AND day >= $4 AND day <= $5 LIMIT 1",
            args![here.municipality, session, stream, from, until],
        )
        .await?;
    Ok(found.is_some())
}

/// A login is seen again, and lasts until `ends`. When it was seen before is kept where a grant has ended meanwhile.
pub async fn seen_again(
    tx: &mut Transaction<'_>,
    here: Here,
    session: SessionId,
    ends: Moment,
) -> Result<(), Trouble> {
    tx.exec(
        "UPDATE sessions SET seen_before = CASE WHEN EXISTS (SELECT 1 FROM grants g \
         WHERE g.municipality = sessions.municipality AND g.person = sessions.person \
         AND g.from_at <= sessions.seen_at AND g.until_at > sessions.seen_at AND g.until_at <= $3) \
         THEN seen_at ELSE seen_before END, seen_at = $3, ends_at = $4 \
         WHERE municipality = $1 AND id = $2 AND ends_at > $3",
        args![here.municipality, session, here.now, ends],
    )
    .await?;
    Ok(())
}

// Contact persons have no planned end: the unit's clock was read before it waited for the lock. Who stands in may be told of
// what they see no more: the view asks again.
const HEIRS: &str = "SELECT DISTINCT person FROM grants WHERE municipality = $1 AND stream = $2 \
    AND (lens = 'contact' AND until_at = $4 OR lens = 'substitute' AND from_at <= $3 AND until_at > $3)";

/// Those to whom what was set aside in a thread goes: its contact persons, and who stands in for them now.
pub async fn heirs(tx: &mut Transaction<'_>, here: Here, thread: StreamId) -> Result<Vec<PersonId>, Trouble> {
    let rows = tx.rows(HEIRS, args![here.municipality, thread, here.now, Moment::NEVER]).await?;
    rows.iter().map(|row| row.id("person")).collect()
}

/// On what ground a grant is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// Staff assigned, admitted or substituted someone.
    Assignment,
}

/// One grant to be given.
pub struct Grant {
    pub person: PersonId,
    pub stream: StreamId,
    pub lens: Lens,
    pub from: Moment,
    pub until: Moment,
    /// The assignment, absence or membership it follows from.
    pub reason: Uuid,
    /// On what ground.
    pub ground: Ground,
}

/// Writes a grant; its municipality first, then [`Grant::args`].
pub const GIVE: &str = "INSERT INTO grants (municipality, person, stream, lens, from_at, until_at, reason, ground) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (municipality, person, stream, reason) \
    DO UPDATE SET lens = excluded.lens, from_at = excluded.from_at, until_at = excluded.until_at, \
    ground = excluded.ground";

impl Grant {
    /// What [`GIVE`] wants to know of it.
    pub fn args(self) -> Vec<Arg> {
        let (lens, ground) = (word(self.lens), word(self.ground));
        args![self.person, self.stream, lens, self.from, self.until, self.reason, ground]
    }
}

/// Gives a grant. Giving it again changes its time.
pub async fn give(
    tx: &mut Transaction<'_>,
    municipality: MunicipalityId,
    grant: Grant,
) -> Result<(), Trouble> {
    let mut args = args![municipality];
    args.extend(grant.args());
    tx.exec(GIVE, args).await.map(drop)
}

/// Ends every grant that follows from a reason, now.
pub async fn end(tx: &mut Transaction<'_>, here: Here, reason: Uuid) -> Result<(), Trouble> {
    tx.exec(
        "UPDATE grants SET until_at = $3 WHERE municipality = $1 AND reason = $2 AND until_at > $3",
        args![here.municipality, reason, here.now],
    )
    .await?;
    Ok(())
}

/// The streams a family's contact persons see: its own, its threads', and those that features opened beside them.
pub async fn streams_of_family(
    tx: &mut Transaction<'_>,
    here: Here,
    family: Uuid,
) -> Result<Vec<StreamId>, Trouble> {
    let rows = tx
        .rows(
            "SELECT id FROM streams WHERE municipality = $1 AND family = $2 ORDER BY id",
            args![here.municipality, family],
        )
        .await?;
    rows.iter().map(|row| row.id("id")).collect()
}

/// Opens a stream of a feature's own beside a family's, where it is not open yet: those who have the family as one of these
/// have it too, on the same grounds and as long. Who has it now is told to look again. Whoever calls this holds the
/// family's lock, so that nobody comes to the family meanwhile.
pub async fn open_beside(
    tx: &mut Transaction<'_>,
    here: Here,
    family: FamilyId,
    (stream, kind): (StreamId, &str),
    lenses: Lenses,
) -> Result<(), Trouble> {
    let new = tx
        .exec(
            "INSERT INTO streams (municipality, id, kind, version, family) VALUES ($1, $2, $3, 0, $4) \
             ON CONFLICT (municipality, id) DO NOTHING",
            args![here.municipality, stream, kind, family],
        )
        .await?;
    if new == 0 {
        return Ok(());
    }
    let names: Vec<_> = lenses.iter().map(|lens| format!("'{}'", word(lens))).collect();
    let sql = format!(
        "INSERT INTO grants (municipality, person, stream, lens, from_at, until_at, reason, ground) \
         SELECT g.municipality, g.person, $3, g.lens, g.from_at, g.until_at, g.reason, g.ground FROM grants g \
         WHERE g.municipality = $1 AND g.stream = $2 AND g.until_at > $4 AND g.lens IN ({}) RETURNING person, from_at",
        names.join(", ")
    );
    let given = tx.rows(AssertSqlSafe(sql), args![here.municipality, family, stream, here.now]).await?;
    let mut people = BTreeSet::new();
    for row in &given {
        if row.moment("from_at")? <= here.now {
            people.insert(row.id::<PersonId>("person")?);
        }
    }
    tx.lock(here.municipality, people.iter().copied().map(StreamId::from).collect()).await?;
    for person in people {
        tx.touch(here.municipality, person.into()).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use indgang_domain::policy::table::ANSWERS;

    use super::*;
    use crate::desk::words::quoted;

    #[test]
    fn heirs_are_those_who_answer_the_family() {
        assert_eq!(quoted(HEIRS), ANSWERS.iter().map(word).collect());
    }
}
