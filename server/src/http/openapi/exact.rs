//! Makes the description exact: no field that it does not name, and what stands under a name is of that name's type.

use serde_json::{Map, Value, json};
use utoipa::openapi::OpenApi;

use super::example;
use crate::desk::shape::{Shape, Shapes};
use crate::http::session::SECURE_COOKIE;

type Named = (&'static str, Value);

fn reference(component: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{component}") })
}

/// A view travels as itself, or as null where the thing is gone.
fn view(shape: &Shape) -> Named {
    (shape.name, json!({ "oneOf": [reference(&shape.component), { "type": "null" }] }))
}

/// An answer by its reference, a list of things as it is.
fn answer(shape: &Shape) -> Value {
    let schema = json!(shape.schema);
    if schema["type"] == "array" { schema } else { reference(&shape.component) }
}

/// The same description, exact, with all that travels under a name.
pub(super) fn exact(mut api: OpenApi, shapes: &Shapes) -> Value {
    let components = api.components.get_or_insert_default();
    let commands = || shapes.commands.iter().map(|(shape, _)| shape);
    let answers = || shapes.queries.iter().map(|(_, answer)| answer);
    for shape in shapes.views.iter().chain(commands()) {
        components.schemas.insert(shape.component.clone(), shape.schema.clone());
    }
    for shape in answers().filter(|shape| json!(shape.schema)["type"] != "array") {
        components.schemas.insert(shape.component.clone(), shape.schema.clone());
    }
    let queries = || shapes.queries.iter().map(|(query, _)| query);
    for shape in shapes.views.iter().chain(commands()).chain(queries()).chain(answers()) {
        components.schemas.extend(shape.parts.iter().cloned());
    }
    let mut api = json!(api);
    let schemas = &mut api["components"]["schemas"];
    for (holder, name, body, named) in [
        (
            "Envelope",
            "command",
            "args",
            commands().map(|shape| (shape.name, reference(&shape.component))).collect(),
        ),
        ("AskRequest", "query", "args", queries().map(|shape| (shape.name, with_examples(shape))).collect()),
        ("Entry", "kind", "view", shapes.views.iter().map(view).collect::<Vec<_>>()),
    ] {
        schemas[holder] = by_name(&schemas[holder], name, body, named);
    }
    schemas["AskAnswer"]["properties"]["answer"] =
        json!({ "anyOf": answers().map(answer).collect::<Vec<_>>() });
    close(schemas);
    give_examples(schemas, shapes);
    let answered = |shape: &Shape| (shape.name.to_owned(), with_example(answer(shape), schemas));
    let answered: Map<_, _> = answers().map(answered).collect();
    api["paths"]["/api/v1/ask"]["post"]["x-answers"] = answered.into();
    api["components"]["securitySchemes"] = json!({ "login": {
        "type": "apiKey", "in": "cookie", "name": SECURE_COOKIE,
        "description": "Over http, as in the demo world on one's own machine, it is called without `__Host-`.",
    } });
    api["security"] = json!([{ "login": [] }]);
    api
}

/// Of commands what is declared, of what comes back what its schema says.
fn give_examples(schemas: &mut Value, shapes: &Shapes) {
    for (shape, _) in &shapes.commands {
        schemas[&shape.component]["examples"] = examples(shape);
    }
    let answers = shapes.queries.iter().map(|(_, answer)| answer);
    for shape in shapes.views.iter().chain(answers) {
        if schemas.get(&shape.component).is_some() {
            let example = example::of(&schemas[&shape.component], schemas);
            schemas[&shape.component]["examples"] = json!([example]);
        }
    }
}

/// What is declared of it, as JSON.
fn examples(shape: &Shape) -> Value {
    shape.examples.iter().filter_map(|example| serde_json::from_str::<Value>(example).ok()).collect()
}

fn with_examples(shape: &Shape) -> Value {
    let mut schema = json!(shape.schema);
    schema["examples"] = examples(shape);
    schema
}

/// A list has no component that would hold its example.
fn with_example(mut answer: Value, schemas: &Value) -> Value {
    if answer["type"] == "array" {
        answer["examples"] = json!([example::of(&answer, schemas)]);
    }
    answer
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
            // So many places and no more, in a word that every validator knows.
            if fields.get("items") == Some(&Value::Bool(false))
                && let Some(places) = fields.get("prefixItems").and_then(Value::as_array).map(Vec::len)
            {
                fields.insert("items".to_owned(), json!({}));
                fields.extend(["minItems", "maxItems"].map(|bound| (bound.to_owned(), json!(places))));
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
