//! What is said aloud: sent in pieces, heard by those who read the thread, and written down by the team.

use axum::body::{Body, to_bytes};
use axum::http::{Response, StatusCode, header};
use indgang_domain::attachments::{PIECE_AT_MOST, Spoken, Voice, VoiceMime};
use indgang_domain::envelope::Status;
use indgang_domain::kernel::id::{BlobId, MessageId, ThreadId};
use indgang_domain::kernel::text::MessageText;
use indgang_domain::messages::{OpenThread, Said, SaveTranscript, SendMessage, Threads};
use indgang_domain::problem::ProblemKey;
use indgang_domain::quarantine::SendOn;
use indgang_domain::staff::Team;
use uuid::Uuid;

use super::bad_input::is_refused;
use super::bad_input::pictures::{picture, puts};
use super::contacts::end;
use crate::demo::voice::{begun, film, recording};
use crate::demo::{Demo, Someone, message, now, why};
use crate::door::{Door, server};
use crate::stories;

stories! {
    a_voice_reaches_both_contact_persons_and_is_written_down,
    what_no_voice_may_be_is_told_why,
    pieces_come_in_order_from_one_author_and_stand_once,
    a_message_names_a_whole_recording_of_ones_own,
    only_who_answers_writes_down_what_is_said,
    a_voice_that_comes_after_the_access_is_set_aside_and_sent_on,
    nobody_else_hears_it,
    without_script_the_browser_plays_it,
}

const HOUR: i64 = 60 * 60 * 1000;
/// How many bytes a phone of this tale sends at once.
const A_PIECE: usize = 400;

/// Sends a piece of a recording.
async fn says(
    door: &Door,
    id: BlobId,
    thread: ThreadId,
    (recording, part): (BlobId, usize),
    sent: &[u8],
) -> Response<Body> {
    let path = format!("/api/v1/blobs/{id}?stream={thread}&recording={recording}&part={part}");
    door.send(door.request("PUT", &path).body(sent.to_vec().into()).unwrap()).await
}

/// Sends a recording of two seconds in pieces, and says what names it.
pub(super) async fn speaks(door: &Door, thread: ThreadId) -> (Voice, Vec<u8>) {
    let sent = recording(2_000);
    let chunks: Vec<_> = sent.chunks(A_PIECE).map(|_| BlobId(Uuid::now_v7())).collect();
    for (part, bytes) in sent.chunks(A_PIECE).enumerate() {
        let put = says(door, chunks[part], thread, (chunks[0], part), bytes).await;
        assert_eq!(put.status(), StatusCode::NO_CONTENT);
    }
    assert!(chunks.len() > 1, "of one piece it would show less");
    (Voice { chunks, mime: VoiceMime::WebM, millis: 2_100 }, sent)
}

pub(super) fn aloud(thread: ThreadId, voice: Voice) -> SendMessage {
    SendMessage { text: None, voice: Some(voice), ..message(thread, "x") }
}

async fn heard(someone: &Someone, thread: ThreadId, id: MessageId) -> Option<Spoken> {
    let answer = someone.asks(&OpenThread { thread, before: None }).await.unwrap();
    let bubble = answer.bubbles.into_iter().find(|bubble| bubble.id == id.0)?;
    match bubble.said {
        Said::Message(message) => message.voice,
        Said::Letter(_) => None,
    }
}

async fn hears(door: &Door, path: &str) -> Response<Body> {
    door.send(door.request("GET", path).body(Body::empty()).unwrap()).await
}

pub(super) fn written(thread: ThreadId, message: MessageId, revision: i64, text: &str) -> SaveTranscript {
    SaveTranscript { thread, message, revision, text: MessageText::parse(text).unwrap() }
}

