//! The endpoints of partners: where they are, what they are told of, how they do.

use chrono::{DateTime, TimeDelta, Utc};
use domain::access::Partner;
use domain::ids::{CentreId, FrontendId, WebhookEndpointId};
use domain::webhook::{Audience, EndpointStage, MOST_ENDPOINTS, PauseReason, WebhookEvent, fails_for_long, rest_after};
use serde_json::json;

use crate::dialect::prelude::*;
use crate::dialect::{At, Stored};
use crate::error::{Error, Result};
use crate::keys::Seal;
use crate::notify;
use crate::schema::{webhook_attempts, webhook_deliveries, webhook_endpoints, webhook_secrets};
use crate::store::{Db, Tx};
use crate::webhooks::secrets::{self, FreshSecret};
use crate::webhooks::{deliveries, replay};
use crate::{audit, dialect, each, key_shared, locked, locked_to_remove};

/// An endpoint, as it is kept.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = webhook_endpoints)]
pub struct EndpointRecord {
    /// Its id.
    pub id: WebhookEndpointId,
    /// Raised by every change that its owner sees as one.
    pub version: i32,
    /// What its owner may be told of.
    pub audience: Audience,
    /// The training centre whose it is, if it is one's.
    pub centre_id: Option<CentreId>,
    /// Where it is.
    pub url: String,
    /// What its owner says of it.
    pub description: String,
    /// What it is told of.
    pub events: Stored<Vec<WebhookEvent>>,
    /// What becomes of it.
    pub stage: EndpointStage,
    /// Why it is paused, if it is.
    pub pause_reason: Option<PauseReason>,
    /// How many attempts failed since the last one that did not.
    pub failures: i32,
    /// Since when.
    pub failing_since: Option<DateTime<Utc>>,
    /// Until when it is left alone.
    pub rest_until: Option<DateTime<Utc>>,
    /// When it last took a delivery.
    pub last_delivered_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// The frontend whose operator's it is, if it is one's.
    pub frontend_id: Option<FrontendId>,
}

impl EndpointRecord {
    /// Whether it is somebody's.
    fn is_of(&self, subscriber: Partner) -> bool {
        self.audience == subscriber.audience()
            && self.centre_id == subscriber.centre()
            && self.frontend_id == subscriber.frontend()
    }
}

/// What its owner says of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// Where it is.
    pub url: String,
    /// What it is for, in its owner's words.
    pub description: String,
    /// What it is told of.
    pub events: Vec<WebhookEvent>,
}

#[derive(Insertable)]
#[diesel(table_name = webhook_endpoints)]
#[diesel(treat_none_as_default_value = false)]
struct Row {
    id: WebhookEndpointId,
    version: i32,
    audience: Audience,
    centre_id: Option<CentreId>,
    url: String,
    description: String,
    events: Stored<Vec<WebhookEvent>>,
    stage: EndpointStage,
    failures: i32,
    created_at: At,
    updated_at: At,
    frontend_id: Option<FrontendId>,
}

/// What became of an endpoint that was to be made.
#[derive(Debug)]
pub enum Made {
    /// It is there, with what it is signed for by.
    Endpoint(Box<EndpointRecord>, FreshSecret),
    /// Its owner has as many as there may be.
    TooMany,
}

/// One of somebody's endpoints; somebody else's is not found.
pub fn find(db: &mut Db<'_>, subscriber: Partner, id: WebhookEndpointId) -> Result<EndpointRecord> {
    let record = by_id(db, id)?.ok_or(Error::NotFound)?;
    if record.is_of(subscriber) {
        Ok(record)
    } else {
        Err(Error::NotFound)
    }
}

/// An endpoint, if it still is there.
pub fn by_id(db: &mut Db<'_>, id: WebhookEndpointId) -> Result<Option<EndpointRecord>> {
    Ok(webhook_endpoints::table
        .find(id)
        .select(EndpointRecord::columns())
        .first(db.conn)
        .optional()?)
}

/// As [`find`], locked until the transaction ends.
pub fn lock(tx: &mut Tx<'_>, subscriber: Partner, id: WebhookEndpointId) -> Result<EndpointRecord> {
    find(tx, subscriber, id)?;
    lock_any(tx, id)
}

/// As [`find`], and nobody removes it until the transaction ends.
pub fn keep(tx: &mut Tx<'_>, subscriber: Partner, id: WebhookEndpointId) -> Result<EndpointRecord> {
    find(tx, subscriber, id)?;
    Ok(
        key_shared!(tx.conn, webhook_endpoints::table.find(id).select(EndpointRecord::columns()) => first::<EndpointRecord>)?,
    )
}

/// As [`lock`], for one that is to be removed: what is being decided to be delivered to it is decided before.
pub fn lock_to_remove(tx: &mut Tx<'_>, subscriber: Partner, id: WebhookEndpointId) -> Result<EndpointRecord> {
    find(tx, subscriber, id)?;
    Ok(
        locked_to_remove!(tx.conn, webhook_endpoints::table.find(id).select(EndpointRecord::columns()) => first::<EndpointRecord>)?,
    )
}

