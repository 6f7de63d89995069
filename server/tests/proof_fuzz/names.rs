//! Every command and every query with arguments that make sense in the demo world: the declared examples, about what is
//! there.

use indgang_domain::attachments::{Attachment, AttachmentKind};
use indgang_server::desk::shape::Shape;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::Seeds;

/// Of whatever a command makes or names, where nothing of the demo world will do.
pub(crate) const ID: Uuid = Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001);

/// What a name takes, as JSON.
type Named = (&'static str, String);

pub(crate) fn commands(seeds: &Seeds) -> Vec<Named> {
    let shapes = indgang_server::features().shapes;
    shapes.commands.iter().flat_map(|(shape, _)| examples(shape, seeds)).collect()
}

pub(crate) fn queries(seeds: &Seeds) -> Vec<Named> {
    let shapes = indgang_server::features().shapes;
    shapes.queries.iter().flat_map(|(shape, _)| examples(shape, seeds)).collect()
}

/// A command as a form says it: its name and its fields, which are texts.
pub(crate) struct Form {
    pub(crate) command: &'static str,
    pub(crate) fields: Vec<(String, String)>,
    /// What is sent along in files of their own.
    pub(crate) files: Vec<Attachment>,
}

/// Every command from a form.
pub(crate) fn forms(seeds: &Seeds) -> Vec<Form> {
    let all = commands(seeds).into_iter();
    all.map(|(command, args)| Form { command, fields: fields(&args), files: Vec::new() }).collect()
}

/// Every command that brings files which a form can bring: with these in the place of what names them.
pub(crate) fn forms_with_files(seeds: &Seeds) -> Vec<Form> {
    let shapes = indgang_server::features().shapes;
    let mut forms = Vec::new();
    for (shape, declared) in &shapes.commands {
        // A recording needs script.
        let by_form = declared.attachments.iter().filter(|one| one.kind != AttachmentKind::Recording);
        let files: Vec<_> = by_form.copied().collect();
        for (command, args) in examples(shape, seeds).into_iter().filter(|_| !files.is_empty()) {
            let mut fields = fields(&args);
            fields.retain(|(field, _)| !declared.names_files(field));
            forms.push(Form { command, fields, files: files.clone() });
        }
    }
    forms
}

/// A command's fields as one writes them in a form: a list is a field that stands several times.
fn fields(args: &str) -> Vec<(String, String)> {
    let args: Map<String, Value> = serde_json::from_str(args).unwrap();
    let each = args.into_iter().flat_map(|(field, value)| {
        let values = match value {
            Value::Array(values) => values,
            value => vec![value],
        };
        values.into_iter().map(move |value| (field.clone(), value))
    });
    let text = |value: Value| match value {
        Value::String(text) => text,
        value => value.to_string(),
    };
    each.map(|(field, value)| (field, text(value))).collect()
}

fn examples(shape: &Shape, seeds: &Seeds) -> Vec<Named> {
    assert!(!shape.examples.is_empty(), "{} has no example to begin with", shape.name);
    shape.examples.iter().map(|example| (shape.name, about(example, seeds))).collect()
}

/// The same, about what there is.
fn about(example: &str, seeds: &Seeds) -> String {
    let Seeds { thread, family, person, .. } = seeds;
    let mut args: Value = serde_json::from_str(example).unwrap();
    for (field, id) in
        [("thread", thread), ("family", family), ("stream", family), ("staff", person), ("calendar", person)]
    {
        if let Some(known) = args.get_mut(field) {
            *known = Value::from(id.clone());
        }
    }
    args.to_string()
}
