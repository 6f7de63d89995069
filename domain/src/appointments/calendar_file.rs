//! A meeting as a file for one's own calendar (RFC 5545).

use super::{AppointmentState, AppointmentView};
use crate::kernel::time::Moment;

/// The words of the file, in the person's language. In safe mode there are none but these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// What it is called.
    pub title: String,
    /// What else is to be said of it.
    pub about: String,
    /// Where it is.
    pub place: Option<String>,
}

/// The file; `None` before a time is agreed. The same meeting is the same event again, so that a calendar that has it
/// takes over what changed.
pub fn calendar_file(view: &AppointmentView, words: &Wording, now: Moment) -> Option<String> {
    let starts = view.starts?;
    let cancelled = view.state == AppointmentState::Cancelled;
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Indgang//DA".to_owned(),
        "METHOD:PUBLISH".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}@indgang", view.id),
        format!("SEQUENCE:{}", view.revision),
        format!("DTSTAMP:{}", stamp(now)),
        format!("DTSTART:{}", stamp(starts)),
        format!("DTEND:{}", stamp(view.ends_at(starts))),
        format!("STATUS:{}", if cancelled { "CANCELLED" } else { "CONFIRMED" }),
        "CLASS:PRIVATE".to_owned(),
        format!("SUMMARY:{}", escaped(&words.title)),
    ];
    lines.extend(words.place.as_deref().map(|place| format!("LOCATION:{}", escaped(place))));
    if !words.about.is_empty() {
        lines.push(format!("DESCRIPTION:{}", escaped(&words.about)));
    }
    lines.extend(["END:VEVENT".to_owned(), "END:VCALENDAR".to_owned()]);
    Some(lines.iter().map(|line| folded(line)).collect())
}

/// `20261124T090000Z`.
fn stamp(at: Moment) -> String {
    let seconds = Moment::from_millis(at.millis() - at.millis().rem_euclid(1000));
    seconds.to_string().chars().filter(char::is_ascii_alphanumeric).collect()
}

/// What stands for itself in a calendar file's text.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// A line of at most 75 bytes; what is longer goes on in the next, behind a blank.
fn folded(line: &str) -> String {
    let (mut out, mut width) = (String::with_capacity(line.len() + 2), 0);
    for letter in line.chars() {
        if width + letter.len_utf8() > 75 {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(letter);
        width += letter.len_utf8();
    }
    out + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_folded_at_whole_letters() {
        let line = format!("DESCRIPTION:{}", "æ".repeat(100));
        let folded = folded(&line);
        assert!(folded.split("\r\n").all(|part| part.len() <= 75));
        assert_eq!(folded.replace("\r\n ", "").trim_end(), line);
    }

    #[test]
    fn what_means_something_else_in_the_file_is_escaped() {
        assert_eq!(escaped("Kulturhuset, 1. sal;\nbag\\om"), "Kulturhuset\\, 1. sal\\;\\nbag\\\\om");
    }

    #[test]
    fn a_stamp_is_in_utc() {
        assert_eq!(
            stamp("2026-11-24T10:00:00.250+01:00".parse().unwrap_or(Moment::EPOCH)),
            "20261124T090000Z"
        );
    }
}
