//! Pictures, files and recordings, at the door.

use axum::body::{Body, to_bytes};
use axum::http::StatusCode;
use indgang_domain::kernel::id::BlobId;
use indgang_domain::messages::MessageView;
use indgang_domain::policy::table::BLOB_KINDS;
use indgang_domain::policy::{Action, Lens, Role, may, sees};
use indgang_domain::stream::View;
use indgang_server::auth;
use indgang_server::desk::reach;
use indgang_server::http::rate_limits::Rates;
use indgang_server::store::args;
use indgang_server::store::row::word;
use uuid::Uuid;

use super::Tale;
use crate::demo::document::pdf;
use crate::demo::{Demo, Someone, now};
use crate::door::{Door, server};

/// A recording of two pieces in this person's thread, named by a message.
pub(super) async fn recording(demo: &Demo, by: &Someone, stream: Uuid) -> BlobId {
    let first = BlobId(Uuid::now_v7());
    for (part, id) in [(0_i64, first), (1, BlobId(Uuid::now_v7()))] {
        let viewer = by.viewer();
        let bytes = vec![u8::try_from(part).unwrap()];
        demo.forces(
            "INSERT INTO blobs (municipality, id, stream, author, at, mime, width, height, digest, bytes, recording, part, \
             millis) VALUES ($1, $2, $3, $4, $5, 'audio/webm', 0, 0, $6, $6, $7, $8, 1000)",
            args![viewer.municipality, id, stream, viewer.person, now(), bytes, first, part],
        )
        .await;
        let sql = "INSERT INTO blob_kinds (municipality, blob, kind) VALUES ($1, $2, $3)";
        demo.forces(sql, args![viewer.municipality, id, MessageView::KIND]).await;
    }
    first
}

/// The door with a login of this person's, as fast as can be.
pub(super) async fn door_of(demo: &Demo, someone: &Someone) -> Door {
    let mut door = Door::of(demo, "borger", server(&demo.desk).limited(Rates::none())).await;
    let viewer = someone.viewer();
    let token = auth::begin(&demo.desk, viewer.municipality, viewer.person, "test").await.unwrap();
    door.cookie = format!("indgang={}", token.as_str());
    door
}

impl Tale {
    /// Whoever sees what names a file may fetch it, with all that follows; whoever writes in a thread may send some there.
    pub(super) async fn fetches_and_sends(&self, demo: &Demo, role: Role, lens: Lens) {
        let (viewer, door) = (self.someone.viewer(), &self.door);
        let sql = "UPDATE persons SET role = $3 WHERE municipality = $1 AND id = $2";
        demo.forces(sql, args![viewer.municipality, viewer.person, word(role)]).await;
        let cell = format!("{role:?} as {lens:?}");
        for (kind, picture) in &self.pictures {
            let named_by = kind.map_or_else(|| BLOB_KINDS.to_vec(), |kind| vec![kind]);
            let may = named_by.iter().all(|kind| sees(role, lens.into(), kind));
            let got = fetched(door, *picture, "").await;
            assert_eq!(got, may.then(|| vec![7]), "{cell} fetches what a {kind:?} names");
        }
        let may_hear = sees(role, lens.into(), MessageView::KIND);
        let heard = fetched(door, self.recording, "?whole=true").await;
        assert_eq!(heard, may_hear.then(|| vec![0, 1]), "{cell} hears");
        let by = self.were(role);
        let rest =
            reach::rest_of_recording(&demo.desk.db, by.viewer(), self.recording.0, now()).await.unwrap();
        assert_eq!(rest.len(), usize::from(may_hear), "{cell} hears the rest");
        let path = format!("/api/v1/blobs/{}?stream={}", Uuid::now_v7(), self.thread);
        let sent = door.send(door.request("PUT", &path).body(Body::from(pdf(7))).unwrap()).await.status();
        let may_send = may(role, Action::SendMessage, Some(lens));
        let expected = if may_send { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND };
        assert_eq!(sent, expected, "{cell} sends");
    }
}

/// The file, or nothing where it is not found.
async fn fetched(door: &Door, id: BlobId, how: &str) -> Option<Vec<u8>> {
    let request = door.request("GET", &format!("/api/v1/blobs/{id}{how}")).body(Body::empty()).unwrap();
    let answer = door.send(request).await;
    if answer.status() == StatusCode::NOT_FOUND {
        return None;
    }
    assert_eq!(answer.status(), StatusCode::OK);
    Some(to_bytes(answer.into_body(), 1 << 20).await.unwrap().to_vec())
}