/// Any endpoint, locked.
pub(super) fn lock_any(tx: &mut Tx<'_>, id: WebhookEndpointId) -> Result<EndpointRecord> {
    Ok(
        locked!(tx.conn, webhook_endpoints::table.find(id).select(EndpointRecord::columns()) => first::<EndpointRecord>)?,
    )
}

/// Somebody's endpoints, oldest first, after `cursor`.
pub fn list(
    db: &mut Db<'_>,
    subscriber: Partner,
    cursor: Option<WebhookEndpointId>,
    limit: i64,
) -> Result<Vec<EndpointRecord>> {
    Ok(each!(db.conn, c => {
        let mut query = webhook_endpoints::table
            .order(webhook_endpoints::id)
            .limit(limit)
            .into_boxed();
        query = match subscriber {
            Partner::Centre(centre) => query.filter(webhook_endpoints::centre_id.eq(Some(centre))),
            Partner::Factory => query.filter(webhook_endpoints::audience.eq(Audience::Factory)),
            Partner::Frontend(frontend) => query.filter(webhook_endpoints::frontend_id.eq(Some(frontend))),
        };
        if let Some(cursor) = cursor {
            query = query.filter(webhook_endpoints::id.gt(cursor));
        }
        query.select(EndpointRecord::columns()).load(c)
    })?)
}

/// Makes an endpoint, and its first secret.
pub fn make(tx: &mut Tx<'_>, seal: &Seal, subscriber: Partner, described: &Described) -> Result<Made> {
    // Two at once never make one too many.
    dialect::advisory_lock(tx.conn, "webhook_endpoints")?;
    let most = i64::try_from(MOST_ENDPOINTS).unwrap_or(i64::MAX);
    if list(tx, subscriber, None, most)?.len() >= MOST_ENDPOINTS {
        return Ok(Made::TooMany);
    }
    let now = tx.real_now();
    let row = Row {
        id: tx.id(),
        version: 1,
        audience: subscriber.audience(),
        centre_id: subscriber.centre(),
        url: described.url.clone(),
        description: described.description.clone(),
        events: Stored(described.events.clone()),
        stage: EndpointStage::Active,
        failures: 0,
        created_at: At(now),
        updated_at: At(now),
        frontend_id: subscriber.frontend(),
    };
    diesel::insert_into(webhook_endpoints::table)
        .values(&row)
        .execute(tx.conn)?;
    let secret = secrets::make(tx, seal, row.id)?;
    note(tx, "create", row.id)?;
    let record = by_id(tx, row.id)?.ok_or(Error::NotFound)?;
    Ok(Made::Endpoint(Box::new(record), secret))
}

/// Replaces what its owner says of a locked endpoint.
pub fn describe(tx: &mut Tx<'_>, record: &EndpointRecord, described: &Described) -> Result<()> {
    diesel::update(webhook_endpoints::table.find(record.id))
        .set((
            webhook_endpoints::url.eq(&described.url),
            webhook_endpoints::description.eq(&described.description),
            webhook_endpoints::events.eq(Stored(described.events.clone())),
            webhook_endpoints::version.eq(webhook_endpoints::version + 1),
            webhook_endpoints::updated_at.eq(At(tx.real_now())),
        ))
        .execute(tx.conn)?;
    note(tx, "change", record.id)
}

/// Pauses a locked endpoint. What it would have been told is kept.
pub fn pause(tx: &mut Tx<'_>, record: &EndpointRecord, reason: PauseReason) -> Result<()> {
    diesel::update(webhook_endpoints::table.find(record.id))
        .set((
            webhook_endpoints::stage.eq(EndpointStage::Paused),
            webhook_endpoints::pause_reason.eq(Some(reason)),
            webhook_endpoints::version.eq(webhook_endpoints::version + 1),
            webhook_endpoints::updated_at.eq(At(tx.real_now())),
        ))
        .execute(tx.conn)?;
    let details = json!({"reason": reason});
    audit::note(tx, "pause", SUBJECT, Some(record.id.into()), Some(details))
}

/// Lets a locked endpoint be told again, of what was kept first.
pub fn resume(tx: &mut Tx<'_>, record: &EndpointRecord) -> Result<()> {
    diesel::update(webhook_endpoints::table.find(record.id))
        .set((
            webhook_endpoints::stage.eq(EndpointStage::Resuming),
            webhook_endpoints::pause_reason.eq(None::<PauseReason>),
            webhook_endpoints::failures.eq(0),
            webhook_endpoints::failing_since.eq(None::<At>),
            webhook_endpoints::rest_until.eq(None::<At>),
            webhook_endpoints::version.eq(webhook_endpoints::version + 1),
            webhook_endpoints::updated_at.eq(At(tx.real_now())),
        ))
        .execute(tx.conn)?;
    deliveries::hasten(tx, record.id)?;
    replay::let_go(tx, record.id)?;
    note(tx, "resume", record.id)
}

