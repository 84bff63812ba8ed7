//! How many transitions a second the store takes, durable at each commit.
//!
//! ```sh
//! cargo run --release -p persistence --example store_load -- sqlite:///tmp/load/hub.db
//! cargo run --release -p persistence --example store_load -- postgres://hub@/load?host=/tmp/cluster
//! ```
//!
//! One transition is what a request does to a case: load and lock it, update it where its version is still the same,
//! write a row of history and one of audit. The program makes three tables of its own and leaves them behind.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use domain::actor::Actor;
use domain::ids::CaseId;
use persistence::dialect::{AnyId, At, Connection, Stored};
use persistence::{Author, Error, Options, Result, Store, Tx, locked};
use tables::{load_audit, load_cases, load_history};
use uuid::Uuid;

mod tables {
    diesel::table! {
        use diesel::sql_types::{Integer, Text};
        use persistence::dialect::{Id, Instant, Json};

        load_cases (id) {
            id -> Id,
            version -> Integer,
            stage -> Text,
            facts -> Json,
            updated_at -> Instant,
        }
    }

    diesel::table! {
        use diesel::sql_types::Text;
        use persistence::dialect::{Id, Instant};

        load_history (id) {
            id -> Id,
            case_id -> Id,
            stage -> Text,
            at -> Instant,
        }
    }

    diesel::table! {
        use diesel::sql_types::Text;
        use persistence::dialect::{Id, Instant};

        load_audit (id) {
            id -> Id,
            case_id -> Id,
            action -> Text,
            at -> Instant,
        }
    }
}

const POSTGRES: &str = "
    DROP TABLE IF EXISTS load_cases, load_history, load_audit;
    CREATE TABLE load_cases (id uuid PRIMARY KEY, version integer NOT NULL, stage text NOT NULL, facts jsonb NOT NULL,
        updated_at timestamptz NOT NULL);
    CREATE TABLE load_history (id uuid PRIMARY KEY, case_id uuid NOT NULL, stage text NOT NULL, at timestamptz NOT NULL);
    CREATE TABLE load_audit (id uuid PRIMARY KEY, case_id uuid NOT NULL, action text NOT NULL, at timestamptz NOT NULL);
    CREATE INDEX load_history_case ON load_history (case_id, id);";

const SQLITE: &str = "
    DROP TABLE IF EXISTS load_cases;
    DROP TABLE IF EXISTS load_history;
    DROP TABLE IF EXISTS load_audit;
    CREATE TABLE load_cases (id BLOB PRIMARY KEY NOT NULL, version INTEGER NOT NULL, stage TEXT NOT NULL,
        facts TEXT NOT NULL, updated_at INTEGER NOT NULL) STRICT;
    CREATE TABLE load_history (id BLOB PRIMARY KEY NOT NULL, case_id BLOB NOT NULL, stage TEXT NOT NULL,
        at INTEGER NOT NULL) STRICT;
    CREATE TABLE load_audit (id BLOB PRIMARY KEY NOT NULL, case_id BLOB NOT NULL, action TEXT NOT NULL,
        at INTEGER NOT NULL) STRICT;
    CREATE INDEX load_history_case ON load_history (case_id, id);";

const CASES: usize = 1_000;
const CLIENTS: [usize; 5] = [1, 8, 32, 64, 128];
const DURATION: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() -> Result<()> {
    let url = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "sqlite:///tmp/cqc-hub-load/hub.db".to_owned());
    let store = Store::open(&url, &Options::default())?;
    let cases = Arc::new(store.write(author(), prepare).await?);
    println!(
        "{store:?}, {DURATION:?} each\n\n| clients | transitions/s | median ms | 99th percentile ms | busy |\n|--:|--:|--:|--:|--:|"
    );
    for clients in CLIENTS {
        measure(&store, &cases, clients).await;
    }
    store.close().await;
    Ok(())
}

fn author() -> Author {
    Author::of(Actor::System)
}

