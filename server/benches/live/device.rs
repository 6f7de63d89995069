//! A device: listens, pulls when something it does not know has moved, and sends.

use std::collections::{HashMap, HashSet};
use std::iter::once;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use indgang_domain::envelope::{ENVELOPE_VERSION, Envelope, Status};
use indgang_domain::kernel::id::{DeviceId, EnvelopeId, MessageId, StreamId, ThreadId};
use indgang_domain::kernel::text::MessageText;
use indgang_domain::kernel::time::Moment;
use indgang_domain::messages::{MessageView, SendMessage};
use indgang_domain::people::Language;
use indgang_domain::stream::{
    CLIENT_VERSION, Cursor, Nudge, PullAnswer, PullRequest, SubmitAnswer, SubmitRequest, View as _,
};
use indgang_domain::verbs::Command as _;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::net::tcp::OwnedReadHalf;
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::http::Client;

/// What is on its way to whom since when, and how long the rest took.
#[derive(Default)]
pub(crate) struct Ledger {
    messages: AtomicUsize,
    waiting: Mutex<HashMap<Uuid, (usize, Instant)>>,
    times: Mutex<Vec<Duration>>,
}

impl Ledger {
    fn arrived(&self, message: Uuid, at: usize) {
        let mut waiting = self.waiting.lock().unwrap();
        if waiting.get(&message).is_some_and(|(to, _)| *to == at) {
            let (_, since) = waiting.remove(&message).unwrap();
            self.times.lock().unwrap().push(since.elapsed());
        }
    }

    /// How many messages have come to all devices together.
    pub(crate) fn messages(&self) -> usize {
        self.messages.load(Ordering::Relaxed)
    }

    pub(crate) fn waiting(&self) -> usize {
        self.waiting.lock().unwrap().len()
    }

    pub(crate) fn times(&self) -> Vec<Duration> {
        self.times.lock().unwrap().clone()
    }
}

/// The way out of a device, over a connection of its own.
#[derive(Clone)]
pub(crate) struct Outbox(Arc<tokio::sync::Mutex<Client>>);

impl Outbox {
    pub(crate) async fn send(&self, thread: ThreadId, to: usize, ledger: &Ledger) {
        let message = SendMessage {
            id: MessageId(Uuid::now_v7()),
            thread,
            text: Some(MessageText::parse("Kan vi tale sammen i morgen kl. 10?").unwrap()),
            language: Language::Da,
            photos: Vec::new(),
            voice: None,
        };
        let envelope = Envelope {
            id: EnvelopeId(Uuid::now_v7()),
            v: ENVELOPE_VERSION,
            device: DeviceId(Uuid::nil()),
            seq: 1,
            at: Moment::EPOCH,
            command: SendMessage::NAME.to_owned(),
            args: serde_json::value::to_raw_value(&message).unwrap(),
        };
        let request = SubmitRequest { client: CLIENT_VERSION, now: None, envelopes: vec![envelope] };
        let body = serde_json::to_vec(&request).unwrap();
        ledger.waiting.lock().unwrap().insert(message.id.0, (to, Instant::now()));
        let reply = self.0.lock().await.json("/api/v1/submit", &body).await.unwrap();
        let text = String::from_utf8_lossy(&reply.body);
        let answer: SubmitAnswer =
            serde_json::from_str(&text).unwrap_or_else(|_| panic!("{}: {text}", reply.status));
        assert_eq!(answer.outcomes[0].status, Status::Done, "{text}");
    }
}

pub(crate) struct Device {
    place: usize,
    client: Client,
    outbox: Outbox,
    events: Option<BufReader<OwnedReadHalf>>,
    cursors: HashMap<StreamId, Cursor>,
    /// The server answers of one stream alone.
    narrows: bool,
}

impl Device {
    pub(crate) fn new(place: usize, address: SocketAddr, cookie: &str) -> Self {
        let mut client = Client::new(address);
        client.cookie = Some(cookie.to_owned());
        let outbox = Outbox(Arc::new(tokio::sync::Mutex::new(client.moved(address))));
        Self { place, client, outbox, events: None, cursors: HashMap::new(), narrows: false }
    }

