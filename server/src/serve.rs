//! Listening, and stopping without losing anything.

use std::net::SocketAddr;

use axum::Router;
use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// Serves until SIGTERM or Ctrl-C, then lets what is under way finish. Streams are ended, or they would hold it open.
///
/// # Errors
/// Where the address cannot be listened on.
pub async fn serve(router: Router, listen: SocketAddr) -> std::io::Result<()> {
    let (stop, stopping) = watch::channel(false);
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        let _ = stop.send(true);
    });
    // Without this, small answers wait for the other side's acknowledgement: 40 ms each.
    let listener = TcpListener::bind(listen).await?.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    tracing::info!(%listen, "listening");
    let stopped = |mut stopping: watch::Receiver<bool>| async move {
        let _ = stopping.wait_for(|stop| *stop).await;
    };
    let router = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, router).with_graceful_shutdown(stopped(stopping.clone()));
    tokio::select! {
        served = async { serving.await } => served,
        () = async { stopped(stopping).await; tokio::time::sleep(GRACE).await; } => Ok(()),
    }
}

/// What is under way when the signal comes has this long. Open streams never end by themselves.
const GRACE: std::time::Duration = std::time::Duration::from_secs(5);
