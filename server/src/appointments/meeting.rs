//! A meeting's row, and the family that it stands in.

use indgang_domain::appointments::{
    AppointmentKind, AppointmentState, AppointmentView, ForMember, InSeries, Way, With,
};
use indgang_domain::kernel::id::{
    AppointmentId, CalendarId, FamilyId, InterpreterId, MemberId, PersonId, ServiceId, StreamId, UnitId,
};
use indgang_domain::kernel::text::Tongue;
use indgang_domain::kernel::time::Moment;
use indgang_domain::policy::may_answer;
use indgang_domain::policy::table::{ANSWERS, OF_FAMILY};
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::stream::View;

use super::rows;
use crate::calendars::ends;
use crate::desk::change::Change;
use crate::store::row::{json, word};
use crate::store::{Trouble, args};

/// The family of a stream that is its own, or that of one of its threads.
pub(crate) const OF_STREAM: &str = "SELECT f.id, f.unit, CAST(NULL AS UUID) AS owner FROM families f \
    WHERE f.municipality = $1 AND f.id = $2 UNION ALL SELECT f.id, f.unit, t.owner FROM threads t \
    JOIN families f ON f.municipality = t.municipality AND f.id = t.family WHERE t.municipality = $1 AND t.id = $2";

/// Where a meeting stands: in a family's stream, or in the own thread of one of the family.
pub(crate) struct Home {
    pub(crate) family: FamilyId,
    /// Which team serves them.
    pub(crate) unit: UnitId,
    /// Whose own thread it is; none for the whole family's.
    pub(crate) owner: Option<PersonId>,
}

impl Home {
    /// Of a stream. The family's thread is no place for a meeting: the family itself is.
    ///
    /// # Errors
    /// `malformed` for a stream that no meeting stands in.
    pub(crate) async fn of(change: &mut Change<'_, '_>, stream: StreamId) -> Result<Self, Trouble> {
        let row = change
            .tx
            .row(OF_STREAM, args![change.here.municipality, stream])
            .await?
            .ok_or_else(|| Problem::on(ProblemKey::Malformed, "stream"))?;
        let home = Self { family: row.id("id")?, unit: row.id("unit")?, owner: row.id_or_none("owner")? };
        if home.owner.is_none() && stream != home.family.into() {
            return Err(Problem::on(ProblemKey::Malformed, "stream").into());
        }
        Ok(home)
    }

    /// The members named, with what they are called; nobody where it is one person's own.
    ///
    /// # Errors
    /// `malformed` where one is of another family.
    pub(crate) async fn members(
        &self,
        change: &mut Change<'_, '_>,
        named: &[MemberId],
    ) -> Result<Vec<ForMember>, Trouble> {
        if named.is_empty() || self.owner.is_some() {
            return Ok(Vec::new());
        }
        let rows = change
            .tx
            .rows(
                "SELECT id, name FROM members WHERE municipality = $1 AND family = $2 ORDER BY kind, id",
                args![change.here.municipality, self.family],
            )
            .await?;
        let mut members = Vec::with_capacity(rows.len());
        for row in &rows {
            members.push(ForMember { id: row.id("id")?, name: row.text("name")? });
        }
        if named.iter().any(|id| members.iter().all(|member| member.id != *id)) {
            return Err(Problem::on(ProblemKey::Malformed, "members").into());
        }
        let all = members.len();
        members.retain(|member| named.contains(&member.id));
        // All of them are the family.
        Ok(if members.len() == all { Vec::new() } else { members })
    }
}

/// A meeting to be written down.
pub(crate) struct NewMeeting {
    pub(crate) id: AppointmentId,
    pub(crate) stream: StreamId,
    pub(crate) family: FamilyId,
    pub(crate) kind: AppointmentKind,
    pub(crate) state: AppointmentState,
    pub(crate) starts: Option<Moment>,
    pub(crate) minutes: u16,
    pub(crate) offers: Vec<Moment>,
    pub(crate) way: Way,
    pub(crate) place: String,
    pub(crate) with: Vec<With>,
    pub(crate) members: Vec<ForMember>,
    pub(crate) tongue: Option<Tongue>,
    pub(crate) interpreter: Option<InterpreterId>,
    pub(crate) bring: Option<String>,
    pub(crate) wish: Option<String>,
    pub(crate) on_behalf: Option<PersonId>,
    pub(crate) series: Option<InSeries>,
    pub(crate) service: Option<ServiceId>,
    pub(crate) change_by: Option<Moment>,
}

impl NewMeeting {
    /// Writes it down, and tells.
    ///
    /// # Errors
    /// `id-reused` where there is one of this id, or where it is held: what lets go of the hold would let go of this.
    pub(crate) async fn write(self, change: &mut Change<'_, '_>) -> Result<(), Trouble> {
        let held = "SELECT id FROM holds WHERE municipality = $1 AND id = $2";
        if change.tx.row(held, args![change.here.municipality, self.id]).await?.is_some() {
            return Err(ProblemKey::IdReused.into());
        }
        let until = self.starts.map_or(Moment::NEVER, |starts| ends(starts, self.minutes));
        let new = change
            .tx
            .exec(
                "INSERT INTO appointments (municipality, id, stream, family, kind, state, starts, minutes, until_at, \
                 offers, way, place, with_people, members, tongue, interpreter, bring, wish, on_behalf, series, number, \
                 in_all, service, change_by, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, \
                 $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, 1) ON CONFLICT (municipality, id) DO NOTHING",
                args![
                    change.here.municipality,
                    self.id,
                    self.stream,
                    self.family,
                    word(self.kind),
                    word(self.state),
                    self.starts,
                    self.minutes,
                    until,
                    json(&self.offers)?,
                    word(self.way),
                    self.place,
                    json(&self.with)?,
                    json(&self.members)?,
                    self.tongue.map(String::from),
                    self.interpreter,
                    self.bring,
                    self.wish,
                    self.on_behalf,
                    self.series.map(|series| series.series),
                    self.series.map(|series| series.number),
                    self.series.map(|series| series.of),
                    self.service,
                    self.change_by,
                ],
            )
            .await?;
        if new == 0 {
            return Err(ProblemKey::IdReused.into());
        }
        change.tell(self.stream, AppointmentView::KIND, self.id).await
    }
}

