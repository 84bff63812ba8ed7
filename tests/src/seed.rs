//! Fills a database with drivers and their cases, by the hundred thousand: straight into the tables, as years of use
//! would have left them.
//!
//! Everything is made of a number: the same number is the same person, with the same licence, everywhere. What is added
//! to a database that holds some already goes on with the numbers where they ended.

use std::io::Write as _;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::Connection as _;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use domain::ids::CaseId;
use persistence::dialect::Connection;
use persistence::schema::accounts;
use persistence::store::Target;
use persistence::time::SystemClock;
use persistence::{each, hub_state, migrate};

mod chance;
mod drivers;
mod house;
mod people;
mod rows;
mod stories;

use house::House;
pub use people::{Driver, PASSWORD};
use rows::Rows;
use stories::Story;

/// Drivers written in one transaction.
const AT_ONCE: u32 = 1_000;

/// Cases of a driver who has many.
pub const MANY: u32 = 20;

/// Whoever writes into a database.
pub struct Seeder {
    connection: Connection,
    house: House,
    now: DateTime<Utc>,
    /// How many drivers there are.
    seeded: u32,
}

/// A driver who will act.
#[derive(Debug, Clone)]
pub struct Acting {
    /// Who it is.
    pub driver: Driver,
    /// Their draft, if they have one.
    pub draft: Option<CaseId>,
}

/// Drivers who will act, each in their own way.
#[derive(Debug, Clone)]
pub struct Cast {
    /// They have [`MANY`] cases, the newest of which is a draft.
    pub regulars: Vec<Acting>,
    /// They can open a case.
    pub newcomers: Vec<Acting>,
    /// They have a draft that is complete.
    pub ready: Vec<Acting>,
    /// They have done nothing yet.
    pub trainees: Vec<Acting>,
}

impl Seeder {
    /// Opens a database: with every migration applied to it, and its house in order.
    pub async fn open(url: &str) -> Self {
        Self::open_at(url, SystemClock::default().now()).await
    }

    /// The same, where it is that time.
    pub async fn open_at(url: &str, now: DateTime<Utc>) -> Self {
        let target = Target::parse(url).expect("a database URL");
        migrate::run_on(&target).expect("migrations");
        note_that_terms_are_counted(url).await;
        let mut connection = connect(&target);
        let house = House::found(&mut connection, now);
        let seeded = seeded(&mut connection);
        Self {
            connection,
            house,
            now,
            seeded,
        }
    }

    /// How many drivers there are.
    pub fn seeded(&self) -> u32 {
        self.seeded
    }

    /// Adds drivers with a case or two each, until there are so many. The newest cases are open, the others over.
    pub fn fill_up_to(&mut self, count: u32) {
        let (from, now) = (self.seeded, self.now);
        let missing = count.saturating_sub(from);
        self.add("drivers", missing, |number| {
            let nth = number - from;
            (Story::of_crowd(number, nth, missing), now - stories::age(nth, missing))
        });
    }

    /// Adds drivers who will act: so many of those who ask for the same over and over, and of those who do something once.
    pub fn cast(&mut self, regulars: u32, once: u32) -> Cast {
        let today = self.now - TimeDelta::days(1);
        Cast {
            regulars: self.add("regulars", regulars, |_| (Story::Many, today)),
            newcomers: self.add("newcomers", once, |_| (Story::Qualified, today)),
            ready: self.add("drivers with a complete draft", once, |_| (Story::Ready, today)),
            trainees: self.add("trainees", once, |_| (Story::Nothing, today)),
        }
    }

    /// Lets the database look at what it holds, as it does by itself in the long run.
    pub fn settle(&mut self) {
        let statements = match &self.connection {
            Connection::Postgres(_) => "VACUUM ANALYZE",
            Connection::Sqlite(_) => "PRAGMA wal_checkpoint(TRUNCATE)",
        };
        each!(&mut self.connection, c => c.batch_execute(statements)).expect("a database that settles");
    }

    /// Drops what waits to be printed and sent, so that it does not stand in the way of what is measured next.
    pub fn drop_backlog(&mut self) {
        const DROP: &str = "UPDATE outbox SET settled_at = created_at WHERE settled_at IS NULL AND failed_at IS NULL";
        each!(&mut self.connection, c => c.batch_execute(DROP)).expect("an outbox");
    }

    fn add(&mut self, what: &str, count: u32, story: impl Fn(u32) -> (Story, DateTime<Utc>)) -> Vec<Acting> {
        let (first, mut added) = (self.seeded, Vec::new());
        let started = std::time::Instant::now();
        while self.seeded < first + count {
            let last = (self.seeded + AT_ONCE).min(first + count);
            let mut rows = Rows::default();
            for number in self.seeded..last {
                let (story, at) = story(number);
                added.push(rows.tell(&self.house, number, story, at));
            }
            rows.insert(&mut self.connection)
                .expect("rows that obey every constraint");
            self.seeded = last;
            progress(what, last - first, count, started.elapsed());
        }
        added
    }
}

/// No hub counts the terms of all these drivers anew when it starts: they were never counted otherwise.
async fn note_that_terms_are_counted(url: &str) {
    let store = persistence::Store::open(url, &persistence::Options::default()).expect("a database");
    let author = persistence::Author::of(domain::actor::Actor::System);
    store.write(author, hub_state::note_terms_counted).await.expect("noted");
    store.close().await;
}

/// A connection that hurries: what is lost with the machine is made again.
fn connect(target: &Target) -> Connection {
    match target {
        Target::Sqlite { file } => {
            let mut sqlite = SqliteConnection::establish(&file.to_string_lossy()).expect("a file");
            sqlite
                .batch_execute("PRAGMA busy_timeout = 30000; PRAGMA foreign_keys = ON; PRAGMA synchronous = OFF; PRAGMA cache_size = -500000;")
                .expect("settings");
            Connection::Sqlite(sqlite)
        }
        Target::Postgres { url } => {
            let mut postgres = PgConnection::establish(url).expect("a server");
            postgres
                .batch_execute("SET synchronous_commit = off; SET client_min_messages = warning;")
                .expect("settings");
            Connection::Postgres(postgres)
        }
    }
}

fn seeded(connection: &mut Connection) -> u32 {
    let ours = accounts::table.filter(accounts::email.like(format!("%@{}", people::DOMAIN)));
    let count: i64 = ours.count().get_result(connection).expect("accounts");
    u32::try_from(count).expect("fewer drivers")
}

fn progress(what: &str, done: u32, count: u32, elapsed: std::time::Duration) {
    let end = if done == count { "\n" } else { "" };
    let seconds = elapsed.as_secs();
    let _ = write!(std::io::stderr(), "\r{what}: {done} of {count}, {seconds} s{end}");
    let _ = std::io::stderr().flush();
}
