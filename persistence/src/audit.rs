//! The audit trail: who did what, to what, when [CNIL 2021-122]. It holds ids, never personal data.

use domain::actor::Role;
use domain::lifecycle::Subject;
use serde_json::Value;
use uuid::Uuid;

use crate::dialect::prelude::*;
use crate::dialect::{AnyId, At, Stored};
use crate::each;
use crate::error::Result;
use crate::schema::audit_events;
use crate::store::{Db, Tx};

/// One line of the trail.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_events)]
#[diesel(treat_none_as_default_value = false)]
pub struct AuditEvent {
    /// Its id, ordered by time.
    pub id: AnyId,
    /// When.
    pub at: At,
    /// In which role.
    pub actor_role: Role,
    /// Who, by id.
    pub actor_id: Option<String>,
    /// What was done.
    pub action: String,
    /// To what kind of thing.
    pub subject: String,
    /// To which one.
    pub subject_id: Option<AnyId>,
    /// In which request.
    pub request_id: Option<String>,
    /// What else is worth knowing; never personal data.
    pub details: Option<Stored<Value>>,
}

/// Writes a line about a lifecycle's subject.
pub fn record(
    tx: &mut Tx<'_>,
    action: &str,
    subject: Subject,
    subject_id: Option<Uuid>,
    details: Option<Value>,
) -> Result<()> {
    note(tx, action, domain::words::Word::name(subject), subject_id, details)
}

/// Writes a line about anything else: a document read, a fee set, a centre changed.
pub fn note(
    tx: &mut Tx<'_>,
    action: &str,
    subject: &str,
    subject_id: Option<Uuid>,
    details: Option<Value>,
) -> Result<()> {
    let event = AuditEvent {
        id: tx.id(),
        at: At(tx.now()),
        actor_role: tx.author().actor.role(),
        actor_id: tx.author().actor.id(),
        action: action.to_owned(),
        subject: subject.to_owned(),
        subject_id: subject_id.map(AnyId),
        request_id: tx.author().request_id.clone(),
        details: details.map(Stored),
    };
    diesel::insert_into(audit_events::table)
        .values(&event)
        .execute(tx.conn)?;
    Ok(())
}

/// What is looked for in the trail.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// Only what was done to this.
    pub subject_id: Option<Uuid>,
    /// Only what this one did.
    pub actor_id: Option<String>,
}

/// The trail, newest first, before `cursor`.
pub fn list(db: &mut Db<'_>, filter: &AuditFilter, cursor: Option<Uuid>, limit: i64) -> Result<Vec<AuditEvent>> {
    Ok(each!(db.conn, c => {
        let mut query = audit_events::table
            .order(audit_events::id.desc())
            .limit(limit)
            .into_boxed();
        if let Some(subject_id) = filter.subject_id {
            query = query.filter(audit_events::subject_id.eq(Some(AnyId(subject_id))));
        }
        query = match (&filter.actor_id, filter.subject_id) {
            (None, _) => query,
            (Some(actor_id), None) => query.filter(audit_events::actor_id.eq(Some(actor_id.clone()))),
            // Looked at on each line about the subject, and not in an index: one actor does more than is ever done to one.
            (Some(actor_id), Some(_)) => query.filter(audit_events::actor_id.concat("").eq(Some(actor_id.clone()))),
        };
        if let Some(cursor) = cursor {
            query = query.filter(audit_events::id.lt(AnyId(cursor)));
        }
        query.select(AuditEvent::columns()).load(c)
    })?)
}
