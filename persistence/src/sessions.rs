//! Sign-ins: who is signed in where. All of it goes by real time, never by the business clock: a session does not end
//! because the sandbox's calendar was moved.

use chrono::{DateTime, Utc};
use domain::access::StaffRole;
use domain::account::Stage;
use domain::federation::SignInMeans;
use domain::ids::{AccountId, FrontendId, PasskeyId, SessionId, StaffId};
use domain::oauth::{FrontendScope, Scopes};

use crate::dialect::prelude::*;
use crate::dialect::{At, Stored};
use crate::error::{Error, Result};
use crate::owner::Owner;
use crate::schema::{accounts, second_factors, sessions, staff};
use crate::store::{Db, Tx};
use crate::token::Token;
use crate::{arrival, audit, each, frontends};

mod refresh;

pub use refresh::{Refreshed, refresh, session_of};

/// A session as its owner sees it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub struct SessionRecord {
    /// Its id, `sid` in access tokens.
    pub id: SessionId,
    /// What the client called itself at sign-in.
    pub user_agent: Option<String>,
    /// When somebody signed in.
    pub created_at: DateTime<Utc>,
    /// When its tokens were last renewed.
    pub rotated_at: DateTime<Utc>,
    /// When it ends if it is not used.
    pub expires_at: DateTime<Utc>,
    /// How somebody signed in.
    pub means: SignInMeans,
    /// For which registered frontend; none where they signed in directly.
    pub frontend_id: Option<FrontendId>,
    /// Its name when the session began.
    pub frontend_name: Option<String>,
    /// What it may do in the session; everything where nothing is said.
    pub scopes: Option<Stored<Vec<FrontendScope>>>,
}

#[derive(Insertable)]
#[diesel(table_name = sessions)]
struct NewSession {
    id: SessionId,
    account_id: Option<AccountId>,
    staff_id: Option<StaffId>,
    generation: i32,
    user_agent: Option<String>,
    created_at: At,
    rotated_at: At,
    expires_at: At,
    means: SignInMeans,
    proven_by_provider: bool,
    passkey_id: Option<PasskeyId>,
    frontend_id: Option<FrontendId>,
    frontend_name: Option<String>,
    scopes: Option<Stored<Vec<FrontendScope>>>,
}

/// How a session comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// By a password, and a code where one is asked for.
    Password,
    /// At an identity provider.
    Provider {
        /// Whether it asked for a second factor, so that the hub does not.
        second_factor: bool,
    },
    /// By a passkey, with a gesture that says that it is its owner who shows it: both factors.
    Passkey(PasskeyId),
}

impl Entry {
    const fn means(self) -> SignInMeans {
        match self {
            Self::Password => SignInMeans::Password,
            Self::Provider { .. } => SignInMeans::OpenIdConnect,
            Self::Passkey(_) => SignInMeans::Passkey,
        }
    }

    const fn is_proven_by_provider(self) -> bool {
        matches!(self, Self::Provider { second_factor: true })
    }

    const fn passkey_id(self) -> Option<PasskeyId> {
        match self {
            Self::Passkey(id) => Some(id),
            Self::Password | Self::Provider { .. } => None,
        }
    }
}

/// Begins a session; its id and its first refresh token.
pub fn begin(tx: &mut Tx<'_>, owner: Owner, entry: Entry, from: arrival::From<'_>) -> Result<(SessionId, Token)> {
    let now = tx.real_now();
    let session = NewSession {
        id: tx.id(),
        account_id: owner.account_id(),
        staff_id: owner.staff_id(),
        generation: 0,
        user_agent: from.user_agent.map(str::to_owned),
        created_at: At(now),
        rotated_at: At(now),
        expires_at: At(owner.session_time().ends_at(now, now)),
        means: entry.means(),
        proven_by_provider: entry.is_proven_by_provider(),
        passkey_id: entry.passkey_id(),
        frontend_id: from.granted.map(|granted| granted.frontend),
        frontend_name: from.granted.map(|granted| granted.name.clone()),
        scopes: from.granted.map(|granted| Stored(granted.scopes.all().to_vec())),
    };
    diesel::insert_into(sessions::table).values(&session).execute(tx.conn)?;
    let token = refresh::issue(tx, session.id, session.generation)?;
    Ok((session.id, token))
}

