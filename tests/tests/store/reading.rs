//! What a read sees.

use std::sync::mpsc;

use chrono::{DateTime, TimeDelta, Utc};
use persistence::dialect::prelude::*;
use persistence::time::{BusinessClock, IdSource, SystemClock};
use persistence::{Error, Options, Result, migrate};
use tests::databases::Database;
use tests::on_both;

use crate::scratch::{insert, names, nobody, with_things, with_things_and};

on_both!(
    a_read_sees_one_snapshot,
    a_read_cannot_write,
    a_read_that_panics_harms_nobody,
    time_and_chance_are_the_stores,
    nothing_is_pending_after_migrating,
);

async fn a_read_sees_one_snapshot(database: Database) {
    let store = with_things(&database).await;
    let (begun, has_begun) = mpsc::channel();
    let (written, was_written) = mpsc::channel();
    let reading = tokio::spawn({
        let store = store.clone();
        async move {
            let read = store.read(move |db| {
                let before = names(db)?;
                begun.send(()).expect("the test waits");
                was_written.recv().expect("the test goes on");
                Ok((before, names(db)?))
            });
            read.await
        }
    });
    tokio::task::spawn_blocking(move || has_begun.recv().expect("the read begins"))
        .await
        .expect("waiting");
    store
        .write(nobody(), |tx| insert(tx, "meanwhile"))
        .await
        .expect("a write beside a read");
    written.send(()).expect("the read waits");
    let (before, after) = reading.await.expect("the task").expect("a read");
    assert_eq!(before, after);
    assert_eq!(store.read(names).await.expect("a read"), ["meanwhile"]);
}

async fn a_read_cannot_write(database: Database) {
    let store = with_things(&database).await;
    let read = store.read(|db| {
        diesel::delete(crate::scratch::things::table).execute(db.conn)?;
        Ok(())
    });
    assert!(matches!(read.await, Err(Error::Database(_))));
    assert!(store.read(names).await.is_ok());
}

async fn a_read_that_panics_harms_nobody(database: Database) {
    let options = Options {
        connections: 1,
        ..Options::default()
    };
    let store = with_things_and(&database, &options).await;
    for _ in 0..3 {
        let answer: Result<()> = store.read(|_| panic!("as the test wants it")).await;
        assert!(matches!(answer, Err(Error::Panicked(said)) if said == "as the test wants it"));
    }
    assert!(store.read(names).await.is_ok());
}

async fn time_and_chance_are_the_stores(database: Database) {
    let start: DateTime<Utc> = "2026-11-22T23:30:00.000001Z".parse().expect("an instant");
    let system = SystemClock::standing_at(start);
    let options = Options {
        clock: BusinessClock::new(system.clone()),
        ids: IdSource::seeded(1),
        ..Options::default()
    };
    let store = with_things_and(&database, &options).await;
    store.clock().advance_to(start + TimeDelta::days(90));
    let seen = store.write(nobody(), |tx| {
        let real: DateTime<Utc> = diesel::select(tx.database_time()).get_result(tx.conn)?;
        Ok((tx.now(), tx.today().to_string(), real, tx.token() == tx.token()))
    });
    let (now, today, real, repeated) = seen.await.expect("a write");
    assert_eq!(now, start + TimeDelta::days(90));
    assert_eq!(today, "2027-02-21");
    assert!(!repeated);
    if database.is_sqlite() {
        assert_eq!(real, start, "leases follow real time, not the business clock");
    } else {
        assert_ne!(real, now, "leases follow the server's time");
    }
}

async fn nothing_is_pending_after_migrating(database: Database) {
    let store = database.open(&Options::default());
    assert!(store.read(migrate::pending).await.expect("a read").is_empty());
    let missing = store.write(nobody(), |tx| {
        diesel::sql_query("DELETE FROM __diesel_schema_migrations").execute(tx.conn)?;
        Ok(())
    });
    missing.await.expect("a write");
    let pending = store.read(migrate::pending).await.expect("a read");
    assert!(pending.iter().any(|name| name == "0001_the_hub"), "{pending:?}");
}
