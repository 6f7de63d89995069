//! What someone sees is the union of what they are; and what is no longer seen goes from every device, of whatever version,
//! once and no more often.

use std::collections::BTreeMap;

use indgang_domain::envelope::Status;
use indgang_domain::kernel::id::{FamilyId, StreamId, ThreadId};
use indgang_domain::messages::OpenThread;
use indgang_domain::policy::{Lens, Lenses};
use indgang_domain::problem::ProblemKey;
use indgang_domain::staff::{OpenFamily, Team};
use indgang_domain::stream::{Cursor, Known, PullAnswer, PullRequest, Sight};
use indgang_server::store::args;
use uuid::Uuid;

use crate::contacts::give;
use crate::demo::{Demo, Someone, now, why};
use crate::stories;

stories! {
    a_lead_who_stands_in_is_shown_the_family_as_who_stands_in,
    what_a_release_takes_away_goes_from_devices_of_version_one,
    what_a_release_takes_away_goes_from_devices_that_say_what_they_saw,
    another_set_of_lenses_sends_the_stream_anew_once,
    what_a_nudge_names_is_answered_alone,
    a_device_is_given_what_it_says_it_knows,
    a_lens_that_the_server_does_not_know_is_nothing,
}

/// Things by stream, kind and id, with their views.
type Things = BTreeMap<(StreamId, String, Uuid), String>;

/// A device as version 0.1 was: it gives back stream, version and lens, and knows of nothing else.
#[derive(Default)]
struct OldDevice {
    cursors: BTreeMap<StreamId, Cursor>,
    things: Things,
    pulls: usize,
}

impl OldDevice {
    async fn pulls(&mut self, by: &Someone) -> PullAnswer {
        self.pulls += 1;
        let cursors: Vec<_> = self.cursors.values().map(|cursor| Cursor { sight: None, ..*cursor }).collect();
        let answer = by.pulls(cursors).await;
        for news in &answer.streams {
            let of_stream = |key: &(StreamId, String, Uuid)| key.0 == news.stream;
            let known = self.cursors.remove(&news.stream);
            let replace = known.is_none_or(|known| known.lens != news.lens || known.version > news.version);
            if news.forget || replace {
                self.things.retain(|key, _| !of_stream(key));
            }
            if news.forget {
                continue;
            }
            for entry in &news.entries {
                let key = (news.stream, entry.kind.clone(), entry.id);
                match &entry.view {
                    Some(view) => drop(self.things.insert(key, view.get().to_owned())),
                    None => drop(self.things.remove(&key)),
                }
            }
            let cursor = Cursor { stream: news.stream, version: news.version, lens: news.lens, sight: None };
            self.cursors.insert(news.stream, cursor);
        }
        answer
    }

    /// Until there is nothing more.
    async fn pulls_all(&mut self, by: &Someone) {
        let before = self.pulls;
        while self.pulls(by).await.more {
            assert!(self.pulls - before < 20, "a pull that never ends");
        }
    }

    fn kinds(&self, stream: impl Into<StreamId>) -> Vec<&str> {
        let stream = stream.into();
        let mut kinds: Vec<_> =
            self.things.keys().filter(|key| key.0 == stream).map(|key| key.1.as_str()).collect();
        kinds.dedup();
        kinds
    }
}

async fn is_granted(demo: &Demo, to: &Someone, stream: impl Into<StreamId>, lens: &'static str) {
    demo.forces(
        "INSERT INTO grants (municipality, person, stream, lens, from_at, until_at, reason) \
         VALUES ($1, $2, $3, $4, 0, $5, $6)",
        args![
            to.viewer().municipality,
            to.viewer().person,
            stream.into(),
            lens,
            now().plus_days(1),
            Uuid::now_v7()
        ],
    )
    .await;
}

async fn loses(demo: &Demo, from: &Someone, stream: impl Into<StreamId>, lens: &'static str) {
    demo.forces(
        "DELETE FROM grants WHERE municipality = $1 AND person = $2 AND stream = $3 AND lens = $4",
        args![from.viewer().municipality, from.viewer().person, stream.into(), lens],
    )
    .await;
}

async fn family(demo: &Demo) -> (FamilyId, ThreadId) {
    let mother = demo.person("borger").await;
    (mother.family().await, mother.family_thread(None).await)
}

