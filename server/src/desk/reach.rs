//! What a viewer reaches: which streams, as what, and which kinds of view in them. Here and in [`super::grants`] is all SQL
//! on grants; whoever answers, tells or renders anything comes through here.

use std::collections::{BTreeMap, HashSet};

use indgang_domain::kernel::id::{MunicipalityId, StreamId};
use indgang_domain::kernel::time::Moment;
use indgang_domain::policy::table::{BLOB_KINDS, KINDS};
use indgang_domain::policy::{Lens, Lenses, Role, first, held, seen_by, sees};
use indgang_domain::stream::Sight;
use indgang_domain::verbs::Viewer;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::Actor;
use crate::store::row::word;
use crate::store::{Db, Row, Trouble, args};

/// A viewer's grants as they are now: `$1` is the municipality, `$2` the viewer, `$3` now.
const NOW: &str = "g.municipality = $1 AND g.person = $2 AND g.from_at <= $3 AND g.until_at > $3";

/// Someone has a stream now as one of these lenses: a condition, of columns, the lenses' names, and a placeholder for now.
macro_rules! has_stream {
    ($municipality:literal, $person:literal, $stream:literal, $lenses:literal, $now:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM grants w WHERE w.municipality = ",
            $municipality,
            " AND w.person = ",
            $person,
            " AND w.stream = ",
            $stream,
            " AND w.lens IN (",
            $lenses,
            ") AND w.from_at <= ",
            $now,
            " AND w.until_at > ",
            $now,
            ")"
        )
    };
}

pub(crate) use has_stream;

/// A stream that a viewer has.
pub(super) struct Reach {
    /// All that the viewer is to it.
    pub(super) lenses: Lenses,
    /// How far it has come.
    pub(super) version: u64,
    /// What this login's device was given it as, where that was noted.
    pub(super) told: Option<Sight>,
}

impl Reach {
    /// As what it is shown: the first lens by rank.
    pub(super) fn lens(&self) -> Lens {
        self.lenses.first().unwrap_or(Lens::Unknown)
    }

    /// What that means, where it is not simply what the one lens saw at first.
    pub(super) fn sight(&self) -> Option<Sight> {
        let cells = first::cells(self.lenses);
        let is_plain = cells == 0 && self.lenses.iter().count() == 1 && first::LENSES.has(self.lens());
        (!is_plain).then_some(Sight { lenses: self.lenses, cells })
    }
}

/// Grants of one stream added up to a number: the lenses that someone of this role may hold.
fn added_up(role: Role) -> String {
    let known = held(role, Lenses::of(Lens::ALL));
    let cases = known.iter().map(|lens| format!("WHEN '{}' THEN {}", word(lens), Lenses::bit(lens)));
    let cases: String = cases.collect::<Vec<_>>().join(" ");
    if cases.is_empty() { "0".to_owned() } else { format!("SUM(DISTINCT CASE g.lens {cases} ELSE 0 END)") }
}

/// A condition: the grant's lens is one of these.
fn is_one_of(lenses: Lenses) -> String {
    let names: Vec<_> = lenses.iter().map(|lens| format!("'{}'", word(lens))).collect();
    if names.is_empty() { "1 = 0".to_owned() } else { format!("g.lens IN ({})", names.join(", ")) }
}

fn lenses_of(row: &Row) -> Result<Lenses, Trouble> {
    row.int("lenses").map(Lenses::of_bits)
}

/// The streams in which the viewer sees views of this kind, with all that they are to each: a subquery, and what narrows it.
pub(super) fn granted(role: Role, kind: &str, narrow: &str) -> String {
    let see = is_one_of(held(role, seen_by(kind)));
    let lenses = added_up(role);
    format!(
        "SELECT g.stream, {lenses} AS lenses FROM grants g WHERE {NOW} {narrow} GROUP BY g.stream \
         HAVING MAX(CASE WHEN {see} THEN 1 ELSE 0 END) = 1"
    )
}

/// A condition on entries: their kind is one that these lenses see. None where they see nothing.
pub(super) fn of_kinds_seen(role: Role, lenses: Lenses) -> Option<String> {
    let seen = KINDS.iter().filter(|(kind, _)| sees(role, lenses, kind));
    let cases: Vec<_> = seen.map(|(kind, _)| format!("WHEN '{kind}' THEN 1")).collect();
    // Not IN: for that, SQLite fills a table of its own each time it is asked.
    (!cases.is_empty()).then(|| format!("CASE kind {} ELSE 0 END = 1", cases.join(" ")))
}

