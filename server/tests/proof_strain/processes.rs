//! Three processes over one PostgreSQL are one: whoever listens at any hears of what is sent to any, and what is sent to
//! all three at once happens once.

use std::collections::BTreeSet;

use futures::future::join_all;
use indgang_domain::envelope::Status;
use indgang_domain::kernel::id::ThreadId;
use indgang_server::store::address::Address;
use indgang_server::store::args;
use tokio::time::timeout;

use crate::PATIENCE;
use crate::demo::{self, Demo, Engine};
use crate::listener::Listener;
use crate::proof::http::Client;
use crate::proof::program::Program;
use crate::proof::{letter, submit, times};

const SENDERS: usize = 6;

#[tokio::test(flavor = "multi_thread")]
async fn three_processes_are_one() {
    let demo = Demo::open(Engine::Postgres).await;
    let Address::Postgres(database) = &demo.address else { unreachable!("asked for PostgreSQL") };
    let programs = join_all((0..3).map(|_| Program::start(&[], database, &[]))).await;
    let mut mother = Client::logged_in(programs[0].address, "borger").await;
    let thread = mother.family_thread().await;
    // One login is good at each.
    let cookie = mother.cookie.clone().unwrap();
    let mut listeners = Vec::new();
    for program in &programs {
        let mut listener = Listener::open(program.address, &cookie).await;
        is_heard(&mut mother, thread, &mut listener).await;
        listeners.push(listener);
    }
    let each = times(20, 1_000);
    let sending = (0..SENDERS).map(async |n| {
        let slug = ["borger", "kontakt-1", "kontakt-2"][n % 3];
        let first = Client::logged_in(programs[n % 3].address, slug).await;
        let mut everywhere: Vec<_> = programs.iter().map(|program| first.moved(program.address)).collect();
        for written in 0..each {
            sends(&mut everywhere, thread, &format!("tre {n}: {written}")).await;
        }
    });
    let newest = "SELECT version AS n FROM streams WHERE id = $1";
    let all = join_all(sending);
    timeout(PATIENCE * 5, all).await.expect("all was sent");
    let newest = demo::count(&demo, newest, args![thread]).await.unsigned_abs();
    for listener in &mut listeners {
        let heard =
            timeout(PATIENCE, listener.hears(thread.into(), newest)).await.expect("the last is heard");
        let different: BTreeSet<_> = heard.iter().collect();
        assert_eq!(different.len(), heard.len(), "nothing is heard twice");
    }
    let sent = i64::try_from(SENDERS * each).unwrap();
    for sql in [
        "SELECT COUNT(*) AS n FROM messages WHERE thread = $1 AND body LIKE 'tre %'",
        "SELECT COUNT(DISTINCT body) AS n FROM messages WHERE thread = $1 AND body LIKE 'tre %'",
        "SELECT COUNT(DISTINCT e.version) AS n FROM entries e JOIN messages m ON m.id = e.id \
         WHERE e.stream = $1 AND m.body LIKE 'tre %'",
    ] {
        assert_eq!(demo::count(&demo, sql, args![thread]).await, sent, "{sql}");
    }
    println!("3 processes, {sent} messages sent to each of them, each there once");
}

/// The same through every process at once: one outcome.
async fn sends(everywhere: &mut [Client], thread: ThreadId, text: &str) {
    let (envelope, _) = letter(thread, text, 1);
    let body = submit(vec![envelope]);
    let mut outcomes = Vec::new();
    while outcomes.len() < everywhere.len() {
        outcomes.clear();
        let answers = join_all(everywhere.iter_mut().map(|client| client.submits(&body))).await;
        // Two at once may be told to give way to the third until they have tried often enough.
        outcomes.extend(
            answers.into_iter().flat_map(Result::unwrap).filter(|outcome| outcome.status == Status::Done),
        );
    }
    assert!(outcomes.windows(2).all(|pair| pair[0] == pair[1]), "{outcomes:?}");
}

/// A process hears from when it has begun to listen to the others.
async fn is_heard(speaker: &mut Client, thread: ThreadId, listener: &mut Listener) {
    let says = async |speaker: &mut Client| {
        let (envelope, _) = letter(thread, "Er der nogen?", 1);
        let outcomes = speaker.submits(&submit(vec![envelope])).await.unwrap();
        outcomes[0].at[&thread.into()]
    };
    loop {
        let version = says(speaker).await;
        let hears = listener.hears(thread.into(), version);
        if timeout(std::time::Duration::from_millis(200), hears).await.is_ok() {
            return;
        }
    }
}