async fn a_lead_who_stands_in_is_shown_the_family_as_who_stands_in(demo: Demo) {
    let lead = demo.person("teamleder").await;
    let (family, thread) = family(&demo).await;
    assert!(lead.asks(&OpenFamily { family }).await.unwrap().threads.is_empty(), "who leads reads no thread");
    is_granted(&demo, &lead, family, "substitute").await;
    is_granted(&demo, &lead, thread, "substitute").await;
    let both = Lenses::of(&[Lens::Substitute, Lens::Lead]);
    let team = lead.asks(&Team {}).await.unwrap();
    let line = team.families.iter().find(|line| line.family == family).unwrap();
    assert_eq!((line.lens, line.lenses, line.thread), (Lens::Substitute, both, Some(thread)));
    let open = lead.asks(&OpenFamily { family }).await.unwrap();
    assert_eq!((open.lens, open.lenses, open.threads.len()), (Lens::Substitute, both, 1));
    let words = lead.asks(&OpenThread { thread, before: None }).await.unwrap();
    assert_eq!(words.lenses, Lens::Substitute.into());
    let pulled = lead.pulls_all(Vec::new()).await;
    let news = pulled.of(family);
    assert_eq!(news[0].lens, Lens::Substitute);
    assert_eq!(news[0].sight.map(|sight| sight.lenses), Some(both));
    // They still lead, and may do both.
    let other = demo.person("vikar").await;
    assert_ne!(why(&lead.does(&give(family, &other)).await), Some(ProblemKey::NotAllowed));
    assert_eq!(lead.says(thread, "Jeg er her i dag.").await.status, Status::Done);
}

/// What a device of 0.1 holds of a lead's family: services too, for whoever had a stream got all of it.
async fn of_version_one(demo: &Demo, lead: &Someone, family: FamilyId) -> OldDevice {
    let mut device = OldDevice::default();
    device.pulls_all(lead).await;
    assert!(!device.kinds(family).contains(&"service"), "who leads sees no service");
    let version = device.cursors[&family.into()].version;
    device.things.insert((family.into(), "service".to_owned(), Uuid::now_v7()), "{}".to_owned());
    // As that release left it: nothing was noted of what was given.
    let viewer = lead.viewer();
    demo.forces(
        "DELETE FROM sights WHERE municipality = $1 AND device = $2",
        args![viewer.municipality, lead.actor.session],
    )
    .await;
    assert_eq!(device.cursors[&family.into()].version, version);
    device
}

async fn what_a_release_takes_away_goes_from_devices_of_version_one(demo: Demo) {
    let lead = demo.person("teamleder").await;
    let (family, _) = family(&demo).await;
    let mut device = of_version_one(&demo, &lead, family).await;
    let held = device.things.len();
    device.pulls_all(&lead).await;
    assert!(!device.kinds(family).contains(&"service"), "it is gone");
    assert_eq!(device.things.len(), held - 1, "and nothing else");
    // Once: what is up to date is told nothing.
    for _ in 0..3 {
        let answer = device.pulls(&lead).await;
        assert!(answer.streams.is_empty() && !answer.more, "a stream is sent again and again");
    }
    // A lost answer changes nothing: it comes again as it was, and is told again.
    let mut other = of_version_one(&demo, &lead, family).await;
    let before: Vec<_> = other.cursors.values().copied().collect();
    lead.pulls(before.clone()).await;
    lead.pulls(before).await;
    other.pulls_all(&lead).await;
    assert!(!other.kinds(family).contains(&"service"));
}

async fn what_a_release_takes_away_goes_from_devices_that_say_what_they_saw(demo: Demo) {
    let lead = demo.person("teamleder").await;
    let (family, _) = family(&demo).await;
    let held = lead.pulls_all(Vec::new()).await;
    let all: usize = held.of(family).iter().map(|news| news.entries.len()).sum();
    let before = |cursor: &Cursor| match cursor.sight {
        Some(sight) if cursor.stream == family.into() => {
            Cursor { sight: Some(Sight { cells: sight.cells + 1, ..sight }), ..*cursor }
        }
        _ => *cursor,
    };
    let again = lead.pulls_all(held.cursors.iter().map(before).collect()).await;
    assert!(!again.forgets(family), "what it holds is replaced in one step");
    assert_eq!(again.of(family).iter().map(|news| news.entries.len()).sum::<usize>(), all);
    assert_eq!(
        again.pages.iter().map(|page| page.streams.len()).sum::<usize>(),
        1,
        "that stream and no other"
    );
    assert!(lead.pulls(again.cursors).await.streams.is_empty());
}

async fn another_set_of_lenses_sends_the_stream_anew_once(demo: Demo) {
    let lead = demo.person("teamleder").await;
    let (family, _) = family(&demo).await;
    let (mut old, mut new) = (OldDevice::default(), lead.pulls_all(Vec::new()).await);
    old.pulls_all(&lead).await;
    for (lens, gains) in [("contact", true), ("contact", false), ("substitute", true), ("substitute", false)]
    {
        if gains {
            is_granted(&demo, &lead, family, lens).await;
        } else {
            loses(&demo, &lead, family, lens).await;
        }
        old.pulls_all(&lead).await;
        assert_eq!(old.kinds(family).contains(&"service"), gains, "{lens}: an old device");
        assert!(old.pulls(&lead).await.streams.is_empty(), "{lens}: once");
        let news = lead.pulls_all(new.cursors).await;
        let came =
            news.of(family).iter().any(|news| news.entries.iter().any(|entry| entry.kind == "service"));
        assert_eq!((came, news.of(family).len()), (gains, 1), "{lens}: a device that says what it saw");
        new = news;
        assert!(lead.pulls(new.cursors.clone()).await.streams.is_empty(), "{lens}: once");
    }
}

