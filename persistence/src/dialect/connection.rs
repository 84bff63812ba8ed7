//! The connection that is of either database, and the backend diesel derives from it.
#![expect(missing_docs, reason = "the derive makes public items without documentation")]

use diesel::{MultiConnection, PgConnection, SqliteConnection};

/// A connection to either database.
#[derive(MultiConnection)]
pub enum AnyConnection {
    /// A PostgreSQL server's.
    Postgres(PgConnection),
    /// A SQLite file's.
    Sqlite(SqliteConnection),
}
