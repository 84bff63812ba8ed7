//! The dispatcher at work.

use integrations::Failure;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use integrations::dispatcher::{Count, Dispatcher, Done, Handler, Handlers, Options};
use persistence::outbox::{self, Claimed, Fate, Kind, MOST_ATTEMPTS};
use tests::databases::Database;
use tests::on_both;
use tokio::sync::Notify;

use super::scribe::{Note, Scribe, all, author, key, put, swiftly, until, until_quiet};

async fn nothing_leaves_for_what_was_undone(database: Database) {
    let store = database.open(&persistence::Options::default());
    let undone = store.write(author(), |tx| {
        outbox::enqueue(tx, Kind::Email, None, None, &Note { text: "undone".into() })?;
        Err::<(), _>(persistence::Error::NotFound)
    });
    undone.await.expect_err("refused");
    put(&store, None, "decided").await;

    let scribe = Scribe::content();
    let dispatcher = scribe.dispatch(&store, swiftly());
    until_quiet(&store).await;
    dispatcher.stop().await;
    assert_eq!(scribe.texts(), ["decided"]);
}

async fn each_key_keeps_its_order_while_the_others_go_on(database: Database) {
    let store = database.open(&persistence::Options::default());
    for number in 0..10 {
        for case in 0..5 {
            put(&store, key(case), format!("{case}: {number}")).await;
        }
    }
    let scribe = Scribe::content();
    let dispatcher = scribe.dispatch(&store, swiftly());
    until_quiet(&store).await;
    dispatcher.stop().await;

    let texts = scribe.texts();
    assert_eq!(texts.len(), 50);
    for case in 0..5 {
        let own: Vec<_> = texts
            .iter()
            .filter(|text| text.starts_with(&format!("{case}:")))
            .collect();
        let sent: Vec<_> = (0..10).map(|number| format!("{case}: {number}")).collect();
        assert_eq!(own, sent.iter().collect::<Vec<_>>());
    }
}

async fn a_commit_calls_the_dispatcher_at_once(database: Database) {
    let store = database.open(&persistence::Options::default());
    let scribe = Scribe::content();
    let patient = Options {
        rest: Duration::from_hours(1),
        ..swiftly()
    };
    let dispatcher = scribe.dispatch(&store, patient);
    for number in 0..5 {
        put(&store, key(1), number.to_string()).await;
        until_quiet(&store).await;
    }
    dispatcher.stop().await;
    assert_eq!(scribe.texts(), ["0", "1", "2", "3", "4"]);
}

async fn what_no_attempt_can_deliver_is_given_up_and_its_key_goes_on(database: Database) {
    let store = database.open(&persistence::Options::default());
    put(&store, key(1), "poison").await;
    put(&store, key(1), "after the poison").await;
    put(&store, key(2), "another case").await;
    let scribe = Scribe::answering(|text| match text {
        "poison" => Err(Failure::Later("no".into())),
        _ => Ok(Done::plainly()),
    });
    let dispatcher = scribe.dispatch(&store, swiftly());
    until_quiet(&store).await;
    let counters = dispatcher.counters();
    dispatcher.stop().await;

    let texts = scribe.texts();
    let attempts = usize::try_from(MOST_ATTEMPTS).expect("a count");
    assert_eq!(texts.iter().filter(|text| *text == "poison").count(), attempts);
    assert_eq!(texts.last().map(String::as_str), Some("after the poison"));
    let first_of = |sought: &str| texts.iter().position(|text| text == sought);
    assert!(
        first_of("another case") < first_of("after the poison"),
        "another case waited: {texts:?}"
    );
    let fates: Vec<_> = all(&store)
        .await
        .iter()
        .map(|message| (message.fate(), message.attempts))
        .collect();
    assert_eq!(
        fates,
        [(Fate::Failed, MOST_ATTEMPTS), (Fate::Settled, 1), (Fate::Settled, 1)]
    );
    assert_eq!(counters.get(Kind::Email, Count::Failed), 1);
    assert_eq!(counters.get(Kind::Email, Count::Settled), 2);
    assert_eq!(
        counters.get(Kind::Email, Count::Postponed),
        u64::try_from(MOST_ATTEMPTS - 1).expect("a count")
    );
}

