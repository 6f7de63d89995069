//! Someone who is logged in, and what their device holds.

use indgang_domain::envelope::{ENVELOPE_VERSION, Envelope, Outcome};
use indgang_domain::kernel::id::{DeviceId, EnvelopeId, FamilyId, MessageId, StreamId, ThreadId};
use indgang_domain::kernel::text::MessageText;
use indgang_domain::kernel::time::Moment;
use indgang_domain::messages::{Bubble, OpenThread, Said, SendMessage, Threads};
use indgang_domain::people::Language;
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::stream::{Cursor, PullAnswer, PullRequest, StreamNews};
use indgang_domain::verbs::{Command, Query, Viewer};
use indgang_server::desk::{Actor, Clock, Desk};
use uuid::Uuid;

/// What a device holds after pulling, and how it got there.
#[derive(Default)]
pub struct Pulled {
    pub cursors: Vec<Cursor>,
    pub pages: Vec<PullAnswer>,
}

impl Pulled {
    fn take(&mut self, page: PullAnswer) {
        for news in &page.streams {
            self.cursors.retain(|cursor| cursor.stream != news.stream);
            if !news.forget {
                self.cursors.push(Cursor {
                    stream: news.stream,
                    version: news.version,
                    lens: news.lens,
                    sight: news.sight,
                });
            }
        }
        self.pages.push(page);
    }

    /// All news of one stream.
    pub fn of(&self, stream: impl Into<StreamId>) -> Vec<&StreamNews> {
        let stream = stream.into();
        self.pages.iter().flat_map(|page| &page.streams).filter(|news| news.stream == stream).collect()
    }

    /// Was the device told to forget this stream?
    pub fn forgets(&self, stream: impl Into<StreamId>) -> bool {
        self.of(stream).iter().any(|news| news.forget)
    }

    /// All that came, as it travelled.
    pub fn text(&self) -> String {
        serde_json::to_string(&self.pages).unwrap()
    }
}

/// What an outcome says was wrong.
pub fn why(outcome: &Outcome) -> Option<ProblemKey> {
    outcome.problem.as_ref().map(|problem| problem.key)
}

/// Someone who is logged in, acting through the desk.
#[derive(Clone)]
pub struct Someone {
    pub desk: Desk,
    pub actor: Actor,
}

impl Someone {
    pub fn viewer(&self) -> &Viewer {
        &self.actor.viewer
    }

    /// The same person at another time.
    pub fn at(&self, moment: Moment) -> Self {
        let mut later = self.clone();
        later.desk.clock = Clock::Fixed(moment);
        later
    }

    /// An envelope with this command, as this person's device would write it.
    pub fn envelope<C: Command>(&self, command: &C) -> Envelope {
        Envelope {
            id: EnvelopeId(Uuid::now_v7()),
            v: ENVELOPE_VERSION,
            device: DeviceId(self.actor.session.0),
            seq: 1,
            at: self.desk.clock.now(),
            command: C::NAME.to_owned(),
            args: serde_json::value::to_raw_value(command).unwrap(),
        }
    }

    pub async fn settle(&self, envelope: Envelope) -> Outcome {
        let at = envelope.at;
        self.desk.settle(&self.actor, envelope, at).await
    }

    pub async fn does<C: Command>(&self, command: &C) -> Outcome {
        self.settle(self.envelope(command)).await
    }

    pub async fn asks<Q: Query<Answer: serde::de::DeserializeOwned>>(
        &self,
        query: &Q,
    ) -> Result<Q::Answer, Problem> {
        let args = serde_json::to_string(query).unwrap();
        let answer = self.desk.ask(&self.actor, Q::NAME, &args).await.map_err(|trouble| trouble.problem())?;
        Ok(serde_json::from_str(answer.get()).unwrap())
    }

    pub async fn pulls(&self, cursors: Vec<Cursor>) -> PullAnswer {
        self.desk
            .pull(&self.actor, &PullRequest { client: 1, cursors, knows: None, only: None })
            .await
            .unwrap()
    }

    /// Everything there is, page by page, as a device would pull it from these cursors.
    pub async fn pulls_all(&self, cursors: Vec<Cursor>) -> Pulled {
        let mut pulled = Pulled { cursors, ..Pulled::default() };
        loop {
            let page = self.pulls(pulled.cursors.clone()).await;
            let more = page.more;
            pulled.take(page);
            if !more {
                return pulled;
            }
            assert!(pulled.pages.len() < 100, "a pull that never ends");
        }
    }

    /// The family's thread: of the given family, or the only one.
    pub async fn family_thread(&self, family: Option<FamilyId>) -> ThreadId {
        let threads = self.asks(&Threads {}).await.unwrap();
        let mut shared = threads.iter().filter(|line| line.owner.is_none());
        shared.find(|line| family.is_none_or(|family| line.family == family)).expect("a family thread").thread
    }

    /// One's own thread.
    pub async fn own_thread(&self) -> ThreadId {
        let threads = self.asks(&Threads {}).await.unwrap();
        threads.iter().find(|line| line.owner == Some(self.viewer().person)).expect("an own thread").thread
    }

    /// The family one belongs to, or the first one has.
    pub async fn family(&self) -> FamilyId {
        self.asks(&Threads {}).await.unwrap().first().expect("a thread").family
    }

    pub async fn says(&self, thread: ThreadId, text: &str) -> Outcome {
        self.does(&message(thread, text)).await
    }

    /// What the newest page of a thread says, oldest first.
    pub async fn reads(&self, thread: ThreadId) -> Vec<String> {
        let answer = self.asks(&OpenThread { thread, before: None }).await.unwrap();
        answer.bubbles.iter().map(words).collect()
    }
}

fn words(bubble: &Bubble) -> String {
    match &bubble.said {
        Said::Message(message) => message.text.clone(),
        Said::Letter(letter) => letter.note.clone().unwrap_or_default(),
    }
}

pub fn message(thread: ThreadId, text: &str) -> SendMessage {
    SendMessage {
        id: MessageId(Uuid::now_v7()),
        thread,
        text: Some(MessageText::parse(text).unwrap()),
        language: Language::Da,
        photos: Vec::new(),
        voice: None,
    }
}
