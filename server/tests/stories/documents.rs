//! A letter that is a PDF: asked about as it is, opened by those who read the thread, and never in a page of ours.

use axum::body::{Body, to_bytes};
use axum::http::{Response, StatusCode, header};
use indgang_domain::attachments::{DOCUMENT_AT_MOST, Document, FileName};
use indgang_domain::envelope::Status;
use indgang_domain::kernel::id::{BlobId, LetterId, ThreadId};
use indgang_domain::letters::{AskAboutLetter, LetterView};
use indgang_domain::messages::{OpenThread, Said};
use indgang_domain::problem::ProblemKey;
use indgang_domain::stream::View;
use indgang_server::http::PICTURE_AT_MOST;
use uuid::Uuid;

use super::bad_input::is_refused;
use super::bad_input::pictures::{picture, puts};
use crate::demo::document::pdf;
use crate::demo::{Demo, Someone, message, why};
use crate::door::Door;
use crate::stories;

stories! {
    a_letter_that_is_a_pdf_reaches_both_contact_persons_as_it_is,
    what_is_no_pdf_is_told_why,
    a_letter_names_files_of_ones_own_that_have_arrived,
    nobody_else_opens_a_letters_file,
    without_script_a_pdf_goes_with_the_letter,
    a_message_takes_no_pdf,
}

fn file(blob: BlobId, bytes: usize, name: &str) -> Document {
    Document { blob, bytes: u32::try_from(bytes).unwrap(), name: FileName::parse(name).ok() }
}

fn about(thread: ThreadId, documents: Vec<Document>) -> AskAboutLetter {
    AskAboutLetter { id: LetterId(Uuid::now_v7()), thread, photos: Vec::new(), documents, note: None }
}

/// Sends a PDF, and says what names it.
async fn sends(door: &Door, thread: ThreadId) -> Document {
    let (blob, sent) = (BlobId(Uuid::now_v7()), pdf(7));
    let length = sent.len();
    assert_eq!(puts(door, blob.0, thread, sent).await.status(), StatusCode::NO_CONTENT);
    file(blob, length, "Brev fra kommunen.pdf")
}

async fn letters(someone: &Someone, thread: ThreadId) -> Vec<LetterView> {
    let answer = someone.asks(&OpenThread { thread, before: None }).await.unwrap();
    let letters = answer.bubbles.into_iter().filter_map(|bubble| match bubble.said {
        Said::Letter(letter) => Some(letter),
        Said::Message(_) => None,
    });
    letters.collect()
}

async fn opens(door: &Door, blob: BlobId) -> Response<Body> {
    let request = door.request("GET", &format!("/api/v1/blobs/{blob}")).body(Body::empty()).unwrap();
    door.send(request).await
}

async fn read(response: Response<Body>) -> Vec<u8> {
    to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()
}

async fn a_letter_that_is_a_pdf_reaches_both_contact_persons_as_it_is(demo: Demo) {
    let (mother, contact) = (Door::open(&demo, "borger").await, Door::open(&demo, "kontakt-1").await);
    let second = demo.person("kontakt-2").await;
    let thread = mother.someone.family_thread(None).await;
    let document = sends(&mother, thread).await;
    // Sent twice, it stands once.
    assert_eq!(puts(&mother, document.blob.0, thread, pdf(7)).await.status(), StatusCode::NO_CONTENT);
    is_refused("another", puts(&mother, document.blob.0, thread, pdf(8)).await, ProblemKey::IdReused).await;
    let longer = Document { bytes: 4_000_000, ..document.clone() };
    let asked = about(thread, vec![longer]);
    assert_eq!(mother.someone.does(&asked).await.status, Status::Done);

    for someone in [&mother.someone, &contact.someone, &second] {
        let letter = letters(someone, thread).await.pop().unwrap();
        assert_eq!(
            letter.documents,
            std::slice::from_ref(&document),
            "as long as it arrived, not as the phone says"
        );
        assert!(letter.photos.is_empty());
    }
    let pulled = contact.someone.pulls_all(Vec::new()).await;
    let mut entries = pulled.of(thread).into_iter().flat_map(|news| &news.entries);
    assert!(entries.any(|entry| entry.kind == LetterView::KIND));
    assert!(pulled.text().contains("Brev fra kommunen.pdf"));

    for door in [&mother, &contact] {
        let response = opens(door, document.blob).await;
        assert_eq!(response.status(), StatusCode::OK);
        let headers = response.headers();
        assert_eq!(headers[header::CONTENT_TYPE], "application/pdf");
        assert_eq!(headers[header::CONTENT_DISPOSITION], "attachment");
        assert_eq!(headers[header::CACHE_CONTROL], "private, no-store");
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        let policies: Vec<_> = headers.get_all(header::CONTENT_SECURITY_POLICY).iter().collect();
        assert_eq!(policies, ["sandbox; default-src 'none'; frame-ancestors 'none'"]);
        assert_eq!(read(response).await, pdf(7), "nothing is written anew");
    }
}

