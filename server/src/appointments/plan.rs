//! What the team does: propose, offer times, say how it went.

use indgang_domain::appointments::{
    AppointmentState, AppointmentView, CloseAppointment, Ending, InSeries, OfferTimes, ProposeAppointment,
    With, check_time,
};
use indgang_domain::booking::OFFER_HOLD;
use indgang_domain::kernel::id::{AppointmentId, InterpreterId, PersonId, SeriesId, derive};
use indgang_domain::kernel::text::MessageText;
use indgang_domain::kernel::time::Moment;
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::stream::View;

use super::meeting::{Home, Meeting, NewMeeting, calendars};
use crate::calendars::occupancy::{self, Span};
use crate::calendars::{ends, interpreters, people};
use crate::desk::change::Change;
use crate::store::row::{json, word};
use crate::store::{Trouble, args};

/// A meeting with times to choose from; or one or several that are agreed already.
pub(super) async fn propose(
    change: &mut Change<'_, '_>,
    command: &ProposeAppointment,
) -> Result<(), Trouble> {
    let home = Home::of(change, command.stream).await?;
    let with = attending(change, &home, command).await?;
    let members = home.members(change, &command.members).await?;
    let (count, days) = command.repeats()?;
    let first = command.times.iter().map(|time| time.0);
    // A week later is the same time of day, whatever the clocks did meanwhile.
    let again = (1..count).filter_map(|number| {
        let starts = command.times.first()?.0;
        Some(starts.day().plus(i64::from(number) * days).at(starts.clock()))
    });
    let times: Vec<Moment> = first.chain(again).collect();
    times.iter().try_for_each(|starts| check_time(*starts, change.here.now))?;
    let interpreter =
        interpreters::free_at(change, home.unit, command.interpreter.as_ref(), &times, command.minutes)
            .await?;
    let sketch = |change: &Change<'_, '_>, id: AppointmentId| NewMeeting {
        id,
        stream: command.stream,
        family: home.family,
        kind: command.kind,
        state: AppointmentState::Offered,
        starts: None,
        minutes: command.minutes,
        offers: Vec::new(),
        way: command.way,
        place: command.place.to_string(),
        with: with.clone(),
        members: members.clone(),
        tongue: command.interpreter.clone(),
        interpreter,
        bring: command.bring.clone().map(String::from),
        wish: None,
        on_behalf: command.agreed.then_some(change.by.person),
        series: None,
        service: None,
        change_by: None,
    };
    if !command.agreed {
        offer_all(change, command.id, &with, interpreter, &times, command.minutes).await?;
        return NewMeeting { offers: times, ..sketch(change, command.id) }.write(change).await;
    }
    for (starts, number) in times.into_iter().zip(1_u8..) {
        let id = if number == 1 { command.id } else { AppointmentId(derive(command.id.0, number)) };
        let of_series = InSeries { series: SeriesId(command.id.0), number, of: count };
        let agreed = NewMeeting {
            state: AppointmentState::Confirmed,
            starts: Some(starts),
            series: (count > 1).then_some(of_series),
            ..sketch(change, id)
        };
        let span = Span { from: starts, to: ends(starts, command.minutes), until: Moment::NEVER };
        occupancy::take(change, id, &calendars(&with, interpreter), span).await?;
        agreed.write(change).await?;
    }
    Ok(())
}

/// Who will be there: those named, who work in the family's unit; the one who proposes, where nobody is.
async fn attending(
    change: &mut Change<'_, '_>,
    home: &Home,
    command: &ProposeAppointment,
) -> Result<Vec<With>, Trouble> {
    let named: Vec<PersonId> =
        if command.with.is_empty() { vec![change.by.person] } else { command.with.clone() };
    let mut with = people::of_unit(change, home.unit, &named).await?;
    with.extend(command.also.as_ref().map(|name| With { person: None, name: name.to_string() }));
    Ok(with)
}