async fn a_voice_reaches_both_contact_persons_and_is_written_down(demo: Demo) {
    let (mother, contact) = (Door::open(&demo, "borger").await, Door::open(&demo, "kontakt-1").await);
    let second = demo.person("kontakt-2").await;
    let thread = mother.someone.family_thread(None).await;
    let (voice, sent) = speaks(&mother, thread).await;
    let said = aloud(thread, voice.clone());
    assert_eq!(mother.someone.does(&said).await.status, Status::Done);

    for someone in [&contact.someone, &second] {
        let spoken = heard(someone, thread, said.id).await.unwrap();
        assert_eq!((&spoken.chunks, spoken.transcript, spoken.revision), (&voice.chunks, None, 0));
        assert_eq!(spoken.millis, 2_000, "as long as the file says, not the phone");
    }
    let lines = contact.someone.asks(&Threads {}).await.unwrap();
    let last = lines.into_iter().find(|line| line.thread == thread).and_then(|line| line.last);
    assert!(last.is_some_and(|last| last.spoken && last.text.is_empty()));
    let mut all = Vec::new();
    for chunk in &voice.chunks {
        let response = hears(&contact, &format!("/api/v1/blobs/{chunk}")).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "audio/webm;codecs=opus");
        assert_eq!(response.headers()[header::CACHE_CONTROL], "private, no-store");
        assert_eq!(response.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        all.extend(to_bytes(response.into_body(), usize::MAX).await.unwrap());
    }
    assert_eq!(all, sent, "nothing is written anew");

    let first = written(thread, said.id, 0, "Kan vi ses på torsdag?");
    assert_eq!(contact.someone.does(&first).await.status, Status::Done);
    assert_eq!(second.does(&first).await.status, Status::Conflict, "another has written it down since");
    let better = written(thread, said.id, 1, "Kan vi ses på torsdag kl. 10?");
    assert_eq!(second.does(&better).await.status, Status::Done);
    let spoken = heard(&mother.someone, thread, said.id).await.unwrap();
    let transcript = spoken.transcript.unwrap();
    assert_eq!((transcript.text.as_str(), spoken.revision), ("Kan vi ses på torsdag kl. 10?", 2));
    assert!(!transcript.by.is_empty() && transcript.at == now());
    let pulled = mother.someone.pulls_all(Vec::new()).await.text();
    assert!(pulled.contains("kl. 10?") && pulled.contains("audio/webm;codecs=opus"));
}

async fn what_no_voice_may_be_is_told_why(demo: Demo) {
    let door = Door::open(&demo, "borger").await;
    let thread = door.someone.family_thread(None).await;
    let before = demo.rows().await;
    let one = async |sent: Vec<u8>| puts(&door, Uuid::now_v7(), thread, sent).await;
    is_refused("a film", one(film()).await, ProblemKey::VoiceUnreadable).await;
    is_refused("half a head", one(film()[..20].to_vec()).await, ProblemKey::VoiceUnreadable).await;
    is_refused("no Opus", one(b"OggS and more".to_vec()).await, ProblemKey::VoiceUnreadable).await;
    is_refused("half an hour", one(recording(306_000)).await, ProblemKey::VoiceTooLong).await;
    let mut large = recording(1_000);
    large.resize(PIECE_AT_MOST + 1, 0xEC);
    is_refused("too much at once", one(large).await, ProblemKey::TooLarge).await;
    // Neither what Apple's older phones record, nor what a page could run.
    for other in [b"\0\0\0\x20ftypM4A ".as_slice(), b"ID3\x04", b"RIFF\0\0\0\0WAVE", b"<script>"] {
        is_refused("no picture either", one(other.to_vec()).await, ProblemKey::PictureUnreadable).await;
    }
    let id = BlobId(Uuid::now_v7());
    let says = async |part, sent: &[u8]| says(&door, id, thread, (id, part), sent).await;
    is_refused("a picture", says(0, &picture(7)).await, ProblemKey::VoiceUnreadable).await;
    is_refused("nothing", says(0, b"").await, ProblemKey::VoiceUnreadable).await;
    is_refused("not the first", says(1, &recording(60)).await, ProblemKey::Malformed).await;
    assert_eq!(demo.rows().await, before);
}

