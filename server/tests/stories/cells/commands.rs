//! A command for each action of the table.

use indgang_domain::families::NoteOpened;
use indgang_domain::kernel::id::StreamId;
use indgang_domain::policy::Action;
use indgang_domain::verbs::Command as _;
use uuid::Uuid;

use super::Tale;

impl Tale {
    /// A command of each action, and whether what it is about stands in a private thread.
    pub(super) fn commands(&self) -> Vec<(Action, bool, &'static str, String)> {
        let Self { family, thread, private, unit, .. } = self;
        let (id, me) = (Uuid::now_v7(), self.someone.viewer().person);
        let mut all = vec![
            (
                Action::SendMessage,
                "Messages.SendMessage",
                format!(r#"{{"id":"{id}","thread":"{thread}","text":"Hej","language":"da","photos":[]}}"#),
            ),
            (Action::MarkRead, "Messages.MarkRead", format!(r#"{{"thread":"{thread}","position":1}}"#)),
            (
                Action::SaveTranscript,
                "Messages.SaveTranscript",
                format!(r#"{{"thread":"{thread}","message":"{id}","revision":0,"text":"Hej"}}"#),
            ),
            (
                Action::AskAboutLetter,
                "Letters.AskAboutLetter",
                format!(r#"{{"id":"{id}","thread":"{thread}","photos":["{id}"]}}"#),
            ),
            (
                Action::EndLetter,
                "Letters.EndLetter",
                format!(
                    r#"{{"id":"{id}","thread":"{thread}","revision":1,"verdict":"you-must","what":"ringe","by":"2026-03-12"}}"#
                ),
            ),
            (Action::FinishLetter, "Letters.FinishLetter", format!(r#"{{"id":"{id}","thread":"{thread}"}}"#)),
            (
                Action::SaveSettings,
                "People.SaveSettings",
                r#"{"language":"da","text_size":"large","theme":"dark","quick_exit":true}"#.to_owned(),
            ),
            (Action::EndSession, "People.EndSession", format!(r#"{{"session":"{id}"}}"#)),
            (
                Action::PublishSlot,
                "Booking.PublishSlot",
                format!(
                    r#"{{"id":"{id}","unit":"{unit}","calendar":"{me}","starts":"2026-03-10T09:00:00Z","minutes":60,"weeks":1}}"#
                ),
            ),
            (
                Action::SetAbsence,
                "Staff.SetAbsence",
                format!(
                    r#"{{"id":"{id}","unit":"{unit}","staff":"{me}","substitute":"{id}","from":"2026-03-05","until":"2026-03-09"}}"#
                ),
            ),
            (
                Action::SaveTemplate,
                "Staff.SaveTemplate",
                format!(
                    r#"{{"id":"{id}","unit":"{unit}","title":"Ferie","text":"Vi ringer.","revision":0}}"#
                ),
            ),
            (
                Action::AssignContact,
                "Families.AssignContact",
                format!(r#"{{"id":"{id}","family":"{family}","staff":"{id}"}}"#),
            ),
            (Action::NoteOpened, NoteOpened::NAME, format!(r#"{{"family":"{family}"}}"#)),
            (Action::SettleQuarantine, "Quarantine.Discard", format!(r#"{{"id":"{id}"}}"#)),
        ];
        for stream in [StreamId::from(*family), (*private).into()] {
            all.push((
                Action::PlanAppointment,
                "Appointments.OfferTimes",
                format!(r#"{{"id":"{id}","stream":"{stream}","revision":1,"times":["2026-03-10T09:00"]}}"#),
            ));
            all.push((
                Action::AnswerAppointment,
                "Appointments.CanCome",
                format!(r#"{{"id":"{id}","stream":"{stream}"}}"#),
            ));
            all.push((
                Action::BookAppointment,
                "Booking.WishForTime",
                format!(r#"{{"id":"{id}","stream":"{stream}","service":"{id}","kind":"meeting","wish":"helst om morgenen"}}"#),
            ));
        }
        let private = private.to_string();
        all.into_iter().map(|(action, name, args)| (action, args.contains(&private), name, args)).collect()
    }
}
