//! What the proofs share: the real program as a child, a plain HTTP client, chance that a seed replays.

#![allow(dead_code, reason = "each proof uses its own part")]
#![allow(unreachable_pub, reason = "a module of several test programs")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a proof that cannot go on fails")]

pub mod calendars;
pub mod chance;
pub mod device;
pub mod http;
pub mod program;
pub mod slow;

use std::path::PathBuf;

use indgang_domain::envelope::{ENVELOPE_VERSION, Envelope, Outcome, Status};
use indgang_domain::kernel::id::{DeviceId, EnvelopeId, ThreadId};
use indgang_domain::messages::{SendMessage, ThreadLine, Threads};
use indgang_domain::stream::{CLIENT_VERSION, SubmitAnswer, SubmitRequest};
use indgang_domain::verbs::{Command, Query};
use uuid::Uuid;

use super::demo;

/// Is the long form wanted?
pub fn full() -> bool {
    std::env::var_os("INDGANG_FULL").is_some()
}

/// The short form's number, or the long form's.
pub fn times(short: usize, long: usize) -> usize {
    if full() { long } else { short }
}

/// A folder of this proof's own, gone when it ends.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("indgang-proof-{}", Uuid::now_v7()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The static files as they stand in the checkout; a proof needs no built ones.
pub fn site() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../public"))
}

/// An envelope around a command, as a device writes it.
pub fn envelope<C: Command>(command: &C, seq: u64) -> Envelope {
    Envelope {
        id: EnvelopeId(Uuid::now_v7()),
        v: ENVELOPE_VERSION,
        device: DeviceId(Uuid::from_u128(seq.into())),
        seq,
        at: demo::now(),
        command: C::NAME.to_owned(),
        args: serde_json::value::to_raw_value(command).unwrap(),
    }
}

/// An envelope with a message, and the message's id.
pub fn letter(thread: ThreadId, text: &str, seq: u64) -> (Envelope, SendMessage) {
    let message = demo::message(thread, text);
    (envelope(&message, seq), message)
}

/// The body of a submit.
pub fn submit(envelopes: Vec<Envelope>) -> Vec<u8> {
    serde_json::to_vec(&SubmitRequest { client: CLIENT_VERSION, now: None, envelopes }).unwrap()
}

impl http::Client {
    /// Someone of the demo world, logged in over HTTP.
    pub async fn logged_in(address: std::net::SocketAddr, slug: &str) -> Self {
        let mut client = Self::new(address);
        let form = format!("person={slug}");
        let reply = client.form("/demo/login", form.as_bytes()).await.expect("a login");
        client.cookie = Some(reply.cookie.expect("a cookie"));
        client
    }

    /// Outcomes, if the server answered.
    pub async fn submits(&mut self, body: &[u8]) -> std::io::Result<Vec<Outcome>> {
        let reply = self.json("/api/v1/submit", body).await?;
        if reply.status != 200 {
            return Err(std::io::Error::other(format!("status {}", reply.status)));
        }
        let answer: SubmitAnswer = serde_json::from_slice(&reply.body)?;
        Ok(answer.outcomes)
    }

    /// The thread of a citizen's family.
    pub async fn family_thread(&mut self) -> ThreadId {
        #[derive(serde::Deserialize)]
        struct Answer {
            answer: Vec<ThreadLine>,
        }
        let body = format!(r#"{{"query":"{}","args":{{}}}}"#, Threads::NAME);
        let reply = self.json("/api/v1/ask", body.as_bytes()).await.expect("an answer");
        let answer: Answer = serde_json::from_slice(&reply.body).expect("threads");
        answer.answer.iter().find(|line| line.owner.is_none()).expect("a family thread").thread
    }
}

/// Has every envelope happened?
pub fn all_done(outcomes: &[Outcome]) -> bool {
    outcomes.iter().all(|outcome| outcome.status == Status::Done)
}
