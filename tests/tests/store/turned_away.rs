//! Too much at once, and the end.

use std::time::Duration;

use futures::StreamExt as _;
use futures::future::join_all;
use futures::stream::FuturesUnordered;
use persistence::{Error, Options};
use tests::databases::Database;
use tests::on_both;

use crate::scratch::{Hold, insert, names, nobody, with_things, with_things_and};

on_both!(
    who_finds_no_place_is_told_that_the_store_is_busy,
    a_closed_store_has_finished_what_it_took
);

async fn who_finds_no_place_is_told_that_the_store_is_busy(database: Database) {
    let options = Options {
        connections: 1,
        timeout: Duration::from_millis(200),
        ..Options::default()
    };
    let store = with_things_and(&database, &options).await;
    let hold = Hold::begin(&store, |_| Ok(())).await;

    // One place for each write that may wait on SQLite, and a few more writes than that. On PostgreSQL they wait for
    // the one connection until their timeout is over.
    let too_many = if database.is_sqlite() { 1_100 - 1_024 } else { 1_100 };
    let mut writes: FuturesUnordered<_> = (0..1_100)
        .map(|number| store.write(nobody(), move |tx| insert(tx, &format!("{number:04}"))))
        .collect();

    // The others have no answer before the first write goes on.
    let turned_away: Vec<_> = writes.by_ref().take(too_many).collect().await;
    assert!(turned_away.iter().all(|answer| matches!(answer, Err(Error::Busy))));

    hold.end().await;
    let kept: Vec<_> = writes.collect().await;
    assert_eq!(kept.len(), 1_100 - too_many);
    assert!(kept.iter().all(Result::is_ok));
    assert_eq!(store.read(names).await.expect("a read").len(), kept.len());
}

async fn a_closed_store_has_finished_what_it_took(database: Database) {
    let store = with_things(&database).await;
    let writes: Vec<_> = (0..300)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move {
                store
                    .write(nobody(), move |tx| insert(tx, &format!("{number:03}")))
                    .await
            })
        })
        .collect();
    tokio::task::yield_now().await;
    store.close().await;
    store.close().await;
    let answers = join_all(writes).await;
    let kept = answers.iter().filter(|answer| matches!(answer, Ok(Ok(_)))).count();
    assert!(
        answers
            .iter()
            .all(|answer| matches!(answer, Ok(Ok(_) | Err(Error::Busy))))
    );
    assert!(matches!(store.write(nobody(), |_| Ok(())).await, Err(Error::Busy)));
    assert!(matches!(store.read(names).await, Err(Error::Busy)));

    let again = database.open(&Options::default());
    assert_eq!(again.read(names).await.expect("a read").len(), kept);
}
