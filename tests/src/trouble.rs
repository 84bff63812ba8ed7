//! What the machine does to a hub: a disk that fills up, a folder that is gone.

use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection as _;
use domain::actor::Actor;
use persistence::dialect::Connection;
use persistence::{Author, Result, Store, Tx};

/// What PostgreSQL says where a table finds no room, and SQLite where the file does: there the whole transaction is
/// gone with it.
const POSTGRES: &str = "
    CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE EXCEPTION SQLSTATE '53100' USING
            MESSAGE = 'could not extend file \"base/16384/16402\": No space left on device',
            HINT = 'Check free disk space.';
    END $$;
    CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON {table} EXECUTE FUNCTION no_room();";
const SQLITE: &str = "
    CREATE TRIGGER no_room_for_new BEFORE INSERT ON {table}
        BEGIN SELECT RAISE(ROLLBACK, 'database or disk is full'); END;
    CREATE TRIGGER no_room_for_changes BEFORE UPDATE ON {table}
        BEGIN SELECT RAISE(ROLLBACK, 'database or disk is full'); END;";

/// The disk is full: from now on nothing is written to a table.
pub async fn fill_disk(store: &Store, table: &'static str) {
    let filled = store.write(operator(), move |tx| {
        run(
            tx,
            &POSTGRES.replace("{table}", table),
            &SQLITE.replace("{table}", table),
        )
    });
    filled.await.expect("a full disk");
}

/// Somebody has made room again.
pub async fn make_room(store: &Store, table: &'static str) {
    let made = store.write(operator(), move |tx| {
        run(
            tx,
            &format!("DROP TRIGGER no_room ON {table}; DROP FUNCTION no_room()"),
            "DROP TRIGGER no_room_for_new; DROP TRIGGER no_room_for_changes",
        )
    });
    made.await.expect("room");
}

fn run(tx: &mut Tx<'_>, postgres: &str, sqlite: &str) -> Result<()> {
    match &mut *tx.conn {
        Connection::Postgres(connection) => connection.batch_execute(postgres)?,
        Connection::Sqlite(connection) => connection.batch_execute(sqlite)?,
    }
    Ok(())
}

fn operator() -> Author {
    Author::of(Actor::System)
}

/// A folder in whose place there is none, until this is dropped.
#[derive(Debug)]
pub struct Lost {
    place: PathBuf,
    away: PathBuf,
}

impl Lost {
    /// Takes a folder away and leaves something else in its place.
    pub fn take(place: &Path) -> Self {
        let away = place.with_extension("away");
        std::fs::rename(place, &away).expect("taken away");
        std::fs::write(place, "no folder").expect("something else");
        Self {
            place: place.to_owned(),
            away,
        }
    }
}

impl Drop for Lost {
    fn drop(&mut self) {
        std::fs::remove_file(&self.place).expect("what was in its place");
        std::fs::rename(&self.away, &self.place).expect("put back");
    }
}