async fn pieces_come_in_order_from_one_author_and_stand_once(demo: Demo) {
    let (mother, contact) = (Door::open(&demo, "borger").await, Door::open(&demo, "kontakt-1").await);
    let (thread, own) = (mother.someone.family_thread(None).await, mother.someone.own_thread().await);
    let sent = recording(2_000);
    let (begin, rest) = sent.split_at(begun().len());
    let [first, second, third] = [(); 3].map(|()| BlobId(Uuid::now_v7()));
    let missing = ProblemKey::VoiceMissing;
    is_refused("before the first", says(&mother, second, thread, (first, 1), rest).await, missing).await;
    // What begins a recording need not say so; sent twice it stands once.
    for _ in 0..2 {
        assert_eq!(puts(&mother, first.0, thread, begin.to_vec()).await.status(), StatusCode::NO_CONTENT);
    }
    is_refused("one is left out", says(&mother, third, thread, (first, 2), rest).await, missing).await;
    is_refused("another's", says(&contact, second, thread, (first, 1), rest).await, missing).await;
    is_refused("elsewhere", says(&mother, second, own, (first, 1), rest).await, missing).await;
    let file = [0x19, 0x41, 0xA4, 0x69, 0x81, 0];
    let unreadable = ProblemKey::VoiceUnreadable;
    is_refused("no voice", says(&mother, second, thread, (first, 1), &file).await, unreadable).await;
    for _ in 0..2 {
        let put = says(&mother, second, thread, (first, 1), rest).await;
        assert_eq!(put.status(), StatusCode::NO_CONTENT);
    }
    let other = says(&mother, third, thread, (first, 1), rest).await;
    is_refused("in another's place", other, ProblemKey::IdReused).await;
}

async fn a_message_names_a_whole_recording_of_ones_own(demo: Demo) {
    let (mother, contact) = (Door::open(&demo, "borger").await, Door::open(&demo, "kontakt-1").await);
    let thread = mother.someone.family_thread(None).await;
    let (voice, _) = speaks(&mother, thread).await;
    let photo = BlobId(Uuid::now_v7());
    assert_eq!(puts(&mother, photo.0, thread, picture(3)).await.status(), StatusCode::NO_CONTENT);
    let with = |chunks: Vec<BlobId>| aloud(thread, Voice { chunks, ..voice.clone() });
    let reversed = voice.chunks.iter().rev().copied().collect();
    for chunks in [vec![voice.chunks[0]], reversed, vec![photo], voice.chunks[1..].to_vec()] {
        let outcome = mother.someone.does(&with(chunks)).await;
        assert_eq!((outcome.status, why(&outcome)), (Status::Refused, Some(ProblemKey::VoiceMissing)));
    }
    let outcome = contact.someone.does(&with(voice.chunks.clone())).await;
    assert_eq!(why(&outcome), Some(ProblemKey::VoiceMissing), "what another said is not one's own");
    let ogg = aloud(thread, Voice { mime: VoiceMime::Ogg, ..voice.clone() });
    assert_eq!(why(&mother.someone.does(&ogg).await), Some(ProblemKey::VoiceUnreadable));
    let long = aloud(thread, Voice { millis: 300_001, ..voice.clone() });
    assert_eq!(why(&mother.someone.does(&long).await), Some(ProblemKey::VoiceTooLong));
    let as_photos = SendMessage { photos: voice.chunks.clone(), ..message(thread, "Se her") };
    assert_eq!(why(&mother.someone.does(&as_photos).await), Some(ProblemKey::PictureMissing));
    assert_eq!(mother.someone.does(&with(voice.chunks.clone())).await.status, Status::Done);
    let next = BlobId(Uuid::now_v7());
    let place = (voice.chunks[0], voice.chunks.len());
    let longer = says(&mother, next, thread, place, &[0xEC, 0x80]).await;
    is_refused("what is said is said", longer, ProblemKey::VoiceMissing).await;
}

async fn only_who_answers_writes_down_what_is_said(demo: Demo) {
    let mother = Door::open(&demo, "borger").await;
    let thread = mother.someone.family_thread(None).await;
    let (voice, _) = speaks(&mother, thread).await;
    let said = aloud(thread, voice);
    assert_eq!(mother.someone.does(&said).await.status, Status::Done);
    let words = written(thread, said.id, 0, "Hej");
    assert_eq!(why(&mother.someone.does(&words).await), Some(ProblemKey::NotAllowed));
    for stranger in ["kontakt-3", "teamleder", "borger-ar"] {
        let outcome = demo.person(stranger).await.does(&words).await;
        assert_eq!(why(&outcome), Some(ProblemKey::NotFound), "{stranger}");
    }
    let contact = demo.person("kontakt-1").await;
    let silent = message(thread, "Uden lyd");
    assert_eq!(mother.someone.does(&silent).await.status, Status::Done);
    let outcome = contact.does(&written(thread, silent.id, 0, "Hej")).await;
    assert_eq!(why(&outcome), Some(ProblemKey::NotFound), "nothing was said aloud in it");
    assert_eq!(contact.does(&words).await.status, Status::Done);
}

