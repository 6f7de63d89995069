//! An example of what a schema describes, made from the schema alone: the same on every day.

use serde_json::{Map, Value, json};

const ID: &str = "01920000-0000-7000-8000-000000000001";
const DAY: &str = "2026-03-05";
const MOMENT: &str = "2026-03-05T11:00:00Z";
/// Deeper than any view of ours: what names itself ends here.
const DEEPEST: u8 = 12;

/// The shortest thing that is as this schema says. `schemas` is where its references lead.
pub(super) fn of(schema: &Value, schemas: &Value) -> Value {
    within(schema, schemas, DEEPEST)
}

fn within(schema: &Value, schemas: &Value, deep: u8) -> Value {
    let Some(deep) = deep.checked_sub(1) else { return Value::Null };
    if let Some(named) = schema["$ref"].as_str().and_then(|to| to.strip_prefix("#/components/schemas/")) {
        return within(&schemas[named], schemas, deep);
    }
    if let Some(given) = schema["examples"].get(0).or_else(|| schema.get("const")) {
        return given.clone();
    }
    if let Some(first) = schema["enum"].get(0) {
        return first.clone();
    }
    for choice in ["oneOf", "anyOf"] {
        // What there is says more than that there is nothing.
        let choices = schema[choice].as_array().into_iter().flatten();
        if let Some(some) = choices.into_iter().find(|one| one["type"] != "null") {
            return within(some, schemas, deep);
        }
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let parts = parts.iter().map(|part| within(part, schemas, deep));
        let fields = parts.filter_map(|part| part.as_object().cloned()).flatten();
        return Value::Object(fields.collect());
    }
    let kinds = schema["type"].as_array();
    let some = kinds.and_then(|kinds| kinds.iter().find(|kind| *kind != "null"));
    match some.unwrap_or(&schema["type"]).as_str() {
        Some("object") => object(schema, schemas, deep),
        Some("array") => array(schema, schemas, deep),
        Some("string") => json!(text(schema["format"].as_str())),
        Some("integer" | "number") => schema.get("minimum").cloned().unwrap_or_else(|| json!(1)),
        Some("boolean") => json!(true),
        _ => Value::Null,
    }
}

fn object(schema: &Value, schemas: &Value, deep: u8) -> Value {
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let fields = required.map(|name| (name.to_owned(), within(&schema["properties"][name], schemas, deep)));
    Value::Object(fields.collect::<Map<_, _>>())
}

fn array(schema: &Value, schemas: &Value, deep: u8) -> Value {
    let first = schema["prefixItems"].as_array();
    let items: Vec<Value> = match first {
        Some(places) => places.iter().map(|place| within(place, schemas, deep)).collect(),
        None => vec![within(&schema["items"], schemas, deep)],
    };
    Value::Array(items)
}

fn text(format: Option<&str>) -> &'static str {
    match format {
        Some("uuid") => ID,
        Some("date") => DAY,
        Some("date-time") => MOMENT,
        _ => "Hej",
    }
}
