//! Reading views: each kind says which rows it is made of. For questions and pages what the viewer reaches
//! ([`super::reach`]) is added here; for a pull by the statement that names what changed (`desk/pull.rs`). Fields that the
//! policy hides from the viewer are emptied here for both.

use std::borrow::Cow;

use indgang_domain::kernel::id::StreamId;
use indgang_domain::kernel::time::Moment;
use indgang_domain::policy::{Lenses, Role, veiled};
use indgang_domain::stream::View;
use indgang_domain::verbs::{Held, Span, Viewer};
use serde_json::value::RawValue;
use sqlx::{AssertSqlSafe, SqlSafeStr as _};
use uuid::Uuid;

use super::reach;
use crate::store::{Arg, Db, Question, Row, Trouble, args};

/// How a kind of view is read. The SQL parts are constants of this program, never anyone's input. In all of them `$1` is
/// the municipality, `$2` the viewer, `$3` now and `$4` today.
pub struct Kind {
    /// [`View::KIND`].
    pub name: &'static str,
    /// What is selected, beside the stream and the lens.
    pub columns: &'static str,
    /// The table, as `x`, that knows the stream.
    pub table: &'static str,
    /// The column of `x` that is the stream.
    pub stream: &'static str,
    /// The column of `x` that is the entry's id.
    pub id: &'static str,
    /// Joins to whatever else is needed.
    pub joins: &'static str,
    /// What counts unless a query asks for a page of the past: the open, the coming, the lasting.
    pub current: &'static str,
    /// The column of `x` that puts a stream's things in order.
    pub position: &'static str,
    /// Rows of one thing follow each other: the order within.
    pub within: &'static str,
    /// Whether the family is in safe mode, as 0 or 1, where the policy has a field of this kind that depends on it.
    pub safe_mode: &'static str,
    /// A pull finds these by their stream: their ids repeat from stream to stream.
    pub by_stream: bool,
    /// Makes views of rows.
    pub views: fn(&[Row]) -> Result<Vec<Seen>, Trouble>,
}

/// A kind with nothing special about it.
pub const PLAIN: Kind = Kind {
    name: "",
    columns: "",
    table: "",
    stream: "x.stream",
    id: "x.id",
    joins: "",
    current: "",
    position: "",
    within: "",
    safe_mode: "0",
    by_stream: false,
    views: |_| Ok(Vec::new()),
};

/// One view that was read.
pub struct Seen {
    /// In which stream.
    pub stream: StreamId,
    pub id: Uuid,
    /// Seen as what; nothing where the caller knows.
    lenses: Lenses,
    /// The family is in safe mode.
    safe_mode: bool,
    /// The view's JSON.
    pub view: Box<RawValue>,
}

/// One view a row.
pub fn each<V: View>(rows: &[Row], view: impl Fn(&Row) -> Result<V, Trouble>) -> Result<Vec<Seen>, Trouble> {
    rows.iter().map(|row| seen(row, &view(row)?)).collect()
}

/// One view for each run of rows with the same id.
pub fn grouped<V: View>(
    rows: &[Row],
    view: impl Fn(&[Row]) -> Result<V, Trouble>,
) -> Result<Vec<Seen>, Trouble> {
    let mut seen_views = Vec::new();
    let mut rest = rows;
    while let Some(first) = rest.first() {
        let key: (Uuid, Uuid) = (first.id("g_stream")?, first.id("g_id")?);
        let mut length = 0;
        for row in rest {
            if (row.id("g_stream")?, row.id("g_id")?) != key {
                break;
            }
            length += 1;
        }
        let (group, others) = rest.split_at(length);
        seen_views.push(seen(first, &view(group)?)?);
        rest = others;
    }
    Ok(seen_views)
}

fn seen<V: View>(row: &Row, view: &V) -> Result<Seen, Trouble> {
    Ok(Seen {
        stream: row.id("g_stream")?,
        id: row.id("g_id")?,
        lenses: Lenses::of_bits(row.int("g_lenses")?),
        safe_mode: row.int("g_safe")? != 0,
        view: serde_json::value::to_raw_value(view).map_err(|_| Trouble::fault("view"))?,
    })
}

impl Kind {
    /// The statement that reads what a query needs of this kind, as this viewer may see it now.
    pub fn question(&self, viewer: &Viewer, now: Moment, span: Span) -> Question {
        let (sql, mut args) = self.statement(viewer.role, span);
        args.splice(0..0, args![viewer.municipality, viewer.person, now, now.day()]);
        if span == Span::Own {
            args.push(Arg::from(viewer.person));
        }
        (AssertSqlSafe(sql).into_sql_str(), args)
    }

    /// What was read by it.
    pub fn found(&self, mut rows: Vec<Row>, span: Span) -> Result<Vec<Held>, Trouble> {
        if matches!(span, Span::Latest(..) | Span::Before(..)) {
            rows.reverse();
        }
        let views = (self.views)(&rows)?;
        views.into_iter().map(|seen| self.held(seen)).collect()
    }

    fn held(&self, seen: Seen) -> Result<Held, Trouble> {
        let (stream, lenses, id, kind) = (seen.stream, seen.lenses, seen.id, self.name.to_owned());
        Ok(Held { stream, lenses, kind, id, version: 0, view: self.veiled(seen)?, sending: None })
    }

