//! Processes: how many messages a second one, two and three processes over one PostgreSQL take, from the same people.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark that cannot go on fails")]

#[path = "../tests/demo/mod.rs"]
mod demo;
#[path = "../tests/proof/mod.rs"]
mod proof;

use std::time::{Duration, Instant};

use demo::{Demo, Engine, none};
use futures::future::join_all;
use indgang_domain::kernel::id::{MunicipalityId, PersonId, ThreadId};
use indgang_server::auth;
use indgang_server::store::address::Address;
use proof::http::Client;
use proof::program::Program;
use proof::{all_done, letter, submit};
use tokio::task::JoinSet;

/// Each writes in the thread of a family of their own: nobody waits for another's row.
const SENDERS: usize = 32;
const FOR: Duration = Duration::from_secs(8);

#[tokio::main]
async fn main() {
    let demo = Demo::open(Engine::Postgres).await;
    let Address::Postgres(database) = &demo.address else { unreachable!("asked for PostgreSQL") };
    let cookies = cookies(&demo).await;
    println!(
        "{SENDERS} people who each send one message after the other, over loopback; database and senders on the same machine\n"
    );
    println!("| processes | messages a second | of one |\n| ---: | ---: | ---: |");
    let mut one = None;
    for count in 1..=3 {
        let programs = join_all((0..count).map(|_| Program::start(&[], database, &[]))).await;
        let mut senders = JoinSet::new();
        for (n, cookie) in cookies.iter().enumerate() {
            let mut client = Client::new(programs[n % count].address);
            client.cookie = Some(cookie.clone());
            let thread = client.family_thread().await;
            senders.spawn(sends(client, thread));
        }
        let mut sent = 0;
        while let Some(sender) = senders.join_next().await {
            sent += sender.unwrap();
        }
        let rate = f64::from(sent) / FOR.as_secs_f64();
        let of_one = rate / *one.get_or_insert(rate);
        println!("| {count} | {rate:.0} | {of_one:.2} |");
    }
}

/// Adults of different families, logged in, in the database itself: it is not logging in that is measured.
async fn cookies(demo: &Demo) -> Vec<String> {
    let sql = "SELECT municipality, MIN(CAST(person AS TEXT)) AS person FROM members \
        WHERE kind = 'adult' AND person IS NOT NULL GROUP BY municipality, family ORDER BY person";
    let mut cookies = Vec::new();
    for row in demo.desk.db.rows(sql, none()).await.unwrap().iter().take(SENDERS) {
        let municipality: MunicipalityId = row.id("municipality").unwrap();
        let person = PersonId(row.text("person").unwrap().parse().unwrap());
        let token = auth::begin(&demo.desk, municipality, person, "bench").await.unwrap();
        cookies.push(format!("indgang={}", token.as_str()));
    }
    assert_eq!(cookies.len(), SENDERS, "too few families");
    cookies
}

/// Sends until the time is up; answers how many were acknowledged.
async fn sends(mut client: Client, thread: ThreadId) -> u32 {
    let since = Instant::now();
    let mut sent = 0;
    while since.elapsed() < FOR {
        let (envelope, _) = letter(thread, "Hvornår kommer I?", sent.into());
        assert!(all_done(&client.submits(&submit(vec![envelope])).await.unwrap()));
        sent += 1;
    }
    sent
}