async fn a_voice_that_comes_after_the_access_is_set_aside_and_sent_on(demo: Demo) {
    let mother = demo.person("borger").await;
    let author = Door::open(&demo, "kontakt-1").await;
    let (family, thread) = (mother.family().await, mother.family_thread(None).await);
    let (voice, sent) = speaks(&author, thread).await;
    let said = aloud(thread, voice);
    let envelope = author.someone.envelope(&said);
    let lead = demo.person("teamleder").await.at(now().plus_millis(HOUR));
    assert_eq!(lead.does(&end(&lead, family, &author.someone).await).await.status, Status::Done);
    let late = now().plus_millis(2 * HOUR);
    let outcome = author.someone.at(late).settle(envelope).await;
    assert_eq!(outcome.status, Status::Quarantined);
    let heir = demo.person("kontakt-2").await.at(late);
    let aside = heir.asks(&Team {}).await.unwrap().set_aside;
    assert!(aside[0].view.voice.as_ref().is_some_and(|voice| voice.chunks.len() > 1));
    assert_eq!(heir.does(&SendOn { id: outcome.id, thread }).await.status, Status::Done);
    let spoken = heard(&mother.at(late), thread, said.id).await.unwrap();
    let door = Door::of(&demo, "borger", server(&demo.at(late))).await;
    let whole = hears(&door, &format!("/api/v1/blobs/{}?whole=true", spoken.chunks[0])).await;
    assert_eq!(to_bytes(whole.into_body(), usize::MAX).await.unwrap(), sent);
}

async fn nobody_else_hears_it(demo: Demo) {
    let mother = Door::open(&demo, "borger").await;
    let own = mother.someone.own_thread().await;
    let (voice, _) = speaks(&mother, own).await;
    assert_eq!(mother.someone.does(&aloud(own, voice.clone())).await.status, Status::Done);
    let partner = demo.partner_of(&mother.someone).await;
    assert!(partner.asks(&OpenThread { thread: own, before: None }).await.is_err());
    for stranger in ["ung", "borger-ar", "kontakt-3", "teamleder"] {
        let door = Door::open(&demo, stranger).await;
        for chunk in &voice.chunks {
            for path in [format!("/api/v1/blobs/{chunk}"), format!("/api/v1/blobs/{chunk}?whole=true")] {
                assert_eq!(hears(&door, &path).await.status(), StatusCode::NOT_FOUND, "{stranger}");
            }
        }
    }
}

async fn without_script_the_browser_plays_it(demo: Demo) {
    let (mother, contact) = (Door::open(&demo, "borger").await, Door::open(&demo, "kontakt-1").await);
    let thread = mother.someone.family_thread(None).await;
    let (voice, sent) = speaks(&mother, thread).await;
    let said = aloud(thread, voice.clone());
    assert_eq!(mother.someone.does(&said).await.status, Status::Done);
    let words = written(thread, said.id, 0, "Kan vi <ses> på torsdag?");
    assert_eq!(contact.someone.does(&words).await.status, Status::Done);
    for door in [&mother, &contact] {
        let page = hears(door, &format!("/beskeder/{thread}")).await;
        let page = to_bytes(page.into_body(), usize::MAX).await.unwrap();
        let page = String::from_utf8(page.to_vec()).unwrap();
        let address = format!("/api/v1/blobs/{}?whole=true", voice.chunks[0]);
        assert!(page.contains("<audio controls") && page.contains(&address), "it can be heard");
        assert!(page.contains("Kan vi &lt;ses&gt; på torsdag?"), "and read");
        assert!(
            !page.contains("Indtal en besked"),
            "recording needs script: there is no button that does nothing"
        );
        let whole = hears(door, &address).await;
        assert_eq!(to_bytes(whole.into_body(), usize::MAX).await.unwrap(), sent);
    }
}
