//! Every command and every query, with arguments that make sense in the demo world.

use uuid::Uuid;

use super::Seeds;

/// Of whatever a command makes or names, where nothing of the demo world will do.
pub(crate) const ID: Uuid = Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001);

/// What a name takes, as JSON.
type Named = (&'static str, String);

pub(crate) fn commands(seeds: &Seeds) -> Vec<Named> {
    let Seeds { thread, family, person, session, .. } = seeds;
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
            "Letters.EndLetter",
            format!(
                r#"{{"id":"{id}","thread":"{thread}","revision":1,"verdict":"you-must","what":"ringe","by":"2026-03-12"}}"#
            ),
        ),
        ("Letters.FinishLetter", format!(r#"{{"id":"{id}","thread":"{thread}"}}"#)),
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
    ]
}