/// Who is behind a session that has not ended, if they may still sign in.
pub fn who(db: &mut Db<'_>, id: SessionId) -> Result<Option<Present>> {
    type Driver = Option<(AccountId, Stage)>;
    type Staff = Option<(StaffId, StaffRole, bool)>;
    type Factor = Option<DateTime<Utc>>;
    type Proven = (bool, SignInMeans);
    type For = (Option<FrontendId>, Option<Stored<Vec<FrontendScope>>>);

    let now = db.real_now();
    let query = sessions::table
        .left_join(accounts::table.on(sessions::account_id.eq(accounts::id.nullable())))
        .left_join(staff::table.on(sessions::staff_id.eq(staff::id.nullable())))
        .left_join(second_factors::table.on(sessions::staff_id.eq(second_factors::staff_id.nullable())))
        .filter(sessions::id.eq(id))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(At(now)))
        .select((
            (accounts::id, accounts::stage).nullable(),
            (staff::id, staff::role, staff::active).nullable(),
            second_factors::confirmed_at.nullable(),
            (sessions::proven_by_provider, sessions::means),
            (sessions::frontend_id, sessions::scopes),
        ));
    let found: Option<(Driver, Staff, Factor, Proven, For)> = query.first(db.conn).optional()?;
    let Some((driver, member, factor, (by_provider, means), (frontend, scopes))) = found else {
        return Ok(None);
    };
    let (signed, has_second_factor) = match (driver, member) {
        (Some((id, Stage::Active)), _) => (Signed::Driver(id), false),
        (_, Some((id, role, true))) => {
            let proven = by_provider || means == SignInMeans::Passkey;
            (Signed::Staff(id, role), factor.is_some() || proven)
        }
        _ => return Ok(None),
    };
    Ok(Some(Present {
        signed,
        has_second_factor,
        frontend,
        scopes: scopes.map(|scopes| Scopes::of(scopes.0)),
    }))
}

/// Who asks in a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    /// Who it is.
    pub signed: Signed,
    /// Whether they sign in with a second factor, or did in this session: at their identity provider, or by a passkey.
    pub has_second_factor: bool,
    /// For which registered frontend; none where they signed in directly.
    pub frontend: Option<FrontendId>,
    /// What it may do for them; everything where nothing is said.
    pub scopes: Option<Scopes>,
}

/// Who is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signed {
    /// A driver with an active account.
    Driver(AccountId),
    /// A member of staff, in the role they have now.
    Staff(StaffId, StaffRole),
}

impl Signed {
    /// The owner of the session.
    pub fn owner(self) -> Owner {
        match self {
            Self::Driver(id) => Owner::Driver(id),
            Self::Staff(id, _) => Owner::Staff(id),
        }
    }
}

/// The sessions of somebody that are still good, newest first, before `cursor`.
pub fn of(db: &mut Db<'_>, owner: Owner, cursor: Option<SessionId>, limit: i64) -> Result<Vec<SessionRecord>> {
    let now = db.real_now();
    Ok(each!(db.conn, c => {
        let mut query = sessions::table
            .filter(sessions::ended_at.is_null())
            .filter(sessions::expires_at.gt(At(now)))
            .order(sessions::id.desc())
            .limit(limit)
            .into_boxed();
        query = match owner {
            Owner::Driver(id) => query.filter(sessions::account_id.eq(Some(id))),
            Owner::Staff(id) => query.filter(sessions::staff_id.eq(Some(id))),
        };
        if let Some(cursor) = cursor {
            query = query.filter(sessions::id.lt(cursor));
        }
        query.select(SessionRecord::columns()).load(c)
    })?)
}

/// A session, ended or not; none once it is forgotten.
pub fn find(db: &mut Db<'_>, id: SessionId) -> Result<Option<SessionRecord>> {
    let found = sessions::table.find(id).select(SessionRecord::columns());
    Ok(found.first(db.conn).optional()?)
}

