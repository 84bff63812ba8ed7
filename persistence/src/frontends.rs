//! Frontends that a supervisor registered, what people authorise them to do, and the codes that begin their sessions.
//! Authorising goes by real time, as sessions do.

use chrono::{DateTime, Utc};
use domain::access::Partner;
use domain::ids::{AccountId, FrontendId, SessionId};
use domain::oauth::{CODE_KEPT, ClientParty, Frontend, FrontendScope, Scopes};
use domain::webhook::PauseReason;
use serde_json::json;

use crate::dialect::prelude::*;
use crate::dialect::{At, Stored};
use crate::error::Result;
use crate::owner::Owner;
use crate::schema::{authorizations, frontends, sessions as sessions_table};
use crate::store::{Db, Tx};
use crate::token::Token;
use crate::webhooks::endpoints;
use crate::{audit, each, locked, sessions};

pub mod authorizing;
mod entered;
pub mod exchange;

/// A frontend, as it is kept.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = frontends)]
pub struct FrontendRecord {
    /// Its id: its `client_id`.
    pub id: FrontendId,
    /// Raised by every change.
    pub version: i32,
    /// Its name, as people read it.
    pub name: String,
    /// Whose it is.
    pub party: ClientParty,
    /// Where people may be led with a code.
    pub redirect_uris: Stored<Vec<String>>,
    /// Whose scripts may read answers.
    pub origins: Stored<Vec<String>>,
    /// What it may ask for at the most.
    pub scopes: Stored<Vec<FrontendScope>>,
    /// Whether anybody is let in by it.
    pub active: bool,
    /// When it was registered.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When somebody was last let in by it.
    pub last_used_at: Option<DateTime<Utc>>,
}

impl FrontendRecord {
    /// What is said about it.
    pub fn described(&self) -> Frontend {
        Frontend {
            name: self.name.clone(),
            party: self.party,
            redirect_uris: self.redirect_uris.0.clone(),
            origins: self.origins.0.clone(),
            scopes: self.scopes.0.clone(),
            active: self.active,
        }
    }
}

/// For which frontend a session is, and how far it reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Granted {
    /// The frontend.
    pub frontend: FrontendId,
    /// Its name when the session began.
    pub name: String,
    /// What it may do in the session.
    pub scopes: Scopes,
}

#[derive(Insertable)]
#[diesel(table_name = frontends)]
struct Row<'a> {
    id: FrontendId,
    version: i32,
    name: &'a str,
    party: ClientParty,
    redirect_uris: Stored<Vec<String>>,
    origins: Stored<Vec<String>>,
    scopes: Stored<Vec<FrontendScope>>,
    active: bool,
    created_at: At,
    updated_at: At,
}

/// One frontend.
pub fn find(db: &mut Db<'_>, id: FrontendId) -> Result<FrontendRecord> {
    Ok(frontends::table
        .find(id)
        .select(FrontendRecord::columns())
        .first(db.conn)?)
}

/// As [`find`], if there is one and it is active.
pub fn active(db: &mut Db<'_>, id: FrontendId) -> Result<Option<FrontendRecord>> {
    Ok(frontends::table
        .find(id)
        .filter(frontends::active.eq(true))
        .select(FrontendRecord::columns())
        .first(db.conn)
        .optional()?)
}

/// As [`find`], locked until the transaction ends.
pub fn lock(tx: &mut Tx<'_>, id: FrontendId) -> Result<FrontendRecord> {
    Ok(locked!(tx.conn, frontends::table.find(id).select(FrontendRecord::columns()) => first::<FrontendRecord>)?)
}

/// All frontends, oldest first, after `cursor`.
pub fn list(db: &mut Db<'_>, cursor: Option<FrontendId>, limit: i64) -> Result<Vec<FrontendRecord>> {
    Ok(each!(db.conn, c => {
        let mut query = frontends::table.order(frontends::id).limit(limit).into_boxed();
        if let Some(cursor) = cursor {
            query = query.filter(frontends::id.gt(cursor));
        }
        query.select(FrontendRecord::columns()).load(c)
    })?)
}

/// The origins of every active frontend.
pub fn origins(db: &mut Db<'_>) -> Result<Vec<String>> {
    let kept: Vec<Stored<Vec<String>>> = frontends::table
        .filter(frontends::active.eq(true))
        .select(frontends::origins)
        .load(db.conn)?;
    Ok(kept.into_iter().flat_map(|origins| origins.0).collect())
}

/// Registers a frontend.
pub fn insert(tx: &mut Tx<'_>, frontend: &Frontend) -> Result<FrontendRecord> {
    let id = FrontendId(tx.id());
    insert_as(tx, id, frontend)
}

/// As [`insert`], under an id that is known beforehand: the sandbox's.
pub fn insert_as(tx: &mut Tx<'_>, id: FrontendId, frontend: &Frontend) -> Result<FrontendRecord> {
    let row = Row {
        id,
        version: 1,
        name: &frontend.name,
        party: frontend.party,
        redirect_uris: Stored(frontend.redirect_uris.clone()),
        origins: Stored(frontend.origins.clone()),
        scopes: Stored(frontend.scopes.clone()),
        active: frontend.active,
        created_at: At(tx.now()),
        updated_at: At(tx.now()),
    };
    diesel::insert_into(frontends::table).values(&row).execute(tx.conn)?;
    let details = json!({"party": frontend.party, "scopes": frontend.scopes});
    audit::note(tx, "add_frontend", "frontend", Some(id.into()), Some(details))?;
    find(tx, id)
}

