//! Promise 1 again, for power loss: before any answer that acknowledges a message, sent by a device or by a form, or a
//! picture, its bytes were written to the log and flushed to the disk. Seen from outside, in the program's own system
//! calls. With the durability turned down the same check must fail, or it would prove nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a proof that cannot go on fails")]

mod demo;
mod proof;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Cursor;
use std::path::Path;

use indgang_domain::kernel::id::ThreadId;
use proof::http::Client;
use proof::program::Program;
use proof::{Folder, all_done, letter, submit, times};
use uuid::Uuid;

/// How something is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum By {
    /// A message in an envelope, `POST /api/v1/submit`.
    Submit,
    /// A message by a form, `POST /act`.
    Act,
    /// A picture, `PUT /api/v1/blobs`.
    Put,
}

/// Who sends how, all at once.
const SENDERS: [By; 12] = {
    use By::{Act, Put, Submit};
    [Submit, Submit, Submit, Submit, Submit, Submit, Act, Act, Act, Put, Put, Put]
};

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_acknowledged_before_it_is_on_the_disk() {
    for (by, (sent, unsafe_ones)) in trace("full").await {
        println!("full, {by:?}: {sent} acknowledged, {unsafe_ones} before the disk had them");
        assert_eq!(unsafe_ones, 0, "{by:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_check_sees_durability_that_is_turned_down() {
    for (by, (sent, unsafe_ones)) in trace("normal").await {
        println!("normal, {by:?}: {sent} acknowledged, {unsafe_ones} before the disk had them");
        assert!(unsafe_ones * 2 > sent, "{by:?}: the check does not see what it should");
    }
}

/// Sends to a traced server; answers how many in each way, and how many of them were acknowledged too early.
async fn trace(durability: &str) -> BTreeMap<By, (usize, usize)> {
    let strace = std::process::Command::new("strace").arg("-V").output();
    assert!(
        strace.is_ok_and(|strace| strace.status.success()),
        "this proof needs strace: install it and run again"
    );
    let folder = Folder::new();
    let log = folder.0.join("strace");
    let database = format!("sqlite://{}", folder.0.join("demo.sqlite3").display());
    // Seeded before, so that the log holds nothing else.
    Program::start(&[], &database, &[]).await.kill();
    let calls = "trace=fdatasync,fsync,pwrite64,write,writev,sendto,sendmsg,read,readv,recvfrom,recvmsg";
    // Long enough for a page of the database, in which the message stands.
    let before = ["strace", "-f", "-y", "-s", "8192", "-e", calls, "-o", log.to_str().unwrap()];
    let mut program = Program::start(&before, &database, &["--durability", durability]).await;
    let marks = send(&program).await;
    let traced = only_child(program.id());
    assert!(std::process::Command::new("kill").args(["-9", &traced]).status().unwrap().success());
    // The tracer ends with what it traced, its log complete.
    program.wait();
    let too_early = check(&log, marks.len());
    let mut counts = BTreeMap::new();
    for (by, mark) in marks {
        let (sent, unsafe_ones) = counts.entry(by).or_insert((0, 0));
        *sent += 1;
        *unsafe_ones += usize::from(too_early.contains(&mark));
    }
    assert_eq!(counts.len(), 3, "in each way");
    counts
}

async fn send(program: &Program) -> Vec<(By, String)> {
    let each = times(6, 40);
    let thread = Client::logged_in(program.address, "borger").await.family_thread().await;
    let mut senders = Vec::new();
    for (sender, by) in SENDERS.into_iter().enumerate() {
        let mut client = Client::logged_in(program.address, ["borger", "kontakt-1"][sender % 2]).await;
        senders.push(tokio::spawn(async move {
            let mut marks = Vec::new();
            for n in 0..each {
                let mark = format!("mark-{sender}-{n}-end");
                one(&mut client, by, thread, &mark).await;
                marks.push((by, mark));
            }
            marks
        }));
    }
    let mut marks = Vec::new();
    for sender in senders {
        marks.extend(sender.await.unwrap());
    }
    marks
}

/// Sends one thing that bears this mark, and waits for its acknowledgement.
async fn one(client: &mut Client, by: By, thread: ThreadId, mark: &str) {
    match by {
        By::Submit => {
            let (envelope, _) = letter(thread, mark, 1);
            let outcomes = client.submits(&submit(vec![envelope])).await.unwrap();
            assert!(all_done(&outcomes), "{outcomes:?}");
        }
        By::Act => {
            let (id, envelope) = (Uuid::now_v7(), Uuid::now_v7());
            let form = format!(
                "command=Messages.SendMessage&envelope={envelope}&back=%2Fhjem&id={id}&thread={thread}&text={mark}&language=da"
            );
            assert_eq!(client.form("/act", form.as_bytes()).await.unwrap().status, 303);
        }
        By::Put => {
            // A picture is written anew, but not its id: that is the mark, as bytes. In the address it is in hexadecimal,
            // so there it stands once more.
            let id = Uuid::from_slice(format!("{mark:.<16}").as_bytes()).unwrap();
            let path = format!("/api/v1/blobs/{id}?stream={thread}&mark={mark}");
            assert_eq!(client.put(&path, &picture()).await.unwrap().status, 204);
        }
    }
}

/// A small one.
fn picture() -> Vec<u8> {
    let mut sent = Vec::new();
    image::DynamicImage::new_rgb8(4, 4)
        .write_to(&mut Cursor::new(&mut sent), image::ImageFormat::Png)
        .unwrap();
    sent
}

/// The process that this one started.
fn only_child(parent: u32) -> String {
    let parent = parent.to_string();
    let folders = std::fs::read_dir("/proc").unwrap().flatten();
    let mut children = folders.filter_map(|folder| {
        let stat = std::fs::read_to_string(folder.path().join("stat")).ok()?;
        // pid (name) state parent …; the name may hold anything.
        let after = stat.rsplit_once(')')?.1;
        (after.split_whitespace().nth(1) == Some(&parent))
            .then(|| folder.file_name().to_string_lossy().into_owned())
    });
    children.next().expect("the traced program")
}

/// What it happened is answered with, in each way.
const ACKNOWLEDGED: [&str; 3] = ["HTTP/1.1 200", "HTTP/1.1 303", "HTTP/1.1 204"];

/// What is known of one thing that was sent while the log is read.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Way {
    #[default]
    Unknown,
    /// Its request has been read.
    Asked,
    /// Its bytes have been written to the log file.
    Written,
    /// A flush that began after that has ended well.
    Flushed,
}

/// What was acknowledged before it was flushed.
fn check(log: &Path, sent: usize) -> HashSet<String> {
    let log = std::fs::read(log).unwrap();
    let log = String::from_utf8_lossy(&log);
    let mut ways: HashMap<&str, Way> = HashMap::new();
    // The message that each connection waits for, by its end of the socket.
    let mut asking: HashMap<String, &str> = HashMap::new();
    // What a thread is flushing: all that had been written when it began.
    let mut flushing: HashMap<&str, Vec<&str>> = HashMap::new();
    // Calls that were interrupted in the log by other threads' calls.
    let mut unfinished: HashMap<&str, &str> = HashMap::new();
    let mut too_early = Vec::new();
    let mut answered = 0;
    for line in log.lines() {
        let Some((thread, call)) = line.split_once(' ') else { continue };
        let call = call.trim_start();
        let resumed = call.starts_with("<... ");
        let begun = if resumed { unfinished.remove(thread).unwrap_or_default() } else { call };
        let ended = !call.ends_with("<unfinished ...>");
        if !ended {
            unfinished.insert(thread, call);
        }
        let (name, file) = (begun.split('(').next().unwrap_or_default(), file_of(begun));
        match name {
            "fdatasync" | "fsync" if file.ends_with("-wal") => {
                if !resumed {
                    let written = ways.iter().filter(|(_, way)| **way == Way::Written).map(|(mark, _)| *mark);
                    flushing.insert(thread, written.collect());
                }
                if ended && call.ends_with("= 0") {
                    for mark in flushing.remove(thread).unwrap_or_default() {
                        ways.insert(mark, Way::Flushed);
                    }
                }
            }
            // What people write stands in the database's own files and nowhere else.
            "pwrite64" if !file.contains("/demo.sqlite3") => {
                assert!(marks_in(begun).next().is_none(), "a message is written to {file}");
            }
            // Counted when it has ended: a write is not done when it begins.
            "pwrite64" if file.ends_with("-wal") && ended => {
                for mark in marks_in(begun) {
                    let way = ways.entry(mark).or_default();
                    if *way == Way::Asked {
                        *way = Way::Written;
                    }
                }
            }
            "read" | "readv" | "recvfrom" | "recvmsg"
                if file.starts_with("socket:") || file.starts_with("TCP:") =>
            {
                if let Some(mark) = marks_in(call).next() {
                    asking.insert(file.to_owned(), mark);
                    ways.insert(mark, Way::Asked);
                }
            }
            // Counted when it begins: then the answer is on its way.
            "write" | "writev" | "sendto" | "sendmsg"
                if !resumed && ACKNOWLEDGED.iter().any(|status| call.contains(status)) =>
            {
                if let Some(mark) = asking.remove(file) {
                    answered += 1;
                    let way = ways.get(mark).copied().unwrap_or_default();
                    if way != Way::Flushed {
                        too_early.push((mark, way));
                    }
                }
            }
            _ => {}
        }
    }
    assert_eq!(answered, sent, "every answer stands in the log");
    println!("too early, and how far they were: {:?}", too_early.iter().take(5).collect::<Vec<_>>());
    too_early.into_iter().map(|(mark, _)| mark.to_owned()).collect()
}

/// The messages that a call's bytes hold.
fn marks_in(call: &str) -> impl Iterator<Item = &str> {
    call.match_indices("mark-").filter_map(|(start, _)| {
        let mark = call.get(start..)?;
        mark.find("-end").filter(|length| *length < 16).and_then(|length| mark.get(..length + 4))
    })
}

/// The file of a call's first argument: `name(5</path>, …`.
fn file_of(call: &str) -> &str {
    let file = call.split_once('<').and_then(|(_, after)| after.split_once('>'));
    file.map_or("", |(file, _)| file)
}
