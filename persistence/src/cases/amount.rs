//! What a case is to be paid.

use domain::rules::due::Due;
use domain::rules::fees::{self, FeeKind};

use super::CaseRecord;
use crate::dialect::Stored;
use crate::dialect::prelude::*;
use crate::error::{Error, Result};
use crate::payments;
use crate::schema::cases;
use crate::store::Tx;

/// Fixes what is due: the fee of this legal day. A payment of another amount, begun before, is given up.
pub(super) fn fix(tx: &mut Tx<'_>, record: &CaseRecord, fee: FeeKind) -> Result<()> {
    let today = tx.today();
    let (schedule, _) = crate::fees::schedule(tx)?;
    let fee = fees::in_force(&schedule, fee, today)
        .ok_or_else(|| Error::Corrupt(format!("no fee for {fee} is in force on {today}")))?;
    let due = Due::of(fee, today);
    let before = record.amount_due.as_ref().map(|due| due.total);
    if before.is_some_and(|total| total != due.total) {
        payments::cancel_pending(tx, record.id)?;
    }
    diesel::update(cases::table.find(record.id))
        .set(cases::amount_due.eq(Some(Stored(due))))
        .execute(tx.conn)?;
    Ok(())
}