/// Replaces what is said about a locked frontend. Where it may do less than before, or nothing, its sessions end.
pub fn update(tx: &mut Tx<'_>, record: &FrontendRecord, frontend: &Frontend) -> Result<FrontendRecord> {
    let changed = (
        frontends::name.eq(&frontend.name),
        frontends::party.eq(frontend.party),
        frontends::redirect_uris.eq(Stored(frontend.redirect_uris.clone())),
        frontends::origins.eq(Stored(frontend.origins.clone())),
        frontends::scopes.eq(Stored(frontend.scopes.clone())),
        frontends::active.eq(frontend.active),
        frontends::version.eq(record.version + 1),
        frontends::updated_at.eq(At(tx.now())),
    );
    diesel::update(frontends::table.find(record.id))
        .set(changed)
        .execute(tx.conn)?;
    let (before, after) = (&record.scopes.0, &frontend.scopes);
    let lies_within = Scopes::of(before.iter().copied()).lie_within(&Scopes::of(after.iter().copied()));
    if !frontend.active || !lies_within {
        end_all(tx, record.id)?;
    }
    if record.active && !frontend.active {
        endpoints::pause_all_of(tx, Partner::Frontend(record.id), PauseReason::FrontendInactive)?;
    }
    let details = json!({"version": record.version + 1, "active": frontend.active, "scopes": frontend.scopes});
    audit::note(tx, "change_frontend", "frontend", Some(record.id.into()), Some(details))?;
    find(tx, record.id)
}

/// Ends every session of a frontend, and what is on its way to one.
fn end_all(tx: &mut Tx<'_>, id: FrontendId) -> Result<()> {
    let pending = authorizations::table
        .filter(authorizations::frontend_id.eq(id))
        .filter(authorizations::exchanged_at.is_null());
    diesel::delete(pending).execute(tx.conn)?;
    sessions::end_of_frontend(tx, id)
}

/// Somebody was let in by it.
fn touch(tx: &mut Tx<'_>, id: FrontendId) -> Result<()> {
    let now = At(tx.real_now());
    diesel::update(frontends::table.find(id))
        .set(frontends::last_used_at.eq(Some(now)))
        .execute(tx.conn)?;
    Ok(())
}

/// Ends a session because its frontend says that it is over (RFC 7009). Another's, or ended before: nothing happens.
pub fn revoke(tx: &mut Tx<'_>, frontend: FrontendId, id: SessionId) -> Result<()> {
    let its = sessions_table::table
        .find(id)
        .filter(sessions_table::frontend_id.eq(Some(frontend)))
        .select(sessions_table::id);
    let found: Option<SessionId> = its.first(tx.conn).optional()?;
    if found.is_some() && sessions::end_these(tx, &[id])? > 0 {
        audit::note(tx, "revoke_token", "session", Some(id.into()), None)?;
    }
    Ok(())
}

/// What a frontend was granted in the session of a refresh token; none where the token is not its own.
pub fn granted(tx: &mut Tx<'_>, frontend: FrontendId, shown: &Token) -> Result<Option<Scopes>> {
    let Some(id) = sessions::session_of(tx, shown)? else {
        return Ok(None);
    };
    let kept: Option<Option<Stored<Vec<FrontendScope>>>> = sessions_table::table
        .find(id)
        .filter(sessions_table::frontend_id.eq(Some(frontend)))
        .select(sessions_table::scopes)
        .first(tx.conn)
        .optional()?;
    Ok(kept.flatten().map(|scopes| Scopes::of(scopes.0)))
}

/// Forgets what somebody has not brought to an end: whoever wants them out wants no code of theirs to be exchanged.
pub(crate) fn forget_pending(tx: &mut Tx<'_>, owner: Owner) -> Result<()> {
    let pending = authorizations::table.filter(authorizations::exchanged_at.is_null());
    match owner {
        Owner::Driver(id) => {
            diesel::delete(pending.filter(authorizations::account_id.eq(Some(id)))).execute(tx.conn)?
        }
        Owner::Staff(id) => diesel::delete(pending.filter(authorizations::staff_id.eq(Some(id)))).execute(tx.conn)?,
    };
    Ok(())
}

/// Forgets what a driver authorised: they are erased.
pub(crate) fn forget_of(tx: &mut Tx<'_>, id: AccountId) -> Result<()> {
    diesel::delete(authorizations::table.filter(authorizations::account_id.eq(Some(id)))).execute(tx.conn)?;
    Ok(())
}

/// Forgets codes that were over a day ago.
pub fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    let limit = At(tx.real_now() - CODE_KEPT);
    diesel::delete(authorizations::table.filter(authorizations::expires_at.lt(limit))).execute(tx.conn)?;
    Ok(())
}
