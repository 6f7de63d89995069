//! An address that is listened on. It speaks HTTP/1.1: browsers speak HTTP/2 over TLS alone, and that is the proxy's.
//!
//! axum's own loop waits for a header for ever, and for as many connections as come.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tower::Service as _;

use super::connections::Connections;
use super::timed::TimedStream;

/// How much of a request is held before it is a request: its header, or the part of a body that arrived last.
const HELD_AT_MOST: usize = 64 * 1024;
/// Where there are no files left to open, it is tried again after this.
const BREATH: Duration = Duration::from_millis(200);

/// How long is waited for the other side.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For a whole header, and so for the next request over a kept connection.
    pub header: Duration,
    /// For any part of an answer to be taken.
    pub taking: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { header: Duration::from_secs(30), taking: Duration::from_mins(1) }
    }
}

/// An address, and what is behind it.
pub struct Entrance {
    listener: TcpListener,
    router: Router,
    patience: Patience,
    /// Each connection takes a place.
    pub(super) connections: Connections,
}

impl Entrance {
    /// Begins to listen. As many connections are served as there is room for; others wait, first come, first served.
    ///
    /// # Errors
    /// Where the address cannot be listened on.
    pub async fn open(listen: SocketAddr, router: Router, connections: Connections) -> io::Result<Self> {
        let listener = TcpListener::bind(listen).await?;
        Ok(Self { listener, router, patience: Patience::default(), connections })
    }

    /// The same with another patience.
    pub fn waiting(self, patience: Patience) -> Self {
        Self { patience, ..self }
    }

    /// Where it listens.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Lets connections in until it is told to stop, and then waits until each has had its answer.
    pub(super) async fn serve(self, mut stopped: watch::Receiver<bool>) {
        let connections = GracefulShutdown::new();
        let letting_in = async {
            loop {
                let place = self.connections.place().await;
                let (stream, peer) = self.next().await;
                let taken = self.connections.take(place);
                let connection = connections.watch(self.connection(stream, peer));
                tokio::spawn(async move {
                    // What goes wrong with a connection is its own affair.
                    let _ = connection.await;
                    drop(taken);
                });
            }
        };
        tokio::select! {
            () = letting_in => {}
            _ = stopped.wait_for(|stop| *stop) => {}
        }
        drop(self.listener);
        connections.shutdown().await;
    }

    async fn next(&self) -> (TcpStream, SocketAddr) {
        loop {
            match self.listener.accept().await {
                Ok(let_in) => return let_in,
                Err(error) if is_theirs(&error) => {}
                Err(error) => {
                    tracing::warn!(kind = %error.kind(), "cannot let connections in");
                    tokio::time::sleep(BREATH).await;
                }
            }
        }
    }

    fn connection(
        &self,
        stream: TcpStream,
        peer: SocketAddr,
    ) -> http1::Connection<
        TokioIo<TimedStream<TcpStream>>,
        impl hyper::service::Service<
            Request<Incoming>,
            Response = axum::response::Response,
            Error = Infallible,
            Future: Send,
        > + use<>,
    > {
        // Without this, small answers wait for the other side's acknowledgement: 40 ms each.
        let _ = stream.set_nodelay(true);
        let router = self.router.clone();
        let answering = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().call(request)
        });
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.patience.header)
            .max_buf_size(HELD_AT_MOST)
            .serve_connection(TokioIo::new(TimedStream::new(stream, self.patience.taking)), answering)
    }
}

/// Gone before it was let in.
fn is_theirs(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
