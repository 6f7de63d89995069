//! What a family's devices hear, as it travels: with the team's notes and without them.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::StatusCode;
use futures::StreamExt as _;
use indgang_domain::envelope::Status;
use indgang_domain::kernel::text::MessageText;
use indgang_domain::notes::{NoteId, SaveNote, stream_of};
use indgang_domain::people::{Language, SaveSettings, TextSize, Theme};
use tokio::time::timeout;
use uuid::Uuid;

use crate::demo::{Demo, Someone};
use crate::door::Door;
use crate::stories;

stories! {
    the_familys_devices_hear_byte_for_byte_the_same_with_notes_and_without,
}

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(20);
const FAMILY: [&str; 2] = ["borger", "ung"];

/// All that is heard until a person's own stream has moved.
async fn heard(stream: &mut BodyDataStream, own: &Someone) -> String {
    let last = own.viewer().person.to_string();
    let mut all = String::new();
    let reads = async {
        while !all.contains(&last) {
            let bytes = stream.next().await.expect("the stream goes on").unwrap();
            all.push_str(&String::from_utf8_lossy(&bytes));
        }
    };
    timeout(PATIENCE, reads).await.expect("one's own stream is heard");
    all
}

/// What the family and a contact person hear of what a contact person does, and at last of their own settings.
async fn listens(demo: &Demo, with_notes: bool) -> Vec<String> {
    let mother = demo.person("borger").await;
    let (family, thread) = (mother.family().await, mother.family_thread(None).await);
    let contact = demo.person("kontakt-1").await;
    let note = || SaveNote {
        id: NoteId(Uuid::now_v7()),
        family,
        text: MessageText::parse("Ring helst efter kl. 16.").unwrap(),
        members: Vec::new(),
    };
    // The first note opens a stream for the notes, and tells those who have the family to look again.
    let mut open = Vec::new();
    for slug in FAMILY.into_iter().chain(["kontakt-2"]) {
        let door = Door::open(demo, slug).await;
        let answer = door.send(door.request("GET", "/api/v1/stream").body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status(), StatusCode::OK);
        open.push((door, answer.into_body().into_data_stream()));
    }
    let mut all = Vec::new();
    for _ in 0..3 {
        if with_notes {
            assert_eq!(contact.does(&note()).await.status, Status::Done);
        }
        assert_eq!(contact.says(thread, "Vi ses i morgen").await.status, Status::Done);
        let language = Language::Da;
        for (door, stream) in &mut open {
            let save =
                SaveSettings { language, text_size: TextSize::Large, theme: Theme::Dark, quick_exit: true };
            assert_eq!(door.someone.does(&save).await.status, Status::Done);
            all.push(heard(stream, &door.someone).await);
        }
    }
    // Who may see them hears of them: there is something to be heard.
    let notes = stream_of(family).to_string();
    let by_colleague = all.iter().skip(FAMILY.len()).step_by(FAMILY.len() + 1);
    assert_eq!(by_colleague.into_iter().any(|told| told.contains(&notes)), with_notes);
    let by_family = |(number, told)| (number % (FAMILY.len() + 1) < FAMILY.len()).then_some(told);
    all.into_iter().enumerate().filter_map(by_family).collect()
}

async fn the_familys_devices_hear_byte_for_byte_the_same_with_notes_and_without(demo: Demo) {
    let other = Demo::open(demo.engine).await;
    let (with, without) = (listens(&demo, true).await, listens(&other, false).await);
    assert_eq!(with, without);
    assert!(
        with.iter().any(|told| told.matches("data:").count() > 1),
        "something else is heard too: {with:?}"
    );
}
