//! Clients that send a byte now and then, or read nothing of what they asked for: others do not wait for them, and in the
//! long form they are seen to be cut off.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::proof::http::Client;
use crate::proof::program::Program;
use crate::proof::{Folder, all_done, full, letter, submit, times};

const OF_EACH: usize = 100;
const DRIBBLE: Duration = Duration::from_millis(200);
/// A page and a message, while hundreds are in the way, on a busy machine.
const AT_ONCE: Duration = Duration::from_secs(5);
/// The longest anyone is waited for is a minute; more than this and nobody looks.
const CUT_OFF_WITHIN: Duration = Duration::from_secs(100);

#[derive(Clone, Copy, Debug)]
enum Slow {
    /// A byte of a header now and then.
    Header,
    /// A header, and nothing of the body it speaks of.
    Body,
    /// Asks for more and more, and reads nothing.
    Reading,
}

impl Slow {
    /// Until it is cut off.
    async fn goes_on(self, address: SocketAddr, cookie: String) {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!("POST /api/v1/pull HTTP/1.1\r\nhost: x\r\ncookie: {cookie}\r\n");
        let file = b"GET /sw.js HTTP/1.1\r\nhost: x\r\n\r\n";
        let begins = match self {
            Self::Header => head.clone(),
            Self::Body => format!("{head}content-type: application/json\r\ncontent-length: 9999\r\n\r\n{{"),
            Self::Reading => String::new(),
        };
        if stream.write_all(begins.as_bytes()).await.is_err() {
            return;
        }
        loop {
            sleep(DRIBBLE).await;
            let mut byte = [0; 256];
            let gone = match self {
                Self::Header => stream.write_all(b"x").await.is_err(),
                Self::Body => {
                    matches!(timeout(DRIBBLE, stream.read(&mut byte)).await, Ok(Ok(0) | Err(_)))
                }
                // As long as it can ask, and then until it is told that nobody is there.
                Self::Reading => match timeout(DRIBBLE, stream.write_all(&file.repeat(500))).await {
                    Ok(asked) => asked.is_err(),
                    Err(_) => false,
                },
            };
            if gone {
                return;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_waits_for_those_who_are_slow() {
    let folder = Folder::new();
    let database = format!("sqlite://{}", folder.0.join("demo.sqlite3").display());
    let program = Program::start(&[], &database, &[]).await;
    let mut mother = Client::logged_in(program.address, "borger").await;
    let (thread, cookie) = (mother.family_thread().await, mother.cookie.clone().unwrap());
    let before = program.resident();
    let began = Instant::now();
    let mut slow = JoinSet::new();
    for what in [Slow::Header, Slow::Body, Slow::Reading] {
        for _ in 0..OF_EACH {
            slow.spawn(what.goes_on(program.address, cookie.clone()));
        }
    }
    let mut slowest = Duration::ZERO;
    for n in 0..times(20, 200) {
        let since = Instant::now();
        let (envelope, _) = letter(thread, &format!("imens {n}"), n as u64);
        assert!(all_done(&mother.submits(&submit(vec![envelope])).await.unwrap()));
        // Someone new, too.
        assert_eq!(mother.moved(program.address).get("/hjem").await.unwrap().status, 200);
        slowest = slowest.max(since.elapsed());
        sleep(Duration::from_millis(100)).await;
    }
    assert!(slowest < AT_ONCE, "someone waited {slowest:?}");
    let grown = program.resident().saturating_sub(before);
    println!("{} are slow; the slowest of others {slowest:?}; {grown} KiB more in memory", 3 * OF_EACH);
    if full() {
        let all = async { while slow.join_next().await.is_some() {} };
        timeout(CUT_OFF_WITHIN, all).await.expect("all are cut off");
        println!("all were cut off after {:?}", began.elapsed());
    } else {
        slow.shutdown().await;
    }
    // Over a new connection: nobody used the old one for too long.
    assert_eq!(mother.moved(program.address).get("/hjem").await.unwrap().status, 200);
}
