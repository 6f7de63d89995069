//! Makes the description exact: no field that it does not name, and what stands under a name is of that name's type.

use indgang_domain::appointments::{
    AppointmentView, Appointments, CanCome, CancelAppointment, CannotCome, CloseAppointment, OfferTimes,
    OpenAppointment, ProposeAppointment, SetTime,
};
use indgang_domain::booking::{
    BookHeld, HoldTime, HoldView, InterpreterView, LetGo, OpenBooking, OtherTimes, PublishSlot, ServiceView,
    SlotView, Times, WishForTime, WithdrawSlot,
};
use indgang_domain::families::{AssignContact, ContactView, EndContact, FamilyView, Home, NoteOpened};
use indgang_domain::letters::{AskAboutLetter, EndLetter, FinishLetter, LetterView};
use indgang_domain::messages::{
    MarkRead, MessageView, OpenThread, SaveTranscript, SeenView, SendMessage, ThreadView, Threads,
};
use indgang_domain::people::{EndSession, Me, PersonView, SaveSettings, Sessions, Settings};
use indgang_domain::quarantine::{Discard, QuarantineView, SendOn};
use indgang_domain::staff::{
    AbsenceView, ColleagueView, EndAbsence, OpenFamily, OpenUnit, RemoveTemplate, SaveTemplate, SetAbsence,
    Team, TeamCalendar, TemplateView, Templates,
};
use indgang_domain::stream::View;
use indgang_domain::verbs::{Command, Query};
use serde_json::{Map, Value, json};
use utoipa::{PartialSchema, ToSchema};

type Named = (&'static str, Value);

fn reference<T: ToSchema>() -> Value {
    json!({ "$ref": format!("#/components/schemas/{}", T::name()) })
}

fn command<C: Command + ToSchema>() -> Named {
    (C::NAME, reference::<C>())
}

/// A view travels as itself, or as null where the thing is gone.
fn view<V: View + ToSchema>() -> Named {
    (V::KIND, json!({ "oneOf": [reference::<V>(), { "type": "null" }] }))
}

fn query<Q: Query + ToSchema>() -> Named {
    (Q::NAME, json!(Q::schema()))
}

/// An answer by its reference, a list of things as it is.
fn answer<Q: Query>() -> Value
where
    Q::Answer: ToSchema,
{
    let schema = json!(Q::Answer::schema());
    if schema["type"] == "array" { schema } else { reference::<Q::Answer>() }
}

pub(super) fn commands() -> Vec<Named> {
    vec![
        command::<SendMessage>(),
        command::<MarkRead>(),
        command::<SaveTranscript>(),
        command::<AskAboutLetter>(),
        command::<EndLetter>(),
        command::<FinishLetter>(),
        command::<SaveSettings>(),
        command::<EndSession>(),
        command::<AssignContact>(),
        command::<EndContact>(),
        command::<NoteOpened>(),
        command::<SetAbsence>(),
        command::<EndAbsence>(),
        command::<SaveTemplate>(),
        command::<RemoveTemplate>(),
        command::<SendOn>(),
        command::<Discard>(),
        command::<ProposeAppointment>(),
        command::<OfferTimes>(),
        command::<SetTime>(),
        command::<CancelAppointment>(),
        command::<CannotCome>(),
        command::<CanCome>(),
        command::<CloseAppointment>(),
        command::<HoldTime>(),
        command::<BookHeld>(),
        command::<LetGo>(),
        command::<WishForTime>(),
        command::<PublishSlot>(),
        command::<WithdrawSlot>(),
    ]
}

pub(super) fn kinds() -> Vec<Named> {
    vec![
        view::<FamilyView>(),
        view::<ContactView>(),
        view::<ThreadView>(),
        view::<MessageView>(),
        view::<SeenView>(),
        view::<LetterView>(),
        view::<AppointmentView>(),
        view::<PersonView>(),
        view::<Settings>(),
        view::<ColleagueView>(),
        view::<AbsenceView>(),
        view::<TemplateView>(),
        view::<QuarantineView>(),
        view::<ServiceView>(),
        view::<SlotView>(),
        view::<InterpreterView>(),
        view::<HoldView>(),
    ]
}

pub(super) fn queries() -> Vec<Named> {
    vec![
        query::<Home>(),
        query::<Threads>(),
        query::<OpenThread>(),
        query::<Me>(),
        query::<Sessions>(),
        query::<Team>(),
        query::<OpenFamily>(),
        query::<OpenUnit>(),
        query::<Templates>(),
        query::<Appointments>(),
        query::<OpenAppointment>(),
        query::<OpenBooking>(),
        query::<Times>(),
        query::<OtherTimes>(),
        query::<TeamCalendar>(),
    ]
}

fn answers() -> Vec<Value> {
    vec![
        answer::<Home>(),
        answer::<Threads>(),
        answer::<OpenThread>(),
        answer::<Me>(),
        answer::<Sessions>(),
        answer::<Team>(),
        answer::<OpenFamily>(),
        answer::<OpenUnit>(),
        answer::<Templates>(),
        answer::<Appointments>(),
        answer::<OpenAppointment>(),
        answer::<OpenBooking>(),
        answer::<Times>(),
        answer::<OtherTimes>(),
        answer::<TeamCalendar>(),
    ]
}

/// The same description, exact.
pub(super) fn exact(mut api: Value) -> Value {
    let schemas = &mut api["components"]["schemas"];
    for (holder, name, body, named) in [
        ("Envelope", "command", "args", commands()),
        ("AskRequest", "query", "args", queries()),
        ("Entry", "kind", "view", kinds()),
    ] {
        schemas[holder] = by_name(&schemas[holder], name, body, named);
    }
    schemas["AskAnswer"]["properties"]["answer"] = json!({ "anyOf": answers() });
    close(schemas);
    api
}

/// One object for each name: what stands in `body` is what the name says.
fn by_name(holder: &Value, name: &str, body: &str, named: Vec<Named>) -> Value {
    let one = |(word, schema): Named| {
        let mut one = holder.clone();
        one["properties"][name] = json!({ "type": "string", "const": word });
        one["properties"][body] = schema;
        one
    };
    json!({ "description": holder["description"], "oneOf": named.into_iter().map(one).collect::<Vec<_>>() })
}

/// No field but those an object names. Maps have their own word on it.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            if is_object(fields) && !fields.contains_key("additionalProperties") {
                fields.insert("additionalProperties".to_owned(), Value::Bool(false));
            }
            fields.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

fn is_object(schema: &Map<String, Value>) -> bool {
    schema.get("type").is_some_and(|kind| {
        kind == "object" || kind.as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == "object"))
    })
}
