//! What a PostgreSQL server does to transactions: undo one in favour of another, or vanish.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use persistence::dialect::{Condition, Connection};
use persistence::{Error, Result, Store, Tx};
use tests::databases::Database;

use crate::scratch::{Hold, insert, names, nobody, things, with_things};

/// Tells a story on PostgreSQL, where there is one.
fn on_postgres<Story: Future<Output = ()>>(story: impl FnOnce(Database) -> Story) {
    if let Some(database) = Database::postgres() {
        database.run(story);
    }
}

#[test]
fn a_write_undone_in_favour_of_another_runs_again() {
    on_postgres(|database| async move {
        let store = with_things(&database).await;
        let (answer, runs) = failing(&store, "40001", 3).await;
        answer.expect("the fourth run");
        assert_eq!(runs, 4);
        assert_eq!(store.read(names).await.expect("a read"), ["thing"]);
    });
}

#[test]
fn a_write_that_is_always_undone_is_given_up() {
    on_postgres(|database| async move {
        let store = with_things(&database).await;
        let (answer, runs) = failing(&store, "40001", usize::MAX).await;
        assert!(matches!(answer, Err(Error::Busy)), "{answer:?}");
        assert_eq!(runs, 4);
        assert!(store.read(names).await.expect("a read").is_empty());
    });
}

#[test]
fn nothing_else_runs_again() {
    on_postgres(|database| async move {
        let store = with_things(&database).await;
        let (answer, runs) = failing(&store, "22012", usize::MAX).await;
        assert!(matches!(answer, Err(Error::Database(_))), "{answer:?}");
        assert_eq!(runs, 1);
    });
}

/// Inserts a thing after having failed so many times in such a way; says how often it was run.
async fn failing(store: &Store, sqlstate: &'static str, times: usize) -> (Result<()>, usize) {
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&runs);
    let write = store.write(nobody(), move |tx| {
        insert(tx, "thing")?;
        if counted.fetch_add(1, Ordering::SeqCst) < times {
            statement(tx, &format!("DO $$ BEGIN RAISE SQLSTATE '{sqlstate}'; END $$"))?;
        }
        Ok(())
    });
    let answer = write.await;
    (answer, runs.load(Ordering::SeqCst))
}

fn statement(tx: &mut Tx<'_>, statement: &str) -> Result<()> {
    if let Connection::Postgres(postgres) = &mut *tx.conn {
        postgres.batch_execute(statement)?;
    }
    Ok(())
}

#[test]
fn a_full_disk_is_no_defect_and_nothing_is_kept() {
    on_postgres(|database| async move {
        let store = with_things(&database).await;
        let full = store.write(nobody(), |tx| {
            insert(tx, "thing")?;
            tx.savepoint(|tx| {
                statement(
                    tx,
                    "DO $$ BEGIN RAISE SQLSTATE '53100' USING
                         MESSAGE = 'could not extend file \"base/5/1\": No space left on device'; END $$",
                )
            })
        });
        let full = full.await;
        let condition = Condition::DiskFull;
        assert!(
            matches!(&full, Err(Error::Unavailable { condition: found, .. }) if *found == condition),
            "{full:?}"
        );
        assert!(store.read(names).await.expect("a read").is_empty());
        store
            .write(nobody(), |tx| insert(tx, "thing"))
            .await
            .expect("room again");
    });
}

