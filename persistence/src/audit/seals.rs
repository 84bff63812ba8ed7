//! Seals of the audit trail: whoever may write to the database can change a line, and cannot do so unseen.
//!
//! Every minute the lines that are new are listed, each with its SHA-256, and the hub signs a statement over that list and
//! over the statement before. The statements are a chain: to take one out, or to change what it covers, all that follow
//! would have to be signed anew. The newest one is published, so that a chain that was cut off is seen as well. Nothing of
//! this is done where a line is written.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::AuditEvent;
use super::listing::{self, Line};
use crate::dialect::prelude::*;
use crate::dialect::{self, AnyId, At, Connection};
use crate::error::{Error, Result};
use crate::schema::{audit_events, audit_seals};
use crate::store::{Db, Tx};
use crate::time::IdSource;

/// How many lines one seal covers at most.
const LINES_AT_MOST: usize = 4_096;

/// What the hub states by a seal (claims of a JWT, RFC 7519).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Address of the hub.
    pub iss: String,
    /// When it was sealed, in seconds since 1970.
    pub iat: i64,
    /// Which seal it is: they are counted from 1.
    pub number: i64,
    /// SHA-256 of the statement before, in base64url; none in the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// When the seal before was made, in seconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_iat: Option<i64>,
    /// SHA-256 of the list of lines, in base64url.
    pub lines: String,
}

/// A seal as it is kept.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_seals)]
pub struct AuditSeal {
    /// Which one it is: they are counted from 1.
    pub number: i64,
    /// When it was made.
    pub sealed_at: At,
    /// The newest line that is sealed by now.
    pub last_id: AnyId,
    /// The lines it covers, each as its id (16 bytes) and its SHA-256 (32 bytes).
    pub lines: Vec<u8>,
    /// What the hub stated, signed: a compact JWS (RFC 7515).
    pub statement: String,
}

/// A seal that waits for its signature.
#[derive(Debug)]
pub struct Draft {
    /// What is to be signed.
    pub claims: Claims,
    sealed_at: DateTime<Utc>,
    last_id: Uuid,
    lines: Vec<u8>,
}

impl Draft {
    /// The seal, by its signed statement.
    pub fn signed(self, statement: String) -> AuditSeal {
        AuditSeal {
            number: self.claims.number,
            sealed_at: At(self.sealed_at),
            last_id: AnyId(self.last_id),
            lines: self.lines,
            statement,
        }
    }
}

/// The end of the chain, without the lines that it covers.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = audit_seals)]
pub struct Head {
    /// Number of the newest seal.
    pub number: i64,
    /// When it was made.
    pub sealed_at: At,
    /// The newest line that is sealed by now.
    pub last_id: AnyId,
    /// What the hub stated by it, signed.
    pub statement: String,
}

/// The end of the chain, where there is one.
pub fn head(db: &mut Db<'_>) -> Result<Option<Head>> {
    Ok(audit_seals::table
        .filter(audit_seals::number.gt(0))
        .order(audit_seals::number.desc())
        .select(Head::columns())
        .first(db.conn)
        .optional()?)
}

/// The next seal, over the oldest lines that none covers yet; none where there are no such lines.
pub fn draft(db: &mut Db<'_>, issuer: &str) -> Result<Option<Draft>> {
    let before = head(db)?;
    let lines = unsealed(db, before.as_ref())?;
    let Some(newest) = lines.last().map(|line| line.id) else {
        return Ok(None);
    };
    let lines = listing::write(&lines);
    let claims = Claims {
        iss: issuer.to_owned(),
        iat: db.now().timestamp(),
        number: before.as_ref().map_or(1, |before| before.number + 1),
        previous: before.as_ref().map(|before| hash_of(before.statement.as_bytes())),
        previous_iat: before.as_ref().map(|before| before.sealed_at.timestamp()),
        lines: hash_of(&lines),
    };
    Ok(Some(Draft {
        claims,
        sealed_at: db.now(),
        last_id: before.map_or(newest, |before| newest.max(before.last_id.0)),
        lines,
    }))
}

