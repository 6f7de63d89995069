//! A restored database is the one that was written down.

use indgang_domain::kernel::time::Moment;
use indgang_server::store::args;
use uuid::Uuid;

use crate::demo::{Demo, count, none, now};
use crate::whole::{self, Whole};
use crate::{Cellar, moved, other, stories};

stories! {
    a_restored_world_is_the_same_to_the_last_byte,
    it_is_the_same_on_the_other_engine_and_back,
}

/// How long an era is.
const ERA: i64 = 1 << 29;

/// The one of this minute, counted from the beginning of 2026.
fn era() -> i64 {
    let first: Moment = "2026-01-01T00:00:00Z".parse().unwrap();
    (now().millis() - first.millis()) / 60_000
}

/// As it is to be after so many restores within a minute: without logins, in a later era.
fn restored(mut whole: Whole, times: i64) -> Whole {
    whole.entry("sessions".to_owned()).and_modify(Vec::clear);
    for table in ["streams", "entries"] {
        for row in whole.get_mut(table).unwrap() {
            // By name, the version is the last column of both.
            let (before, version) = row.rsplit_once('|').unwrap();
            *row = format!("{before}|{}", version.parse::<i64>().unwrap() + (era() + times - 1) * ERA);
        }
        whole.get_mut(table).unwrap().sort();
    }
    whole
}

fn are_same(one: &Whole, other: &Whole) {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (table, rows) in one {
        assert!(!rows.is_empty() || other[table].is_empty());
        assert!(rows == &other[table], "{table}: {} rows and {}", rows.len(), other[table].len());
    }
}

/// What is hard to write down: every byte, a text with everything that means something to somebody, nothing at all.
async fn says_odd_things(demo: &Demo) {
    let mother = demo.person("borger").await;
    let thread = mother.family_thread(None).await;
    mother.says(thread, "Tab\t, linje\nto, \\N, \\., \"citat\", 'enkelt', |, $1, <b>, مرحبا, 👩‍👧").await;
    let every_byte: Vec<u8> = (0..=u8::MAX).cycle().take(70_000).collect();
    demo.forces(
        "INSERT INTO blobs (municipality, id, stream, author, at, mime, width, height, digest, bytes) \
         VALUES ($1, $2, $3, $4, 0, '', -1, 9223372036854775807, $5, $6)",
        args![
            mother.viewer().municipality,
            Uuid::now_v7(),
            thread,
            mother.viewer().person,
            Vec::<u8>::new(),
            every_byte
        ],
    )
    .await;
}

async fn a_restored_world_is_the_same_to_the_last_byte(demo: Demo) {
    says_odd_things(&demo).await;
    assert_ne!(count(&demo, "SELECT COUNT(*) AS n FROM sessions", none()).await, 0);
    let before = whole::of(&demo.address).await;
    assert!(before["messages"].len() > 20 && before["blobs"].len() > 1);
    let cellar = Cellar::new();
    let there = moved(&demo, &cellar, demo.engine).await;
    are_same(&whole::of(&there).await, &restored(before.clone(), 1));
    are_same(&whole::of(&demo.address).await, &before);
}

async fn it_is_the_same_on_the_other_engine_and_back(demo: Demo) {
    says_odd_things(&demo).await;
    let before = whole::of(&demo.address).await;
    let cellar = Cellar::new();
    let there = moved(&demo, &cellar, other(demo.engine)).await;
    are_same(&whole::of(&there).await, &restored(before.clone(), 1));
    let (file, back) = (cellar.file("back"), cellar.empty(demo.engine).await);
    indgang_server::backup::backup(&there, &file, now()).await.unwrap();
    indgang_server::backup::restore(&back, &file, now()).await.unwrap();
    are_same(&whole::of(&back).await, &restored(before, 2));
}
