//! Plain forms that are wrong.

use axum::body::Body;
use axum::http::{StatusCode, header};
use uuid::Uuid;

use crate::door::Door;
use crate::stories;
use crate::town::Town;

stories! {
    a_form_that_is_wrong_comes_back,
}

async fn a_form_that_is_wrong_comes_back(town: Town) {
    let door = Door::open(&town, "borger").await;
    let before = town.rows().await;
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
        let mut request = door.request("POST", "/act").body(Body::from(fields.clone())).unwrap();
        request
            .headers_mut()
            .insert(header::CONTENT_TYPE, "application/x-www-form-urlencoded".parse().unwrap());
        let response = door.send(request).await;
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{fields}");
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store", "{fields}");
    }
    assert_eq!(town.rows().await, before, "nothing was stored");
}