/// Is there a meeting of this id, in whichever stream?
pub(crate) async fn is_written(change: &mut Change<'_, '_>, id: AppointmentId) -> Result<bool, Trouble> {
    let sql = "SELECT id FROM appointments WHERE municipality = $1 AND id = $2";
    Ok(change.tx.row(sql, args![change.here.municipality, id]).await?.is_some())
}

/// A meeting as it stands.
pub(crate) struct Meeting {
    pub(crate) id: AppointmentId,
    pub(crate) stream: StreamId,
    pub(crate) state: AppointmentState,
    pub(crate) starts: Option<Moment>,
    pub(crate) minutes: u16,
    pub(crate) offers: Vec<Moment>,
    pub(crate) with: Vec<With>,
    pub(crate) tongue: Option<Tongue>,
    pub(crate) interpreter: Option<InterpreterId>,
    pub(crate) service: Option<ServiceId>,
    pub(crate) change_by: Option<Moment>,
    pub(crate) series: Option<InSeries>,
    pub(crate) revision: i64,
}

impl Meeting {
    /// The one with this id in this stream.
    ///
    /// # Errors
    /// `not-found`.
    pub(crate) async fn load(
        change: &mut Change<'_, '_>,
        id: AppointmentId,
        stream: StreamId,
    ) -> Result<Self, Trouble> {
        let row = change
            .tx
            .row(SELECT, args![change.here.municipality, id, stream])
            .await?
            .ok_or(ProblemKey::NotFound)?;
        Self::read(&row, id, stream)
    }

    pub(crate) fn read(
        row: &crate::store::Row,
        id: AppointmentId,
        stream: StreamId,
    ) -> Result<Self, Trouble> {
        let tongue = row.text_or_none("tongue")?.map(|tag| Tongue::parse(&tag)).transpose();
        Ok(Self {
            id,
            stream,
            state: row.word("state")?,
            starts: row.moment_or_none("starts")?,
            minutes: u16::try_from(row.int("minutes")?).unwrap_or(u16::MAX),
            offers: row.json("offers")?,
            with: rows::people(row)?,
            tongue: tongue.map_err(|_| Trouble::fault("tongue"))?,
            interpreter: row.id_or_none("interpreter")?,
            service: row.id_or_none("service")?,
            change_by: row.moment_or_none("change_by")?,
            series: rows::series(row)?,
            revision: row.int("revision")?,
        })
    }

    /// Someone counts on it still.
    ///
    /// # Errors
    /// `appointment-over`.
    pub(crate) fn must_be_open(&self) -> Result<(), Problem> {
        if self.state.is_open() { Ok(()) } else { Err(ProblemKey::AppointmentOver.into()) }
    }

    /// Who says no to a time says it to the one they saw: another was agreed meanwhile.
    ///
    /// # Errors
    /// A conflict.
    pub(crate) fn must_begin(&self, seen: Option<Moment>) -> Result<(), Trouble> {
        if seen.is_none() || self.starts == seen { Ok(()) } else { Err(Trouble::conflict()) }
    }

    /// Whoever changes it must have seen what they change.
    ///
    /// # Errors
    /// A conflict.
    pub(crate) fn must_be(&self, revision: i64) -> Result<(), Trouble> {
        if self.revision == revision { Ok(()) } else { Err(Trouble::conflict()) }
    }

    /// When it is over; none before a time is agreed.
    pub(crate) fn ends(&self) -> Option<Moment> {
        self.starts.map(|starts| ends(starts, self.minutes))
    }
}

/// What [`Meeting::read`] reads.
pub(crate) const SELECT: &str = "SELECT state, starts, minutes, offers, with_people, tongue, interpreter, service, \
    change_by, series, number, in_all, revision FROM appointments WHERE municipality = $1 AND id = $2 AND stream = $3";

/// Whose time a meeting of these takes.
pub(crate) fn calendars(with: &[With], interpreter: Option<InterpreterId>) -> Vec<CalendarId> {
    let people = with.iter().filter_map(|with| with.person).map(CalendarId::from);
    let mut all: Vec<_> = people.chain(interpreter.map(CalendarId::from)).collect();
    // In one order for everyone, so that two who take the same never wait for each other.
    all.sort_unstable();
    all.dedup();
    all
}

/// Does this someone for the team? Whoever else does it keeps to what is offered to families.
pub(crate) fn is_team(change: &Change<'_, '_>) -> bool {
    ANSWERS.has(change.lens)
}

/// Who does this for the family; none where it is the family.
pub(crate) fn on_behalf(change: &Change<'_, '_>) -> Option<PersonId> {
    (!OF_FAMILY.has(change.lens)).then_some(change.by.person)
}

/// Whoever answers may answer for what stands here.
///
/// # Errors
/// `not-allowed` for a young person and the whole family's.
pub(crate) async fn may_speak_here(change: &mut Change<'_, '_>, stream: StreamId) -> Result<Home, Trouble> {
    let home = Home::of(change, stream).await?;
    if may_answer(change.lens, home.owner.is_some()) { Ok(home) } else { Err(ProblemKey::NotAllowed.into()) }
}
