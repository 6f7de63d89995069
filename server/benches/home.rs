//! `GET /hjem` over loopback, sixteen kept connections: the whole way (session, policy, database, view), the same view
//! rendered from data in memory, and a bare handler that sends the same bytes. All in one run, by turns.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark that cannot go on fails")]

#[path = "../tests/demo/mod.rs"]
mod demo;
#[path = "../tests/proof/http.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with the proofs")]
mod http;

use std::collections::HashMap;
use std::future::ready;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::get;
use axum::serve::ListenerExt as _;
use demo::{Demo, Engine, Someone};
use http::Client;
use indgang_app::backend::{Backend, Link, OutboxLine, Outgoing, Soon, Submitted};
use indgang_app::boot::Boot;
use indgang_app::i18n;
use indgang_app::shell::Shell;
use indgang_domain::kernel::id::{BlobId, EnvelopeId, StreamId};
use indgang_domain::kernel::time::Moment;
use indgang_domain::people::{Language, Settings};
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::verbs::{Facts, Need, Viewer};
use indgang_server::desk::{Actor, Desk};
use indgang_server::http::rate_limits::Rates;
use indgang_server::http::{Server, router};
use leptos::prelude::*;
use serde_json::value::RawValue;
use uuid::Uuid;

const CONNECTIONS: usize = 16;
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(2);
/// The least that the whole way must reach of the view from memory, and of a bare handler.
const OF_THE_VIEW: f64 = 1.0 / 2.0;
const OF_BARE: f64 = 1.0 / 25.0;

