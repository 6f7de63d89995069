//! What every answer tells browsers, and the cookie: who holds it, for how long, and who else may read it.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, Response, StatusCode, header};
use indgang_server::auth;
use uuid::Uuid;

use crate::demo::Demo;
use crate::door::{Door, ORIGIN, server_at};
use crate::stories;

stories! {
    a_login_is_a_cookie_that_no_script_reads,
    a_new_login_ends_the_former_of_this_browser,
    a_cookie_that_someone_else_planted_never_becomes_a_login,
    logging_out_leaves_nothing_in_the_browser,
    every_answer_tells_browsers_to_be_careful,
    no_script_and_no_style_stands_in_a_page,
}

/// Where a municipality's people reach it.
const HTTPS: &str = "https://indgang.example.dk";

/// Where it is reached, what its cookie is called, and what more it says there.
const HOUSES: [(&str, &str, Option<&str>); 2] =
    [(ORIGIN, "indgang", None), (HTTPS, "__Host-indgang", Some("Secure"))];

/// The same server, reached there.
async fn at(demo: &Demo, origin: &str) -> Door {
    Door::of(demo, "borger", server_at(&demo.desk, origin)).await
}

/// A form, as a browser posts it from a page of this server.
async fn posts(door: &Door, origin: &str, path: &str, form: &str, cookie: Option<&str>) -> Response<Body> {
    let mut request = Request::post(path)
        .header(header::ORIGIN, origin)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    if let Some(cookie) = cookie {
        request = request.header(header::COOKIE, cookie);
    }
    door.send(request.body(form.to_owned().into()).unwrap()).await
}

async fn gets(door: &Door, path: &str, cookie: Option<&str>) -> Response<Body> {
    let mut request = Request::get(path);
    if let Some(cookie) = cookie {
        request = request.header(header::COOKIE, cookie);
    }
    door.send(request.body(Body::empty()).unwrap()).await
}

/// Logs in as someone of the demo world; answers the cookie as it is sent back.
async fn logs_in(door: &Door, origin: &str, slug: &str, cookie: Option<&str>) -> String {
    let response = posts(door, origin, "/demo/login", &format!("person={slug}"), cookie).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers()[header::LOCATION], "/");
    set_cookie(response.headers()).0
}

/// The one cookie that an answer sets: itself, and all that is said of it.
fn set_cookie(headers: &HeaderMap) -> (String, BTreeSet<String>) {
    let all: Vec<_> = headers.get_all(header::SET_COOKIE).iter().collect();
    let [cookie] = all.as_slice() else { panic!("one cookie: {all:?}") };
    let mut parts = cookie.to_str().unwrap().split("; ").map(str::to_owned);
    (parts.next().unwrap(), parts.collect())
}

/// What is said of a cookie that lasts so long.
fn said(max_age: u32, secure: Option<&str>) -> BTreeSet<String> {
    let always = ["Path=/", "HttpOnly", "SameSite=Lax"].into_iter().chain(secure);
    always.map(str::to_owned).chain([format!("Max-Age={max_age}")]).collect()
}

/// Does this cookie's token open anything?
async fn is_in(demo: &Demo, cookie: &str) -> bool {
    let token = cookie.split_once('=').unwrap().1;
    auth::who(&demo.desk, token).await.unwrap().is_some()
}

async fn a_login_is_a_cookie_that_no_script_reads(demo: Demo) {
    for (origin, name, secure) in HOUSES {
        let door = at(&demo, origin).await;
        let response = posts(&door, origin, "/demo/login", "person=borger", None).await;
        let (cookie, of_it) = set_cookie(response.headers());
        let (called, token) = cookie.split_once('=').unwrap();
        assert_eq!(called, name, "{origin}");
        // Nothing more: with a Domain other hosts would get it too.
        assert_eq!(of_it, said(90 * 24 * 60 * 60, secure), "{origin}");
        assert_eq!(gets(&door, "/hjem", Some(&cookie)).await.status(), StatusCode::OK, "{origin}");
        for (_, other, _) in HOUSES.into_iter().filter(|(_, other, _)| *other != name) {
            let stray = gets(&door, "/hjem", Some(&format!("{other}={token}"))).await;
            assert_eq!(stray.headers()[header::LOCATION], "/login", "{origin} is not opened by {other}");
        }
    }
}