async fn asks_knowing(by: &Someone, cursors: &[Cursor], knows: Known) -> PullAnswer {
    let request = PullRequest { client: 1, cursors: cursors.to_vec(), knows: Some(knows), only: None };
    by.desk.pull(&by.actor, &request).await.unwrap()
}

async fn asks_only(by: &Someone, cursors: &[Cursor], only: StreamId) -> PullAnswer {
    let request =
        PullRequest { client: 1, cursors: cursors.to_vec(), knows: Some(Known::here()), only: Some(only) };
    by.desk.pull(&by.actor, &request).await.unwrap()
}

async fn what_a_nudge_names_is_answered_alone(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let (family, thread) = family(&demo).await;
    let all = contact.pulls_all(Vec::new()).await;
    let of = |stream: StreamId| all.cursors.iter().find(|cursor| cursor.stream == stream).copied().unwrap();
    mother.says(thread, "Kan du ringe?").await;
    let answer = asks_only(&contact, &[of(thread.into())], thread.into()).await;
    let [news] = answer.streams.as_slice() else { panic!("{:?}", answer.streams) };
    assert_eq!((news.stream, news.forget, answer.more, answer.narrows), (thread.into(), false, false, true));
    assert!(news.entries.iter().any(|entry| entry.kind == "message"));
    // What else it holds, it is not told to forget, whether it says so or not.
    let answer = asks_only(&contact, &all.cursors, family.into()).await;
    assert!(answer.streams.is_empty());
    // What ended meanwhile is forgotten, and what it never had is nothing.
    loses(&demo, &contact, family, "contact").await;
    let answer = asks_only(&contact, &[of(family.into())], family.into()).await;
    assert!(matches!(answer.streams.as_slice(), [news] if news.forget));
    assert!(asks_only(&contact, &[], family.into()).await.streams.is_empty());
}

async fn a_device_is_given_what_it_says_it_knows(demo: Demo) {
    let lead = demo.person("teamleder").await;
    let (family, _) = family(&demo).await;
    is_granted(&demo, &lead, family, "contact").await;
    let all = lead.pulls_all(Vec::new()).await;
    assert!(all.pages.iter().all(|page| !page.withheld));
    // It knows of no leads: their families and unit are nothing there, and this one is what a contact person sees.
    let fewer: Lenses = [Lens::Own, Lens::Contact].into_iter().collect();
    let known = Known { lenses: fewer, ..Known::here() };
    let answer = asks_knowing(&lead, &all.cursors, known.clone()).await;
    assert!(answer.withheld);
    let of_family = answer.streams.iter().find(|news| news.stream == family.into()).unwrap();
    assert_eq!((of_family.lens, of_family.forget, of_family.sight), (Lens::Contact, false, None));
    let others = answer.streams.iter().filter(|news| news.stream != family.into());
    assert!(others.clone().count() > 10 && others.clone().all(|news| news.forget));
    // One that does not know what its person is holds nothing of theirs.
    let nobody = Known { roles: Vec::new(), ..Known::here() };
    let answer = asks_knowing(&lead, &all.cursors, nobody).await;
    assert!(answer.withheld && answer.streams.iter().all(|news| news.forget));
    let answer = asks_knowing(&lead, &all.cursors, Known::here()).await;
    assert!(answer.streams.is_empty() && !answer.withheld);
}

async fn a_lens_that_the_server_does_not_know_is_nothing(demo: Demo) {
    let (doctor, contact) = (demo.person("laege").await, demo.person("kontakt-1").await);
    let (family, thread) = family(&demo).await;
    for who in [&doctor, &contact] {
        is_granted(&demo, who, family, "guardian").await;
        is_granted(&demo, who, thread, "guardian").await;
    }
    let pulled = doctor.pulls_all(Vec::new()).await;
    assert!(pulled.of(family).is_empty() && pulled.of(thread).is_empty());
    assert_eq!(why(&doctor.says(thread, "Hej").await), Some(ProblemKey::NotFound));
    assert!(doctor.asks(&OpenThread { thread, before: None }).await.is_err());
    // Nor is what a device of another release was once told of it.
    let strange = Cursor { stream: family.into(), version: 1, lens: Lens::Unknown, sight: None };
    assert!(doctor.pulls(vec![strange]).await.streams[0].forget);
    // Beside what is known it changes nothing.
    let pulled = contact.pulls_all(Vec::new()).await;
    assert_eq!((pulled.of(family)[0].lens, pulled.of(family)[0].sight), (Lens::Contact, None));
    assert_eq!(contact.says(thread, "Hej").await.status, Status::Done);
}
