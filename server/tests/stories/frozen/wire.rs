//! What travels: by the server's own description, and by what it answers.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use futures::StreamExt as _;
use indgang_domain::kernel::id::ThreadId;
use indgang_domain::problem::ProblemKey;
use indgang_server::http::{SCREENS, router};
use serde_json::Value;
use tokio::time::timeout;
use tower::ServiceExt as _;
use uuid::Uuid;

use super::browser::behind;
use super::{Names, Sort, Sorts, checkout};
use crate::demo::Demo;
use crate::door::{Door, ORIGIN, body, server_at};

const COMMANDS: Sort = Sort {
    heading: "wire: commands",
    breaks: "Devices that were offline send it still, and the outcomes and the audit hold it.",
};
const QUERIES: Sort =
    Sort { heading: "wire: queries and their fields", breaks: "Devices of the former release ask it still." };
const VIEWS: Sort = Sort {
    heading: "wire: views",
    breaks: "Devices keep views by it, and the entries of the database hold it.",
};
const SCHEMAS: Sort = Sort {
    heading: "wire: schemas with their fields and words",
    breaks: "Devices of the former release send and expect it, rows hold it as JSON, and others' clients are made of it.",
};
const PROBLEMS: Sort = Sort {
    heading: "wire: problems",
    breaks: "Devices of the former release find the sentence by it, and stored outcomes hold it.",
};
const ROUTES: Sort = Sort {
    heading: "wire: routes with their parameters",
    breaks: "Devices of the former release, installed apps, bookmarks and probes go there still.",
};
const HEADERS: Sort = Sort {
    heading: "wire: cookies and headers",
    breaks: "Everybody is logged out, or a device's person is not held to the session's any more.",
};
const EVENTS: Sort = Sort {
    heading: "wire: fields of an event",
    breaks: "Devices of the former release hear nothing of what moves.",
};
const INSTALLED: Sort = Sort {
    heading: "wire: the installed app",
    breaks: "Apps on home screens lose where they begin, what they are, or what is shared to them.",
};

/// Longer than an event takes.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) async fn sorts(demo: &Demo) -> Sorts {
    let door = Door::open(demo, "borger").await;
    let answer = door.send(door.request("GET", "/api/v1/openapi.json").body(Body::empty()).unwrap()).await;
    let api = body(answer).await;
    let schemas = &api["components"]["schemas"];
    let named = |holder: &str, name: &str, fields: &str| {
        let mut names = Names::new();
        for one in schemas[holder]["oneOf"].as_array().unwrap() {
            let name = one["properties"][name]["const"].as_str().unwrap();
            names.insert(name.to_owned());
            walk(&one["properties"][fields], name, &mut names);
        }
        names
    };
    let mut described = Names::new();
    for (name, schema) in schemas.as_object().unwrap() {
        described.insert(name.clone());
        walk(schema, name, &mut described);
    }
    // What the holders of commands, queries and views are made of has sorts of its own.
    described.retain(|name| !name.starts_with("AskRequest.args."));
    Sorts::from([
        (COMMANDS, named("Envelope", "command", "args")),
        (QUERIES, named("AskRequest", "query", "args")),
        (VIEWS, named("Entry", "kind", "view")),
        (SCHEMAS, described),
        (PROBLEMS, problems(&door).await),
        (ROUTES, routes(&api)),
        (HEADERS, headers(demo, &door).await),
        (EVENTS, events(&door).await),
        (INSTALLED, installed()),
    ])
}

/// The fields of a schema and of what stands in it, and the words that a field may hold.
fn walk(schema: &Value, at: &str, names: &mut Names) {
    for word in schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        names.insert(format!("{at} = {word}"));
    }
    for (field, inner) in schema["properties"].as_object().into_iter().flatten() {
        let at = format!("{at}.{field}");
        walk(inner, &at, names);
        names.insert(at);
    }
    for list in ["oneOf", "anyOf", "allOf"] {
        schema[list].as_array().into_iter().flatten().for_each(|inner| walk(inner, at, names));
    }
    for inner in ["items", "additionalProperties"].into_iter().filter_map(|inner| schema.get(inner)) {
        walk(inner, at, names);
    }
}

