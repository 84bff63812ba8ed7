//! Claims: who holds a message, and until when.

use chrono::TimeDelta;
use persistence::Store;
use persistence::outbox::{self, Claimed, Fate, Kind, MOST_ATTEMPTS, Outcome};
use tests::databases::Database;
use tests::on_both;

use super::scribe::{all, author, key, put, text_of};

async fn claim(store: &Store, lease: TimeDelta) -> Vec<Claimed> {
    let claim = store.write(author(), move |tx| outbox::claim(tx, &[Kind::Email], 100, lease));
    claim.await.expect("claimed")
}

async fn settle(store: &Store, message: &Claimed) -> bool {
    let message = message.clone();
    let settled = store.write(author(), move |tx| outbox::conclude(tx, &message, &Outcome::Settled));
    settled.await.expect("recorded")
}

async fn a_message_is_claimed_once_while_the_lease_holds(database: Database) {
    let store = database.open(&persistence::Options::default());
    put(&store, None, "a").await;
    let first = claim(&store, TimeDelta::minutes(2)).await;
    assert_eq!(first.len(), 1);
    assert!(claim(&store, TimeDelta::minutes(2)).await.is_empty());
    assert!(!store.read(|db| outbox::is_due(db, &[Kind::Email])).await.expect("read"));
    assert!(settle(&store, &first[0]).await);
}

async fn a_claim_that_was_lost_settles_nothing(database: Database) {
    let store = database.open(&persistence::Options::default());
    put(&store, None, "a").await;
    let lost = claim(&store, TimeDelta::zero()).await;
    let held = claim(&store, TimeDelta::minutes(2)).await;
    assert_eq!((held[0].id, held[0].attempt), (lost[0].id, 2));

    assert!(!settle(&store, &lost[0]).await);
    assert_eq!(all(&store).await[0].fate(), Fate::Waiting);
    assert!(settle(&store, &held[0]).await);
    assert!(!settle(&store, &held[0]).await, "a claim ends with its message");
}

async fn only_the_first_of_a_key_can_be_claimed(database: Database) {
    let store = database.open(&persistence::Options::default());
    for text in ["first", "second"] {
        put(&store, key(1), text).await;
    }
    put(&store, key(2), "elsewhere").await;
    put(&store, None, "free").await;
    put(&store, None, "free too").await;

    let claimed = claim(&store, TimeDelta::minutes(2)).await;
    let texts: Vec<_> = claimed.iter().map(text_of).collect();
    assert_eq!(texts, ["first", "elsewhere", "free", "free too"]);
    assert!(claim(&store, TimeDelta::minutes(2)).await.is_empty());
    settle(&store, &claimed[0]).await;
    let next = claim(&store, TimeDelta::minutes(2)).await;
    assert_eq!(next.iter().map(text_of).collect::<Vec<_>>(), ["second"]);
}

async fn a_message_that_kills_whoever_takes_it_is_given_up_too(database: Database) {
    let store = database.open(&persistence::Options::default());
    put(&store, key(1), "deadly").await;
    put(&store, key(1), "harmless").await;
    for attempt in 1..=MOST_ATTEMPTS {
        let taken = claim(&store, TimeDelta::zero()).await;
        assert_eq!(
            taken.iter().map(|message| message.attempt).collect::<Vec<_>>(),
            [attempt]
        );
    }
    let next = claim(&store, TimeDelta::minutes(2)).await;
    assert_eq!(next.iter().map(text_of).collect::<Vec<_>>(), ["harmless"]);
    let fates: Vec<_> = all(&store).await.iter().map(outbox::MessageRecord::fate).collect();
    assert_eq!(fates, [Fate::Failed, Fate::Waiting]);
}

async fn a_pause_goes_by_the_databases_time_not_by_the_business(database: Database) {
    let store = database.open(&persistence::Options::default());
    let tomorrow = store.clock().now() + TimeDelta::days(1);
    assert!(store.clock().advance_to(tomorrow));
    put(&store, None, "put in tomorrow's sandbox").await;
    let claimed = claim(&store, TimeDelta::minutes(2)).await;
    assert_eq!(claimed.len(), 1, "what the business dates tomorrow leaves today");

    let message = claimed[0].clone();
    let pause = Outcome::Postponed {
        pause: TimeDelta::hours(1),
        error: "not now".into(),
    };
    let postponed = store.write(author(), move |tx| outbox::conclude(tx, &message, &pause));
    assert!(postponed.await.expect("recorded"));
    store.clock().advance_to(tomorrow + TimeDelta::days(1));
    assert!(claim(&store, TimeDelta::minutes(2)).await.is_empty());
}

async fn what_is_settled_can_be_forgotten(database: Database) {
    let store = database.open(&persistence::Options::default());
    put(&store, None, "done").await;
    put(&store, None, "waiting").await;
    let claimed = claim(&store, TimeDelta::minutes(2)).await;
    settle(&store, &claimed[0]).await;
    let later = store.clock().now() + TimeDelta::days(1);
    let forgotten = store.write(author(), move |tx| outbox::forget_settled(tx, later));
    assert_eq!(forgotten.await.expect("forgotten"), 1);
    assert_eq!(all(&store).await.len(), 1);
}

on_both!(
    a_message_is_claimed_once_while_the_lease_holds,
    a_claim_that_was_lost_settles_nothing,
    only_the_first_of_a_key_can_be_claimed,
    a_message_that_kills_whoever_takes_it_is_given_up_too,
    a_pause_goes_by_the_databases_time_not_by_the_business,
    what_is_settled_can_be_forgotten,
);