    /// Without the fields that the policy hides from who sees this.
    fn veiled(&self, seen: Seen) -> Result<Box<RawValue>, Trouble> {
        veiled(self.name, seen.lenses, seen.safe_mode, seen.view).map_err(|_| Trouble::fault("view"))
    }

    fn statement(&self, role: Role, span: Span) -> (String, Vec<Arg>) {
        let Self { name, columns, table, stream, id, joins, current, position, within, safe_mode, .. } = self;
        let (narrow, args, filter) = match span {
            Span::All => ("", Vec::new(), Cow::Borrowed(*current)),
            Span::Own => ("AND g.stream = $5", Vec::new(), Cow::Borrowed("")),
            Span::Stream(one) => ("AND g.stream = $5", args![one], Cow::Borrowed(*current)),
            Span::FamilyOf(one) => (
                "AND g.stream = (SELECT s.family FROM streams s WHERE s.municipality = $1 AND s.id = $5)",
                args![one],
                Cow::Borrowed(*current),
            ),
            Span::Within(family) => (
                "AND g.stream IN (SELECT s.id FROM streams s WHERE s.municipality = $1 AND s.family = $5)",
                args![family],
                Cow::Borrowed(*current),
            ),
            Span::During(from, before) => {
                ("", args![from, before], Cow::Owned(format!("AND {position} >= $5 AND {position} < $6")))
            }
            Span::Thing(one) => ("", args![one], Cow::Owned(format!("AND {id} = $5"))),
            Span::Latest(one, most) => ("AND g.stream = $5", args![one, i64::from(most)], Cow::Borrowed("")),
            Span::Before(one, before, most) => {
                ("AND g.stream = $5", args![one, i64::from(most), before], Cow::Borrowed(""))
            }
        };
        // A page is cut out by its index before anything is joined to it: a long thread costs no more than a short one.
        let page = |before: &str| {
            format!(
                "(SELECT * FROM {table} WHERE x.municipality = $1 AND {stream} = $5 {before} \
                 ORDER BY {position} DESC LIMIT $6) x"
            )
        };
        let (table, order) = match span {
            Span::Latest(..) => (page(""), format!("ORDER BY {position} DESC")),
            Span::Before(..) => (page(&format!("AND {position} < $7")), format!("ORDER BY {position} DESC")),
            _ if within.is_empty() => ((*table).to_owned(), String::new()),
            _ => ((*table).to_owned(), format!("ORDER BY {stream}, {id}, {within}")),
        };
        let granted = reach::granted(role, name, narrow);
        // CROSS JOIN: SQLite keeps to the order it is written in, and so begins with the grants. Left to choose, it
        // begins with every row of the municipality. PostgreSQL reads it like any other join.
        let sql = format!(
            "SELECT g.stream AS g_stream, g.lenses AS g_lenses, {safe_mode} AS g_safe, {id} AS g_id, {columns} \
             FROM ({granted}) g CROSS JOIN {table} {joins} \
             WHERE x.municipality = $1 AND {stream} = g.stream {filter} {order}"
        );
        (sql, args)
    }

    /// Reads named things for a pull, seen in each stream as this. Which things the viewer may see was decided by the
    /// statement that named them.
    pub async fn named(
        &self,
        db: &Db,
        viewer: &Viewer,
        now: Moment,
        wanted: &[(StreamId, Uuid)],
        lenses: impl Fn(StreamId) -> Lenses,
    ) -> Result<Vec<((StreamId, Uuid), Box<RawValue>)>, Trouble> {
        let Self { columns, table, stream, id, joins, within, by_stream, safe_mode, .. } = self;
        let key = if *by_stream { stream } else { id };
        let mut keys: Vec<Uuid> =
            wanted.iter().map(|(stream, id)| if *by_stream { stream.0 } else { *id }).collect();
        keys.sort_unstable();
        keys.dedup();
        let order =
            if within.is_empty() { String::new() } else { format!("ORDER BY {stream}, {id}, {within}") };
        let mut found = Vec::new();
        for chunk in keys.chunks(NAMED_AT_ONCE) {
            let places = places(chunk.len());
            let sql = format!(
                "SELECT {stream} AS g_stream, 0 AS g_lenses, {safe_mode} AS g_safe, {id} AS g_id, {columns} FROM {table} {joins} \
                 WHERE x.municipality = $1 AND {key} IN ({places}) {order}"
            );
            let mut args = args![viewer.municipality, viewer.person, now, now.day()];
            // Padded to a power of two with the last one, so that few statements need preparing.
            let padding =
                chunk.last().into_iter().cycle().take(chunk.len().next_power_of_two() - chunk.len());
            args.extend(chunk.iter().chain(padding).map(|id| Arg::from(*id)));
            for mut seen in (self.views)(&db.rows(AssertSqlSafe(sql), args).await?)? {
                seen.lenses = lenses(seen.stream);
                found.push(((seen.stream, seen.id), self.veiled(seen)?));
            }
        }
        Ok(found)
    }
}

/// How many things one statement names.
const NAMED_AT_ONCE: usize = 512;

fn places(count: usize) -> String {
    let places: Vec<String> = (5..5 + count.next_power_of_two()).map(|place| format!("${place}")).collect();
    places.join(", ")
}
