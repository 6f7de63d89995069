//! What was written later does not happen earlier: in a batch, what stands behind one that has to come again waits with it.

use indgang_domain::envelope::{ENVELOPE_VERSION, Envelope, Outcome, Status};
use indgang_domain::problem::ProblemKey;

use crate::demo::{Demo, Engine, Someone, message, why};
use crate::stories;

stories! {
    behind_a_passing_trouble_its_stream_waits,
    behind_what_nobody_here_understands_its_stream_waits,
}

const TROUBLED: &str = "Med besvær";

/// A database that will not take one message.
async fn will_not_take(demo: &Demo) {
    demo.owner_does(&match demo.engine {
        Engine::Sqlite => format!(
            "CREATE TRIGGER trouble BEFORE INSERT ON messages FOR EACH ROW WHEN NEW.body = '{TROUBLED}' \
             BEGIN SELECT RAISE(ABORT, 'full'); END"
        ),
        Engine::Postgres => format!(
            "CREATE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$; \
             CREATE TRIGGER trouble BEFORE INSERT ON messages FOR EACH ROW WHEN (NEW.body = '{TROUBLED}') \
             EXECUTE FUNCTION trouble()"
        ),
    })
    .await;
}

async fn takes_all_again(demo: &Demo) {
    demo.owner_does(match demo.engine {
        Engine::Sqlite => "DROP TRIGGER trouble",
        Engine::Postgres => "DROP TRIGGER trouble ON messages",
    })
    .await;
}

async fn submits(by: &Someone, envelopes: &[Envelope]) -> Vec<Outcome> {
    let outcomes = by.desk.submit(&by.actor, None, envelopes.to_vec()).await;
    let ids: Vec<_> = outcomes.iter().map(|outcome| outcome.id).collect();
    assert_eq!(ids, envelopes.iter().map(|envelope| envelope.id).collect::<Vec<_>>(), "one each, in order");
    outcomes
}

fn statuses(outcomes: &[Outcome]) -> Vec<Status> {
    outcomes.iter().map(|outcome| outcome.status).collect()
}

async fn behind_a_passing_trouble_its_stream_waits(demo: Demo) {
    let mother = demo.person("borger").await;
    let (family, own) = (mother.family_thread(None).await, mother.own_thread().await);
    let batch = [
        mother.envelope(&message(family, "Før")),
        mother.envelope(&message(family, TROUBLED)),
        mother.envelope(&message(own, "Ved siden af")),
        mother.envelope(&message(family, "Efter")),
    ];
    will_not_take(&demo).await;
    let outcomes = submits(&mother, &batch).await;
    assert_eq!(statuses(&outcomes), [Status::Done, Status::Later, Status::Done, Status::Later]);
    assert_eq!(why(&outcomes[3]), Some(ProblemKey::Later));
    let before = demo.rows().await;
    let again = submits(&mother, &batch).await;
    assert_eq!((&again[0], &again[2]), (&outcomes[0], &outcomes[2]), "what happened stays");
    assert_eq!(demo.rows().await, before, "nothing is stored of what has to come again");
    // A device that no longer waits for the one sends the other alone, or before it.
    let alone = submits(&mother, &batch[3..]).await;
    assert_eq!(statuses(&alone), [Status::Done]);
    takes_all_again(&demo).await;
    assert_eq!(statuses(&submits(&mother, &batch).await), [Status::Done; 4]);
}

async fn behind_what_nobody_here_understands_its_stream_waits(demo: Demo) {
    let mother = demo.person("borger").await;
    let (family, own) = (mother.family_thread(None).await, mother.own_thread().await);
    let mut newer = mother.envelope(&message(family, "Fra i morgen"));
    newer.v = ENVELOPE_VERSION + 1;
    let mut unknown = mother.envelope(&message(family, "Fra i overmorgen"));
    "Messages.Sing".clone_into(&mut unknown.command);
    for first in [newer, unknown] {
        let batch = [
            first,
            mother.envelope(&message(own, "Ved siden af")),
            mother.envelope(&message(family, "Efter")),
        ];
        let outcomes = submits(&mother, &batch).await;
        assert_eq!(outcomes[1].status, Status::Done);
        assert_eq!(
            (outcomes[0].status, why(&outcomes[0])),
            (Status::Later, Some(ProblemKey::UnknownCommand))
        );
        assert_eq!((outcomes[2].status, why(&outcomes[2])), (Status::Later, Some(ProblemKey::Later)));
    }
    assert!(!mother.reads(family).await.contains(&"Efter".to_owned()));
}
