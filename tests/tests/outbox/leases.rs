//! Leases are short and renewed: what a killed process had in hand is taken up soon, and slow work is not done twice.

use integrations::Failure;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use integrations::dispatcher::{Count, Dispatcher, Done, Handler, Handlers, Options};
use persistence::dialect::prelude::*;
use persistence::outbox::{self, Claimed, Fate, Kind, Lane};
use persistence::{Store, Tx};
use tests::databases::Database;
use tests::on_both;
use tests::trouble::{fill_disk, make_room};
use tokio::sync::Notify;

use super::scribe::{Scribe, all, author, put, swiftly, until, until_quiet};

on_both!(
    slow_work_is_not_done_twice,
    work_whose_claim_is_lost_is_cut_off,
    what_was_sent_before_the_disk_was_full_is_not_sent_again,
    what_follows_and_is_refused_is_an_attempt_like_any_other,
);

#[test]
fn a_new_start_takes_up_at_once_what_was_in_hand() {
    Database::sqlite().run(new_start);
}

fn short_lease() -> Options {
    Options {
        lease: Duration::from_millis(300),
        ..swiftly()
    }
}

/// Says when it begins and when it is cut off, and goes on when it is told to.
#[derive(Clone, Default)]
struct Slow {
    begun: Arc<Notify>,
    go_on: Arc<Notify>,
    cut_off: Arc<Notify>,
}

struct CutOff(Arc<Notify>);

impl Drop for CutOff {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

#[async_trait]
impl Handler for Slow {
    async fn handle(&self, _: &Claimed) -> Result<Done, Failure> {
        let cut_off = CutOff(self.cut_off.clone());
        self.begun.notify_one();
        self.go_on.notified().await;
        std::mem::forget(cut_off);
        Ok(Done::plainly())
    }
}

impl Slow {
    fn dispatch(&self, store: &Store) -> Dispatcher {
        let handlers = Handlers::default().with(Kind::Email, self.clone());
        Dispatcher::start(store.clone(), &handlers, short_lease())
    }
}

async fn slow_work_is_not_done_twice(database: Database) {
    let store = database.open(&persistence::Options::default());
    put(&store, None, "slow").await;
    let slow = Slow::default();
    let dispatcher = slow.dispatch(&store);
    slow.begun.notified().await;

    // Much longer than a lease lasts, it stays where it is.
    let first = lease_of(&store).await;
    until("renewals", || async {
        lease_of(&store).await > first + TimeDelta::milliseconds(1_000)
    })
    .await;
    let taken = store.write(author(), |tx| {
        outbox::claim(tx, Lane::Others, &[Kind::Email], &[], 10, TimeDelta::zero())
    });
    assert!(taken.await.expect("asked").is_empty());

    slow.go_on.notify_one();
    until_quiet(&store).await;
    dispatcher.stop().await;
    let message = all(&store).await.remove(0);
    assert_eq!((message.fate(), message.attempts), (Fate::Settled, 1));
}

async fn lease_of(store: &Store) -> DateTime<Utc> {
    all(store).await[0].lease_until.expect("a claim")
}

async fn work_whose_claim_is_lost_is_cut_off(database: Database) {
    let store = database.open(&persistence::Options::default());
    put(&store, None, "slow").await;
    let slow = Slow::default();
    let dispatcher = slow.dispatch(&store);
    slow.begun.notified().await;

    // Somebody else has it, as after a pause of the whole process that outlasted the lease.
    let stolen = store.write(author(), |tx: &mut Tx<'_>| {
        outbox::take_back(tx, &[Kind::Email])?;
        outbox::claim(tx, Lane::Others, &[Kind::Email], &[], 10, TimeDelta::hours(1))
    });
    assert_eq!(stolen.await.expect("claimed").len(), 1);
    slow.cut_off.notified().await;
    let counters = dispatcher.counters();
    until("a lost claim", || async { counters.get(Kind::Email, Count::Lost) == 1 }).await;
    dispatcher.stop().await;
}

/// Sends, and finds that there is no room any more for the word that it did.
struct SendsIntoAFullDisk {
    scribe: Scribe,
    store: Store,
    full: Arc<Notify>,
}

#[async_trait]
impl Handler for SendsIntoAFullDisk {
    async fn handle(&self, message: &Claimed) -> Result<Done, Failure> {
        self.scribe.handle(message).await?;
        fill_disk(&self.store, "outbox").await;
        self.full.notify_one();
        Ok(Done::plainly())
    }
}

async fn what_was_sent_before_the_disk_was_full_is_not_sent_again(database: Database) {
    let store = database.open(&persistence::Options::default());
    put(&store, None, "once").await;
    let scribe = Scribe::content();
    let full = Arc::new(Notify::new());
    let handler = SendsIntoAFullDisk {
        scribe: scribe.clone(),
        store: store.clone(),
        full: full.clone(),
    };
    let handlers = Handlers::default().with(Kind::Email, handler);
    let dispatcher = Dispatcher::start(store.clone(), &handlers, short_lease());
    full.notified().await;

    // Until long after the lease is over nothing can be written.
    let over = time_of(&store).await + TimeDelta::seconds(1);
    until("the end of the lease", || async { time_of(&store).await > over }).await;
    make_room(&store, "outbox").await;
    until_quiet(&store).await;
    dispatcher.stop().await;
    assert_eq!(scribe.texts(), ["once"]);
    let message = all(&store).await.remove(0);
    assert_eq!((message.fate(), message.attempts), (Fate::Settled, 1));
}

async fn time_of(store: &Store) -> DateTime<Utc> {
    let time = store.read(|db| Ok(diesel::select(db.database_time()).get_result(db.conn)?));
    time.await.expect("the time")
}

async fn what_follows_and_is_refused_is_an_attempt_like_any_other(database: Database) {
    let store = database.open(&persistence::Options::default());
    put(&store, None, "with a sequel").await;
    let scribe = Scribe::answering(|_| Ok(Done::and(|_| Err(persistence::Error::NotFound))));
    let dispatcher = scribe.dispatch(&store, swiftly());
    until_quiet(&store).await;
    dispatcher.stop().await;
    let message = all(&store).await.remove(0);
    assert_eq!(message.fate(), Fate::Failed);
    assert_eq!(message.last_error.as_deref(), Some("there is no such thing"));
}

async fn new_start(database: Database) {
    let store = database.open(&persistence::Options::default());
    put(&store, None, "in hand").await;
    let lease = TimeDelta::hours(1);
    let claimed = store.write(author(), move |tx| {
        outbox::claim(tx, Lane::Others, &[Kind::Email], &[], 10, lease)
    });
    assert_eq!(claimed.await.expect("claimed").len(), 1);
    // It ends as a killed process ends: nothing is given back.
    store.close().await;
    drop(store);

    let store = database.open(&persistence::Options::default());
    let scribe = Scribe::content();
    let dispatcher = scribe.dispatch(&store, swiftly());
    until_quiet(&store).await;
    dispatcher.stop().await;
    assert_eq!(scribe.texts(), ["in hand"]);
}
