//! What holds while a database takes nothing, and after.

use indgang_domain::envelope::{Envelope, Status};
use indgang_domain::kernel::id::ThreadId;
use uuid::Uuid;

use crate::proof::http::{Client, Reply};
use crate::proof::program::Program;
use crate::proof::{letter, submit};

/// People at work on a program, and what they have sent.
pub(crate) struct Work {
    mother: Client,
    contact: Client,
    thread: ThreadId,
    /// The texts of what was acknowledged.
    pub(crate) kept: Vec<String>,
    waiting: Vec<Envelope>,
    written: u64,
}

impl Work {
    pub(crate) async fn begin(program: &Program) -> Self {
        let mut mother = Client::logged_in(program.address, "borger").await;
        let contact = Client::logged_in(program.address, "kontakt-1").await;
        let thread = mother.family_thread().await;
        Self { mother, contact, thread, kept: Vec::new(), waiting: Vec::new(), written: 0 }
    }

    /// Writes some, and sees that they are kept. What the team reads is noted from here on.
    pub(crate) async fn all_is_well(&mut self) {
        self.write(3);
        assert_eq!(self.send().await, 3);
        self.reading_goes_on().await;
        assert_eq!(self.contact.get(&self.page()).await.unwrap().status, 200);
    }

    /// The family's, and the team's of what was noted before. A page of a case is noted each time it is opened.
    async fn reading_goes_on(&mut self) {
        let page = self.page();
        for (client, path) in [(&mut self.mother, page.as_str()), (&mut self.contact, "/team")] {
            assert_eq!(client.get(path).await.unwrap().status, 200, "{path}");
            let pulled = client.json("/api/v1/pull", br#"{"client":1,"cursors":[]}"#).await.unwrap();
            assert_eq!(pulled.status, 200, "pulling, too");
        }
    }

    fn page(&self) -> String {
        format!("/beskeder/{}", self.thread)
    }

    /// Whatever is written is told to come again, and has had no effect; what can be read still is.
    pub(crate) async fn nothing_is_taken(&mut self) {
        self.write(3);
        for _ in 0..3 {
            assert_eq!(self.send().await, 0, "nothing is acknowledged");
        }
        come_again(&self.mother.form("/demo/login", b"person=borger-ar").await.unwrap());
        let picture = format!("/api/v1/blobs/{}", Uuid::now_v7());
        let photo = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../public/icon-192.png")).unwrap();
        come_again(&self.mother.put(&format!("{picture}?stream={}", self.thread), &photo).await.unwrap());
        self.reading_goes_on().await;
        // What cannot be noted is not shown.
        come_again(&self.contact.get(&self.page()).await.unwrap());
    }

    /// Sends what waits until it is kept.
    pub(crate) async fn all_is_well_again(&mut self) {
        let waiting = self.waiting.len();
        assert_eq!(self.send().await, waiting, "at once, and without a restart");
        self.all_is_well().await;
    }

    fn write(&mut self, count: usize) {
        for _ in 0..count {
            self.written += 1;
            self.waiting.push(letter(self.thread, &format!("belastet {}", self.written), self.written).0);
        }
    }

    /// Sends what waits; answers how many were acknowledged. The others wait on.
    async fn send(&mut self) -> usize {
        let reply = self.mother.json("/api/v1/submit", &submit(self.waiting.clone())).await.unwrap();
        if reply.status != 200 {
            come_again(&reply);
            return 0;
        }
        let answer: indgang_domain::stream::SubmitAnswer = serde_json::from_slice(&reply.body).unwrap();
        let mut done = 0;
        for outcome in answer.outcomes {
            match outcome.status {
                Status::Done => {
                    let place = self.waiting.iter().position(|envelope| envelope.id == outcome.id).unwrap();
                    let text: serde_json::Value =
                        serde_json::from_str(self.waiting.remove(place).args.get()).unwrap();
                    self.kept.push(text["text"].as_str().unwrap().to_owned());
                    done += 1;
                }
                Status::Later => {}
                status => panic!("{status:?}: {:?}", outcome.problem),
            }
        }
        done
    }

    /// What waits still.
    pub(crate) fn waits(&self) -> usize {
        self.waiting.len()
    }

    /// Sends until the database is there again.
    pub(crate) async fn try_on(&mut self) {
        self.send().await;
    }
}

/// An error that passes, and says so.
fn come_again(reply: &Reply) {
    assert_eq!(reply.status, 503, "{}", String::from_utf8_lossy(&reply.body));
    assert!(reply.after.is_some(), "it says when to come again");
}
