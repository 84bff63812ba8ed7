//! Fees: what a supervisor set, from which day; the samples of `domain` where nothing was set.

use chrono::NaiveDate;
use domain::rules::fees::{Currency, DEFAULTS, Fee, FeeKind};
use serde_json::json;
use uuid::Uuid;

use crate::dialect::AnyId;
use crate::dialect::prelude::*;
use crate::error::Result;
use crate::schema::{fees, hub_state};
use crate::store::{Db, Tx};
use crate::{audit, dialect};

/// Where the version of the schedule is kept.
const VERSION: &str = "fees_version";

/// The schedule, by kind and day, and its version. The samples are part of it until a fee is set for their very day.
pub fn schedule(db: &mut Db<'_>) -> Result<(Vec<Fee>, i32)> {
    let rows: Vec<(FeeKind, i64, NaiveDate)> = fees::table
        .select((fees::kind, fees::amount, fees::applies_from))
        .load(db.conn)?;
    let mut schedule: Vec<_> = rows
        .into_iter()
        .map(|(kind, amount, applies_from)| Fee {
            kind,
            amount,
            applies_from,
        })
        .collect();
    for sample in DEFAULTS {
        let is_set = |fee: &Fee| fee.kind == sample.kind && fee.applies_from == sample.applies_from;
        if !schedule.iter().any(is_set) {
            schedule.push(*sample);
        }
    }
    schedule.sort_by_key(|fee| (fee.kind, fee.applies_from));
    Ok((schedule, version(db)?))
}

fn version(db: &mut Db<'_>) -> Result<i32> {
    let kept: Option<String> = hub_state::table
        .find(VERSION)
        .select(hub_state::value)
        .first(db.conn)
        .optional()?;
    Ok(kept.and_then(|version| version.parse().ok()).unwrap_or(1))
}

/// Keeps others from replacing the schedule until the transaction ends. Before reading what is to be replaced.
pub fn hold(tx: &mut Tx<'_>) -> Result<()> {
    Ok(dialect::advisory_lock(tx.conn, "fees")?)
}

/// Replaces the schedule, which is held, and raises its version.
pub fn replace(tx: &mut Tx<'_>, schedule: &[Fee]) -> Result<()> {
    let next = version(tx)? + 1;
    diesel::delete(fees::table).execute(tx.conn)?;
    for fee in schedule {
        let row = NewRow {
            id: AnyId(tx.id::<Uuid>()),
            kind: fee.kind,
            amount: fee.amount,
            currency: Currency::Eur,
            applies_from: fee.applies_from,
        };
        diesel::insert_into(fees::table).values(&row).execute(tx.conn)?;
    }
    diesel::delete(hub_state::table.find(VERSION)).execute(tx.conn)?;
    diesel::insert_into(hub_state::table)
        .values((hub_state::key.eq(VERSION), hub_state::value.eq(next.to_string())))
        .execute(tx.conn)?;
    audit::note(tx, "set", "fees", None, Some(json!({"version": next})))
}

#[derive(Insertable)]
#[diesel(table_name = fees)]
struct NewRow {
    id: AnyId,
    kind: FeeKind,
    amount: i64,
    currency: Currency,
    applies_from: NaiveDate,
}
