//! Listening, and stopping without losing anything.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::desk::hub::Hub;

/// What is under way when the signal comes has this long.
const GRACE: Duration = Duration::from_secs(5);

/// Serves until SIGTERM or Ctrl-C, then lets what is under way finish. Streams are ended, or they would hold it open.
///
/// # Errors
/// Where the address cannot be listened on.
pub async fn serve(router: Router, hub: &Hub, listen: SocketAddr) -> std::io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let listener = TcpListener::bind(listen).await?;
    tracing::info!(%listen, "listening");
    let stop = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
    };
    until(stop, router, hub, listener).await
}

async fn until(
    stop: impl Future<Output = ()> + Send + 'static,
    router: Router,
    hub: &Hub,
    listener: TcpListener,
) -> std::io::Result<()> {
    let (stopping, stopped) = watch::channel(false);
    tokio::spawn(async move {
        stop.await;
        let _ = stopping.send(true);
    });
    // Without this, small answers wait for the other side's acknowledgement: 40 ms each.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let wait = |mut stopped: watch::Receiver<bool>| async move {
        let _ = stopped.wait_for(|stop| *stop).await;
    };
    let router = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, router).with_graceful_shutdown(wait(stopped.clone()));
    tokio::select! {
        served = async { serving.await } => served,
        () = async {
            wait(stopped).await;
            hub.cut_off_all();
            tokio::time::sleep(GRACE).await;
        } => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::sync::Arc;
    use std::time::Instant;

    use axum::response::sse::{Event, Sse};
    use axum::routing::get;
    use futures::stream;
    use indgang_domain::kernel::id::{MunicipalityId, PersonId};
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpStream;
    use tokio::sync::oneshot;
    use uuid::Uuid;

    use super::*;

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
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let router = Router::new().route(
            "/",
            get({
                let hub = hub.clone();
                move || async move { listen(&hub) }
            }),
        );
        let serving =
            tokio::spawn(async move { until(async { drop(stopped.await) }, router, &hub, listener).await });
        let mut client = TcpStream::connect(address).await.unwrap();
        client.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        let mut head = [0; 12];
        client.read_exact(&mut head).await.unwrap();
        assert_eq!(&head, b"HTTP/1.1 200");
        let since = Instant::now();
        stop.send(()).unwrap();
        serving.await.unwrap().unwrap();
        assert!(since.elapsed() < GRACE, "stopped by itself");
    }
}
