//! How a session and its transactions begin and end on each database.

use chrono::TimeDelta;
use diesel::backend::Backend;
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::Connection;
use super::prelude::*;
use super::statements::Execute;

/// Milliseconds a SQLite connection waits for another one's write before it gives up.
const SQLITE_BUSY_TIMEOUT: u32 = 5_000;

/// How long a PostgreSQL connection waits for a lock before it gives up.
const POSTGRES_LOCK_TIMEOUT: TimeDelta = TimeDelta::seconds(5);

/// What libpq is told where the URL does not say: a server that has vanished must not hold anybody for ever.
const POSTGRES_DEFAULTS: [(&str, &str); 4] = [
    ("application_name", "cqc-hub"),
    ("connect_timeout", "5"),
    ("keepalives_idle", "30"),
    ("tcp_user_timeout", "30000"),
];

/// The messages of timeouts are known by their English text; a role that may choose the language asks for that. Where
/// it may not and the server speaks another, a timeout counts as a failure of the database.
const POSTGRES_SESSION: &str = "
    SET TIME ZONE 'UTC';
    SET client_min_messages = warning;
    SET statement_timeout = '30s';
    SET idle_in_transaction_session_timeout = '60s';
    DO $$ BEGIN SET lc_messages = 'C'; EXCEPTION WHEN insufficient_privilege THEN NULL; END $$;";

/// What a SQLite connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Reading only.
    Read,
    /// Writing, and reading for it.
    Write,
}

impl Purpose {
    /// How many KiB of the file a SQLite connection keeps at hand. There are many that read: what they share is the
    /// system's cache, from which a page comes in a microsecond.
    fn page_cache(self) -> u32 {
        match self {
            Self::Read => 2_048,
            Self::Write => 16_384,
        }
    }
}

/// How a COMMIT ended.
#[derive(Debug)]
pub(crate) enum Commit {
    /// On disk.
    Done,
    /// Nothing of it is kept.
    Failed(diesel::result::Error),
    /// The connection was lost before the server could say.
    Unknown(diesel::result::Error),
}

impl Connection {
    /// Opens a SQLite file: write-ahead log, every commit synced to disk.
    pub(crate) fn open_sqlite(file: &str, purpose: Purpose) -> ConnectionResult<Self> {
        let mut sqlite = <SqliteConnection as diesel::Connection>::establish(file)?;
        let mut settings = format!(
            "PRAGMA busy_timeout = {SQLITE_BUSY_TIMEOUT};
             PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA foreign_keys = ON;
             PRAGMA trusted_schema = OFF;
             PRAGMA temp_store = MEMORY;
             PRAGMA cache_size = -{};",
            purpose.page_cache()
        );
        if purpose == Purpose::Read {
            settings.push_str("PRAGMA query_only = ON;");
        }
        sqlite
            .batch_execute(&settings)
            .map_err(ConnectionError::CouldntSetupConfiguration)?;
        Ok(Self::Sqlite(sqlite))
    }

    /// Connects to a PostgreSQL server. Whoever waits too long for a lock gives up; a transaction left open is ended.
    pub(crate) fn open_postgres(url: &str) -> ConnectionResult<Self> {
        let mut postgres = <PgConnection as diesel::Connection>::establish(&with_defaults(url))?;
        postgres
            .batch_execute(&format!(
                "{POSTGRES_SESSION} SET lock_timeout = {};",
                POSTGRES_LOCK_TIMEOUT.num_milliseconds()
            ))
            .map_err(ConnectionError::CouldntSetupConfiguration)?;
        Ok(Self::Postgres(postgres))
    }