async fn what_is_no_pdf_is_told_why(demo: Demo) {
    let door = Door::open(&demo, "borger").await;
    let thread = door.someone.family_thread(None).await;
    let before = demo.rows().await;
    let one = async |sent: Vec<u8>| puts(&door, Uuid::now_v7(), thread, sent).await;
    let half = pdf(7)[..40].to_vec();
    is_refused("half a letter", one(half).await, ProblemKey::DocumentUnreadable).await;
    let mut large = pdf(7);
    large.resize(DOCUMENT_AT_MOST + 1, b' ');
    is_refused("too large", one(large.clone()).await, ProblemKey::DocumentTooLarge).await;
    large.resize(PICTURE_AT_MOST + 1, b' ');
    is_refused("larger than anything", one(large).await, ProblemKey::TooLarge).await;
    // It begins as something else, and is judged as that.
    for other in [[b"<html>".to_vec(), pdf(7)].concat(), [b"\xFF\xD8\xFF\xE0".to_vec(), pdf(7)].concat()] {
        is_refused("in other clothes", one(other).await, ProblemKey::PictureUnreadable).await;
    }
    let id = Uuid::now_v7();
    let piece = format!("/api/v1/blobs/{id}?stream={thread}&recording={id}&part=0");
    let said = door.send(door.request("PUT", &piece).body(pdf(7).into()).unwrap()).await;
    is_refused("no voice", said, ProblemKey::VoiceUnreadable).await;
    assert_eq!(demo.rows().await, before);
}

async fn a_letter_names_files_of_ones_own_that_have_arrived(demo: Demo) {
    let (mother, contact) = (Door::open(&demo, "borger").await, Door::open(&demo, "kontakt-1").await);
    let (thread, own) = (mother.someone.family_thread(None).await, mother.someone.own_thread().await);
    let never_sent = file(BlobId(Uuid::now_v7()), 7, "brev");
    let (anothers, elsewhere) = (sends(&contact, thread).await, sends(&mother, own).await);
    let photo = BlobId(Uuid::now_v7());
    assert_eq!(puts(&mother, photo.0, thread, picture(3)).await.status(), StatusCode::NO_CONTENT);
    for document in [never_sent, anothers, elsewhere, file(photo, 7, "billede")] {
        let problem = mother.someone.does(&about(thread, vec![document])).await.problem.unwrap();
        assert_eq!((problem.key, problem.field.as_deref()), (ProblemKey::DocumentMissing, Some("documents")));
    }
    let document = sends(&mother, thread).await;
    let as_photo = AskAboutLetter { photos: vec![document.blob], ..about(thread, Vec::new()) };
    assert_eq!(why(&mother.someone.does(&as_photo).await), Some(ProblemKey::PictureMissing));
    let many = about(thread, vec![document.clone(); 6]);
    assert_eq!(why(&mother.someone.does(&many).await), Some(ProblemKey::TooMany));
    let both = AskAboutLetter { photos: vec![photo], ..about(thread, vec![document]) };
    assert_eq!(mother.someone.does(&both).await.status, Status::Done);
    let letter = letters(&contact.someone, thread).await.pop().unwrap();
    assert_eq!((letter.photos.len(), letter.documents.len()), (1, 1));
}

async fn nobody_else_opens_a_letters_file(demo: Demo) {
    let mother = Door::open(&demo, "borger").await;
    let own = mother.someone.own_thread().await;
    let document = sends(&mother, own).await;
    assert_eq!(mother.someone.does(&about(own, vec![document.clone()])).await.status, Status::Done);
    for stranger in ["ung", "borger-ar", "kontakt-3", "teamleder"] {
        let door = Door::open(&demo, stranger).await;
        assert_eq!(opens(&door, document.blob).await.status(), StatusCode::NOT_FOUND, "{stranger}");
    }
}

