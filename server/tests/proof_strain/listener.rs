//! One stream of nudges over a plain socket.

use std::net::SocketAddr;

use indgang_domain::kernel::id::StreamId;
use indgang_domain::stream::Nudge;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

pub(crate) struct Listener(BufReader<TcpStream>);

impl Listener {
    /// Listens; its answer has begun when this returns.
    pub(crate) async fn open(address: SocketAddr, cookie: &str) -> Self {
        Self::open_one_more(address, cookie).await.expect("a place")
    }

    /// The same; `None` where this person has as many open as may be.
    pub(crate) async fn open_one_more(address: SocketAddr, cookie: &str) -> Option<Self> {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let ask = format!("GET /api/v1/stream HTTP/1.1\r\nhost: {address}\r\ncookie: {cookie}\r\n\r\n");
        stream.write_all(ask.as_bytes()).await.unwrap();
        let mut listener = Self(BufReader::with_capacity(1024, stream));
        let head = listener.line().await.expect("an answer");
        if head.starts_with("HTTP/1.1 429") {
            return None;
        }
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        Some(listener)
    }

    /// `None` at the end.
    async fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = self.0.read_line(&mut line).await;
        read.ok().filter(|length| *length > 0).map(|_| line)
    }

    /// Hears until this stream has come so far; answers each version of it that was heard.
    pub(crate) async fn hears(&mut self, stream: StreamId, version: u64) -> Vec<u64> {
        let mut heard = Vec::new();
        while heard.last().is_none_or(|last| *last < version) {
            let line = self.line().await.expect("the stream goes on");
            let nudge = line.strip_prefix("data: ").map(|data| serde_json::from_str::<Nudge>(data).unwrap());
            heard.extend(nudge.filter(|nudge| nudge.stream == stream).map(|nudge| nudge.version));
        }
        heard
    }

    /// Hears until it is let go: by an end that was told, and not by a connection that broke.
    pub(crate) async fn ends_well(mut self) -> bool {
        let mut last = String::new();
        while let Some(line) = self.line().await {
            if !line.trim().is_empty() {
                last = line;
            }
        }
        last.trim() == "0"
    }
}
