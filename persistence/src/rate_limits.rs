//! How much has been asked for, as the processes on one database count it together, and as they find it again after a
//! restart. No request waits for it: each process counts in memory, and tells the others what it counted behind the
//! requests' back.
//!
//! Nothing here is about anybody to whoever reads the database alone. A key is a hash of an address, an email or an
//! account under a key out of `CQC_HUB_SECRET`, so that none is found by trying.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::sql_types::{Array, BigInt, Text};
use diesel::upsert::excluded;

use crate::dialect::prelude::*;
use crate::dialect::{self, At, Connection, Instant};
use crate::error::Result;
use crate::schema::rate_limits;
use crate::store::{Db, Tx};

/// How long a key is kept whose quota is whole: so that others learn that something was taken back.
const LINGERING: TimeDelta = TimeDelta::minutes(1);

/// Where a key stands.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = rate_limits)]
pub struct Kept {
    /// The key, unlike any other of any counter.
    pub key: i64,
    /// What it is counted by.
    pub counter: String,
    /// When its whole quota is there again.
    pub whole_at: DateTime<Utc>,
}

/// Lets no other process write until the transaction ends: what is written rests on what was read.
pub fn lock(tx: &mut Tx<'_>) -> Result<()> {
    Ok(dialect::advisory_lock(tx.conn, "rate limits")?)
}

/// When the quotas of some keys are whole again, as far as they are known.
pub fn whole_at(db: &mut Db<'_>, keys: &[i64]) -> Result<HashMap<i64, DateTime<Utc>>> {
    let known: Vec<(i64, DateTime<Utc>)> = rate_limits::table
        .filter(rate_limits::key.eq_any(keys))
        .select((rate_limits::key, rate_limits::whole_at))
        .load(db.conn)?;
    Ok(known.into_iter().collect())
}

/// Keeps where some keys stand; none of them stands there twice.
pub fn put(tx: &mut Tx<'_>, kept: &[Kept]) -> Result<()> {
    let written_at = At(tx.real_now());
    match &mut *tx.conn {
        Connection::Postgres(postgres) => {
            let keys: Vec<_> = kept.iter().map(|one| one.key).collect();
            let counters: Vec<_> = kept.iter().map(|one| one.counter.as_str()).collect();
            let instants: Vec<_> = kept.iter().map(|one| At(one.whole_at)).collect();
            diesel::sql_query(
                "INSERT INTO rate_limits (key, counter, whole_at, written_at)
                 SELECT told.*, $4 FROM unnest($1, $2, $3) AS told
                 ON CONFLICT (key) DO UPDATE SET whole_at = excluded.whole_at, written_at = excluded.written_at",
            )
            .bind::<Array<BigInt>, _>(keys)
            .bind::<Array<Text>, _>(counters)
            .bind::<Array<Instant>, _>(instants)
            .bind::<Instant, _>(written_at)
            .execute(postgres)?;
        }
        Connection::Sqlite(sqlite) => {
            for one in kept {
                let row = (
                    rate_limits::key.eq(one.key),
                    rate_limits::counter.eq(&one.counter),
                    rate_limits::whole_at.eq(At(one.whole_at)),
                    rate_limits::written_at.eq(written_at),
                );
                diesel::insert_into(rate_limits::table)
                    .values(row)
                    .on_conflict(rate_limits::key)
                    .do_update()
                    .set((
                        rate_limits::whole_at.eq(excluded(rate_limits::whole_at)),
                        rate_limits::written_at.eq(excluded(rate_limits::written_at)),
                    ))
                    .execute(sqlite)?;
            }
        }
    }
    Ok(())
}

/// Keys whose quota is not whole, at most so many, those first that have to wait longest.
pub fn not_whole(db: &mut Db<'_>, most: i64) -> Result<Vec<Kept>> {
    let now = At(db.real_now());
    Ok(rate_limits::table
        .filter(rate_limits::whole_at.gt(now))
        .order(rate_limits::whole_at.desc())
        .limit(most)
        .select(Kept::columns())
        .load(db.conn)?)
}

/// What any process has written from an instant on, at most so much, the newest first.
pub fn written_since(db: &mut Db<'_>, instant: DateTime<Utc>, most: i64) -> Result<Vec<Kept>> {
    Ok(rate_limits::table
        .filter(rate_limits::written_at.ge(At(instant)))
        .order(rate_limits::written_at.desc())
        .limit(most)
        .select(Kept::columns())
        .load(db.conn)?)
}

/// Forgets keys whose quota has been whole for a minute, at most so many.
pub fn forget_whole(tx: &mut Tx<'_>, most: i64) -> Result<()> {
    // Whoever writes at the same time locks rows in another order.
    lock(tx)?;
    let since = At(tx.real_now() - LINGERING);
    let whole = diesel::alias!(rate_limits as whole);
    let whole = whole
        .filter(whole.field(rate_limits::whole_at).le(since))
        .order(whole.field(rate_limits::whole_at))
        .limit(most)
        .select(whole.field(rate_limits::key));
    diesel::delete(rate_limits::table.filter(rate_limits::key.eq_any(whole))).execute(tx.conn)?;
    Ok(())
}
