//! What can be done about a meeting as it stands: what the server would refuse is not offered.

use indgang_domain::appointments::{AppointmentState, AppointmentView};
use indgang_domain::kernel::time::Moment;

/// Something that can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Say how it went.
    Close,
    /// Offer the times that the family waits for.
    Offer,
    /// Offer times though nobody waits for them.
    OfferOthers,
    /// Set a time.
    Set,
    /// Say that the family can come after all.
    Can,
    /// Say that it cannot.
    Cannot,
    /// Cancel it.
    Cancel,
}

/// What can be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Applies {
    /// Times that can be taken for the family.
    pub(super) take: Vec<Moment>,
    /// The rest.
    pub(super) steps: Vec<Step>,
}

impl Applies {
    pub(super) fn of(view: &AppointmentView, now: Moment) -> Self {
        let coming = view.is_coming(now);
        let confirmed = view.state == AppointmentState::Confirmed;
        let take = if coming { view.open_offers(now) } else { Vec::new() };
        let begun = view.starts.is_some_and(|starts| starts <= now);
        let ended = matches!(view.state, AppointmentState::Held | AppointmentState::NoShow);
        let wanted = view.wants_times(now);
        let refused = view.cannot.is_some();
        let steps = [
            (Step::Close, begun && (confirmed || ended)),
            (Step::Offer, coming && wanted),
            (Step::OfferOthers, coming && !wanted),
            (Step::Set, coming),
            (Step::Can, coming && confirmed && refused),
            (Step::Cannot, coming && if confirmed { !refused } else { !take.is_empty() }),
            (Step::Cancel, view.state.is_open()),
        ];
        Self { take, steps: steps.into_iter().filter(|(_, can)| *can).map(|(step, _)| step).collect() }
    }
}

#[cfg(test)]
mod tests {
    use indgang_domain::appointments::{AppointmentKind, Cannot, Way};
    use indgang_domain::kernel::id::AppointmentId;
    use uuid::Uuid;

    use super::*;

    const HOUR: i64 = 60 * 60 * 1000;

    fn now() -> Moment {
        "2026-11-24T12:00:00Z".parse().unwrap()
    }

    fn meeting(state: AppointmentState, starts: Option<i64>) -> AppointmentView {
        AppointmentView {
            id: AppointmentId(Uuid::nil()),
            kind: AppointmentKind::Meeting,
            state,
            starts: starts.map(|hours| now().plus_millis(hours * HOUR)),
            minutes: 60,
            offers: Vec::new(),
            way: Way::Place,
            place: None,
            with: Vec::new(),
            members: Vec::new(),
            interpreter: None,
            bring: None,
            wish: None,
            cannot: None,
            closing: None,
            on_behalf: None,
            series: None,
            service: None,
            change_by: None,
            revision: 1,
        }
    }

    fn steps(view: &AppointmentView) -> Vec<Step> {
        Applies::of(view, now()).steps
    }

    #[test]
    fn a_wish_wants_times_and_nobody_has_refused_any() {
        let wish = meeting(AppointmentState::Wished, None);
        assert_eq!(steps(&wish), [Step::Offer, Step::Set, Step::Cancel]);
    }

    #[test]
    fn an_offered_time_can_be_taken_or_refused_until_it_has_passed() {
        let mut view = meeting(AppointmentState::Offered, None);
        view.offers = vec![now().plus_millis(-HOUR), now().plus_millis(HOUR)];
        assert_eq!(Applies::of(&view, now()).take, [now().plus_millis(HOUR)]);
        assert_eq!(steps(&view), [Step::OfferOthers, Step::Set, Step::Cannot, Step::Cancel]);
        let later = Applies::of(&view, now().plus_millis(2 * HOUR));
        let expected = vec![Step::Offer, Step::Set, Step::Cancel];
        assert_eq!(later, Applies { take: Vec::new(), steps: expected });
    }

    #[test]
    fn one_that_is_agreed_is_answered_before_it_ends_and_closed_once_it_has_begun() {
        let tomorrow = meeting(AppointmentState::Confirmed, Some(24));
        assert_eq!(steps(&tomorrow), [Step::OfferOthers, Step::Set, Step::Cannot, Step::Cancel]);
        let cannot = Some(Cannot { by: "Samira".into(), why: None });
        let refused = AppointmentView { cannot, ..tomorrow };
        assert_eq!(steps(&refused), [Step::Offer, Step::Set, Step::Can, Step::Cancel]);
        let begun = steps(&meeting(AppointmentState::Confirmed, Some(0)));
        assert_eq!(begun, [Step::Close, Step::OfferOthers, Step::Set, Step::Cannot, Step::Cancel]);
        assert_eq!(steps(&meeting(AppointmentState::Confirmed, Some(-2))), [Step::Close, Step::Cancel]);
    }

    #[test]
    fn what_has_been_told_can_be_corrected_and_what_is_cancelled_stays_so() {
        assert_eq!(steps(&meeting(AppointmentState::Held, Some(-2))), [Step::Close]);
        assert_eq!(steps(&meeting(AppointmentState::NoShow, Some(-2))), [Step::Close]);
        assert!(steps(&meeting(AppointmentState::Cancelled, Some(-2))).is_empty());
    }
}
