//! Every command and every query, with arguments that make sense in the demo world.

use uuid::Uuid;

use super::Seeds;

/// Of whatever a command makes or names, where nothing of the demo world will do.
pub(crate) const ID: Uuid = Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001);

/// What a name takes, as JSON.
type Named = (&'static str, String);

pub(crate) fn commands(seeds: &Seeds) -> Vec<Named> {
    [words(seeds), deeds(seeds)].concat()
}

fn words(seeds: &Seeds) -> Vec<Named> {
    let Seeds { thread, .. } = seeds;
    let id = ID;
    vec![
        (
            "Messages.SendMessage",
            format!(r#"{{"id":"{id}","thread":"{thread}","text":"Hej 👋","language":"da","photos":[]}}"#),
        ),
        ("Messages.SendMessage", format!(r#"{{"id":"{id}","thread":"{thread}","photos":["{id}"]}}"#)),
        (
            "Messages.SendMessage",
            format!(
                r#"{{"id":"{id}","thread":"{thread}","voice":{{"chunks":["{id}"],"mime":"audio/webm;codecs=opus","millis":61400}}}}"#
            ),
        ),
        (
            "Messages.SaveTranscript",
            format!(r#"{{"thread":"{thread}","message":"{id}","revision":0,"text":"Kan vi ses?"}}"#),
        ),
        ("Messages.MarkRead", format!(r#"{{"thread":"{thread}","position":3}}"#)),
        (
            "Letters.AskAboutLetter",
            format!(r#"{{"id":"{id}","thread":"{thread}","photos":["{id}"],"note":"Hvad er det?"}}"#),
        ),
        (
            "Letters.AskAboutLetter",
            format!(
                r#"{{"id":"{id}","thread":"{thread}","documents":[{{"blob":"{id}","bytes":48213,"name":"Brev.pdf"}}]}}"#
            ),
        ),
        (
            "Letters.EndLetter",
            format!(
                r#"{{"id":"{id}","thread":"{thread}","revision":1,"verdict":"you-must","what":"ringe","by":"2026-03-12"}}"#
            ),
        ),
        ("Letters.FinishLetter", format!(r#"{{"id":"{id}","thread":"{thread}"}}"#)),
    ]
}

fn deeds(seeds: &Seeds) -> Vec<Named> {
    let Seeds { thread, family, person, session, .. } = seeds;
    let id = ID;
    vec![
        (
            "People.SaveSettings",
            r#"{"language":"ar","text_size":"large","theme":"dark","quick_exit":true}"#.to_owned(),
        ),
        ("People.EndSession", format!(r#"{{"session":"{session}"}}"#)),
        ("Families.AssignContact", format!(r#"{{"id":"{id}","family":"{family}","staff":"{person}"}}"#)),
        ("Families.NoteOpened", format!(r#"{{"family":"{family}"}}"#)),
        (
            "Staff.SetAbsence",
            format!(
                r#"{{"id":"{id}","unit":"{id}","staff":"{person}","substitute":"{id}","from":"2026-03-05","until":"2026-03-09"}}"#
            ),
        ),
        (
            "Staff.SaveTemplate",
            format!(r#"{{"id":"{id}","unit":"{id}","title":"Ferie","text":"Vi ringer.","revision":0}}"#),
        ),
        ("Families.EndContact", format!(r#"{{"id":"{id}","family":"{family}"}}"#)),
        ("Staff.EndAbsence", format!(r#"{{"id":"{id}","unit":"{id}"}}"#)),
        ("Staff.RemoveTemplate", format!(r#"{{"id":"{id}","unit":"{id}","revision":1}}"#)),
        ("Quarantine.SendOn", format!(r#"{{"id":"{id}","thread":"{thread}"}}"#)),
        ("Quarantine.Discard", format!(r#"{{"id":"{id}"}}"#)),
        (
            "Appointments.ProposeAppointment",
            format!(
                r#"{{"id":"{id}","stream":"{family}","kind":"meeting","times":["2026-03-10T09:00:00Z"],"minutes":60,"way":"phone","place":"00 00 00 24","with":["{person}"],"also":"Emils lærer","members":["{id}"],"interpreter":"ar","bring":"pas","agreed":true,"every_weeks":2,"in_all":3}}"#
            ),
        ),
        (
            "Appointments.OfferTimes",
            format!(r#"{{"id":"{id}","stream":"{family}","revision":1,"times":["2026-03-10T09:00"]}}"#),
        ),
        (
            "Appointments.SetTime",
            format!(r#"{{"id":"{id}","stream":"{family}","revision":1,"starts":"2026-03-10T09:00:00Z"}}"#),
        ),
        (
            "Appointments.CancelAppointment",
            format!(r#"{{"id":"{id}","stream":"{family}","why":"syg","following":true}}"#),
        ),
        ("Appointments.CannotCome", format!(r#"{{"id":"{id}","stream":"{family}","why":"syg"}}"#)),
        ("Appointments.CanCome", format!(r#"{{"id":"{id}","stream":"{family}"}}"#)),
        (
            "Appointments.CloseAppointment",
            format!(
                r#"{{"id":"{id}","stream":"{family}","revision":1,"ending":"no-show","agreed":"Vi ringer."}}"#
            ),
        ),
        (
            "Booking.HoldTime",
            format!(
                r#"{{"id":"{id}","stream":"{family}","service":"{id}","starts":"2026-03-10T09:00:00Z","members":[],"interpreter":"ar"}}"#
            ),
        ),
        ("Booking.BookHeld", format!(r#"{{"id":"{id}","stream":"{family}"}}"#)),
        ("Booking.LetGo", format!(r#"{{"id":"{id}","stream":"{family}"}}"#)),
        (
            "Booking.WishForTime",
            format!(
                r#"{{"id":"{id}","stream":"{family}","service":"{id}","kind":"home-visit","wish":"helst om morgenen"}}"#
            ),
        ),
        (
            "Booking.PublishSlot",
            format!(
                r#"{{"id":"{id}","unit":"{id}","calendar":"{person}","starts":"2026-03-10T09:00:00Z","minutes":120,"weeks":3}}"#
            ),
        ),
        ("Booking.WithdrawSlot", format!(r#"{{"id":"{id}","unit":"{id}"}}"#)),
    ]
}

pub(crate) fn queries(seeds: &Seeds) -> Vec<Named> {
    let Seeds { thread, family, .. } = seeds;
    vec![
        ("Families.Home", "{}".to_owned()),
        ("Messages.Threads", "{}".to_owned()),
        ("Messages.OpenThread", format!(r#"{{"thread":"{thread}","before":20}}"#)),
        ("Messages.OpenThread", format!(r#"{{"thread":"{thread}"}}"#)),
        ("People.Me", "{}".to_owned()),
        ("People.Sessions", "{}".to_owned()),
        ("Staff.Team", "{}".to_owned()),
        ("Staff.OpenFamily", format!(r#"{{"family":"{family}"}}"#)),
        ("Staff.OpenUnit", "{}".to_owned()),
        ("Staff.Templates", "{}".to_owned()),
        (
            "Appointments.Appointments",
            r#"{"period":{"month":"2026-03-05"},"now":"2026-03-05T11:00:00Z"}"#.to_owned(),
        ),
        ("Appointments.OpenAppointment", format!(r#"{{"id":"{ID}"}}"#)),
        ("Booking.OpenBooking", "{}".to_owned()),
        ("Booking.Times", format!(r#"{{"stream":"{family}","service":"{ID}","interpreter":"ar"}}"#)),
        ("Booking.OtherTimes", format!(r#"{{"id":"{ID}","stream":"{family}"}}"#)),
        ("Staff.TeamCalendar", r#"{"from":"2026-03-02","days":7}"#.to_owned()),
    ]
}
