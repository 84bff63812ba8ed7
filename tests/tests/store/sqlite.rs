//! What only a file can do: fill up, be locked by others, belong to one process.

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use domain::ids::CaseId;
use futures::future::join_all;
use persistence::dialect::{Condition, Connection};
use persistence::{Error, Options, Result, Store, Tx};
use tests::databases::Database;

use crate::scratch::{insert, names, nobody, thing, things, with_things};

#[test]
fn a_full_disk_costs_only_the_write_that_found_it_full() {
    Database::sqlite().run(full_disk);
}

#[test]
fn a_folder_belongs_to_one_server() {
    Database::sqlite().run(one_server);
}

#[test]
fn a_tool_writes_beside_a_server() {
    Database::sqlite().run(beside);
}

/// Lets the file grow no further on the writer's connection, until that connection is thrown away.
fn fill_the_disk(tx: &mut Tx<'_>) -> Result<()> {
    let Connection::Sqlite(sqlite) = &mut *tx.conn else {
        return Ok(());
    };
    sqlite.batch_execute("PRAGMA max_page_count = 1; PRAGMA cache_spill = 1; PRAGMA cache_size = 1;")?;
    Ok(())
}

fn insert_much(tx: &mut Tx<'_>, name: &str) -> Result<CaseId> {
    let mut thing = thing(tx, name);
    thing.secret = vec![7; 400_000];
    diesel::insert_into(things::table).values(&thing).execute(tx.conn)?;
    Ok(thing.id)
}

async fn full_disk(database: Database) {
    let store = with_things(&database).await;
    let writes = (0..50).map(|number| {
        store.write(nobody(), move |tx| {
            let id = insert(tx, &format!("{number:03}"))?;
            if number == 25 {
                fill_the_disk(tx)?;
                insert_much(tx, "much")?;
            }
            Ok(id)
        })
    });
    let answers = join_all(writes).await;
    let failed: Vec<usize> = (0..)
        .zip(&answers)
        .filter_map(|(number, answer)| answer.is_err().then_some(number))
        .collect();
    assert_eq!(failed, [25]);
    let condition = Condition::DiskFull;
    assert!(
        matches!(&answers[25], Err(Error::Unavailable { condition: found, .. }) if *found == condition),
        "{:?}",
        answers[25]
    );
    assert_eq!(store.read(names).await.expect("a read").len(), 49);
    store
        .write(nobody(), |tx| insert_much(tx, "much"))
        .await
        .expect("the new connection can");
}

async fn one_server(database: Database) {
    let store = with_things(&database).await;
    let second = Store::open(database.url(), &Options::default());
    assert!(matches!(second, Err(Error::InUse { .. })));
    drop(store);
    let again = database.open(&Options::default());
    again.close().await;
    assert!(Store::open(database.url(), &Options::default()).is_ok());
}

async fn beside(database: Database) {
    let server = with_things(&database).await;
    let tool = Store::open_beside(database.url(), &Options::default()).expect("no lock needed");
    let both = (0..100).map(|number| {
        let store = if number % 2 == 0 { &server } else { &tool };
        store.write(nobody(), move |tx| insert(tx, &format!("{number:03}")))
    });
    for answer in join_all(both).await {
        answer.expect("a write");
    }
    assert_eq!(tool.read(names).await.expect("a read").len(), 100);
    let refused: Result<()> = tool
        .write(nobody(), |tx| {
            insert(tx, "gone")?;
            Err(Error::NotFound)
        })
        .await;
    assert!(refused.is_err());
    assert_eq!(server.read(names).await.expect("a read").len(), 100);
}
