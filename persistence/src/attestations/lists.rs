//! Lists of attestations: a centre's own, a driver's recaps, the back office's mismatches.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::ids::{AccountId, AttestationId, CentreId};
use domain::rules::retention::{self, AuditMonths, Retained};
use domain::rules::training::TrainingType;
use domain::sector::Sector;
use domain::words::Word as _;

use super::{AttestationRecord, Stage};
use crate::dialect::prelude::*;
use crate::each;
use crate::error::Result;
use crate::schema::attestations;
use crate::store::Db;

/// Which of a centre's attestations.
#[derive(Debug, Clone, Default)]
pub struct CentreFilter {
    /// Only the one with this reference.
    pub external_reference: Option<String>,
    /// Only in this stage.
    pub stage: Option<Stage>,
    /// Only in this sector.
    pub sector: Option<Sector>,
}

/// A centre's attestations, newest first, before `cursor`.
pub fn of_centre(
    db: &mut Db<'_>,
    centre_id: CentreId,
    filter: &CentreFilter,
    cursor: Option<AttestationId>,
    limit: i64,
) -> Result<Vec<AttestationRecord>> {
    if let Some(reference) = &filter.external_reference {
        return under_reference(db, centre_id, filter, reference, cursor, limit);
    }
    Ok(each!(db.conn, c => {
        let mut query = attestations::table
            .filter(attestations::centre_id.eq(centre_id))
            .order(attestations::id.desc())
            .limit(limit)
            .into_boxed();
        if let Some(stage) = filter.stage {
            query = query.filter(attestations::stage.eq(stage));
        }
        if let Some(sector) = filter.sector {
            query = query.filter(attestations::sector.eq(sector));
        }
        if let Some(cursor) = cursor {
            query = query.filter(attestations::id.lt(cursor));
        }
        query.select(AttestationRecord::columns()).load(c)
    })?)
}

/// What a centre posted under a reference, the newest first: one, and what was withdrawn before it.
fn under_reference(
    db: &mut Db<'_>,
    centre_id: CentreId,
    filter: &CentreFilter,
    reference: &str,
    cursor: Option<AttestationId>,
    limit: i64,
) -> Result<Vec<AttestationRecord>> {
    let posted: Vec<AttestationRecord> = attestations::table
        .filter(attestations::centre_id.eq(centre_id))
        .filter(attestations::external_reference.eq(reference))
        .order(attestations::id.desc())
        .select(AttestationRecord::columns())
        .load(db.conn)?;
    let is_meant = |record: &AttestationRecord| {
        filter.stage.is_none_or(|stage| record.stage == stage)
            && filter.sector.is_none_or(|sector| record.sector == sector)
            && cursor.is_none_or(|cursor| record.id < cursor)
    };
    let page = posted.into_iter().filter(is_meant);
    Ok(page.take(usize::try_from(limit).unwrap_or_default()).collect())
}

/// A driver's training recaps, newest first, before `cursor`: those that are still kept (guide).
pub fn recaps(
    db: &mut Db<'_>,
    account_id: AccountId,
    sector: Option<Sector>,
    cursor: Option<AttestationId>,
    limit: i64,
) -> Result<Vec<AttestationRecord>> {
    let limited = limited(db.today());
    Ok(each!(db.conn, c => {
        let mut query = attestations::table
            .filter(attestations::account_id.eq(Some(account_id)))
            .filter(attestations::stage.eq(Stage::Matched))
            .order(attestations::id.desc())
            .limit(limit)
            .into_boxed();
        if let Some((types, earliest)) = limited {
            let unlimited = attestations::training_type.ne_all(types);
            query = query.filter(unlimited.or(attestations::delivered_on.ge(earliest)));
        }
        if let Some(sector) = sector {
            query = query.filter(attestations::sector.eq(sector));
        }
        if let Some(cursor) = cursor {
            query = query.filter(attestations::id.lt(cursor));
        }
        query.select(AttestationRecord::columns()).load(c)
    })?)
}

/// The types of training whose recaps are kept for a time, and the earliest delivery of those still kept today.
fn limited(today: NaiveDate) -> Option<(Vec<TrainingType>, NaiveDate)> {
    let is_limited = |kind: &TrainingType| retention::recap_of(*kind) == Retained::ContinuingRecap;
    let types = TrainingType::ALL.iter().copied().filter(is_limited).collect();
    let earliest = retention::earliest_kept(Retained::ContinuingRecap, today, AuditMonths::default())?;
    Some((types, earliest))
}

/// Whether the driver may still see the recap of an attestation.
pub(super) fn is_visible(record: &AttestationRecord, today: NaiveDate) -> bool {
    let kept = retention::recap_of(record.training_type);
    !retention::kept_until(kept, record.delivered_on, AuditMonths::default()).is_over(today)
}

/// Attestations in a stage, oldest first, after `cursor`.
pub fn in_stage(
    db: &mut Db<'_>,
    stage: Stage,
    cursor: Option<AttestationId>,
    limit: i64,
) -> Result<Vec<AttestationRecord>> {
    Ok(each!(db.conn, c => {
        let mut query = attestations::table
            .filter(attestations::stage.eq(stage))
            .order(attestations::id)
            .limit(limit)
            .into_boxed();
        if let Some(cursor) = cursor {
            query = query.filter(attestations::id.gt(cursor));
        }
        query.select(AttestationRecord::columns()).load(c)
    })?)
}

/// Attestations that wait for an agent, oldest first, after `cursor`: those that found no driver, or nearly one, and those
/// that overlap another one of their driver's.
pub fn to_settle(db: &mut Db<'_>, cursor: Option<AttestationId>, limit: i64) -> Result<Vec<AttestationRecord>> {
    // Each has an index in the order of the list; all of them together have none.
    let mut found = in_stage(db, Stage::Mismatch, cursor, limit)?;
    found.extend(in_stage(db, Stage::Recorded, cursor, limit)?);
    found.extend(overlapping(db, cursor, limit)?);
    let by_id: BTreeMap<_, _> = found.into_iter().map(|record| (record.id, record)).collect();
    let page = by_id.into_values().take(usize::try_from(limit).unwrap_or_default());
    Ok(page.collect())
}

fn overlapping(db: &mut Db<'_>, cursor: Option<AttestationId>, limit: i64) -> Result<Vec<AttestationRecord>> {
    Ok(each!(db.conn, c => {
        let mut query = attestations::table
            .filter(attestations::awaits_agent)
            .order(attestations::id)
            .limit(limit)
            .into_boxed();
        if let Some(cursor) = cursor {
            query = query.filter(attestations::id.gt(cursor));
        }
        query.select(AttestationRecord::columns()).load(c)
    })?)
}