/// Keeps a seal. Not where another process was quicker.
pub fn keep(tx: &mut Tx<'_>, seal: &AuditSeal) -> Result<bool> {
    dialect::advisory_lock(tx.conn, "audit_seals")?;
    let newest = head(tx)?.map_or(0, |newest| newest.number);
    if newest + 1 != seal.number {
        return Ok(false);
    }
    diesel::insert_into(audit_seals::table).values(seal).execute(tx.conn)?;
    Ok(true)
}

/// Forgets the seals of lines that are kept no longer; the newest stays, for the next one to follow.
pub(crate) fn forget_before(tx: &mut Tx<'_>, instant: DateTime<Utc>) -> Result<()> {
    let Some(newest) = head(tx)? else { return Ok(()) };
    let over = audit_seals::table
        .filter(audit_seals::sealed_at.lt(At(instant)))
        .filter(audit_seals::number.lt(newest.number));
    diesel::delete(over).execute(tx.conn)?;
    Ok(())
}

/// SHA-256 in base64url.
pub(super) fn hash_of(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, bytes))
}

/// The smallest id with which a line may still come to light, once the line with this one has. Ids are given while a
/// transaction runs: PostgreSQL's run side by side, for a minute and more, on machines whose clocks differ; SQLite's one
/// after the other.
pub(super) fn first_that_may_follow(conn: &Connection, id: Uuid) -> Uuid {
    let lateness = match conn {
        Connection::Postgres(_) => TimeDelta::minutes(5),
        Connection::Sqlite(_) => TimeDelta::seconds(1),
    };
    let instant = IdSource::instant_of(id).unwrap_or_default();
    IdSource::first_at(instant - lateness)
}

/// The lines that no seal covers, oldest first, not more than one seal takes: those after the newest that is sealed, and
/// those that came to light late.
fn unsealed(db: &mut Db<'_>, before: Option<&Head>) -> Result<Vec<Line>> {
    let from = before.map_or(Uuid::nil(), |before| first_that_may_follow(db.conn, before.last_id.0));
    let sealed = sealed_since(db, from)?;
    let ids: Vec<AnyId> = audit_events::table
        .filter(audit_events::id.ge(AnyId(from)))
        .order(audit_events::id)
        .limit(i64::try_from(sealed.len() + LINES_AT_MOST).unwrap_or(i64::MAX))
        .select(audit_events::id)
        .load(db.conn)?;
    let is_new = |id: Uuid| sealed.binary_search(&id).is_err();
    let mut new = ids.into_iter().filter(|id| is_new(id.0)).take(LINES_AT_MOST);
    let Some(first) = new.next() else { return Ok(Vec::new()) };
    let last = new.last().unwrap_or(first);
    let events: Vec<AuditEvent> = audit_events::table
        .filter(audit_events::id.ge(first).and(audit_events::id.le(last)))
        .order(audit_events::id)
        .select(AuditEvent::columns())
        .load(db.conn)?;
    Ok(events
        .iter()
        .filter(|event| is_new(event.id.0))
        .map(listing::line)
        .collect())
}

/// The ids from this one on that are sealed, in order.
fn sealed_since(db: &mut Db<'_>, from: Uuid) -> Result<Vec<Uuid>> {
    let lists: Vec<Vec<u8>> = audit_seals::table
        .filter(audit_seals::last_id.ge(AnyId(from)))
        .select(audit_seals::lines)
        .load(db.conn)?;
    let mut ids = Vec::new();
    for list in lists {
        let lines = listing::read(&list).ok_or_else(|| Error::Corrupt("the lines of a seal".to_owned()))?;
        ids.extend(lines.into_iter().map(|line| line.id).filter(|id| *id >= from));
    }
    ids.sort_unstable();
    Ok(ids)
}
