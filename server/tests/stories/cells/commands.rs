//! Every command there is, on what there is, with the action that it is judged by: by hand.

use std::collections::BTreeSet;

use indgang_domain::kernel::id::StreamId;
use indgang_domain::policy::Action;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::Tale;

/// What the policy calls a command. One that is not here is tried by nobody.
fn action(command: &str) -> Action {
    match command {
        "Appointments.CanCome"
        | "Appointments.CancelAppointment"
        | "Appointments.CannotCome"
        | "Appointments.SetTime" => Action::AnswerAppointment,
        "Appointments.CloseAppointment" | "Appointments.OfferTimes" | "Appointments.ProposeAppointment" => {
            Action::PlanAppointment
        }
        "Booking.BookHeld" | "Booking.HoldTime" | "Booking.LetGo" | "Booking.WishForTime" => {
            Action::BookAppointment
        }
        "Booking.PublishSlot" | "Booking.WithdrawSlot" => Action::PublishSlot,
        "Families.AssignContact" | "Families.EndContact" => Action::AssignContact,
        "Families.NoteOpened" => Action::NoteOpened,
        "Letters.AskAboutLetter" => Action::AskAboutLetter,
        "Letters.EndLetter" => Action::EndLetter,
        "Letters.FinishLetter" => Action::FinishLetter,
        "Messages.MarkRead" => Action::MarkRead,
        "Messages.SaveTranscript" => Action::SaveTranscript,
        "Messages.SendMessage" | "Quarantine.SendOn" => Action::SendMessage,
        "Notes.SaveNote" => Action::WriteNote,
        "People.EndSession" => Action::EndSession,
        "People.SaveSettings" => Action::SaveSettings,
        "Quarantine.Discard" => Action::SettleQuarantine,
        "Staff.EndAbsence" | "Staff.SetAbsence" => Action::SetAbsence,
        "Staff.RemoveTemplate" | "Staff.SaveTemplate" => Action::SaveTemplate,
        _ => panic!("which action is {command}?"),
    }
}

/// What is read and not done: tried by asking.
pub(super) const READING: &[(Action, &str)] = &[
    (Action::ReadFamily, "family"),
    (Action::ReadThread, "thread"),
    (Action::ReadOwn, "settings"),
    (Action::ReadUnit, "colleague"),
];

/// One command to be given.
pub(super) struct Given {
    pub(super) action: Action,
    /// What it is about stands in a private thread.
    pub(super) private: bool,
    pub(super) name: &'static str,
    args: Map<String, Value>,
}

impl Given {
    /// Its JSON, with an id of its own.
    pub(super) fn args(&self) -> String {
        let mut args = self.args.clone();
        args.entry("id").and_modify(|value| *value = Uuid::now_v7().to_string().into());
        Value::from(args).to_string()
    }
}

impl Tale {
    /// Every command, on the family and, where it may be on either, on the private thread.
    pub(super) fn all_commands(&self) -> Vec<Given> {
        let mut all = Vec::new();
        for (shape, _) in &indgang_server::features().shapes.commands {
            let example: Map<String, Value> = serde_json::from_str(shape.examples[0]).unwrap();
            let places: &[bool] = if example.contains_key("stream") || example.contains_key("thread") {
                &[false, true]
            } else {
                &[false]
            };
            for private in places.iter().copied() {
                let thread = if private { self.private } else { self.thread };
                let stream = if private { self.private.into() } else { StreamId::from(self.family) };
                let known = [
                    ("family", self.family.0),
                    ("thread", thread.0),
                    ("stream", stream.0),
                    ("unit", self.unit.0),
                ];
                let mut args = example.clone();
                for (field, id) in known {
                    args.entry(field).and_modify(|value| *value = id.to_string().into());
                }
                all.push(Given { action: action(shape.name), private, name: shape.name, args });
            }
        }
        all
    }
}

/// The first of each action and place: for those who get no further than the door.
pub(super) fn one_of_each(all: &[Given]) -> Vec<&Given> {
    let mut known = BTreeSet::new();
    all.iter().filter(|given| known.insert((format!("{:?}", given.action), given.private))).collect()
}

#[test]
fn every_action_is_read_or_done_by_a_command() {
    let commands = &indgang_server::features().shapes.commands;
    let done = commands.iter().map(|(shape, _)| action(shape.name));
    let tried: BTreeSet<_> =
        done.chain(READING.iter().map(|(action, _)| *action)).map(|action| format!("{action:?}")).collect();
    assert_eq!(tried, Action::ALL.iter().map(|action| format!("{action:?}")).collect());
}