fn prepare(tx: &mut Tx<'_>) -> Result<Vec<CaseId>> {
    match &mut *tx.conn {
        Connection::Postgres(postgres) => postgres.batch_execute(POSTGRES)?,
        Connection::Sqlite(sqlite) => sqlite.batch_execute(SQLITE)?,
    }
    let cases: Vec<CaseId> = (0..CASES).map(|_| tx.id()).collect();
    for case in &cases {
        diesel::insert_into(load_cases::table)
            .values((
                load_cases::id.eq(case),
                load_cases::version.eq(1),
                load_cases::stage.eq("submitted"),
                load_cases::facts.eq(Stored(serde_json::json!({"surname": "MARTIN", "sectors": ["goods"]}))),
                load_cases::updated_at.eq(At(tx.now())),
            ))
            .execute(tx.conn)?;
    }
    Ok(cases)
}

fn transition(tx: &mut Tx<'_>, case: CaseId) -> Result<()> {
    let row = load_cases::table
        .find(case)
        .select((load_cases::version, load_cases::stage, load_cases::facts));
    let (version, stage, _): (i32, String, Stored<serde_json::Value>) = locked!(tx.conn, row => first)?;
    let next = if stage == "submitted" { "in_review" } else { "submitted" };
    let changed = diesel::update(load_cases::table)
        .filter(load_cases::id.eq(case).and(load_cases::version.eq(version)))
        .set((
            load_cases::version.eq(version + 1),
            load_cases::stage.eq(next),
            load_cases::updated_at.eq(At(tx.now())),
        ))
        .execute(tx.conn)?;
    if changed != 1 {
        return Err(Error::Stale { current: version });
    }
    let (history, audit): (Uuid, Uuid) = (tx.id(), tx.id());
    diesel::insert_into(load_history::table)
        .values((
            load_history::id.eq(AnyId(history)),
            load_history::case_id.eq(case),
            load_history::stage.eq(next),
            load_history::at.eq(At(tx.now())),
        ))
        .execute(tx.conn)?;
    diesel::insert_into(load_audit::table)
        .values((
            load_audit::id.eq(AnyId(audit)),
            load_audit::case_id.eq(case),
            load_audit::action.eq("take"),
            load_audit::at.eq(At(tx.now())),
        ))
        .execute(tx.conn)?;
    Ok(())
}

async fn measure(store: &Store, cases: &Arc<Vec<CaseId>>, clients: usize) {
    let busy = Arc::new(AtomicUsize::new(0));
    let begun = Instant::now();
    let working: Vec<_> = (0..clients)
        .map(|client| tokio::spawn(work(store.clone(), Arc::clone(cases), client, begun, Arc::clone(&busy))))
        .collect();
    let mut times = Vec::new();
    for client in working {
        times.extend(client.await.expect("a client"));
    }
    let seconds = begun.elapsed().as_secs_f64();
    times.sort_unstable();
    let percentile = |percent: usize| {
        times
            .get(times.len() * percent / 100)
            .map_or(0.0, |time| time.as_secs_f64() * 1e3)
    };
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let rate = times.len() as f64 / seconds;
    println!(
        "| {clients} | {rate:.0} | {:.2} | {:.2} | {} |",
        percentile(50),
        percentile(99),
        busy.load(Ordering::Relaxed)
    );
}

async fn work(
    store: Store,
    cases: Arc<Vec<CaseId>>,
    client: usize,
    begun: Instant,
    busy: Arc<AtomicUsize>,
) -> Vec<Duration> {
    let mut times = Vec::new();
    while begun.elapsed() < DURATION {
        // Spread so that clients rarely meet on one case.
        let case = cases[(client * 7_919 + times.len() * 31) % cases.len()];
        let asked = Instant::now();
        match store.write(author(), move |tx| transition(tx, case)).await {
            Ok(()) => times.push(asked.elapsed()),
            Err(Error::Busy) => {
                busy.fetch_add(1, Ordering::Relaxed);
            }
            Err(error) => panic!("{error}"),
        }
    }
    times
}