/// Keeps offered times free for a while.
async fn offer_all(
    change: &mut Change<'_, '_>,
    id: AppointmentId,
    with: &[With],
    interpreter: Option<InterpreterId>,
    times: &[Moment],
    minutes: u16,
) -> Result<(), Trouble> {
    let now = change.here.now;
    if times.iter().any(|starts| *starts <= now) {
        return Err(Problem::on(ProblemKey::TimeWrong, "times").into());
    }
    for starts in times {
        let until = now.plus_millis(OFFER_HOLD).min(*starts);
        let span = Span { from: *starts, to: ends(*starts, minutes), until };
        occupancy::take(change, id, &calendars(with, interpreter), span).await?;
    }
    Ok(())
}

/// Times for a wish, or instead of one that cannot be kept.
pub(super) async fn offer(change: &mut Change<'_, '_>, command: &OfferTimes) -> Result<(), Trouble> {
    let meeting = Meeting::load(change, command.id, command.stream).await?;
    meeting.must_be_open()?;
    meeting.must_be(command.revision)?;
    let times: Vec<Moment> = command.times.iter().map(|time| time.0).collect();
    times.iter().try_for_each(|starts| check_time(*starts, change.here.now))?;
    let home = Home::of(change, command.stream).await?;
    let with = match times.first() {
        // A wish names nobody: the family's contact persons come, or who stands in for them.
        Some(first) if meeting.with.is_empty() => people::serving(change, home.family, first.day()).await?,
        _ => meeting.with.clone(),
    };
    occupancy::free_offers(change, command.id).await?;
    let wants = meeting.tongue.as_ref().filter(|_| meeting.interpreter.is_none());
    let interpreter = match meeting.interpreter {
        Some(interpreter) => Some(interpreter),
        None => interpreters::free_at(change, home.unit, wants, &times, meeting.minutes).await?,
    };
    offer_all(change, command.id, &with, interpreter, &times, meeting.minutes).await?;
    let state = match meeting.state {
        AppointmentState::Wished => AppointmentState::Offered,
        state => state,
    };
    change.tx
        .exec(
            "UPDATE appointments SET state = $3, offers = $4, with_people = $5, interpreter = $6, revision = revision + 1 \
             WHERE municipality = $1 AND id = $2",
            args![change.here.municipality, command.id, word(state), json(&times)?, json(&with)?, interpreter],
        )
        .await?;
    change.tell(command.stream, AppointmentView::KIND, command.id).await
}

/// How it went, once it has begun. Saying it again corrects it.
/// The same, on the meeting as it is now.
pub(super) async fn renew(
    change: &mut Change<'_, '_>,
    command: &CloseAppointment,
) -> Result<CloseAppointment, Trouble> {
    let meeting = Meeting::load(change, command.id, command.stream).await?;
    Ok(CloseAppointment { revision: meeting.revision, ..command.clone() })
}

pub(super) async fn close(change: &mut Change<'_, '_>, command: &CloseAppointment) -> Result<(), Trouble> {
    let meeting = Meeting::load(change, command.id, command.stream).await?;
    meeting.must_be(command.revision)?;
    match (meeting.state, meeting.starts) {
        (AppointmentState::Confirmed, Some(starts)) if starts > change.here.now => {
            return Err(ProblemKey::NotBegun.into());
        }
        (AppointmentState::Confirmed | AppointmentState::Held | AppointmentState::NoShow, Some(_)) => {}
        _ => return Err(ProblemKey::AppointmentOver.into()),
    }
    let state = match command.ending {
        Ending::Held => AppointmentState::Held,
        Ending::NoShow => AppointmentState::NoShow,
    };
    change.tx
        .exec(
            "UPDATE appointments SET state = $3, closed_by = $4, closing = $5, offers = '[]', cannot_by = NULL, \
             cannot_why = NULL, revision = revision + 1 WHERE municipality = $1 AND id = $2",
            args![
                change.here.municipality,
                command.id,
                word(state),
                change.by.person,
                command.agreed.as_ref().map(MessageText::as_str),
            ],
        )
        .await?;
    occupancy::free_offers(change, command.id).await?;
    change.tell(command.stream, AppointmentView::KIND, command.id).await
}
