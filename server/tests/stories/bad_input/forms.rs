//! Plain forms that are wrong.

use axum::body::{Body, to_bytes};
use axum::http::{Response, StatusCode, header};
use indgang_server::http::PICTURE_AT_MOST;
use indgang_server::http::rate_limits::{Rate, Rates};
use uuid::Uuid;

use crate::demo::Demo;
use crate::door::Door;
use crate::stories;

stories! {
    a_form_that_is_wrong_comes_back,
    a_form_leads_nowhere_but_back,
    what_passes_leaves_the_form_as_it_was,
    a_form_without_end_is_not_read_to_it,
    words_behind_a_picture_that_is_too_large_are_not_lost,
    pictures_as_phones_take_them_go_through,
}

const URLENCODED: &str = "application/x-www-form-urlencoded";

async fn posts(door: &Door, mime: &str, form: impl Into<Body>) -> Response<Body> {
    let mut request = door.request("POST", "/act").body(form.into()).unwrap();
    request.headers_mut().insert(header::CONTENT_TYPE, mime.parse().unwrap());
    door.send(request).await
}

async fn page(response: Response<Body>) -> String {
    assert!(response.headers()[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/html"));
    String::from_utf8(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap()
}

/// A form with pictures.
fn multipart(fields: &[(&str, String)], pictures: &[Vec<u8>]) -> Vec<u8> {
    let mut form = Vec::new();
    for (name, value) in fields {
        form.extend(
            format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    for picture in pictures {
        form.extend(b"--x\r\ncontent-disposition: form-data; name=\"photos\"; filename=\"brev.png\"\r\n\r\n");
        form.extend(picture);
        form.extend(b"\r\n");
    }
    form.extend(b"--x--\r\n");
    form
}

async fn a_form_leads_nowhere_but_back(demo: Demo) {
    let door = Door::open(&demo, "borger").await;
    let thread = door.someone.own_thread().await;
    for (back, place) in [
        ("%2Fbeskeder%3Ffoer=12", "/beskeder?foer=12"),
        ("%2F%09%2Fandre.example", "/"),
        ("%2F%5Candre.example", "/"),
        ("%2Fhjem%01", "/"),
        ("%2F%2Fandre.example", "/"),
    ] {
        let id = Uuid::now_v7();
        let form = format!("command=Messages.MarkRead&envelope={id}&back={back}&thread={thread}&position=1");
        let response = posts(&door, URLENCODED, form).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{back}");
        assert_eq!(response.headers()[header::LOCATION], place, "{back}");
    }
}

async fn what_passes_leaves_the_form_as_it_was(demo: Demo) {
    let rate = Rate { at_once: 1, a_minute: 1 };
    let hurried = Door::limited(&demo, "borger", Rates { person: rate, ..Rates::default() }).await;
    let mut stranger = Door::open(&demo, "borger").await;
    "indgang=nobody".clone_into(&mut stranger.cookie);
    let (thread, envelope, id) = (hurried.someone.own_thread().await, Uuid::now_v7(), Uuid::now_v7());
    let fields = [
        ("command", "Messages.SendMessage".to_owned()),
        ("envelope", envelope.to_string()),
        ("back", "/hjem".to_owned()),
        ("id", id.to_string()),
        ("thread", thread.to_string()),
        ("text", "Skrevet & ikke <tabt>".to_owned()),
        ("language", "da".to_owned()),
    ];
    let form = serde_html_form::to_string(&fields).unwrap();
    hurried.post("/api/v1/ask", r#"{"query":"Messages.Threads","args":{}}"#).await;
    let before = demo.rows().await;
    for (door, status) in [(&hurried, StatusCode::TOO_MANY_REQUESTS), (&stranger, StatusCode::UNAUTHORIZED)] {
        let response = posts(door, URLENCODED, form.clone()).await;
        assert_eq!(response.status(), status);
        assert_eq!(
            response.headers().contains_key(header::RETRY_AFTER),
            status == StatusCode::TOO_MANY_REQUESTS
        );
        let page = page(response).await;
        assert!(
            page.contains(r#"class="written">Skrevet &amp; ikke &lt;tabt&gt;"#),
            "it stands there to be read: {page}"
        );
        for (name, value) in fields.iter().filter(|(name, _)| *name != "text") {
            assert!(page.contains(&format!(r#"name="{name}" value="{value}""#)), "{name} as it was: {page}");
        }
    }
    let with_picture =
        posts(&stranger, "multipart/form-data; boundary=x", multipart(&fields, &[vec![7; 99]])).await;
    let page = page(with_picture).await;
    assert!(page.contains(r#"type="file" name="photos""#), "what cannot be kept is asked for again");
    assert!(!page.contains(&envelope.to_string()), "and goes in an envelope of its own");
    assert_eq!(demo.rows().await, before, "nothing has happened");
}

async fn a_form_without_end_is_not_read_to_it(demo: Demo) {
    let door = Door::open(&demo, "borger").await;
    let mut stranger = Door::open(&demo, "borger").await;
    "indgang=nobody".clone_into(&mut stranger.cookie);
    let many = "a=b&".repeat(200_000);
    let long = format!("text={}", "a".repeat(2 * 1024 * 1024));
    let parts: Vec<_> = (0..100).map(|_| ("a", "b".to_owned())).collect();
    let large = [("text", "a".repeat(2 * 1024 * 1024))];
    for form in [many.into_bytes(), long.into_bytes(), multipart(&parts, &[]), multipart(&large, &[])] {
        let kind = if form.starts_with(b"--x") { "multipart/form-data; boundary=x" } else { URLENCODED };
        for (door, status) in
            [(&door, StatusCode::UNPROCESSABLE_ENTITY), (&stranger, StatusCode::UNAUTHORIZED)]
        {
            let response = posts(door, kind, form.clone()).await;
            assert_eq!(response.status(), status, "{kind}");
            assert!(page(response).await.len() < 64 * 1024, "{kind}: little of it comes back");
        }
    }
}

async fn words_behind_a_picture_that_is_too_large_are_not_lost(demo: Demo) {
    let door = Door::open(&demo, "borger").await;
    let thread = door.someone.own_thread().await;
    let before = demo.rows().await;
    let fields = [
        ("command", "Messages.SendMessage".to_owned()),
        ("envelope", Uuid::now_v7().to_string()),
        ("back", format!("/beskeder/{thread}")),
        ("id", Uuid::now_v7().to_string()),
        ("thread", thread.to_string()),
    ];
    for pictures in [vec![vec![7; PICTURE_AT_MOST + 1]], vec![vec![7; 99]; 11]] {
        // As they stand on the page: the pictures, then the words.
        let mut form = multipart(&fields, &pictures);
        form.truncate(form.len() - "--x--\r\n".len());
        form.extend(multipart(&[("text", "Skrevet bagefter".to_owned())], &[]));
        let response = posts(&door, "multipart/form-data; boundary=x", form).await;
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page(response).await.contains("Skrevet bagefter</textarea>"));
    }
    assert_eq!(demo.rows().await, before, "nothing has happened");
}

async fn pictures_as_phones_take_them_go_through(demo: Demo) {
    let door = Door::open(&demo, "borger").await;
    let thread = door.someone.own_thread().await;
    let fields = |text: &str| {
        [
            ("command", "Messages.SendMessage".to_owned()),
            ("envelope", Uuid::now_v7().to_string()),
            ("back", "/hjem".to_owned()),
            ("id", Uuid::now_v7().to_string()),
            ("thread", thread.to_string()),
            ("text", text.to_owned()),
        ]
    };
    let mut photo = super::pictures::picture(7);
    photo.resize(4 * 1024 * 1024, 0);
    let form = multipart(&fields("Fire billeder"), &vec![photo.clone(); 4]);
    let response = posts(&door, "multipart/form-data; boundary=x", form).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(door.someone.reads(thread).await.last().map(String::as_str), Some("Fire billeder"));

    photo.resize(PICTURE_AT_MOST + 1, 0);
    let form = multipart(&fields("Et for stort"), &[photo]);
    let response = posts(&door, "multipart/form-data; boundary=x", form).await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page(response).await.contains("for stor"), "the page says why");
}

async fn a_form_that_is_wrong_comes_back(demo: Demo) {
    let door = Door::open(&demo, "borger").await;
    let before = demo.rows().await;
    let (own, id) = (door.someone.family_thread(None).await, Uuid::now_v7());
    let cases = [
        String::new(),
        "%FF=%FF&&&=".to_owned(),
        format!("command=Messages.SendMessage&thread={own}&text=Hej"),
        format!("command=Messages.SendMessage&envelope=7&thread={own}&text=Hej"),
        format!("command=Messages.Unsend&envelope={id}"),
        format!("command=Messages.SendMessage&envelope={id}&thread=x&text=Hej"),
        format!("command=Messages.SendMessage&envelope={id}&back=//andre.example"),
    ];
    for fields in cases {
        let response = posts(&door, URLENCODED, fields.clone()).await;
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{fields}");
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store", "{fields}");
    }
    assert_eq!(demo.rows().await, before, "nothing was stored");
}