async fn what_will_never_succeed_is_given_up_at_once_and_can_be_put_back(database: Database) {
    let store = database.open(&persistence::Options::default());
    put(&store, None, "to nobody").await;
    let mended = Arc::new(AtomicBool::new(false));
    let is_mended = mended.clone();
    let scribe = Scribe::answering(move |_| {
        if is_mended.load(Ordering::SeqCst) {
            Ok(Done::plainly())
        } else {
            Err(Failure::Never("no such address".into()))
        }
    });
    let dispatcher = scribe.dispatch(&store, swiftly());
    until_quiet(&store).await;
    let message = all(&store).await.remove(0);
    assert_eq!((message.fate(), message.attempts), (Fate::Failed, 1));
    assert_eq!(message.last_error.as_deref(), Some("no such address"));

    mended.store(true, Ordering::SeqCst);
    let id = message.id;
    store
        .write(author(), move |tx| outbox::requeue(tx, id))
        .await
        .expect("put back");
    until_quiet(&store).await;
    dispatcher.stop().await;
    assert_eq!(all(&store).await.remove(0).fate(), Fate::Settled);
    let again = store.write(author(), move |tx| outbox::requeue(tx, id)).await;
    assert!(
        matches!(again, Err(persistence::Error::NotFound)),
        "only what was given up is put back"
    );
}

async fn a_panic_is_an_attempt_like_any_other(database: Database) {
    let store = database.open(&persistence::Options::default());
    put(&store, None, "explosive").await;
    let once = AtomicBool::new(true);
    let scribe = Scribe::answering(move |_| {
        assert!(!once.swap(false, Ordering::SeqCst), "boom");
        Ok(Done::plainly())
    });
    let dispatcher = scribe.dispatch(&store, swiftly());
    until_quiet(&store).await;
    dispatcher.stop().await;
    let message = all(&store).await.remove(0);
    assert_eq!((message.fate(), message.attempts), (Fate::Settled, 2));
}

async fn what_follows_is_settled_together(database: Database) {
    let store = database.open(&persistence::Options::default());
    put(&store, key(1), "render").await;
    let scribe = Scribe::answering(|text| {
        if text != "render" {
            return Ok(Done::plainly());
        }
        Ok(Done::and(|tx| {
            outbox::enqueue(tx, Kind::Email, key(1), None, &Note { text: "send".into() })
        }))
    });
    let dispatcher = scribe.dispatch(&store, swiftly());
    until_quiet(&store).await;
    dispatcher.stop().await;
    assert_eq!(scribe.texts(), ["render", "send"]);
}

/// Sends, and then never comes to an end.
struct SendsAndHangs {
    scribe: Scribe,
    sent: Arc<Notify>,
}

#[async_trait]
impl Handler for SendsAndHangs {
    async fn handle(&self, message: &Claimed) -> Result<Done, Failure> {
        self.scribe.handle(message).await?;
        self.sent.notify_one();
        std::future::pending().await
    }
}

async fn what_was_sent_and_not_settled_is_sent_again_under_the_same_id(database: Database) {
    let store = database.open(&persistence::Options::default());
    put(&store, None, "twice, if need be").await;
    let scribe = Scribe::content();
    let sent = Arc::new(Notify::new());
    let hangs = SendsAndHangs {
        scribe: scribe.clone(),
        sent: sent.clone(),
    };
    let short_lease = Options {
        lease: Duration::from_millis(100),
        ..swiftly()
    };
    let killed = Dispatcher::start(
        store.clone(),
        &Handlers::default().with(Kind::Email, hangs),
        short_lease,
    );
    sent.notified().await;
    drop(killed);

    let dispatcher = scribe.dispatch(&store, swiftly());
    until_quiet(&store).await;
    dispatcher.stop().await;
    let given = scribe.given();
    assert_eq!(given.len(), 2, "{given:?}");
    assert_eq!(given.first(), given.last());
    assert_eq!(all(&store).await.remove(0).attempts, 2);
}