async fn a_new_login_ends_the_former_of_this_browser(demo: Demo) {
    for (origin, ..) in HOUSES {
        let door = at(&demo, origin).await;
        let elsewhere = logs_in(&door, origin, "borger", None).await;
        let former = logs_in(&door, origin, "borger", None).await;
        assert!(is_in(&demo, &former).await);
        for slug in ["borger", "kontakt-1"] {
            let former = logs_in(&door, origin, slug, None).await;
            let new = logs_in(&door, origin, slug, Some(&former)).await;
            assert_ne!(new, former, "the token is another");
            assert!(is_in(&demo, &new).await && !is_in(&demo, &former).await);
            let refused = gets(&door, "/hjem", Some(&former)).await;
            assert_eq!(
                (refused.status(), &refused.headers()[header::LOCATION]),
                (StatusCode::SEE_OTHER, &"/login".parse().unwrap())
            );
        }
        let another = logs_in(&door, origin, "kontakt-1", Some(&former)).await;
        assert!(!is_in(&demo, &former).await, "the former person's too");
        assert!(is_in(&demo, &another).await && is_in(&demo, &elsewhere).await, "nobody else is logged out");
    }
}

async fn a_cookie_that_someone_else_planted_never_becomes_a_login(demo: Demo) {
    for (origin, name, _) in HOUSES {
        let door = at(&demo, origin).await;
        let home = door.someone.viewer().municipality.0.simple();
        for token in [format!("{home}.{}", "A".repeat(43)), format!("{home}.x"), Uuid::nil().to_string()] {
            let planted = format!("{name}={token}");
            let cookie = logs_in(&door, origin, "borger", Some(&planted)).await;
            assert_ne!(cookie, planted);
            assert!(is_in(&demo, &cookie).await && !is_in(&demo, &planted).await);
        }
    }
}

