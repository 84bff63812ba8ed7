//! Two databases, one code: everything in which SQLite and PostgreSQL differ lives here.
//!
//! Through [`Connection`] diesel's ordinary expressions run on both, by [`RunQueryDsl`]: select, joins, `eq_any`, insert of
//! one row, `get_result` (RETURNING), update, delete. Columns are of the marker types [`Id`], [`Instant`], [`Json`] and
//! [`Word`] wherever the two databases have no type in common.
//!
//! What does not compile through [`Connection`], and what to write instead:
//!
//! | not through `Connection` | instead |
//! |---|---|
//! | `on_conflict…`, `into_boxed()`, `UNION` | [`each!`](crate::each): the same expression, once for each arm |
//! | `as_select()`, `as_returning()` | [`Columns::columns`]: what both databases load a record from |
//! | insert of a slice, `transaction(…)` | a row at a time; [`Tx::savepoint`](crate::Tx::savepoint): nobody but the store opens transactions |
//! | `for_update()`, `skip_locked()` | [`locked!`](crate::locked), [`key_shared!`](crate::key_shared), [`locked_to_remove!`](crate::locked_to_remove), [`skip_locked!`](crate::skip_locked) |
//! | `.eq(instant)`, an instant in an `Insertable` | [`At`], `Option<At>`; reading needs no wrapper |
//! | `.eq(uuid)` | a typed id, or [`AnyId`] where a column holds ids of several kinds |
//! | `match tx.conn { Connection::… }` | `match &mut *tx.conn { … }` |
//!
//! An `Insertable` leaves out what is `None`, and so takes the column's default; an `AsChangeset` leaves alone what is
//! `None` unless `treat_none_as_null = true`.

mod condition;
mod connection;
mod database_time;
mod session;
mod statements;
mod stored;
mod types;
mod vocabulary;

#[doc(inline)]
pub use crate::{each, locked, skip_locked};
pub use condition::Condition;
pub use connection::{AnyConnection as Connection, MultiBackend, MultiRawValue};
pub use database_time::DatabaseTime;
pub use statements::{Columns, Execute, Load, RunQueryDsl};
pub use stored::{AnyId, At, Stored};
pub use types::{Id, Instant, Json, Word};

/// Diesel's prelude, with [`RunQueryDsl`] in the place of diesel's own: what every query here is written with.
pub mod prelude {
    #[doc(no_inline)]
    pub use diesel::prelude::*;

    pub use super::statements::{Columns, RunQueryDsl};
}

pub(crate) use session::{Commit, Purpose};
pub(crate) use stored::{stored_as, stored_ids, stored_words};

use crate::dialect::prelude::*;

/// Runs one diesel expression on whichever database the connection is of: `each!(db.conn, c => query.execute(c))`.
///
/// The expression is compiled once for each database, so that it may use what
/// [`Connection`] as a whole does not offer.
#[macro_export]
macro_rules! each {
    ($connection:expr, $c:ident => $query:expr) => {
        match &mut *$connection {
            $crate::dialect::Connection::Postgres($c) => $query,
            $crate::dialect::Connection::Sqlite($c) => $query,
        }
    };
}

/// Loads rows and keeps others from changing them until the transaction ends: `FOR NO KEY UPDATE` on PostgreSQL (no key
/// ever changes, and `FOR UPDATE` would also stop whoever only refers to the row), nothing on SQLite, where writes run
/// one after the other anyway. `locked!(tx.conn, cases::table.find(id) => first::<Row>)`
///
/// Locks are always taken in the same order: advisory lock on the licence number, account, case, card, payment,
/// invoice counter.
#[macro_export]
macro_rules! locked {
    ($connection:expr, $query:expr => $load:ident $(::<$Row:ty>)?) => {
        match &mut *$connection {
            $crate::dialect::Connection::Postgres(c) => {
                $crate::locked!(@load $query.for_no_key_update(), c, $load $(, $Row)?)
            }
            $crate::dialect::Connection::Sqlite(c) => $crate::locked!(@load $query, c, $load $(, $Row)?),
        }
    };
    (@load $query:expr, $c:ident, $load:ident) => { $crate::dialect::RunQueryDsl::$load($query, $c) };
    (@load $query:expr, $c:ident, $load:ident, $Row:ty) => {
        $crate::dialect::RunQueryDsl::$load::<$Row>($query, $c)
    };
}

/// As [`locked!`](crate::locked), but keeps others from removing the rows alone (`FOR KEY SHARE`): whoever is to refer to
/// them waits for nobody who refers to them too, or changes them, and finds none that is gone.
#[macro_export]
macro_rules! key_shared {
    ($connection:expr, $query:expr => $load:ident $(::<$Row:ty>)?) => {
        match &mut *$connection {
            $crate::dialect::Connection::Postgres(c) => {
                $crate::locked!(@load $query.for_key_share(), c, $load $(, $Row)?)
            }
            $crate::dialect::Connection::Sqlite(c) => $crate::locked!(@load $query, c, $load $(, $Row)?),
        }
    };
}

/// As [`locked!`](crate::locked), but waits for whoever refers to the rows as well (`FOR UPDATE`): they are to be removed.
#[macro_export]
macro_rules! locked_to_remove {
    ($connection:expr, $query:expr => $load:ident $(::<$Row:ty>)?) => {
        match &mut *$connection {
            $crate::dialect::Connection::Postgres(c) => {
                $crate::locked!(@load $query.for_update(), c, $load $(, $Row)?)
            }
            $crate::dialect::Connection::Sqlite(c) => $crate::locked!(@load $query, c, $load $(, $Row)?),
        }
    };
}

/// As [`locked!`](crate::locked), but passes over the rows that another transaction has locked: how a worker claims
/// from a queue that others claim from too.
#[macro_export]
macro_rules! skip_locked {
    ($connection:expr, $query:expr => $load:ident $(::<$Row:ty>)?) => {
        match &mut *$connection {
            $crate::dialect::Connection::Postgres(c) => {
                $crate::locked!(@load $query.for_update().skip_locked(), c, $load $(, $Row)?)
            }
            $crate::dialect::Connection::Sqlite(c) => $crate::locked!(@load $query, c, $load $(, $Row)?),
        }
    };
}

/// Makes every other transaction that asks for the same key wait until this one ends. Nothing to do on SQLite, where
/// writes run one after the other.
pub fn advisory_lock(connection: &mut Connection, key: &str) -> QueryResult<()> {
    advisory_locks(connection, &[key])
}

/// The same for several keys, one after the other.
pub fn advisory_locks(connection: &mut Connection, keys: &[impl AsRef<str>]) -> QueryResult<()> {
    let Connection::Postgres(postgres) = connection else {
        return Ok(());
    };
    let keys: Vec<&str> = keys.iter().map(AsRef::as_ref).collect();
    diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) FROM unnest($1::text[]) AS key")
        .bind::<diesel::sql_types::Array<diesel::sql_types::Text>, _>(keys)
        .execute(postgres)
        .map(drop)
}