    pub(crate) fn outbox(&self) -> Outbox {
        self.outbox.clone()
    }

    /// Opens the stream of nudges.
    pub(crate) async fn listen(&mut self) {
        let stream = TcpStream::connect(self.client.address()).await.unwrap();
        let (reader, mut writer) = stream.into_split();
        let cookie = self.client.cookie.as_deref().unwrap_or_default();
        let head = format!("GET /api/v1/stream HTTP/1.1\r\nhost: localhost\r\ncookie: {cookie}\r\n\r\n");
        writer.write_all(head.as_bytes()).await.unwrap();
        // The writing half stays open as long as the reading one is.
        writer.forget();
        let mut reader = BufReader::new(reader);
        let mut line = String::new();
        reader.read_line(&mut line).await.unwrap();
        assert!(line.contains(" 200 "), "{line}");
        self.events = Some(reader);
    }

    /// Pulls everything, says so, and then whatever moves.
    pub(crate) async fn run(mut self, ledger: Arc<Ledger>, ready: Arc<AtomicUsize>) {
        let (heard, mut nudges) = mpsc::unbounded_channel();
        let reader = self.events.take().unwrap();
        tokio::spawn(hear(reader, heard));
        self.pull(&ledger, None).await;
        ready.fetch_add(1, Ordering::Relaxed);
        while let Some(first) = nudges.recv().await {
            let others = std::iter::from_fn(|| nudges.try_recv().ok());
            let news: Vec<_> = once(first).chain(others).filter(|nudge| self.is_news(*nudge)).collect();
            let moved: HashSet<_> = news.iter().map(|nudge| nudge.stream).collect();
            // As the device's machine asks: of one stream alone where one alone has moved.
            let is_one = self.narrows && moved.len() == 1 && !news.iter().any(|nudge| nudge.with_others);
            let only = moved.iter().next().filter(|_| is_one).copied();
            if !moved.is_empty() {
                self.pull(&ledger, only).await;
            }
        }
    }

    fn is_news(&self, nudge: Nudge) -> bool {
        self.cursors.get(&nudge.stream).is_none_or(|cursor| cursor.version < nudge.version)
    }

    async fn pull(&mut self, ledger: &Ledger, only: Option<StreamId>) {
        loop {
            let asked = self.cursors.values().filter(|cursor| only.is_none_or(|only| only == cursor.stream));
            let cursors = asked.copied().collect();
            let body =
                serde_json::to_vec(&PullRequest { client: CLIENT_VERSION, cursors, knows: None, only })
                    .unwrap();
            let reply = self.client.json("/api/v1/pull", &body).await.unwrap();
            let text = String::from_utf8_lossy(&reply.body);
            let answer: PullAnswer =
                serde_json::from_str(&text).unwrap_or_else(|_| panic!("{}: {text}", reply.status));
            self.narrows = answer.narrows;
            for news in answer.streams {
                let messages = news.entries.iter().filter(|entry| entry.kind == MessageView::KIND).count();
                ledger.messages.fetch_add(messages, Ordering::Relaxed);
                for entry in &news.entries {
                    ledger.arrived(entry.id, self.place);
                }
                let cursor =
                    Cursor { stream: news.stream, version: news.version, lens: news.lens, sight: news.sight };
                self.cursors.insert(news.stream, cursor);
            }
            if !answer.more {
                return;
            }
        }
    }
}

async fn hear(mut reader: BufReader<OwnedReadHalf>, heard: mpsc::UnboundedSender<Nudge>) {
    let mut line = String::new();
    while reader.read_line(&mut line).await.is_ok_and(|read| read > 0) {
        if let Some(data) = line.strip_prefix("data: ")
            && let Ok(nudge) = serde_json::from_str(data)
            && heard.send(nudge).is_err()
        {
            return;
        }
        line.clear();
    }
}
