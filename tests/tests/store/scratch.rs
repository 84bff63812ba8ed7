//! A table of the tests' own, with a column of every type.

use std::sync::{Mutex, mpsc};

use chrono::{DateTime, NaiveDate, Utc};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use domain::actor::Actor;
use domain::ids::{AccountId, CaseId};
use domain::sector::Sector;
use persistence::dialect::{At, Connection, MultiBackend, Stored};
use persistence::{Author, Db, Options, Result, Store, Tx};
use serde::{Deserialize, Serialize};
use tests::databases::Database;

diesel::table! {
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Integer, Nullable, Text};
    use persistence::dialect::{Id, Instant, Json, Word};

    things (id) {
        id -> Id,
        name -> Text,
        version -> Integer,
        sector -> Word,
        seen_at -> Instant,
        facts -> Json,
        born_on -> Date,
        amount -> BigInt,
        good -> Bool,
        secret -> Binary,
        owner -> Nullable<Id>,
        left_at -> Nullable<Instant>,
        other_sector -> Nullable<Word>,
        more -> Nullable<Json>,
    }
}

const POSTGRES: &str = "
    CREATE TABLE things (
        id uuid PRIMARY KEY,
        name text COLLATE \"C\" NOT NULL CONSTRAINT things_name UNIQUE,
        version integer NOT NULL,
        sector text NOT NULL,
        seen_at timestamptz NOT NULL,
        facts jsonb NOT NULL,
        born_on date NOT NULL,
        amount bigint NOT NULL,
        good boolean NOT NULL,
        secret bytea NOT NULL,
        owner uuid,
        left_at timestamptz,
        other_sector text,
        more jsonb
    )";

const SQLITE: &str = "
    CREATE TABLE things (
        id BLOB PRIMARY KEY NOT NULL,
        name TEXT NOT NULL UNIQUE,
        version INTEGER NOT NULL,
        sector TEXT NOT NULL,
        seen_at INTEGER NOT NULL,
        facts TEXT NOT NULL,
        born_on TEXT NOT NULL,
        amount INTEGER NOT NULL,
        good INTEGER NOT NULL,
        secret BLOB NOT NULL,
        owner BLOB,
        left_at INTEGER,
        other_sector TEXT,
        more TEXT
    ) STRICT";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    pub city: String,
    pub numbers: Vec<i64>,
}

/// A row as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = things, check_for_backend(MultiBackend, diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct Thing {
    pub id: CaseId,
    pub name: String,
    pub version: i32,
    pub sector: Sector,
    pub seen_at: DateTime<Utc>,
    pub facts: Stored<Facts>,
    pub born_on: NaiveDate,
    pub amount: i64,
    pub good: bool,
    pub secret: Vec<u8>,
    pub owner: Option<AccountId>,
    pub left_at: Option<DateTime<Utc>>,
    pub other_sector: Option<Sector>,
    pub more: Option<Stored<Facts>>,
}

/// A row as it is inserted, and put back whole.
#[derive(Debug, Clone, Insertable, AsChangeset)]
#[diesel(table_name = things, treat_none_as_null = true)]
pub struct NewThing {
    pub id: CaseId,
    pub name: String,
    pub version: i32,
    pub sector: Sector,
    pub seen_at: At,
    pub facts: Stored<Facts>,
    pub born_on: NaiveDate,
    pub amount: i64,
    pub good: bool,
    pub secret: Vec<u8>,
    pub owner: Option<AccountId>,
    pub left_at: Option<At>,
    pub other_sector: Option<Sector>,
    pub more: Option<Stored<Facts>>,
}

/// A thing of that name, with nothing in the columns that may be empty.
pub fn thing(tx: &Tx<'_>, name: &str) -> NewThing {
    NewThing {
        id: tx.id(),
        name: name.to_owned(),
        version: 1,
        sector: Sector::Goods,
        seen_at: At(tx.now()),
        facts: Stored(Facts {
            city: "Saint-Étienne".to_owned(),
            numbers: vec![1, 2],
        }),
        born_on: tx.today(),
        amount: 3_000,
        good: true,
        secret: vec![0, 255],
        owner: None,
        left_at: None,
        other_sector: None,
        more: None,
    }
}

/// Inserts a thing of that name.
pub fn insert(tx: &mut Tx<'_>, name: &str) -> Result<CaseId> {
    let thing = thing(tx, name);
    diesel::insert_into(things::table).values(&thing).execute(tx.conn)?;
    Ok(thing.id)
}

/// The names of all things, in order.
pub fn names(db: &mut Db<'_>) -> Result<Vec<String>> {
    Ok(things::table.select(things::name).order(things::name).load(db.conn)?)
}

/// Opens a database and makes the table.
pub async fn with_things(database: &Database) -> Store {
    with_things_and(database, &Options::default()).await
}

/// As [`with_things`], opened in a certain way.
pub async fn with_things_and(database: &Database, options: &Options) -> Store {
    let store = database.open(options);
    let made = store.write(nobody(), |tx| {
        match &mut *tx.conn {
            Connection::Postgres(postgres) => postgres.batch_execute(POSTGRES)?,
            Connection::Sqlite(sqlite) => sqlite.batch_execute(SQLITE)?,
        }
        Ok(())
    });
    made.await.expect("the table");
    store
}

/// An author of no importance.
pub fn nobody() -> Author {
    Author::of(Actor::System)
}

/// A write that holds everybody up: it has taken its place, and keeps it until [`Hold::end`].
pub struct Hold {
    gate: mpsc::Sender<()>,
    write: tokio::task::JoinHandle<Result<()>>,
}

impl Hold {
    /// Starts a write that does something, and waits until it has.
    pub async fn begin(store: &Store, write: impl Fn(&mut Tx<'_>) -> Result<()> + Send + 'static) -> Self {
        let (gate, opened) = mpsc::channel();
        let (arrival, arrived) = mpsc::channel();
        let opened = Mutex::new(opened);
        let store = store.clone();
        let write = tokio::spawn(async move {
            let held = store.write(nobody(), move |tx| {
                write(tx)?;
                arrival.send(()).expect("the test waits for it");
                opened.lock().expect("one at a time").recv().expect("the test ends it");
                Ok(())
            });
            held.await
        });
        let waiting = tokio::task::spawn_blocking(move || arrived.recv().expect("the write begins"));
        waiting.await.expect("waiting");
        Self { gate, write }
    }

    /// Lets the write go on and commit.
    pub async fn end(self) {
        self.gate.send(()).expect("the write waits");
        self.write
            .await
            .expect("the task")
            .expect("the write that held everybody up");
    }
}
