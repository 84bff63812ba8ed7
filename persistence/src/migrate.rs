//! The tables' history: one tree of migrations for each database, built into the program.

use diesel::connection::SimpleConnection as _;
use diesel::migration::{Migration, MigrationSource};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::dialect::prelude::*;
use crate::dialect::{Connection, Purpose};
use crate::error::{Error, Result};
use history::__diesel_schema_migrations;

use crate::store::{Db, Store, Target};

const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// The key of the advisory lock that lets one process migrate a PostgreSQL database at a time.
const LOCK: i64 = 0x4351_4348_5542;

mod grants;

pub use grants::grant;

mod history {
    diesel::table! {
        __diesel_schema_migrations (version) {
            version -> Text,
            run_on -> Timestamp,
        }
    }
}

/// Applies what is missing, and names it. Blocks; on PostgreSQL it waits for another process that does the same.
pub fn run(store: &Store) -> Result<Vec<String>> {
    run_on(store.target())
}

/// As [`run`], on a database that no store is open on. Where nothing is missing, nothing but reading is asked of the
/// database: a role that may not change tables serves as well.
pub fn run_on(target: &Target) -> Result<Vec<String>> {
    let mut connection = target.connect(Purpose::Write)?;
    if pending_on(&mut connection).is_ok_and(|pending| pending.is_empty()) {
        return Ok(Vec::new());
    }
    match &mut connection {
        Connection::Postgres(postgres) => {
            // The lock goes with the connection, so there is nothing to undo when a migration fails.
            postgres.batch_execute("SET statement_timeout = 0; SET lock_timeout = 0;")?;
            diesel::sql_query(format!("SELECT pg_advisory_lock({LOCK})")).execute(postgres)?;
            apply(postgres, POSTGRES)
        }
        Connection::Sqlite(sqlite) => apply(sqlite, SQLITE),
    }
}

/// The migrations that are still to be applied, by name.
pub fn pending(db: &mut Db<'_>) -> Result<Vec<String>> {
    pending_on(db.conn)
}

fn pending_on(connection: &mut Connection) -> Result<Vec<String>> {
    let applied: Vec<String> = __diesel_schema_migrations::table
        .select(__diesel_schema_migrations::version)
        .load(connection)?;
    let known = match connection {
        Connection::Postgres(_) => names(MigrationSource::<diesel::pg::Pg>::migrations(&POSTGRES)),
        Connection::Sqlite(_) => names(MigrationSource::<diesel::sqlite::Sqlite>::migrations(&SQLITE)),
    }?;
    Ok(known
        .into_iter()
        .filter(|(version, _)| !applied.contains(version))
        .map(|(_, name)| name)
        .collect())
}

fn apply<C, DB>(connection: &mut C, migrations: EmbeddedMigrations) -> Result<Vec<String>>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
{
    let applied = connection
        .run_pending_migrations(migrations)
        .map_err(|error| Error::Unreachable(format!("migration failed: {error}")))?;
    Ok(applied.iter().map(ToString::to_string).collect())
}

type Migrations<DB> = diesel::migration::Result<Vec<Box<dyn Migration<DB>>>>;

fn names<DB: diesel::backend::Backend>(migrations: Migrations<DB>) -> Result<Vec<(String, String)>> {
    let migrations = migrations.map_err(|error| Error::Corrupt(error.to_string()))?;
    Ok(migrations
        .iter()
        .map(|migration| (migration.name().version().to_string(), migration.name().to_string()))
        .collect())
}

#[cfg(test)]
mod tests;