/// Ends one of somebody's sessions, because they want that. Ended before, or somebody else's: not found.
pub fn sign_out(tx: &mut Tx<'_>, owner: Owner, id: SessionId) -> Result<()> {
    end(tx, owner, id)?;
    audit::note(tx, "sign_out", "session", Some(id.into()), None)
}

/// Ends one of somebody's sessions.
fn end(tx: &mut Tx<'_>, owner: Owner, id: SessionId) -> Result<()> {
    let now = tx.real_now();
    let open = sessions::table
        .filter(sessions::id.eq(id))
        .filter(sessions::ended_at.is_null());
    let set = sessions::ended_at.eq(Some(At(now)));
    let ended = match owner {
        Owner::Driver(id) => diesel::update(open.filter(sessions::account_id.eq(Some(id))))
            .set(set)
            .execute(tx.conn)?,
        Owner::Staff(id) => diesel::update(open.filter(sessions::staff_id.eq(Some(id))))
            .set(set)
            .execute(tx.conn)?,
    };
    if ended == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// Ends every session of somebody, because they or a supervisor wants them out.
pub fn sign_out_everywhere(tx: &mut Tx<'_>, owner: Owner) -> Result<()> {
    end_all_of(tx, owner)?;
    audit::of_owner(tx, "sign_out_everywhere", Some(owner))
}

/// Ends every session of a driver: whatever their tokens say, nothing is answered to them any more.
pub fn end_all(tx: &mut Tx<'_>, account_id: AccountId) -> Result<()> {
    end_all_of(tx, Owner::Driver(account_id))
}

/// As [`end_all`], for a driver or a member of staff.
pub fn end_all_of(tx: &mut Tx<'_>, owner: Owner) -> Result<()> {
    let now = tx.real_now();
    let open = sessions::table.filter(sessions::ended_at.is_null());
    let set = sessions::ended_at.eq(Some(At(now)));
    match owner {
        Owner::Driver(id) => diesel::update(open.filter(sessions::account_id.eq(Some(id))))
            .set(set)
            .execute(tx.conn)?,
        Owner::Staff(id) => diesel::update(open.filter(sessions::staff_id.eq(Some(id))))
            .set(set)
            .execute(tx.conn)?,
    };
    frontends::forget_pending(tx, owner)
}

/// Ends the sessions that were begun for a frontend.
pub(crate) fn end_of_frontend(tx: &mut Tx<'_>, id: FrontendId) -> Result<()> {
    let now = tx.real_now();
    let open = sessions::table
        .filter(sessions::frontend_id.eq(Some(id)))
        .filter(sessions::ended_at.is_null());
    diesel::update(open)
        .set(sessions::ended_at.eq(Some(At(now))))
        .execute(tx.conn)?;
    Ok(())
}

/// Ends the sessions that were begun by a passkey.
pub(crate) fn end_of_passkey(tx: &mut Tx<'_>, id: PasskeyId) -> Result<()> {
    let now = tx.real_now();
    let open = sessions::table
        .filter(sessions::passkey_id.eq(Some(id)))
        .filter(sessions::ended_at.is_null());
    diesel::update(open)
        .set(sessions::ended_at.eq(Some(At(now))))
        .execute(tx.conn)?;
    Ok(())
}

/// Ends these sessions, of whomever they are; how many of them had not ended yet.
pub(crate) fn end_these(tx: &mut Tx<'_>, ids: &[SessionId]) -> Result<usize> {
    let now = tx.real_now();
    let open = sessions::table
        .filter(sessions::id.eq_any(ids))
        .filter(sessions::ended_at.is_null());
    Ok(diesel::update(open)
        .set(sessions::ended_at.eq(Some(At(now))))
        .execute(tx.conn)?)
}

/// Forgets sessions that ran out before `instant`, with their tokens: those that were ended earlier with them.
pub fn forget_before(tx: &mut Tx<'_>, instant: DateTime<Utc>) -> Result<usize> {
    let over = sessions::table.filter(sessions::expires_at.lt(At(instant)));
    Ok(diesel::delete(over).execute(tx.conn)?)
}
