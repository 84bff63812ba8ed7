//! What a write promises to whoever waits for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::prelude::*;
use domain::ids::CaseId;
use futures::future::join_all;
use persistence::{Error, Result, Store, Tx};
use tests::databases::Database;
use tests::on_both;

use crate::scratch::{insert, names, nobody, things, with_things};

on_both!(
    what_was_answered_is_kept,
    what_was_refused_leaves_nothing,
    a_write_that_panics_fails_alone,
    a_write_that_is_refused_fails_alone,
    a_part_that_collides_is_undone_by_itself,
    parts_may_lie_within_parts,
    a_failed_statement_cannot_be_committed_over,
    ids_are_ordered_across_writes,
    a_write_sees_what_was_written_before_it,
);

async fn count(store: &Store) -> usize {
    store.read(names).await.expect("a read").len()
}

async fn what_was_answered_is_kept(database: Database) {
    let store = with_things(&database).await;
    let writes = (0..200).map(|number| {
        let store = store.clone();
        async move {
            let name = format!("{number:03}");
            let written = name.clone();
            store
                .write(nobody(), move |tx| insert(tx, &written))
                .await
                .expect("a write");
            // The answer is here, so everybody can see it.
            let seen = store.read(names).await.expect("a read");
            assert!(seen.contains(&name), "{name} was answered before it was kept");
        }
    });
    join_all(writes).await;
    assert_eq!(count(&store).await, 200);
    store.close().await;
    assert_eq!(count(&database.open(&persistence::Options::default())).await, 200);
}

async fn what_was_refused_leaves_nothing(database: Database) {
    let store = with_things(&database).await;
    let refused: Result<()> = store
        .write(nobody(), |tx| {
            insert(tx, "gone")?;
            Err(Error::Stale { current: 7 })
        })
        .await;
    assert!(matches!(refused, Err(Error::Stale { current: 7 })));
    assert_eq!(count(&store).await, 0);
}

/// Sends a hundred writes at once, of which number 50 does something else.
async fn among_a_hundred(
    store: &Store,
    guilty: impl Fn(&mut Tx<'_>) -> Result<CaseId> + Clone + Send + 'static,
) -> Vec<Result<CaseId>> {
    let writes = (0..100).map(|number| {
        let guilty = guilty.clone();
        store.write(nobody(), move |tx| {
            let id = insert(tx, &format!("{number:03}"))?;
            if number == 50 { guilty(tx) } else { Ok(id) }
        })
    });
    join_all(writes).await
}

async fn a_write_that_panics_fails_alone(database: Database) {
    let store = with_things(&database).await;
    let answers = among_a_hundred(&store, |_| panic!("as the test wants it")).await;
    for (number, answer) in answers.iter().enumerate() {
        match answer {
            Err(Error::Panicked(said)) => assert_eq!((number, said.as_str()), (50, "as the test wants it")),
            answer => assert!(answer.is_ok() && number != 50, "{number}: {answer:?}"),
        }
    }
    assert_eq!(count(&store).await, 99);
    store
        .write(nobody(), |tx| insert(tx, "after"))
        .await
        .expect("the store goes on");
}

async fn a_write_that_is_refused_fails_alone(database: Database) {
    let store = with_things(&database).await;
    let answers = among_a_hundred(&store, |_| Err(Error::NotFound)).await;
    let failed: Vec<usize> = (0..)
        .zip(&answers)
        .filter_map(|(number, answer)| answer.is_err().then_some(number))
        .collect();
    assert_eq!(failed, [50]);
    assert_eq!(count(&store).await, 99);
}

async fn a_part_that_collides_is_undone_by_itself(database: Database) {
    let store = with_things(&database).await;
    let written = store.write(nobody(), |tx| {
        insert(tx, "name")?;
        let collision = tx.savepoint(|tx| {
            insert(tx, "undone with it")?;
            insert(tx, "name")
        });
        let Err(error) = collision else {
            panic!("the same name twice")
        };
        assert!(error.collides_on("things_name", "things.name"), "{error:?}");
        tx.savepoint(|tx| insert(tx, "other name"))
    });
    written.await.expect("a write");
    assert_eq!(store.read(names).await.expect("a read"), ["name", "other name"]);
}

async fn parts_may_lie_within_parts(database: Database) {
    let store = with_things(&database).await;
    let written = store.write(nobody(), |tx| {
        tx.savepoint(|tx| {
            insert(tx, "outer")?;
            let inner: Result<CaseId> = tx.savepoint(|tx| {
                insert(tx, "inner")?;
                Err(Error::NotFound)
            });
            assert!(inner.is_err());
            tx.savepoint(|tx| insert(tx, "second inner"))
        })?;
        let undone: Result<()> = tx.savepoint(|tx| {
            tx.savepoint(|tx| insert(tx, "kept by the inner part"))?;
            Err(Error::NotFound)
        });
        assert!(undone.is_err());
        Ok(())
    });
    written.await.expect("a write");
    assert_eq!(store.read(names).await.expect("a read"), ["outer", "second inner"]);
}

/// PostgreSQL refuses everything after a failed statement and answers a COMMIT by rolling back; SQLite goes on. A
/// closure that swallows the error must not be told that all is well where it is not.
async fn a_failed_statement_cannot_be_committed_over(database: Database) {
    let store = with_things(&database).await;
    let answer = store
        .write(nobody(), |tx| {
            insert(tx, "name")?;
            let _ = insert(tx, "name");
            Ok(())
        })
        .await;
    assert_eq!(answer.is_ok(), database.is_sqlite(), "{answer:?}");
    assert_eq!(count(&store).await, usize::from(database.is_sqlite()));
}

async fn ids_are_ordered_across_writes(database: Database) {
    let store = with_things(&database).await;
    let mut ids = Vec::new();
    for number in 0..50 {
        ids.push(
            store
                .write(nobody(), move |tx| insert(tx, &number.to_string()))
                .await
                .expect("a write"),
        );
    }
    assert!(ids.is_sorted());
    let kept: Vec<CaseId> = store
        .read(|db| Ok(things::table.select(things::id).order(things::id).load(db.conn)?))
        .await
        .expect("a read");
    assert_eq!(kept, ids);
}

async fn a_write_sees_what_was_written_before_it(database: Database) {
    let store = with_things(&database).await;
    store
        .write(nobody(), |tx| insert(tx, "counter"))
        .await
        .expect("a write");
    let runs = Arc::new(AtomicUsize::new(0));
    let writes = (0..100).map(|_| {
        let runs = Arc::clone(&runs);
        store.write(nobody(), move |tx| {
            runs.fetch_add(1, Ordering::Relaxed);
            let (id, version): (CaseId, i32) =
                persistence::locked!(tx.conn, things::table.select((things::id, things::version)) => first)?;
            let changed = diesel::update(things::table.find(id).filter(things::version.eq(version)))
                .set(things::version.eq(version + 1))
                .execute(tx.conn)?;
            assert_eq!(changed, 1);
            Ok(())
        })
    });
    for answer in join_all(writes).await {
        answer.expect("a write");
    }
    let version: i32 = store
        .read(|db| Ok(things::table.select(things::version).first(db.conn)?))
        .await
        .expect("a read");
    assert_eq!(version, 101);
    assert_eq!(runs.load(Ordering::Relaxed), 100);
}