#[tokio::main]
async fn main() -> ExitCode {
    let demo = Demo::open(Engine::Sqlite).await;
    let whole = serve(whole(&demo)).await;
    let mut client = Client::new(whole);
    client.cookie = client.form("/demo/login", b"person=borger").await.unwrap().cookie;
    let page = client.get("/hjem").await.unwrap();
    assert_eq!(page.status, 200);
    let rendered = serve(rendered(&demo.person("borger").await)).await;
    // The first visit fetches what all others have.
    Client::new(rendered).get("/hjem").await.unwrap();
    let from_memory = Client::new(rendered).get("/hjem").await.unwrap().body.len();
    let bytes: &'static [u8] = Box::leak(page.body.clone().into_boxed_slice());
    let bare = serve(Router::new().route("/hjem", get(async move || bytes))).await;
    let mut rates = [whole, rendered, bare].map(|address| (address, Vec::new()));
    for _ in 0..ROUNDS {
        for (address, rates) in &mut rates {
            rates.push(rate(&client, *address).await);
        }
    }
    let [whole, rendered, bare] = rates.map(|(_, mut rates)| {
        rates.sort_by(f64::total_cmp);
        rates[rates.len() / 2]
    });
    println!(
        "GET /hjem over loopback, {CONNECTIONS} connections, {} bytes, SQLite, median of {ROUNDS}\n",
        bytes.len()
    );
    println!("| | requests/s | of the bare handler |\n| --- | ---: | ---: |");
    println!("| session, policy, database and view | {whole:.0} | {:.1} % |", 100.0 * whole / bare);
    println!(
        "| the view from data in memory ({from_memory} bytes) | {rendered:.0} | {:.1} % |",
        100.0 * rendered / bare
    );
    println!("| a bare handler with the same bytes | {bare:.0} | 100 % |");
    println!(
        "\nThe whole way reaches {:.0} % of the view from memory (the aim is {:.0} %), and {:.1} % of the bare handler ({:.0} %).",
        100.0 * whole / rendered,
        100.0 * OF_THE_VIEW,
        100.0 * whole / bare,
        100.0 * OF_BARE
    );
    let reached = whole >= OF_THE_VIEW * rendered && whole >= OF_BARE * bare;
    if reached { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn serve(router: Router) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let listener = listener.tap_io(|stream| stream.set_nodelay(true).unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// Requests a second.
async fn rate(client: &Client, address: SocketAddr) -> f64 {
    let since = Instant::now();
    let senders = (0..CONNECTIONS).map(|_| {
        let mut client = client.moved(address);
        tokio::spawn(async move {
            let mut count: u32 = 0;
            while since.elapsed() < ROUND {
                assert_eq!(client.get("/hjem").await.unwrap().status, 200);
                count += 1;
            }
            count
        })
    });
    let mut count = 0;
    for sender in senders.collect::<Vec<_>>() {
        count += sender.await.unwrap();
    }
    f64::from(count) / since.elapsed().as_secs_f64()
}

fn whole(demo: &Demo) -> Router {
    let site = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../public"));
    let server = Server::new(demo.desk.clone(), &site, true, "http://127.0.0.1").unwrap();
    router(server.limited(Rates::none()))
}

/// The same view, as the server renders it, over data that was read once.
fn rendered(someone: &Someone) -> Router {
    let texts = i18n::install(Language::Da, i18n::catalog(Language::Da)).unwrap();
    let now = demo::now().millis();
    let viewer = Some(someone.viewer().clone());
    let assets = "/pkg/0123456789abcdef".to_owned();
    let boot =
        Boot { viewer, settings: Settings::default(), now, assets, demo: true, posted: None, at: None };
    let (desk, actor) = (someone.desk.clone(), someone.actor.clone());
    let backend: Arc<dyn Backend> = Arc::new(Memory { desk, actor, facts: Arc::default() });
    let context = {
        let boot = boot.clone();
        move || {
            provide_context(backend.clone());
            provide_context(StoredValue::new(boot.clone()));
            provide_context(texts);
        }
    };
    let view = move || view! { <Shell boot=boot.clone()/> };
    Router::new().route("/hjem", get(leptos_axum::render_app_async_with_context(context, view)))
}

/// A backend that asks the desk once for each need, and then remembers.
struct Memory {
    desk: Desk,
    actor: Actor,
    facts: Arc<Mutex<HashMap<String, Facts>>>,
}

impl Backend for Memory {
    fn viewer(&self) -> Option<Viewer> {
        Some(self.actor.viewer.clone())
    }

    fn facts(&self, needs: Vec<Need>) -> Soon<Result<Facts, Problem>> {
        let (desk, actor, known) = (self.desk.clone(), self.actor.clone(), self.facts.clone());
        Box::pin(async move {
            let key = format!("{needs:?}");
            let remembered = known.lock().unwrap().get(&key).cloned();
            if let Some(facts) = remembered {
                return Ok(facts);
            }
            let facts = desk.facts(&actor, &needs).await.map_err(|trouble| trouble.problem())?;
            known.lock().unwrap().insert(key, facts.clone());
            Ok(facts)
        })
    }

    fn live(&self, _: &'static str, _: Box<RawValue>) -> Soon<Result<Box<RawValue>, Problem>> {
        Box::pin(ready(Err(ProblemKey::NotFound.into())))
    }

    fn submit(&self, _: Outgoing) -> Soon<Submitted> {
        Box::pin(ready(Submitted::Failed(ProblemKey::NotAllowed.into())))
    }

    fn mint(&self) -> Uuid {
        Uuid::now_v7()
    }

    fn now(&self) -> Moment {
        self.desk.clock.now()
    }

    fn revision(&self) -> Signal<u64> {
        Signal::stored(0)
    }

    fn link(&self) -> Signal<Link> {
        Signal::stored(Link::Online)
    }

    fn outbox(&self) -> Signal<Vec<OutboxLine>> {
        Signal::stored(Vec::new())
    }

    fn dismiss(&self, _: EnvelopeId) -> Soon<()> {
        Box::pin(ready(()))
    }

    fn picture(&self, _: StreamId, blob: BlobId) -> Soon<Option<String>> {
        Box::pin(ready(Some(format!("/api/v1/blobs/{blob}"))))
    }

    fn unsent(&self, _: BlobId) -> Soon<Option<Vec<u8>>> {
        Box::pin(ready(None))
    }

    fn draft(&self, _: String) -> Soon<Option<String>> {
        Box::pin(ready(None))
    }

    fn keep_draft(&self, _: String, _: String) -> Soon<()> {
        Box::pin(ready(()))
    }

    fn forget_everything(&self) -> Soon<()> {
        Box::pin(ready(()))
    }

    fn cannot_keep(&self) -> Signal<Option<ProblemKey>> {
        Signal::stored(None)
    }
}