#[test]
fn of_two_that_wait_for_each_other_both_get_through() {
    on_postgres(|database| async move {
        let store = with_things(&database).await;
        store
            .write(nobody(), |tx| insert(tx, "a").and_then(|_| insert(tx, "b")))
            .await
            .expect("a write");
        let meeting = Arc::new(std::sync::Barrier::new(2));
        let runs = Arc::new(AtomicUsize::new(0));
        let raise = |first: &'static str, second: &'static str| {
            let (meeting, runs) = (Arc::clone(&meeting), Arc::clone(&runs));
            store.write(nobody(), move |tx| {
                raise_version(tx, first)?;
                // The first run of each waits until both hold what the other one wants.
                if runs.fetch_add(1, Ordering::SeqCst) < 2 {
                    meeting.wait();
                }
                raise_version(tx, second)
            })
        };
        let (one, other) = tokio::join!(raise("a", "b"), raise("b", "a"));
        one.expect("a write");
        other.expect("a write");
        assert_eq!(runs.load(Ordering::SeqCst), 3);
        let versions = store.read(|db| Ok(things::table.select(things::version).load::<i32>(db.conn)?));
        assert_eq!(versions.await.expect("a read"), [3, 3]);
    });
}

fn raise_version(tx: &mut Tx<'_>, name: &'static str) -> Result<()> {
    diesel::update(things::table.filter(things::name.eq(name)))
        .set(things::version.eq(things::version + 1))
        .execute(tx.conn)?;
    Ok(())
}

#[test]
fn a_connection_lost_during_commit_is_an_unknown_outcome() {
    on_postgres(|database| async move {
        let store = with_things(&database).await;
        // Ends the session in the middle of its COMMIT.
        let trap = store.write(nobody(), |tx| {
            statement(
                tx,
                "CREATE FUNCTION vanish() RETURNS trigger LANGUAGE plpgsql AS
                     $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
                 CREATE CONSTRAINT TRIGGER vanish AFTER UPDATE ON things DEFERRABLE INITIALLY DEFERRED
                     FOR EACH ROW EXECUTE FUNCTION vanish();",
            )?;
            insert(tx, "thing")
        });
        trap.await.expect("a write");
        let runs = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&runs);
        let lost = store.write(nobody(), move |tx| {
            counted.fetch_add(1, Ordering::SeqCst);
            raise_version(tx, "thing")
        });
        let lost = lost.await;
        assert!(matches!(lost, Err(Error::OutcomeUnknown)), "{lost:?}");
        assert_eq!(runs.load(Ordering::SeqCst), 1);
        assert_eq!(store.read(names).await.expect("a new connection"), ["thing"]);
    });
}

#[test]
fn a_connection_lost_before_commit_wrote_nothing() {
    on_postgres(|database| async move {
        let store = with_things(&database).await;
        let lost = store.write(nobody(), |tx| {
            insert(tx, "thing")?;
            statement(tx, "SELECT pg_terminate_backend(pg_backend_pid())")
        });
        let lost = lost.await;
        assert!(matches!(lost, Err(Error::Busy)), "{lost:?}");
        assert!(store.read(names).await.expect("a new connection").is_empty());
    });
}

#[test]
fn a_violation_found_by_commit_is_a_violation() {
    on_postgres(|database| async move {
        let store = with_things(&database).await;
        let deferred = store.write(nobody(), |tx| {
            statement(
                tx,
                "ALTER TABLE things ADD CONSTRAINT things_amount UNIQUE (amount) DEFERRABLE INITIALLY DEFERRED",
            )
        });
        deferred.await.expect("a write");
        let twice = store
            .write(nobody(), |tx| insert(tx, "one").and_then(|_| insert(tx, "other")))
            .await;
        assert!(
            matches!(&twice, Err(error) if error.collides_on("things_amount", "")),
            "{twice:?}"
        );
        assert!(store.read(names).await.expect("a read").is_empty());
    });
}

#[test]
fn who_waits_too_long_for_a_row_is_told_that_the_store_is_busy() {
    on_postgres(|database| async move {
        let store = with_things(&database).await;
        store.write(nobody(), |tx| insert(tx, "thing")).await.expect("a write");
        let hold = Hold::begin(&store, |tx| raise_version(tx, "thing")).await;
        let waiting = store.write(nobody(), |tx| {
            statement(tx, "SET LOCAL lock_timeout = '50ms'")?;
            raise_version(tx, "thing")
        });
        assert!(matches!(waiting.await, Err(Error::Busy)));
        hold.end().await;
    });
}
