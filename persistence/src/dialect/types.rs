//! The column types that the two databases store differently.
//!
//! | marker | Rust | PostgreSQL | SQLite (`STRICT`) |
//! |---|---|---|---|
//! | [`Id`] | ids of `domain`, `Uuid` | `uuid` | `BLOB` |
//! | [`Instant`] | `DateTime<Utc>`, cut to microseconds | `timestamptz` | `INTEGER`, microseconds since 1970 |
//! | [`Json`] | [`Stored<T>`](super::Stored) | `jsonb` | `TEXT` |
//! | [`Word`] | enums made with `domain::words!` | `text` | `TEXT` |
//!
//! `Date`, `Text`, `Integer`, `BigInt`, `Bool` and `Binary` are diesel's own; in SQLite's `STRICT` tables a date is
//! `TEXT` and a boolean `INTEGER`.

use diesel::query_builder::QueryId;
use diesel::sql_types::{HasSqlType, SqlOrd, SqlType};

use super::connection::MultiBackend;

/// A `UUIDv7`.
#[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
#[diesel(postgres_type(oid = 2950, array_oid = 2951))]
#[diesel(sqlite_type(name = "Binary"))]
pub struct Id;

/// A point in time, in microseconds.
#[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
#[diesel(postgres_type(oid = 1184, array_oid = 1185))]
#[diesel(sqlite_type(name = "Long"))]
pub struct Instant;

/// A JSON document.
#[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
#[diesel(postgres_type(oid = 3802, array_oid = 3807))]
#[diesel(sqlite_type(name = "Text"))]
pub struct Json;

/// The name of a word out of a closed vocabulary.
#[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
#[diesel(postgres_type(oid = 25, array_oid = 1009))]
#[diesel(sqlite_type(name = "Text"))]
pub struct Word;

impl SqlOrd for Id {}
impl SqlOrd for Instant {}
impl SqlOrd for Word {}

macro_rules! known_to_both {
    ($($Marker:ident),+) => { $(
        impl HasSqlType<$Marker> for MultiBackend {
            fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
                Self::lookup_sql_type::<$Marker>(lookup)
            }
        }
    )+ };
}

known_to_both!(Id, Instant, Json, Word);
