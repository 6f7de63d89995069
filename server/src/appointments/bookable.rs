//! What can be booked, as it stands in its row.

use indgang_domain::appointments::{AppointmentKind, Way};
use indgang_domain::kernel::id::{ServiceId, UnitId};
use indgang_domain::policy::table::ANSWERS;
use indgang_domain::policy::{Role, held};
use indgang_domain::problem::ProblemKey;

use crate::calendars::reader::Reader;
use crate::desk::change::Change;
use crate::store::{Trouble, args};

const MINUTE: i64 = 60_000;

/// A service.
pub(crate) struct Service {
    pub(crate) kind: AppointmentKind,
    pub(crate) minutes: u16,
    pub(crate) way: Way,
    pub(crate) place: String,
    /// A time begins at least so many milliseconds from now.
    pub(crate) lead: i64,
    /// It can be changed until so many milliseconds before.
    pub(crate) cancel: i64,
    roles: Vec<Role>,
}

impl Service {
    /// The one of this id that this unit offers.
    ///
    /// # Errors
    /// `not-found`.
    pub(crate) async fn load(
        reader: &mut Reader<'_, '_>,
        unit: UnitId,
        id: ServiceId,
    ) -> Result<Self, Trouble> {
        let args = args![reader.municipality(), id, unit];
        let rows = reader
            .rows(
                "SELECT kind, minutes, way, place, lead_minutes, cancel_minutes, roles FROM services \
                 WHERE municipality = $1 AND id = $2 AND unit = $3",
                args,
            )
            .await?;
        let row = rows.first().ok_or(ProblemKey::NotFound)?;
        Ok(Self {
            kind: row.word("kind")?,
            minutes: u16::try_from(row.int("minutes")?).unwrap_or(u16::MAX),
            way: row.word("way")?,
            place: row.text("place")?,
            lead: row.int("lead_minutes")? * MINUTE,
            cancel: row.int("cancel_minutes")? * MINUTE,
            roles: row.json("roles")?,
        })
    }

    /// May someone of this role book it? The team books for whoever asked it to.
    pub(crate) fn is_for(&self, role: Role) -> bool {
        !held(role, ANSWERS).is_empty() || self.roles.contains(&role)
    }
}

/// Until so many milliseconds before its beginning what was booked can be changed; none where the service is gone.
pub(crate) async fn cancel_millis(
    change: &mut Change<'_, '_>,
    id: ServiceId,
) -> Result<Option<i64>, Trouble> {
    let row = change
        .tx
        .row(
            "SELECT cancel_minutes FROM services WHERE municipality = $1 AND id = $2",
            args![change.here.municipality, id],
        )
        .await?;
    row.map(|row| Ok(row.int("cancel_minutes")? * MINUTE)).transpose()
}
