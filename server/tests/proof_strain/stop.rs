//! Two thousand streams, sixteen senders, and then SIGTERM.

use std::collections::BTreeSet;
use std::process::Command;
use std::time::{Duration, Instant};

use futures::future::join_all;
use indgang_domain::kernel::id::ThreadId;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::listener::Listener;
use crate::proof::http::Client;
use crate::proof::program::Program;
use crate::proof::{Folder, all_done, letter, submit, times};
use crate::{PATIENCE, people};

const STREAMS: usize = 2_000;
/// As many as one person may have open.
const EACH: usize = 20;
const SENDERS: u64 = 16;
/// The program gives what is under way five seconds; more than that and it hangs.
const STOPS_WITHIN: Duration = Duration::from_secs(5);

/// This process holds the other end of each stream: so many files may be open.
fn files() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files")).unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap_or(usize::MAX)
}

#[tokio::test(flavor = "multi_thread")]
async fn two_thousand_listen_while_sixteen_write_and_all_are_let_go() {
    let folder = Folder::new();
    let path = folder.0.join("demo.sqlite3");
    let cookies = people::of(&path).await;
    let mut program = Program::start(&[], &format!("sqlite://{}", path.display()), &[]).await;
    let wanted = STREAMS.min(files() - 300);
    let mut whose: Vec<_> = cookies.iter().flat_map(|cookie| std::iter::repeat_n(cookie, EACH)).collect();
    whose.truncate(wanted);
    let began = Instant::now();
    let mut mother = Client::logged_in(program.address, "borger").await;
    let thread = mother.family_thread().await;
    let mut hears = Listener::open(program.address, mother.cookie.as_ref().unwrap()).await;
    let mut listeners = Vec::new();
    for some in whose.chunks(50) {
        let opening = some.iter().map(|cookie| Listener::open_one_more(program.address, cookie));
        listeners.extend(join_all(opening).await.into_iter().flatten());
    }
    let open = listeners.len() + 1;
    println!("{open} streams after {:?}, {} KiB in memory", began.elapsed(), program.resident());
    assert_eq!(open, whose.len(), "all, with the one that the mother has already");

    let mut senders = JoinSet::new();
    for n in 0..SENDERS {
        let slug = ["borger", "kontakt-1", "kontakt-2"][usize::try_from(n % 3).unwrap()];
        senders.spawn(writes(Client::logged_in(program.address, slug).await, thread, n));
    }
    // So much is heard, and meanwhile pages are made for others.
    let enough = timeout(PATIENCE, hears.hears(thread.into(), times(200, 5_000) as u64));
    let (enough, page) = tokio::join!(enough, mother.get("/hjem"));
    enough.expect("it is heard");
    assert_eq!(page.unwrap().status, 200);

    let signalled = Instant::now();
    assert!(Command::new("kill").arg(program.id().to_string()).status().unwrap().success());
    listeners.push(hears);
    let let_go =
        join_all(listeners.into_iter().map(|listener| timeout(PATIENCE, listener.ends_well()))).await;
    let status = program.ends();
    let took = signalled.elapsed();
    assert!(let_go.iter().all(|let_go| *let_go == Ok(true)), "every stream was ended, none was broken off");
    assert!(status.success() && took < STOPS_WITHIN, "{status} after {took:?}");
    let (mut kept, mut sent) = (BTreeSet::new(), BTreeSet::new());
    while let Some(sender) = senders.join_next().await {
        let (theirs, unanswered) = sender.unwrap();
        sent.extend(unanswered);
        kept.extend(theirs);
    }
    println!("{} streams ended, {} messages kept, stopped after {took:?}", let_go.len(), kept.len());
    is_kept(&path, &kept, &sent);
}

/// Writes until there is no answer; answers what was acknowledged, and what was not.
async fn writes(mut client: Client, thread: ThreadId, n: u64) -> (Vec<String>, Vec<String>) {
    let mut kept = Vec::new();
    loop {
        let text = format!("belastet {n}: {}", kept.len());
        let (envelope, _) = letter(thread, &text, kept.len() as u64);
        match client.submits(&submit(vec![envelope])).await {
            Ok(outcomes) if all_done(&outcomes) => kept.push(text),
            // "Later", or the door is closed.
            Ok(_) | Err(_) => return (kept, vec![text]),
        }
    }
}

/// All that was acknowledged is there, once, and nothing but what was sent.
fn is_kept(path: &std::path::Path, kept: &BTreeSet<String>, unanswered: &BTreeSet<String>) {
    let conn = rusqlite::Connection::open(path).unwrap();
    let sql = "SELECT body FROM messages WHERE body LIKE 'belastet %'";
    let mut statement = conn.prepare(sql).unwrap();
    let rows: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let there: BTreeSet<_> = rows.iter().cloned().collect();
    assert_eq!(there.len(), rows.len(), "none doubled");
    assert!(kept.is_subset(&there), "what was acknowledged is kept");
    assert!(there.difference(kept).all(|text| unanswered.contains(text)));
    let sound: String = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok");
}