/// A form with files, as a browser posts it.
async fn posts(door: &Door, fields: &[(&str, String)], files: &[(&str, Vec<u8>)]) -> Response<Body> {
    let mut form = Vec::new();
    for (name, value) in fields {
        form.extend(
            format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    for (name, bytes) in files {
        let head =
            format!("--x\r\ncontent-disposition: form-data; name=\"photos\"; filename=\"{name}\"\r\n\r\n");
        form.extend([head.as_bytes(), bytes, b"\r\n"].concat());
    }
    form.extend(b"--x--\r\n");
    let mut request = door.request("POST", "/act").body(form.into()).unwrap();
    request.headers_mut().insert(header::CONTENT_TYPE, "multipart/form-data; boundary=x".parse().unwrap());
    door.send(request).await
}

fn fields(command: &str, thread: ThreadId) -> Vec<(&'static str, String)> {
    vec![
        ("command", command.to_owned()),
        ("envelope", Uuid::now_v7().to_string()),
        ("back", format!("/beskeder/{thread}")),
        ("id", Uuid::now_v7().to_string()),
        ("thread", thread.to_string()),
    ]
}

async fn without_script_a_pdf_goes_with_the_letter(demo: Demo) {
    let (mother, contact) = (Door::open(&demo, "borger").await, Door::open(&demo, "kontakt-1").await);
    let thread = mother.someone.family_thread(None).await;
    let form = fields("Letters.AskAboutLetter", thread);
    let files = [("side.png", picture(3)), ("C:\\Brev <1> \u{202E}.PDF", pdf(7))];
    for _ in 0..2 {
        // Posted twice, by impatience or by reload, it is one letter.
        assert_eq!(posts(&mother, &form, &files).await.status(), StatusCode::SEE_OTHER);
    }
    let letter = letters(&contact.someone, thread).await.pop().unwrap();
    let [document] = letter.documents.as_slice() else { panic!("one file: {letter:?}") };
    assert_eq!(document.name.as_ref().map(FileName::as_str), Some("Brev <1>.pdf"));
    assert_eq!((document.bytes as usize, letter.photos.len()), (pdf(7).len(), 1));
    let page = contact.request("GET", &format!("/beskeder/{thread}")).body(Body::empty()).unwrap();
    let page = String::from_utf8(read(contact.send(page).await).await).unwrap();
    let link = format!(r#"href="/api/v1/blobs/{}""#, document.blob);
    assert!(page.contains(&link) && page.contains("Brev &lt;1&gt;.pdf"), "{page}");
    assert_eq!(read(opens(&contact, document.blob).await).await, pdf(7));

    // What could not be taken just now goes again unchanged: its files are there, and named.
    let mut once_more = fields("Letters.AskAboutLetter", thread);
    once_more.push(("documents", serde_json::to_string(&sends(&mother, thread).await).unwrap()));
    assert_eq!(posts(&mother, &once_more, &[]).await.status(), StatusCode::SEE_OTHER);
    let letter = letters(&contact.someone, thread).await.pop().unwrap();
    assert_eq!(letter.documents.len(), 1);

    let before = demo.rows().await;
    let broken = [("brev.pdf", pdf(7)[..40].to_vec())];
    let refused = posts(&mother, &fields("Letters.AskAboutLetter", thread), &broken).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = String::from_utf8(read(refused).await).unwrap();
    assert!(page.contains("Filen er ikke en PDF"), "it says why: {page}");
    let many = vec![("brev.pdf", pdf(7)); 6];
    let refused = posts(&mother, &fields("Letters.AskAboutLetter", thread), &many).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let mut odd = fields("Letters.AskAboutLetter", thread);
    odd.push(("documents", "{\"blob\":7}".to_owned()));
    assert_eq!(posts(&mother, &odd, &[]).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(demo.rows().await, before, "nothing has happened");
}

async fn a_message_takes_no_pdf(demo: Demo) {
    let mother = Door::open(&demo, "borger").await;
    let thread = mother.someone.family_thread(None).await;
    let document = sends(&mother, thread).await;
    let mut said = message(thread, "Se her");
    said.photos = vec![document.blob];
    assert_eq!(why(&mother.someone.does(&said).await), Some(ProblemKey::PictureMissing));
    let before = demo.rows().await;
    let mut form = fields("Messages.SendMessage", thread);
    form.push(("text", "Skrevet ved siden af".to_owned()));
    let refused = posts(&mother, &form, &[("brev.pdf", pdf(8))]).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = String::from_utf8(read(refused).await).unwrap();
    assert!(page.contains("Billedet kan ikke åbnes") && page.contains("Skrevet ved siden af"));
    assert_eq!(demo.rows().await, before);
}
