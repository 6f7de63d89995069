//! Devices that have seen more than the backup has, and those that have seen less, come to hold what is there.

use indgang_domain::stream::Cursor;
use indgang_server::desk::Desk;
use indgang_server::{auth, backup};

use crate::demo::{Demo, Someone, now};
use crate::proof::device::{Things, put};
use crate::{Cellar, moved, open, stories};

stories! {
    a_device_from_before_comes_to_hold_what_is_there,
    one_backup_restored_twice_begins_two_eras,
}

/// What a device holds.
#[derive(Default)]
struct Device {
    cursors: Vec<Cursor>,
    things: Things,
}

impl Device {
    async fn pulls(&mut self, by: &Someone) {
        let pulled = by.pulls_all(std::mem::take(&mut self.cursors)).await;
        self.cursors = pulled.cursors;
        for news in pulled.pages.into_iter().flat_map(|page| page.streams) {
            if news.forget {
                self.things.retain(|(stream, ..), _| *stream != news.stream);
            }
            put(&mut self.things, news);
        }
    }
}

/// The same person, logged in anew where it was restored.
async fn again(desk: &Desk, someone: &Someone) -> Someone {
    let viewer = someone.viewer();
    let token = auth::begin(desk, viewer.municipality, viewer.person, "test").await.unwrap();
    let known = auth::who(desk, token.as_str()).await.unwrap().expect("a login");
    Someone { desk: desk.clone(), actor: known.actor }
}

async fn a_device_from_before_comes_to_hold_what_is_there(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let thread = mother.family_thread(None).await;
    // One device that is away from before the backup on, and one that sees everything until the loss.
    let (mut away, mut there) = (Device::default(), Device::default());
    away.pulls(&mother).await;
    mother.says(thread, "Før sikkerhedskopien").await;
    let cellar = Cellar::new();
    let restored = moved(&demo, &cellar, demo.engine).await;
    for n in 0..5 {
        mother.says(thread, &format!("Går tabt {n}")).await;
    }
    there.pulls(&mother).await;
    assert!(there.things.values().any(|(_, view)| view.contains("Går tabt 4")));

    let desk = open(&restored).await;
    let (mother, contact) = (again(&desk, &mother).await, again(&desk, &contact).await);
    // As many as were lost, and more, before either device comes again: the old versions are passed by.
    for n in 0..8 {
        contact.says(thread, &format!("Efter gendannelsen {n}")).await;
    }
    let mut new = Device::default();
    new.pulls(&mother).await;
    let holds = |word: &str| {
        new.things.iter().filter(|((_, kind, _), (_, view))| kind == "message" && view.contains(word)).count()
    };
    assert_eq!((holds("Efter gendannelsen"), holds("Går tabt")), (8, 0));
    assert!(holds("Før sikkerhedskopien") > 0);
    for device in [&mut away, &mut there] {
        device.pulls(&mother).await;
        assert!(device.things == new.things, "it holds what a new device holds");
        contact.says(thread, "Og videre").await;
        device.pulls(&mother).await;
        new.pulls(&mother).await;
        assert!(device.things == new.things);
    }
    // Who has come into the new era is not told to forget again.
    let again = mother.pulls(new.cursors.clone()).await;
    assert!(again.streams.is_empty() && !again.more);
}

async fn one_backup_restored_twice_begins_two_eras(demo: Demo) {
    let mother = demo.person("borger").await;
    let thread = mother.family_thread(None).await;
    let (cellar, mut device) = (Cellar::new(), Device::default());
    let file = cellar.file("backup");
    backup::backup(&demo.address, &file, now()).await.unwrap();
    for minute in 0..3 {
        let to = cellar.empty(demo.engine).await;
        backup::restore(&to, &file, now().plus_millis(minute * 60_000)).await.unwrap();
        let mother = again(&open(&to).await, &mother).await;
        // Each time the same versions of the same stream, and other things under them.
        for n in 0..4 {
            mother.says(thread, &format!("Gendannet {minute}, besked {n}")).await;
        }
        device.pulls(&mother).await;
        let mut new = Device::default();
        new.pulls(&mother).await;
        assert!(device.things == new.things, "restored {minute}: it holds what a new device holds");
    }
}
