//! Lists of attestations: a centre's own, a driver's recaps, the back office's mismatches.

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
    Ok(each!(db.conn, c => {
        let mut query = attestations::table
            .filter(attestations::centre_id.eq(centre_id))
            .order(attestations::id.desc())
            .limit(limit)
            .into_boxed();
        if let Some(reference) = &filter.external_reference {
            query = query.filter(attestations::external_reference.eq(reference.clone()));
        }
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

/// Attestations in any of these stages, oldest first, after `cursor`.
pub fn in_stages(
    db: &mut Db<'_>,
    stages: &[Stage],
    cursor: Option<AttestationId>,
    limit: i64,
) -> Result<Vec<AttestationRecord>> {
    Ok(each!(db.conn, c => {
        let mut query = attestations::table
            .filter(attestations::stage.eq_any(stages.iter().copied()))
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
    let waiting = attestations::stage
        .eq_any([Stage::Mismatch, Stage::Recorded])
        .or(attestations::awaits_agent);
    Ok(each!(db.conn, c => {
        let mut query = attestations::table
            .filter(waiting)
            .order(attestations::id)
            .limit(limit)
            .into_boxed();
        if let Some(cursor) = cursor {
            query = query.filter(attestations::id.gt(cursor));
        }
        query.select(AttestationRecord::columns()).load(c)
    })?)
}