async fn logging_out_leaves_nothing_in_the_browser(demo: Demo) {
    for (origin, name, secure) in HOUSES {
        let door = at(&demo, origin).await;
        let cookie = logs_in(&door, origin, "borger", None).await;
        // Whoever is logged out already clears the browser all the same.
        for _ in 0..2 {
            let out = posts(&door, origin, "/logud", "", Some(&cookie)).await;
            assert_eq!(out.status(), StatusCode::SEE_OTHER);
            assert_eq!(out.headers()[header::LOCATION], "/login");
            assert_eq!(out.headers()["clear-site-data"], r#""cache", "storage""#);
            assert_eq!(set_cookie(out.headers()), (format!("{name}="), said(0, secure)));
            assert!(!is_in(&demo, &cookie).await, "it is over at the server too");
        }
    }
}

/// Answers of every sort, by what they are.
async fn answers(door: &Door, origin: &str, cookie: &str) -> Vec<(String, Response<Body>)> {
    let mut answers = Vec::new();
    let thread = door.someone.family_thread(None).await;
    for path in ["/login", "/privatliv", "/tilgaengelighed", "/hjem", "/app-shell", "/findes-ikke"] {
        answers.push((format!("{path} for nobody"), gets(door, path, None).await));
    }
    let (shown, conversation) =
        (["/", "/hjem", "/beskeder", "/aftaler", "/indstillinger"], format!("/beskeder/{thread}"));
    let files = ["/sw.js", "/manifest.webmanifest", "/icon.svg", "/pkg/0123456789abcdef/indgang.css"];
    let api = ["/livez", "/readyz", "/api/v1/openapi.json", "/api/v1/stream", "/api/v1/findes-ikke"];
    let team = ["/team", "/team/enhed", "/findes-ikke", "/hjem/"];
    for path in shown.into_iter().chain([conversation.as_str()]).chain(team).chain(files).chain(api) {
        answers.push((path.to_owned(), gets(door, path, Some(cookie)).await));
    }
    let act =
        format!("command=Messages.SendMessage&envelope={}&back=%2Fhjem&id=x&thread={thread}", Uuid::now_v7());
    for (path, form, from, cookie) in [
        ("/act", act.as_str(), origin, Some(cookie)),
        ("/act", act.as_str(), origin, None),
        ("/api/v1/ask", "x", origin, Some(cookie)),
        ("/demo/login", "person=borger", origin, None),
        ("/demo/login", "person=konge", origin, None),
        ("/demo/login", "person=borger", "https://andre.example", None),
        ("/logud", "", origin, None),
        ("/del", "text=Et+brev", origin, None),
        ("/del", "text=Et+brev", origin, Some(cookie)),
    ] {
        answers.push((format!("{path} from {from}: {form}"), posts(door, from, path, form, cookie).await));
    }
    answers
}

/// What a policy says of each sort of thing.
fn directives(headers: &HeaderMap) -> BTreeMap<String, Vec<String>> {
    let all: Vec<_> = headers.get_all(header::CONTENT_SECURITY_POLICY).iter().collect();
    let [policy] = all.as_slice() else { panic!("one policy: {all:?}") };
    let one = |directive: &str| {
        let mut words = directive.split_whitespace().map(str::to_owned);
        (words.next().unwrap(), words.collect())
    };
    policy.to_str().unwrap().split(';').map(one).collect()
}

/// What a policy lets scripts be, beside those of this page's nonce.
fn scripts(directives: &BTreeMap<String, Vec<String>>) -> Vec<&str> {
    directives["script-src"].iter().map(String::as_str).filter(|word| !word.starts_with("'nonce-")).collect()
}

async fn every_answer_tells_browsers_to_be_careful(demo: Demo) {
    for (origin, _, secure) in HOUSES {
        let door = at(&demo, origin).await;
        let cookie = logs_in(&door, origin, "borger", None).await;
        for (name, response) in answers(&door, origin, &cookie).await {
            let (name, headers) = (format!("{name} ({})", response.status()), response.headers());
            for (header, value) in [
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", "same-origin"),
                ("x-frame-options", "DENY"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
                (
                    "permissions-policy",
                    "camera=(self), microphone=(self), geolocation=(), browsing-topics=()",
                ),
            ] {
                let said: Vec<_> = headers.get_all(header).iter().collect();
                assert_eq!(said, [value], "{name}: {header}");
            }
            let hsts = headers.get(header::STRICT_TRANSPORT_SECURITY).map(|value| value.to_str().unwrap());
            assert_eq!(hsts, secure.map(|_| "max-age=63072000"), "{name}");
            assert!(headers.contains_key(header::CACHE_CONTROL), "{name}: who may keep it is always said");
            let policy = directives(headers);
            // Compiling wasm is not eval.
            assert_eq!(scripts(&policy), ["'self'", "'wasm-unsafe-eval'"], "{name}");
            for (what, from) in [
                ("default-src", "'none'"),
                ("style-src", "'self'"),
                ("connect-src", "'self'"),
                ("form-action", "'self'"),
                ("base-uri", "'none'"),
                ("frame-ancestors", "'none'"),
            ] {
                assert_eq!(policy[what], [from], "{name}: {what}");
            }
            let mut words = policy.values().flatten();
            assert!(
                words.all(|word| !word.contains("unsafe-inline") && word != "'unsafe-eval'"),
                "{name}: {policy:?}"
            );
        }
    }
}

/// A page, and the nonce of its policy.
async fn page(door: &Door, path: &str, cookie: &str) -> (String, String) {
    let response = gets(door, path, Some(cookie)).await;
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    let policy = directives(response.headers());
    let nonces: Vec<_> =
        policy["script-src"].iter().filter_map(|word| word.strip_prefix("'nonce-")).collect();
    let [nonce] = nonces.as_slice() else { panic!("{path}: one nonce: {policy:?}") };
    let nonce = nonce.strip_suffix('\'').unwrap().to_owned();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (String::from_utf8(body.to_vec()).unwrap(), nonce)
}

async fn no_script_and_no_style_stands_in_a_page(demo: Demo) {
    let door = at(&demo, ORIGIN).await;
    let mut nonces = BTreeSet::new();
    let thread = format!("/beskeder/{}", door.someone.family_thread(None).await);
    let family = format!("/team/familier/{}", door.someone.family().await);
    for (slug, paths) in [
        (
            "borger",
            vec![
                "/hjem",
                "/beskeder",
                &thread,
                "/aftaler",
                "/indstillinger",
                "/privatliv",
                "/tilgaengelighed",
            ],
        ),
        ("kontakt-1", vec!["/team", "/team/enhed", &family, &thread]),
    ] {
        let cookie = logs_in(&door, ORIGIN, slug, None).await;
        for path in paths {
            let (html, nonce) = page(&door, path, &cookie).await;
            let ours = format!("nonce=\"{nonce}\"");
            for script in html.split("<script").skip(1).filter_map(|rest| rest.split('>').next()) {
                // What a page starts from is data, and never runs.
                let is_data = script.contains("type=\"application/json\"");
                assert!(
                    is_data || script.contains("src=\"/") || script.contains(&ours),
                    "{path}: <script{script}>"
                );
            }
            assert!(!html.contains("<style") && !html.contains(" style="), "{path}");
            assert!(!html.contains("javascript:") && !html.contains(" onclick="), "{path}");
            assert!(nonces.insert(nonce), "{path}: a nonce is new every time");
        }
    }
}