async fn problems(door: &Door) -> Names {
    let answer = body(door.post("/api/v1/pull", "{").await).await;
    let (key, kind) = (answer["key"].as_str().unwrap(), answer["type"].as_str().unwrap());
    let prefix = kind.strip_suffix(key).unwrap();
    ProblemKey::ALL.iter().map(|key| format!("{prefix}{}", key.as_str())).collect()
}

fn routes(api: &Value) -> Names {
    let mut names: Names = SCREENS.iter().map(|path| format!("GET {path}")).collect();
    for (path, methods) in api["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let route = format!("{} {path}", method.to_uppercase());
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            let query = parameters.filter(|parameter| parameter["in"] == "query");
            names.extend(query.map(|parameter| format!("{route} ?{}", parameter["name"].as_str().unwrap())));
            names.insert(route);
        }
    }
    names
}

/// The cookies that a login sets, and the header that names whom a device takes the session for.
async fn headers(demo: &Demo, door: &Door) -> Names {
    let mut names = Names::new();
    for origin in [ORIGIN, "https://indgang.example.dk"] {
        let form = "application/x-www-form-urlencoded";
        let request = Request::post("/demo/login").header(header::CONTENT_TYPE, form);
        let request = request.body(Body::from("person=borger")).unwrap();
        let answer = router(server_at(&demo.desk, origin)).oneshot(request).await.unwrap();
        let cookie = answer.headers().get(header::SET_COOKIE).expect("who posts person=<slug> is logged in");
        names.insert(format!("cookie {}", cookie.to_str().unwrap().split_once('=').unwrap().0));
    }
    let devices = std::fs::read_to_string(checkout("frontend/src/link.rs")).unwrap();
    let rest = behind(&devices, "\"indgang-").next().expect("the device names its person");
    let person = &format!("indgang-{rest}");
    let request = door.request("GET", "/api/v1/stream").header(person, Uuid::nil().to_string());
    let answer = door.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "the server goes by the header that devices send");
    names.insert(format!("header {person}"));
    names
}

/// What a listener hears when something is said.
async fn events(door: &Door) -> Names {
    let stream = door.send(door.request("GET", "/api/v1/stream").body(Body::empty()).unwrap()).await;
    let mut heard = stream.into_body().into_data_stream();
    let thread: ThreadId = door.someone.family_thread(None).await;
    door.someone.says(thread, "Hører I mig?").await;
    let event = timeout(PATIENCE, heard.next()).await.expect("it is heard").unwrap().unwrap();
    let event = String::from_utf8(event.to_vec()).unwrap();
    let mut names = Names::new();
    for (field, value) in event.lines().filter_map(|line| line.split_once(": ")) {
        names.insert(field.to_owned());
        let value: Value = serde_json::from_str(value).unwrap_or_default();
        names.extend(value.as_object().into_iter().flatten().map(|(name, _)| format!("{field}.{name}")));
    }
    names
}

fn installed() -> Names {
    let manifest: Value =
        serde_json::from_slice(&std::fs::read(checkout("public/manifest.webmanifest")).unwrap()).unwrap();
    let mut names = Names::new();
    let mut tell = |at: &str, value: &Value| {
        names.insert(format!("{at} = {}", value.as_str().unwrap()));
    };
    for field in ["id", "start_url", "scope"] {
        tell(field, &manifest[field]);
    }
    manifest["shortcuts"].as_array().unwrap().iter().for_each(|shortcut| tell("shortcut", &shortcut["url"]));
    let share = &manifest["share_target"];
    for field in ["method", "action", "enctype"] {
        tell(&format!("share {field}"), &share[field]);
    }
    for field in ["title", "text", "url"] {
        tell(&format!("share {field}"), &share["params"][field]);
    }
    share["params"]["files"].as_array().unwrap().iter().for_each(|file| tell("share files", &file["name"]));
    names
}
