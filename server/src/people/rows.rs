//! How a person's own things are read.

use indgang_domain::families::Face;
use indgang_domain::people::{PersonView, SessionLine, Sessions, Settings};
use indgang_domain::stream::View;

use crate::desk::reading::{Kind, PLAIN, each};
use crate::desk::{Actor, Desk};
use crate::store::{Row, Trouble, args};

/// Who one is here.
pub(super) const PERSON: Kind = Kind {
    name: PersonView::KIND,
    columns: "x.id, x.name, x.given_name, x.role",
    table: "persons x",
    stream: "x.id",
    views: |rows| {
        each(rows, |row| {
            Ok(PersonView {
                person: row.id("id")?,
                name: row.text("name")?,
                given_name: row.text("given_name")?,
                role: row.word("role")?,
            })
        })
    },
    ..PLAIN
};

/// How one wants the app.
pub(super) const SETTINGS: Kind = Kind {
    name: Settings::KIND,
    columns: "x.settings",
    table: "persons x",
    stream: "x.id",
    views: |rows| each(rows, |row| row.json::<Settings>("settings")),
    ..PLAIN
};

/// One's own logins, the latest used first.
pub(super) async fn sessions(
    desk: &Desk,
    actor: &Actor,
    Sessions {}: Sessions,
) -> Result<Vec<SessionLine>, Trouble> {
    let rows = desk
        .db
        .rows(
            "SELECT id, label, since, seen_at FROM sessions WHERE municipality = $1 AND person = $2 AND ends_at > $3 \
             ORDER BY seen_at DESC, id LIMIT 100",
            args![actor.viewer.municipality, actor.viewer.person, desk.clock.now()],
        )
        .await?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in &rows {
        let id = row.id("id")?;
        lines.push(SessionLine {
            id,
            label: row.text("label")?,
            since: row.moment("since")?,
            seen: row.moment("seen_at")?,
            this: id == actor.session,
        });
    }
    Ok(lines)
}

/// A face from columns with this prefix.
pub(crate) fn face(row: &Row, prefix: &str) -> Result<Face, Trouble> {
    Ok(Face {
        person: row.id(&format!("{prefix}person"))?,
        name: row.text(&format!("{prefix}name"))?,
        given_name: row.text(&format!("{prefix}given_name"))?,
        phone: row.text(&format!("{prefix}phone"))?,
    })
}