    /// Begins a transaction that only reads and sees one snapshot throughout.
    pub(crate) fn begin_read(&mut self) -> QueryResult<()> {
        match self {
            Self::Postgres(postgres) => AnsiTransactionManager::begin_transaction_sql(
                postgres,
                "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            ),
            Self::Sqlite(sqlite) => run(sqlite, "BEGIN DEFERRED"),
        }
    }

    /// Ends a transaction that only read. SQLite has less to do for a COMMIT, there being nothing to undo.
    pub(crate) fn end_read(&mut self) -> QueryResult<()> {
        match self {
            Self::Postgres(postgres) => AnsiTransactionManager::rollback_transaction(postgres),
            Self::Sqlite(sqlite) => run(sqlite, "COMMIT"),
        }
    }

    /// Begins a transaction that writes. On SQLite it takes the write lock at once: one that first reads and then
    /// writes would fail as soon as another had written in between.
    pub(crate) fn begin_write(&mut self) -> QueryResult<()> {
        match self {
            Self::Postgres(postgres) => {
                AnsiTransactionManager::begin_transaction_sql(postgres, "BEGIN ISOLATION LEVEL READ COMMITTED")
            }
            Self::Sqlite(sqlite) => run(sqlite, "BEGIN IMMEDIATE"),
        }
    }

    /// Ends the transaction and keeps what it wrote.
    pub(crate) fn commit(&mut self) -> Commit {
        match self {
            Self::Postgres(postgres) => commit_postgres(postgres),
            Self::Sqlite(sqlite) => match run(sqlite, "COMMIT") {
                Ok(()) => Commit::Done,
                Err(error) => Commit::Failed(error),
            },
        }
    }

    /// Ends the transaction and keeps nothing of it.
    pub(crate) fn rollback(&mut self) -> QueryResult<()> {
        match self {
            Self::Postgres(postgres) => AnsiTransactionManager::rollback_transaction(postgres),
            Self::Sqlite(sqlite) => run(sqlite, "ROLLBACK"),
        }
    }

    /// How long this transaction waits for a lock from here on; as long as usual where nothing is given. Nothing to do
    /// on SQLite, where writes run one after the other.
    pub(crate) fn wait_at_most(&mut self, time: Option<TimeDelta>) -> QueryResult<()> {
        let time = time.unwrap_or(POSTGRES_LOCK_TIMEOUT);
        match self {
            Self::Postgres(postgres) => {
                postgres.batch_execute(&format!("SET LOCAL lock_timeout = {}", time.num_milliseconds()))
            }
            Self::Sqlite(_) => Ok(()),
        }
    }

    /// Whether others may change a row while this transaction goes on, unless it is locked. Never on SQLite, where writes
    /// run one after the other.
    pub(crate) fn has_row_locks(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// Starts a part of the transaction that can be undone by itself. Parts may lie within parts: a name given again
    /// hides the earlier one until it is released.
    pub(crate) fn savepoint(&mut self) -> QueryResult<()> {
        self.control(&["SAVEPOINT part"])
    }

    /// Joins the part to the transaction it belongs to. Fails where that transaction is gone.
    pub(crate) fn release(&mut self) -> QueryResult<()> {
        self.control(&["RELEASE SAVEPOINT part"])
    }

    /// Undoes the part. Fails where the transaction it belongs to is gone.
    pub(crate) fn undo(&mut self) -> QueryResult<()> {
        self.control(&["ROLLBACK TO SAVEPOINT part", "RELEASE SAVEPOINT part"])
    }

    /// Statements that steer the transaction: on PostgreSQL all at once, which parses them faster than it answers; on
    /// SQLite each prepared once.
    fn control(&mut self, statements: &[&'static str]) -> QueryResult<()> {
        match self {
            Self::Postgres(postgres) => postgres.batch_execute(&statements.join("; ")),
            Self::Sqlite(sqlite) => statements.iter().try_for_each(|statement| run(sqlite, statement)),
        }
    }
}

/// Runs a statement that steers a transaction on SQLite. Diesel's own manager would have it parsed each time, and has
/// nothing to count here: nobody opens a transaction within another.
fn run(sqlite: &mut SqliteConnection, statement: &'static str) -> QueryResult<()> {
    Execute::execute(sqlite, Control(statement)).map(drop)
}

/// A statement that steers a transaction: a few words without values.
struct Control(&'static str);

impl QueryId for Control {
    type QueryId = ();

    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<DB: Backend> QueryFragment<DB> for Control {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(self.0);
        Ok(())
    }
}

fn with_defaults(url: &str) -> String {
    let mut url = url.to_owned();
    for (key, value) in POSTGRES_DEFAULTS {
        if !url.contains(&format!("{key}=")) {
            let mark = if url.contains('?') { '&' } else { '?' };
            url = format!("{url}{mark}{key}={value}");
        }
    }
    url
}

/// A COMMIT sent in an aborted transaction rolls back and reports success; the statement in front of it makes it fail.
fn commit_postgres(postgres: &mut PgConnection) -> Commit {
    let Err(error) = postgres.batch_execute("SELECT 1; COMMIT") else {
        return Commit::Done;
    };
    // The manager is in error where libpq no longer knows what state the session is in.
    let status = AnsiTransactionManager::transaction_manager_status_mut(postgres);
    if status.transaction_depth().is_err() {
        return Commit::Unknown(error);
    }
    // The server has answered. Either the transaction is over, or it is still there, aborted; if even that fails the
    // connection is marked broken.
    let _ = AnsiTransactionManager::rollback_transaction(postgres);
    Commit::Failed(error)
}

#[cfg(test)]
mod tests {
    use super::with_defaults;

    #[test]
    fn an_address_keeps_what_it_says() {
        let plain = with_defaults("postgres://hub@db/hub");
        assert!(plain.starts_with("postgres://hub@db/hub?application_name=cqc-hub&connect_timeout=5&"));
        let wordy = with_defaults("postgres://hub@db/hub?sslmode=require&connect_timeout=60");
        assert!(wordy.contains("?sslmode=require&connect_timeout=60&application_name=cqc-hub"));
        assert!(!wordy.contains("connect_timeout=5&"));
    }
}