/// Everything that was kept is on its way.
pub(super) fn become_active(tx: &mut Tx<'_>, id: WebhookEndpointId) -> Result<()> {
    diesel::update(webhook_endpoints::table.find(id))
        .set((
            webhook_endpoints::stage.eq(EndpointStage::Active),
            webhook_endpoints::version.eq(webhook_endpoints::version + 1),
            webhook_endpoints::updated_at.eq(At(tx.real_now())),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Removes an endpoint that was [locked for that](lock_to_remove), with everything that was kept of it. What is on its way
/// to it arrives, or not.
pub fn remove(tx: &mut Tx<'_>, record: &EndpointRecord) -> Result<()> {
    let own = webhook_deliveries::table
        .filter(webhook_deliveries::endpoint_id.eq(record.id))
        .select(webhook_deliveries::id);
    diesel::delete(webhook_attempts::table.filter(webhook_attempts::delivery_id.eq_any(own))).execute(tx.conn)?;
    diesel::delete(webhook_deliveries::table.filter(webhook_deliveries::endpoint_id.eq(record.id))).execute(tx.conn)?;
    diesel::delete(webhook_secrets::table.filter(webhook_secrets::endpoint_id.eq(record.id))).execute(tx.conn)?;
    diesel::delete(webhook_endpoints::table.find(record.id)).execute(tx.conn)?;
    note(tx, "remove", record.id)
}

/// It took a delivery.
pub(super) fn succeeded(tx: &mut Tx<'_>, record: &EndpointRecord) -> Result<()> {
    diesel::update(webhook_endpoints::table.find(record.id))
        .set((
            webhook_endpoints::failures.eq(0),
            webhook_endpoints::failing_since.eq(None::<At>),
            webhook_endpoints::rest_until.eq(None::<At>),
            webhook_endpoints::last_delivered_at.eq(Some(At(tx.real_now()))),
        ))
        .execute(tx.conn)?;
    // Whatever waited for it to work again need not wait longer; one that it does not digest, among others that it does,
    // is not to be tried with each of them.
    if record.failures >= DOWN {
        deliveries::hasten(tx, record.id)?;
    }
    Ok(())
}

/// It did not; how long it is left alone. One that fails for long, or is gone, is paused, and its owner told.
pub(super) fn failed(
    tx: &mut Tx<'_>,
    record: &EndpointRecord,
    is_gone: bool,
    asked_for: Option<TimeDelta>,
) -> Result<()> {
    let now = tx.real_now();
    let failing_since = record.failing_since.unwrap_or(now);
    let is_resting = record.rest_until.is_some_and(|until| until > now);
    // Attempts that were under way at once are one failure.
    let failures = if is_resting {
        record.failures
    } else {
        record.failures + 1
    };
    let rest_until = now + rest_after(failures, asked_for);
    diesel::update(webhook_endpoints::table.find(record.id))
        .set((
            webhook_endpoints::failures.eq(failures),
            webhook_endpoints::failing_since.eq(Some(At(failing_since))),
            webhook_endpoints::rest_until.eq(Some(At(rest_until))),
        ))
        .execute(tx.conn)?;
    let reason = if is_gone {
        PauseReason::Gone
    } else {
        PauseReason::Failing
    };
    if record.stage == EndpointStage::Paused || !(is_gone || fails_for_long(failures, failing_since, now)) {
        return Ok(());
    }
    pause_and_tell(tx, record, reason)
}

/// Pauses the endpoints of a training centre or a frontend that is not active any more, and tells so.
pub(crate) fn pause_all_of(tx: &mut Tx<'_>, subscriber: Partner, reason: PauseReason) -> Result<()> {
    let most = i64::try_from(MOST_ENDPOINTS).unwrap_or(i64::MAX);
    for known in list(tx, subscriber, None, most)? {
        let record = lock_any(tx, known.id)?;
        if record.stage != EndpointStage::Paused {
            pause_and_tell(tx, &record, reason)?;
        }
    }
    Ok(())
}

fn pause_and_tell(tx: &mut Tx<'_>, record: &EndpointRecord, reason: PauseReason) -> Result<()> {
    pause(tx, record, reason)?;
    notify::tell_of_paused_endpoint(tx, record.id, record.centre_id)
}

/// From so many failures in a row an endpoint was down, and did not merely refuse something.
const DOWN: i32 = 3;

/// How the audit trail calls an endpoint.
const SUBJECT: &str = "webhook_endpoint";

fn note(tx: &mut Tx<'_>, action: &str, id: WebhookEndpointId) -> Result<()> {
    audit::note(tx, action, SUBJECT, Some(id.into()), None)
}
