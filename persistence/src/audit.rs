//! The audit trail: who did what, to what, when [CNIL 2021-122]. It holds ids and addresses of the network, and nothing else
//! of a person.

use chrono::{DateTime, Utc};
use domain::actor::Role;
use domain::lifecycle::Subject;
use domain::security_event::SecurityEvent;
use serde_json::Value;
use uuid::Uuid;

use crate::dialect::prelude::*;
use crate::dialect::{AnyId, At, Stored};
use crate::each;
use crate::error::Result;
use crate::owner::Owner;
use crate::schema::audit_events;
use crate::security::SecurityNote;
use crate::store::{Db, Tx};
use crate::time::IdSource;

/// The target under which the log tells of the trail itself.
pub const LOG: &str = "audit";

mod listing;
pub mod seals;
pub mod verification;

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
    /// From which address that request came.
    pub client_address: Option<String>,
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

/// Writes a line about somebody who signs in; about nobody, where nobody was meant.
pub fn of_owner(tx: &mut Tx<'_>, action: &str, owner: Option<Owner>) -> Result<()> {
    of_owner_saying(tx, action, owner, None)
}

/// As [`of_owner`], with what else is worth knowing.
pub fn of_owner_saying(tx: &mut Tx<'_>, action: &str, owner: Option<Owner>, details: Option<Value>) -> Result<()> {
    match owner {
        Some(Owner::Driver(id)) => record(tx, action, Subject::Account, Some(id.into()), details),
        Some(Owner::Staff(id)) => note(tx, action, "staff", Some(id.into()), details),
        None => note(tx, action, "nobody", None, details),
    }
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
        client_address: tx.author().client_address.map(|address| address.to_string()),
    };
    diesel::insert_into(audit_events::table)
        .values(&event)
        .execute(tx.conn)?;
    if let Some(security_event) = SecurityEvent::of_action(action) {
        tx.will_tell(SecurityNote {
            subject: Some(event.subject),
            subject_id,
            ..SecurityNote::by(security_event, tx.author())
        });
    }
    Ok(())
}

/// Adds a condition on a text, if one is wanted: by its index, unless something else is looked up in one.
macro_rules! one_of {
    ($query:expr, $column:expr, $wanted:expr, $is_found:expr) => {
        match $wanted.clone() {
            None => $query,
            Some(wanted) if $is_found => $query.filter($column.concat("").eq(Some(wanted))),
            Some(wanted) => $query.filter($column.eq(Some(wanted))),
        }
    };
}

/// What is looked for in the trail.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// Only what was done to this.
    pub subject_id: Option<Uuid>,
    /// Only what this one did.
    pub actor_id: Option<String>,
    /// Only what was done from this address.
    pub client_address: Option<String>,
    /// Only this.
    pub action: Option<String>,
    /// Only what was done at this instant, or later.
    pub since: Option<DateTime<Utc>>,
    /// Only what was done before this instant.
    pub until: Option<DateTime<Utc>>,
}

/// The trail, newest first, before `cursor`.
pub fn list(db: &mut Db<'_>, filter: &AuditFilter, cursor: Option<Uuid>, limit: i64) -> Result<Vec<AuditEvent>> {
    // Ids begin with the time: the span is one of ids, so that each index holds it.
    let before = [filter.until.map(IdSource::first_at), cursor]
        .into_iter()
        .flatten()
        .min();
    let since = filter.since.map(IdSource::first_at);
    // Of several, one is looked up in its index, and the others are looked at on each line found there: the one of which
    // there are fewest lines.
    let by_subject = filter.subject_id.is_some();
    let by_address = by_subject || filter.client_address.is_some();
    let by_actor = by_address || filter.actor_id.is_some();
    Ok(each!(db.conn, c => {
        let mut query = audit_events::table
            .order(audit_events::id.desc())
            .limit(limit)
            .into_boxed();
        if let Some(subject_id) = filter.subject_id {
            query = query.filter(audit_events::subject_id.eq(Some(AnyId(subject_id))));
        }
        query = one_of!(query, audit_events::client_address, &filter.client_address, by_subject);
        query = one_of!(query, audit_events::actor_id, &filter.actor_id, by_address);
        query = one_of!(query, audit_events::action.nullable(), &filter.action, by_actor);
        if let Some(since) = since {
            query = query.filter(audit_events::id.ge(AnyId(since)));
        }
        if let Some(before) = before {
            query = query.filter(audit_events::id.lt(AnyId(before)));
        }
        query.select(AuditEvent::columns()).load(c)
    })?)
}
