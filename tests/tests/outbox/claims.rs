//! Claims: who holds a message, and until when.

use chrono::TimeDelta;
use persistence::Store;
use persistence::outbox::{self, Claimed, Fate, GivenUp, Kind, Lane, MOST_ATTEMPTS, Outcome};
use tests::databases::Database;
use tests::on_both;

use super::scribe::{all, author, key, put, text_of};

async fn claim(store: &Store, lease: TimeDelta) -> Vec<Claimed> {
    let claim = store.write(author(), move |tx| {
        outbox::claim(tx, Lane::Others, &[Kind::Email], &[], 100, lease)
    });
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
    assert!(
        !store
            .read(|db| outbox::is_due(db, Lane::Others, &[Kind::Email]))
            .await
            .expect("read")
    );
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

async fn a_claim_is_held_on_to_while_nobody_else_has_it(database: Database) {
    let store = database.open(&persistence::Options::default());
    put(&store, None, "slow").await;
    let slow = claim(&store, TimeDelta::zero()).await.remove(0);
    assert!(renew(&store, &slow).await);
    assert!(claim(&store, TimeDelta::zero()).await.is_empty(), "it is held");

    let message = slow.clone();
    let over = store.write(author(), move |tx| outbox::renew(tx, &message, TimeDelta::zero()));
    assert!(over.await.expect("renewed"));
    let other = claim(&store, TimeDelta::minutes(2)).await.remove(0);
    assert!(!renew(&store, &slow).await, "it is somebody else's by now");
    assert!(renew(&store, &other).await);
}

async fn renew(store: &Store, message: &Claimed) -> bool {
    let message = message.clone();
    let renewed = store.write(author(), move |tx| outbox::renew(tx, &message, TimeDelta::minutes(2)));
    renewed.await.expect("asked")
}

async fn what_is_in_hand_is_not_claimed_anew(database: Database) {
    let store = database.open(&persistence::Options::default());
    put(&store, None, "in hand").await;
    let in_hand = claim(&store, TimeDelta::zero()).await.remove(0).id;
    let again = store.write(author(), move |tx| {
        outbox::claim(tx, Lane::Others, &[Kind::Email], &[in_hand], 100, TimeDelta::zero())
    });
    assert!(again.await.expect("claimed").is_empty());
    assert_eq!(claim(&store, TimeDelta::zero()).await.len(), 1);
}

async fn what_a_process_that_is_gone_had_in_hand_is_taken_back(database: Database) {
    let store = database.open(&persistence::Options::default());
    put(&store, None, "in hand").await;
    put(&store, None, "waiting").await;
    let lost = claim(&store, TimeDelta::hours(1)).await.remove(0);
    let taken = store.write(author(), |tx| outbox::take_back(tx, &[Kind::Sms]));
    assert_eq!(taken.await.expect("taken"), 0, "of its own kinds only");
    let taken = store.write(author(), |tx| outbox::take_back(tx, &[Kind::Email]));
    assert_eq!(taken.await.expect("taken"), 2);
    assert_eq!(claim(&store, TimeDelta::hours(1)).await.len(), 2);
    assert!(!settle(&store, &lost).await);
}

async fn many_that_were_given_up_are_put_back_oldest_first(database: Database) {
    let store = database.open(&persistence::Options::default());
    for number in 0..5 {
        put(&store, None, number.to_string()).await;
    }
    let text = store.write(author(), |tx| outbox::enqueue(tx, Kind::Sms, None, None, &"text"));
    text.await.expect("kept");
    for message in claim(&store, TimeDelta::minutes(2)).await {
        let failed = Outcome::Failed { error: "no".into() };
        let given_up = store.write(author(), move |tx| outbox::conclude(tx, &message, &failed));
        assert!(given_up.await.expect("recorded"));
    }
    let put_back = async |which: GivenUp, most: usize| {
        let requeued = store.write(author(), move |tx| outbox::requeue_many(tx, which, most));
        let requeued = requeued.await.expect("put back");
        (requeued.requeued, requeued.more)
    };
    let now = store.clock().now();
    let later = GivenUp {
        since: Some(now + TimeDelta::days(1)),
        ..GivenUp::default()
    };
    let texts = GivenUp {
        kind: Some(Kind::Sms),
        ..GivenUp::default()
    };
    assert_eq!(put_back(later, 10).await, (0, false));
    assert_eq!(put_back(texts, 10).await, (0, false));
    assert_eq!(put_back(GivenUp::default(), 2).await, (2, true));
    let fates: Vec<_> = all(&store).await.iter().map(outbox::MessageRecord::fate).collect();
    let (waits, failed) = (Fate::Waiting, Fate::Failed);
    assert_eq!(fates, [waits, waits, failed, failed, failed, waits]);
    let mails = GivenUp {
        kind: Some(Kind::Email),
        since: Some(now - TimeDelta::days(1)),
        before: Some(now + TimeDelta::days(1)),
    };
    assert_eq!(put_back(mails, 3).await, (3, false));
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
    a_claim_is_held_on_to_while_nobody_else_has_it,
    what_is_in_hand_is_not_claimed_anew,
    what_a_process_that_is_gone_had_in_hand_is_taken_back,
    many_that_were_given_up_are_put_back_oldest_first,
    what_is_settled_can_be_forgotten,
);
