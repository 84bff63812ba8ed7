//! Lists of cases: a driver's own, and the back office's work lists. Keyset pagination, never a count.

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::sql_types::Bool;
use domain::case::{Kind, Stage};
use domain::ids::{AccountId, CaseId, StaffId};
use domain::rules::reference::parse_case_reference;
use domain::words::Word as _;

use super::CaseRecord;
use crate::dialect::prelude::*;
use crate::dialect::{At, Id, Instant};
use crate::each;
use crate::error::Result;
use crate::schema::cases;
use crate::store::Db;

/// Which of a driver's cases.
#[derive(Debug, Clone, Copy, Default)]
pub struct DriverFilter {
    /// Only in this stage.
    pub stage: Option<Stage>,
    /// Only of this kind.
    pub kind: Option<Kind>,
    /// Only those that are (not) in a final stage.
    pub open: Option<bool>,
}

/// A driver's cases, newest first, before `cursor`.
pub fn of_driver(
    db: &mut Db<'_>,
    account_id: AccountId,
    filter: DriverFilter,
    cursor: Option<CaseId>,
    limit: i64,
) -> Result<Vec<CaseRecord>> {
    Ok(each!(db.conn, c => {
        let mut query = cases::table
            .filter(cases::account_id.eq(account_id))
            .order(cases::id.desc())
            .limit(limit)
            .into_boxed();
        if let Some(stage) = filter.stage {
            query = query.filter(cases::stage.eq(stage));
        }
        if let Some(kind) = filter.kind {
            query = query.filter(cases::kind.eq(kind));
        }
        if let Some(open) = filter.open {
            let stages: Vec<_> = Stage::ALL
                .iter()
                .copied()
                .filter(|stage| stage.is_final() != open)
                .collect();
            query = query.filter(cases::stage.eq_any(stages));
        }
        if let Some(cursor) = cursor {
            query = query.filter(cases::id.lt(cursor));
        }
        query.select(CaseRecord::columns()).load(c)
    })?)
}

/// Which cases of a work list.
#[derive(Debug, Clone, Default)]
pub struct Queue {
    /// Only in this stage.
    pub stage: Option<Stage>,
    /// Only of this kind.
    pub kind: Option<Kind>,
    /// Only those this agent took.
    pub assigned_to: Option<StaffId>,
    /// Only this driver's.
    pub account_id: Option<AccountId>,
    /// Only the one with this reference, as somebody typed it.
    pub reference: Option<String>,
}

/// Where a case stands in the work list: by when it was first sent.
pub type QueueKey = (DateTime<Utc>, CaseId);

/// The back office's work list, longest waiting first, after `cursor`; one driver's cases are in the order in which they
/// were begun. What was never sent is its driver's alone.
pub fn worklist(db: &mut Db<'_>, queue: &Queue, cursor: Option<QueueKey>, limit: i64) -> Result<Vec<CaseRecord>> {
    Ok(each!(db.conn, c => {
        let mut query = cases::table
            .filter(cases::submitted_at.is_not_null())
            .limit(limit)
            .into_boxed();
        query = match queue.account_id {
            Some(account) => query.filter(cases::account_id.eq(account)).order(cases::id),
            None => query.order((cases::submitted_at, cases::id)),
        };
        if let Some(stage) = queue.stage {
            query = query.filter(cases::stage.eq(stage));
        }
        if let Some(kind) = queue.kind {
            query = query.filter(cases::kind.eq(kind));
        }
        if let Some(agent) = queue.assigned_to {
            query = query.filter(cases::assignee_id.eq(Some(agent)));
        }
        if let Some(typed) = &queue.reference {
            // What is no reference is nobody's.
            let reference = parse_case_reference(typed).unwrap_or_default();
            query = query.filter(cases::reference.eq(reference));
        }
        if let (Some((_, id)), Some(_)) = (cursor, queue.account_id) {
            query = query.filter(cases::id.gt(id));
        } else if let Some((sent, id)) = cursor {
            // One comparison of both columns is found in an index; two that are joined by OR are not.
            let after = sql::<Bool>("(cases.submitted_at, cases.id) > (")
                .bind::<Instant, _>(At(sent))
                .sql(", ")
                .bind::<Id, _>(id)
                .sql(")");
            query = query.filter(after);
        }
        query.select(CaseRecord::columns()).load(c)
    })?)
}
