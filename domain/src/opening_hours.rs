//! When the family team reads messages, by when it answers, and whom to call meanwhile.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::time::{Clock, Moment};

/// From when to when, on one weekday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Opening {
    /// Opens.
    pub from: Clock,
    /// Closes; later the same day.
    pub to: Clock,
}

/// A unit's promise to its families. Data of the unit, shown offline too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Service)]
pub struct OpeningHours {
    /// The unit's name.
    pub unit: String,
    /// Seven days from Monday; `null` is closed.
    pub hours: Vec<Option<Opening>>,
    /// Answers within so many opening hours.
    pub reply_hours: u16,
    /// The municipality's own duty line, as one dials it.
    pub duty_phone: String,
}

const MINUTE: i64 = 60_000;
/// How many days ahead an opening is looked for: a unit that opens less often than that promises nothing.
const DAYS_AHEAD: i64 = 60;

impl OpeningHours {
    /// By when a message sent at `sent` is answered: `reply_hours` of opening time later.
    /// `None` where the unit never opens.
    pub fn promised_reply(&self, sent: Moment) -> Option<Moment> {
        let mut left = i64::from(self.reply_hours) * 60 * MINUTE;
        let mut day = sent.day();
        for _ in 0..DAYS_AHEAD {
            if let Some(opening) = self.opening(day.weekday()) {
                let from = day.at(opening.from).max(sent);
                let to = day.at(opening.to);
                let open = (to.millis() - from.millis()).max(0);
                if open > 0 && left <= open {
                    return Some(from.plus_millis(left));
                }
                left -= open;
            }
            day = day.plus(1);
        }
        None
    }

    /// Is someone reading now?
    pub fn is_open(&self, now: Moment) -> bool {
        self.opening(now.day().weekday())
            .is_some_and(|opening| opening.from <= now.clock() && now.clock() < opening.to)
    }

    fn opening(&self, weekday: u8) -> Option<Opening> {
        self.hours.get(usize::from(weekday)).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weekdays(reply_hours: u16) -> OpeningHours {
        let open = Some(Opening { from: Clock::hour(9), to: Clock::hour(15) });
        OpeningHours {
            unit: "Familieteam".into(),
            hours: vec![open, open, open, open, open, None, None],
            reply_hours,
            duty_phone: "33 17 33 33".into(),
        }
    }

    fn moment(text: &str) -> Moment {
        text.parse().unwrap_or(Moment::EPOCH)
    }

    #[test]
    fn a_friday_evening_message_is_answered_on_monday() {
        // 2026-11-20 is a Friday; Copenhagen is one hour ahead of UTC.
        let promised = weekdays(4).promised_reply(moment("2026-11-20T19:00:00Z"));
        assert_eq!(promised, Some(moment("2026-11-23T12:00:00Z")));
    }

    #[test]
    fn opening_hours_carry_over_to_the_next_day() {
        let promised = weekdays(4).promised_reply(moment("2026-11-19T13:00:00Z"));
        assert_eq!(promised, Some(moment("2026-11-20T11:00:00Z")));
    }

    #[test]
    fn a_unit_that_never_opens_promises_nothing() {
        let closed = OpeningHours { hours: vec![None; 7], ..weekdays(4) };
        assert_eq!(closed.promised_reply(moment("2026-11-20T19:00:00Z")), None);
        assert!(!closed.is_open(moment("2026-11-20T10:00:00Z")));
    }
}