/// Every stream the viewer has now, in the order of their ids; or of these only one.
pub(super) async fn those(
    db: &Db,
    actor: &Actor,
    now: Moment,
    only: Option<StreamId>,
) -> Result<BTreeMap<StreamId, Reach>, Trouble> {
    let viewer = &actor.viewer;
    let narrow = if only.is_some() { "AND g.stream = $5" } else { "" };
    let sql = format!(
        "SELECT g.stream, g.lens, s.version, t.sight FROM grants g \
         JOIN streams s ON s.municipality = g.municipality AND s.id = g.stream \
         LEFT JOIN sights t ON t.municipality = g.municipality AND t.device = $4 AND t.stream = g.stream \
         WHERE {NOW} {narrow}"
    );
    let mut args = args![viewer.municipality, viewer.person, now, actor.session];
    args.extend(only.map(Into::into));
    let mut reach: BTreeMap<StreamId, Reach> = BTreeMap::new();
    for row in db.rows(AssertSqlSafe(sql), args).await? {
        let lens = held(viewer.role, Lenses::from(row.word::<Lens>("lens")?));
        if lens.is_empty() {
            continue;
        }
        let version = row.int("version")?.unsigned_abs();
        // One that cannot be read is like no other: the stream comes anew.
        let told = row.text_or_none("sight")?;
        let told = told.map(|told| serde_json::from_str(&told).unwrap_or(Sight::UNSURE));
        let of = reach.entry(row.id("stream")?).or_insert(Reach { lenses: Lenses::NONE, version, told });
        of.lenses = of.lenses.iter().chain(lens.iter()).collect();
    }
    Ok(reach)
}

/// The streams whose moves a viewer is told of now.
pub async fn heard(
    db: &Db,
    viewer: &Viewer,
    now: Moment,
) -> Result<HashSet<(MunicipalityId, StreamId)>, Trouble> {
    let known = is_one_of(held(viewer.role, Lenses::of(Lens::ALL)));
    let sql = format!("SELECT DISTINCT g.stream FROM grants g WHERE {NOW} AND {known}");
    let rows = db.rows(AssertSqlSafe(sql), args![viewer.municipality, viewer.person, now]).await?;
    rows.iter().map(|row| Ok((viewer.municipality, row.id("stream")?))).collect()
}

/// All that a viewer is to a stream now.
pub async fn lenses(db: &Db, viewer: &Viewer, stream: StreamId, now: Moment) -> Result<Lenses, Trouble> {
    lenses_since(db, viewer, stream, (now, now)).await
}

/// All that a viewer has been to a stream at any time between two moments.
pub async fn lenses_since(
    db: &Db,
    viewer: &Viewer,
    stream: StreamId,
    (since, until): (Moment, Moment),
) -> Result<Lenses, Trouble> {
    let rows = db
        .rows(
            "SELECT lens FROM grants WHERE municipality = $1 AND person = $2 AND stream = $3 \
             AND from_at <= $5 AND until_at > $4",
            args![viewer.municipality, viewer.person, stream, since, until],
        )
        .await?;
    let lenses = rows.iter().map(|row| row.word("lens")).collect::<Result<Lenses, _>>()?;
    Ok(held(viewer.role, lenses))
}

/// The viewer sees what named this blob `b`; where that was not noted, all that name blobs.
fn sees_blob(role: Role) -> String {
    let of = |kind: &str| held(role, seen_by(kind));
    let named = BLOB_KINDS.iter().map(|kind| format!("k.kind = '{kind}' AND {}", is_one_of(of(kind))));
    let every = BLOB_KINDS.iter().fold(Lenses::of(Lens::ALL), |all, kind| all.among(of(kind)));
    let unnoted = format!("k.kind IS NULL AND {}", is_one_of(every));
    let sees = named.chain([unnoted]).collect::<Vec<_>>().join(" OR ");
    format!("EXISTS (SELECT 1 FROM grants g WHERE {NOW} AND g.stream = b.stream AND ({sees}))")
}

const BLOBS: &str = "FROM blobs b LEFT JOIN blob_kinds k ON k.municipality = b.municipality AND k.blob = b.id \
    WHERE b.municipality = $1";

/// A blob, for someone who sees what named it: what it is, its bytes, its stream, and all that the viewer is to that.
pub async fn blob(db: &Db, viewer: &Viewer, id: Uuid, now: Moment) -> Result<Option<(Row, Lenses)>, Trouble> {
    let sql = format!(
        "SELECT b.mime, b.bytes, b.stream, \
         (SELECT {} FROM grants g WHERE {NOW} AND g.stream = b.stream) AS lenses \
         {BLOBS} AND b.id = $4 AND {}",
        added_up(viewer.role),
        sees_blob(viewer.role)
    );
    let args = args![viewer.municipality, viewer.person, now, id];
    let Some(row) = db.row(AssertSqlSafe(sql), args).await? else { return Ok(None) };
    let lenses = lenses_of(&row)?;
    Ok(Some((row, lenses)))
}

/// What follows a recording's first piece. The viewer is asked for once more: what they had may have ended meanwhile.
pub async fn rest_of_recording(
    db: &Db,
    viewer: &Viewer,
    first: Uuid,
    now: Moment,
) -> Result<Vec<Row>, Trouble> {
    let sees = sees_blob(viewer.role);
    let sql =
        format!("SELECT b.bytes {BLOBS} AND b.recording = $4 AND b.part > 0 AND {sees} ORDER BY b.part");
    db.rows(AssertSqlSafe(sql), args![viewer.municipality, viewer.person, now, first]).await
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_kind_has_a_line_in_the_policy_and_every_line_a_kind() {
        let lines: BTreeSet<_> = KINDS.iter().map(|(kind, _)| *kind).collect();
        let shapes = crate::features().shapes;
        assert_eq!(shapes.views.iter().map(|shape| shape.name).collect::<BTreeSet<_>>(), lines);
    }
}