/// Says when it has begun, and goes on when it is told to.
struct Slow(Arc<Notify>, Arc<Notify>);

#[async_trait]
impl Handler for Slow {
    async fn handle(&self, _: &Claimed) -> Result<Done, Failure> {
        self.0.notify_one();
        self.1.notified().await;
        Ok(Done::plainly())
    }
}

async fn stopping_waits_for_what_is_under_way(database: Database) {
    let store = database.open(&persistence::Options::default());
    put(&store, None, "under way").await;
    let begun = Arc::new(Notify::new());
    let go_on = Arc::new(Notify::new());
    let handlers = Handlers::default().with(Kind::Email, Slow(begun.clone(), go_on.clone()));
    let dispatcher = Dispatcher::start(store.clone(), &handlers, swiftly());
    begun.notified().await;
    let stopping = tokio::spawn(dispatcher.stop());
    put(&store, None, "too late").await;
    go_on.notify_one();
    stopping.await.expect("stopped");
    let fates: Vec<_> = all(&store).await.iter().map(outbox::MessageRecord::fate).collect();
    assert_eq!(fates, [Fate::Settled, Fate::Waiting]);
}

async fn dispatchers_side_by_side_deliver_everything_once_and_in_order(database: Database) {
    let store = database.open(&persistence::Options::default());
    // A SQLite file has one process, and so one dispatcher.
    let others = if database.is_sqlite() { 0 } else { 2 };
    let stores: Vec<_> = std::iter::once(store.clone())
        .chain((0..others).map(|_| database.open(&persistence::Options::default())))
        .collect();
    for number in 0..20 {
        for case in 0..10 {
            put(&store, key(case), format!("{case}: {number:02}")).await;
        }
    }
    let scribe = Scribe::content();
    let dispatchers: Vec<_> = stores.iter().map(|store| scribe.dispatch(store, swiftly())).collect();
    until_quiet(&store).await;
    for dispatcher in dispatchers {
        dispatcher.stop().await;
    }

    let given = scribe.given();
    let ids: BTreeSet<_> = given.iter().map(|(id, _)| *id).collect();
    assert_eq!((given.len(), ids.len()), (200, 200), "each once");
    let mut last: BTreeMap<&str, &str> = BTreeMap::new();
    for (_, text) in &given {
        let case = text.split_once(':').expect("a case").0;
        let before = last.insert(case, text);
        assert!(before < Some(text.as_str()), "{text} after {before:?}");
    }
    assert!(all(&store).await.iter().all(|message| message.attempts == 1));
}

async fn text_messages_hold_nothing_back(database: Database) {
    let store = database.open(&persistence::Options::default());
    let both = store.write(author(), |tx| {
        outbox::enqueue(tx, Kind::Sms, key(1), None, &Note { text: "text".into() })?;
        outbox::enqueue(tx, Kind::Email, key(1), None, &Note { text: "mail".into() })
    });
    both.await.expect("kept");
    // Nobody sends text messages here: the gateway is down.
    let scribe = Scribe::content();
    let dispatcher = scribe.dispatch(&store, swiftly());
    until("the mail", || async { scribe.texts() == ["mail"] }).await;
    dispatcher.stop().await;
}

on_both!(
    nothing_leaves_for_what_was_undone,
    each_key_keeps_its_order_while_the_others_go_on,
    a_commit_calls_the_dispatcher_at_once,
    what_no_attempt_can_deliver_is_given_up_and_its_key_goes_on,
    what_will_never_succeed_is_given_up_at_once_and_can_be_put_back,
    a_panic_is_an_attempt_like_any_other,
    what_follows_is_settled_together,
    what_was_sent_and_not_settled_is_sent_again_under_the_same_id,
    stopping_waits_for_what_is_under_way,
    dispatchers_side_by_side_deliver_everything_once_and_in_order,
    text_messages_hold_nothing_back,
);
