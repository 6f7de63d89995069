//! A picture as a phone takes it: lying on its side, with where it was taken written beside.

use std::io::Cursor;

use axum::body::{Body, to_bytes};
use axum::http::{StatusCode, header};
use image::codecs::jpeg::JpegEncoder;
use image::{ImageFormat, Rgb, RgbImage};
use indgang_server::store::args;
use uuid::Uuid;

use crate::demo::{Demo, count};
use crate::door::Door;
use crate::stories;

stories! {
    a_phones_picture_is_kept_upright_small_and_without_where_it_was_taken,
}

/// What a phone writes beside a picture, and nobody else is to read.
const TAKEN_AT: &str = "55.6761N 12.5683E";
const TAKEN_BY: &str = "Fatimas telefon";

/// As it lies on the sensor: 2,100 by 1,050, its left end red and the rest grainy.
fn sensor() -> RgbImage {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    RgbImage::from_fn(2_100, 1_050, |x, _| {
        // Grain that no encoder makes small.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let [red, green, blue, ..] = state.to_le_bytes();
        if x < 420 { Rgb([220, 20, 20]) } else { Rgb([red / 4, green, blue]) }
    })
}

/// An APP1 segment: to be turned a quarter to the right, by whose camera, and where.
fn exif() -> Vec<u8> {
    let text = |text: &str| [text.as_bytes(), &[0]].concat();
    let (by, at) = (text(TAKEN_BY), text(TAKEN_AT));
    let entry = |tag: u16, kind: u16, length: usize, value: [u8; 4]| {
        let length = u32::try_from(length).unwrap();
        [&tag.to_le_bytes(), &kind.to_le_bytes(), length.to_le_bytes().as_slice(), &value].concat()
    };
    let place = |place: usize| u32::try_from(place).unwrap().to_le_bytes();
    // Counted from the header: it, three entries, the next folder's place; then another of one entry; then the texts.
    let gps = 8 + 2 + 3 * 12 + 4;
    let texts = gps + 2 + 12 + 4;
    let tiff = [
        b"II*\0".to_vec(),
        place(8).to_vec(),
        vec![3, 0],
        entry(0x0112, 3, 1, [6, 0, 0, 0]),
        entry(0x013C, 2, by.len(), place(texts)),
        entry(0x8825, 4, 1, place(gps)),
        place(0).to_vec(),
        vec![1, 0],
        entry(0x0012, 2, at.len(), place(texts + by.len())),
        place(0).to_vec(),
        by,
        at,
    ]
    .concat();
    segment(0xE1, &[b"Exif\0\0".as_slice(), &tiff].concat())
}

fn segment(mark: u8, bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, mark], length.as_slice(), bytes].concat()
}

/// As the phone sends it: right after its beginning a JPEG says what else it has to say.
fn photograph() -> Vec<u8> {
    let mut plain = Vec::new();
    JpegEncoder::new_with_quality(&mut plain, 90).encode_image(&sensor()).unwrap();
    let (begin, rest) = plain.split_at(2);
    [begin, &exif(), &segment(0xFE, TAKEN_AT.as_bytes()), rest].concat()
}

/// The marks of a JPEG's segments, up to where the picture itself begins.
fn marks(jpeg: &[u8]) -> Vec<u8> {
    let (mut marks, mut at) = (Vec::new(), 2);
    while let Some([0xFF, mark, high, low]) = jpeg.get(at..at + 4) {
        marks.push(*mark);
        if *mark == 0xDA {
            break;
        }
        at += 2 + usize::from(u16::from_be_bytes([*high, *low]));
    }
    marks
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

async fn a_phones_picture_is_kept_upright_small_and_without_where_it_was_taken(demo: Demo) {
    let (mother, contact) = (Door::open(&demo, "borger").await, Door::open(&demo, "kontakt-1").await);
    let (thread, id) = (mother.someone.family_thread(None).await, Uuid::now_v7());
    let sent = photograph();
    assert!(holds(&sent, TAKEN_AT) && holds(&sent, TAKEN_BY) && marks(&sent).contains(&0xE1));
    assert!(sent.len() > 1024 * 1024);
    let path = format!("/api/v1/blobs/{id}?stream={thread}");
    let put = mother.send(mother.request("PUT", &path).body(sent.into()).unwrap()).await;
    assert_eq!(put.status(), StatusCode::NO_CONTENT);

    let mut seen = Vec::new();
    for door in [&mother, &contact] {
        let request = door.request("GET", &format!("/api/v1/blobs/{id}")).body(Body::empty()).unwrap();
        let response = door.send(request).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "image/jpeg");
        assert_eq!(response.headers()[header::CACHE_CONTROL], "private, no-store");
        seen.push(to_bytes(response.into_body(), usize::MAX).await.unwrap());
    }
    let kept = seen[0].as_ref();
    assert_eq!(kept, seen[1].as_ref(), "whoever may see it sees the same");
    assert!(kept.len() <= 1024 * 1024, "{} bytes", kept.len());
    for gone in [TAKEN_AT, TAKEN_BY, "Exif", "II*\0"] {
        assert!(!holds(kept, gone), "{gone} is still there");
    }
    // Its own header, tables, frame and scan, and nothing that anyone could write something into.
    let others: Vec<_> =
        marks(kept).into_iter().filter(|mark| ![0xE0, 0xDB, 0xC0, 0xC4, 0xDA].contains(mark)).collect();
    assert!(others.is_empty(), "{others:x?}");

    let picture = image::load(Cursor::new(kept), ImageFormat::Jpeg).unwrap().into_rgb8();
    assert_eq!(picture.dimensions(), (1_000, 2_000), "it stands");
    let is_red = |x, y| {
        let Rgb([red, green, blue]) = *picture.get_pixel(x, y);
        red > 180 && green < 80 && blue < 80
    };
    assert!(is_red(20, 200) && is_red(980, 200), "what lay to the left is up");
    assert!(!is_red(20, 1_800) && !is_red(980, 1_800));
    let sql = "SELECT COUNT(*) AS n FROM blobs WHERE id = $1 AND width = 1000 AND height = 2000 AND mime = 'image/jpeg'";
    assert_eq!(count(&demo, sql, args![id]).await, 1, "and is known to");
    // How much of it there is to shrink: written as well as it may be, the same would be too large.
    let mut finer = Vec::new();
    JpegEncoder::new_with_quality(&mut finer, 85).encode_image(&picture).unwrap();
    assert!(finer.len() > 1024 * 1024, "{} bytes", finer.len());
}
