//! Finding the times at which two contact persons and an interpreter are free within four weeks, over HTTP, beside `GET /hjem` in
//! the same run. The families that there are make no difference: `tests/stories/rows_read.rs` holds that.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark that cannot go on fails")]

#[path = "../tests/demo/mod.rs"]
mod demo;
#[path = "../tests/proof/http.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with the proofs")]
mod http;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::serve::ListenerExt as _;
use demo::{Demo, Engine};
use http::Client;
use indgang_domain::appointments::AppointmentKind;
use indgang_domain::booking::OpenBooking;
use indgang_server::http::rate_limits::Rates;
use indgang_server::http::{Server, router};
use serde_json::json;

const CONNECTIONS: usize = 16;
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(2);
/// The least that finding times must reach of the home screen's rate.
const OF_HOME: f64 = 1.0 / 4.0;

#[tokio::main]
async fn main() -> ExitCode {
    let demo = Demo::open(Engine::Sqlite).await;
    let address = serve(&demo).await;
    let mut client = Client::new(address);
    client.cookie = client.form("/demo/login", b"person=borger").await.unwrap().cookie;
    let booking = demo.person("borger").await.asks(&OpenBooking {}).await.unwrap();
    let service = booking.services.iter().find(|one| one.kind == AppointmentKind::HealthConversation);
    let args = json!({ "stream": booking.family, "service": service.unwrap().id, "interpreter": "ar" });
    let ask: Arc<str> = json!({ "query": "Booking.Times", "args": args }).to_string().into();
    let (mut home, mut times) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        home.push(rate(&client, None).await);
        times.push(rate(&client, Some(&ask)).await);
    }
    let [home, times] = [home, times].map(|mut rates| {
        rates.sort_by(f64::total_cmp);
        rates[rates.len() / 2]
    });
    println!("Over loopback, {CONNECTIONS} connections, SQLite, median of {ROUNDS}\n");
    println!("| | requests/s | of GET /hjem |\n| --- | ---: | ---: |");
    println!("| GET /hjem | {home:.0} | 100 % |");
    println!("| times of three calendars over four weeks | {times:.0} | {:.0} % |", 100.0 * times / home);
    println!("\nThe aim is {:.0} %.", 100.0 * OF_HOME);
    if times >= OF_HOME * home { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn serve(demo: &Demo) -> SocketAddr {
    let site = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../public"));
    let server = Server::new(demo.desk.clone(), &site, true, "http://127.0.0.1").unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let listener = listener.tap_io(|stream| stream.set_nodelay(true).unwrap());
    tokio::spawn(async move { axum::serve(listener, router(server.limited(Rates::none()))).await });
    address
}

/// Requests a second: of the home screen, or of this question.
async fn rate(client: &Client, ask: Option<&Arc<str>>) -> f64 {
    let since = Instant::now();
    let senders = (0..CONNECTIONS).map(|_| {
        let (mut client, ask) = (client.moved(client.address()), ask.cloned());
        tokio::spawn(async move {
            let mut count: u32 = 0;
            while since.elapsed() < ROUND {
                let reply = match &ask {
                    Some(ask) => client.json("/api/v1/ask", ask.as_bytes()).await,
                    None => client.get("/hjem").await,
                };
                assert_eq!(reply.unwrap().status, 200);
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
