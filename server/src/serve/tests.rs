//! Over real sockets: who is waited for, and for how long.

use std::convert::Infallible;
use std::future::pending;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::response::sse::{Event, Sse};
use axum::routing::get;
use futures::stream;
use indgang_domain::kernel::id::{MunicipalityId, PersonId};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::time::timeout;
use uuid::Uuid;

use super::*;

const GET: &[u8] = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n";
const SHORT: Patience = Patience { header: Duration::from_millis(300), taking: Duration::from_millis(300) };
/// Longer than anything here takes.
const LONG: Duration = Duration::from_secs(20);

async fn entrance(router: Router, connections: usize, patience: Patience) -> (Entrance, SocketAddr) {
    let listen = SocketAddr::from(([127, 0, 0, 1], 0));
    let entrance = Entrance::open(listen, router, Connections::new(connections)).await.unwrap();
    let address = entrance.address().unwrap();
    (entrance.waiting(patience), address)
}

/// Serves for as long as the test runs.
async fn open(router: Router, connections: usize, patience: Patience) -> SocketAddr {
    let (entrance, address) = entrance(router, connections, patience).await;
    tokio::spawn(async move { until(pending::<()>(), vec![entrance], &Hub::default()).await });
    address
}

fn greets() -> Router {
    Router::new().route("/", get(async || "hello"))
}

/// Asks over a connection that may be kept.
async fn asks(client: &mut TcpStream) -> std::io::Result<[u8; 12]> {
    client.write_all(GET).await?;
    let mut head = [0; 12];
    client.read_exact(&mut head).await?;
    Ok(head)
}

/// A stream that never ends by itself.
fn listen(hub: &Arc<Hub>) -> Sse<impl stream::Stream<Item = Result<Event, Infallible>> + use<>> {
    let heard = hub.listen((MunicipalityId(Uuid::nil()), PersonId(Uuid::nil()))).unwrap();
    Sse::new(stream::unfold(heard, async |(ear, mut nudges)| {
        nudges.recv().await.map(|_| (Ok(Event::default()), (ear, nudges)))
    }))
}

#[tokio::test]
async fn those_who_listen_do_not_hold_up_the_stop() {
    let hub = Arc::new(Hub::default());
    let (stop, stopped) = oneshot::channel::<()>();
    let listens = {
        let hub = hub.clone();
        move || async move { listen(&hub) }
    };
    let (entrance, address) = entrance(Router::new().route("/", get(listens)), 8, Patience::default()).await;
    let serving = tokio::spawn(async move { until(stopped, vec![entrance], &hub).await });
    let mut client = TcpStream::connect(address).await.unwrap();
    assert_eq!(&asks(&mut client).await.unwrap(), b"HTTP/1.1 200");
    let since = Instant::now();
    stop.send(()).unwrap();
    serving.await.unwrap();
    assert!(since.elapsed() < GRACE, "stopped by itself");
    let mut rest = Vec::new();
    client.read_to_end(&mut rest).await.unwrap();
    assert!(rest.ends_with(b"0\r\n\r\n"), "its end was told");
    assert!(TcpStream::connect(address).await.is_err(), "nobody is let in any more");
}

#[tokio::test]
async fn whoever_does_not_finish_a_header_is_cut_off() {
    let address = open(greets(), 8, SHORT).await;
    let mut client = TcpStream::connect(address).await.unwrap();
    let dribbles = async {
        loop {
            // Each byte comes soon after the last; the header never ends.
            if client.write_all(b"x").await.is_err() {
                return;
            }
            let mut byte = [0];
            if let Ok(Ok(0) | Err(_)) = timeout(Duration::from_millis(20), client.read(&mut byte)).await {
                return;
            }
        }
    };
    timeout(LONG, dribbles).await.expect("cut off");
}

#[tokio::test]
async fn whoever_does_not_read_is_cut_off() {
    let large = Router::new().route("/", get(async || vec![b'x'; 64 << 20]));
    let address = open(large, 1, SHORT).await;
    let mut client = TcpStream::connect(address).await.unwrap();
    client.write_all(GET).await.unwrap();
    // There is room for one: whoever comes next is answered once the first is gone.
    let mut next = TcpStream::connect(address).await.unwrap();
    let answered = timeout(LONG, asks(&mut next)).await.expect("the first is gone").unwrap();
    assert_eq!(&answered, b"HTTP/1.1 200");
    let mut rest = Vec::new();
    match client.read_to_end(&mut rest).await {
        Ok(_) => assert!(rest.len() < 64 << 20, "the rest is never sent"),
        Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
    }
}

#[tokio::test]
async fn those_who_are_connected_are_counted_and_the_place_kept_for_the_next_is_not() {
    let (entrance, address) = entrance(greets(), 8, Patience::default()).await;
    let connections = entrance.connections.clone();
    tokio::spawn(async move { until(pending::<()>(), vec![entrance], &Hub::default()).await });
    let mut clients = Vec::new();
    for count in 0..3 {
        assert_eq!(connections.taken(), count);
        let mut client = TcpStream::connect(address).await.unwrap();
        asks(&mut client).await.unwrap();
        clients.push(client);
    }
    drop(clients);
    let all_gone = async {
        while connections.taken() > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(LONG, all_gone).await.expect("gone");
}

#[tokio::test]
async fn one_more_than_there_is_room_for_waits_its_turn() {
    let address = open(greets(), 2, Patience::default()).await;
    let mut first = TcpStream::connect(address).await.unwrap();
    let mut second = TcpStream::connect(address).await.unwrap();
    for client in [&mut first, &mut second] {
        assert_eq!(&asks(client).await.unwrap(), b"HTTP/1.1 200");
    }
    let mut third = TcpStream::connect(address).await.unwrap();
    assert!(timeout(Duration::from_millis(200), asks(&mut third)).await.is_err(), "there is no connections");
    drop(first);
    let mut head = [0; 12];
    timeout(LONG, third.read_exact(&mut head)).await.expect("connections").unwrap();
    assert_eq!(&head, b"HTTP/1.1 200");
}
