//! Exchanging a code for a session (RFC 6749, 4.1.3; RFC 7636, 4.6).
//!
//! A code works once, for the frontend and the address that it was made for, with the verifier of whoever asked for it. One
//! that is shown with anything else is over; one that is shown again ends the session that it began (RFC 9700, 4.5).

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use domain::account::Stage;
use domain::ids::{AccountId, AuthorizationId, FrontendId, SessionId, StaffId};
use domain::oauth::challenge::is_verifier;
use domain::oauth::{FrontendScope, Scopes};
use serde_json::json;

use super::entered::Entered;
use super::{Granted, active, touch};
use crate::dialect::prelude::*;
use crate::dialect::{At, Stored};
use crate::error::{Error, Result};
use crate::keys::Seal;
use crate::owner::Owner;
use crate::schema::authorizations;
use crate::sessions::{Signed, end_these};
use crate::store::Tx;
use crate::token::Token;
use crate::{accounts, arrival, audit, oidc, staff};

/// What a frontend shows at the token endpoint.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Which frontend it says it is.
    pub frontend: FrontendId,
    /// The code.
    pub code: Token,
    /// The address to which the code came.
    pub redirect_uri: String,
    /// What it kept since it asked.
    pub verifier: String,
}

/// What became of a code.
#[derive(Debug)]
pub enum Exchanged {
    /// A session has begun: who is behind it, how far it reaches, and its first refresh token.
    Good(SessionId, Signed, Scopes, Token),
    /// The code is not good, or not any more. What it had begun has just ended: the caller must let the transaction commit.
    Refused,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = authorizations)]
struct Authorized {
    id: AuthorizationId,
    frontend_id: FrontendId,
    account_id: Option<AccountId>,
    staff_id: Option<StaffId>,
    redirect_uri: String,
    scopes: Stored<Vec<FrontendScope>>,
    challenge: String,
    network: Option<String>,
    user_agent: Option<String>,
    expires_at: DateTime<Utc>,
    exchanged_at: Option<DateTime<Utc>>,
    session_id: Option<SessionId>,
    sealed_entry: Option<Vec<u8>>,
}

impl Authorized {
    /// Whether whoever shows it is the one who asked for it.
    fn is_of(&self, shown: &Shown) -> bool {
        self.frontend_id == shown.frontend
            && self.redirect_uri == shown.redirect_uri
            && is_verifier(&shown.verifier)
            && self.challenge == challenge_of(&shown.verifier)
    }
}

/// The challenge that goes with a verifier.
fn challenge_of(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()))
}

/// Exchanges a code for a session.
pub fn exchange(tx: &mut Tx<'_>, seal: &Seal, shown: &Shown) -> Result<Exchanged> {
    let Some(found) = by_code(tx, &shown.code)? else {
        return Ok(Exchanged::Refused);
    };
    if found.exchanged_at.is_some() {
        return reused(tx, &found);
    }
    if !found.is_of(shown) {
        astray(tx, &found, shown)?;
        return Ok(Exchanged::Refused);
    }
    let (owner, frontend) = (
        Owner::of(found.account_id, found.staff_id),
        active(tx, found.frontend_id)?,
    );
    let (Some(owner), Some(frontend)) = (owner, frontend) else {
        return Ok(Exchanged::Refused);
    };
    let Some(signed) = still(tx, owner)? else {
        return Ok(Exchanged::Refused);
    };
    let now = tx.real_now();
    if found.expires_at <= now {
        return Ok(Exchanged::Refused);
    }
    let unused = authorizations::table
        .filter(authorizations::id.eq(found.id))
        .filter(authorizations::exchanged_at.is_null());
    let claimed = diesel::update(unused)
        .set(authorizations::exchanged_at.eq(Some(At(now))))
        .execute(tx.conn)?;
    if claimed == 0 {
        // Somebody was faster: the code was shown twice at the same moment.
        return match by_code(tx, &shown.code)? {
            Some(found) => reused(tx, &found),
            None => Ok(Exchanged::Refused),
        };
    }
    let scopes = Scopes::of(found.scopes.0.iter().copied());
    let granted = Granted {
        frontend: frontend.id,
        name: frontend.name,
        scopes: scopes.clone(),
    };
    let (session, token) = begin(tx, seal, owner, &found, &granted)?;
    touch(tx, frontend.id)?;
    Ok(Exchanged::Good(session, signed, scopes, token))
}

fn by_code(tx: &mut Tx<'_>, code: &Token) -> Result<Option<Authorized>> {
    Ok(authorizations::table
        .filter(authorizations::code_hash.eq(Some(code.digest())))
        .select(Authorized::columns())
        .first(tx.conn)
        .optional()?)
}

/// Thief or owner, nobody can tell which of the two came first: both sign in again.
fn reused(tx: &mut Tx<'_>, found: &Authorized) -> Result<Exchanged> {
    if let Some(session) = found.session_id {
        end_these(tx, &[session])?;
    }
    let details = json!({"frontend": found.frontend_id});
    let session = found.session_id.map(Into::into);
    audit::note(tx, "authorization_code_reused", "session", session, Some(details))?;
    Ok(Exchanged::Refused)
}

/// Whoever shows it did not ask for it: it went astray, and is worth nothing any more.
fn astray(tx: &mut Tx<'_>, found: &Authorized, shown: &Shown) -> Result<()> {
    diesel::delete(authorizations::table.filter(authorizations::id.eq(found.id))).execute(tx.conn)?;
    let details = json!({"frontend": found.frontend_id, "shown_by": shown.frontend});
    let owner = Owner::of(found.account_id, found.staff_id);
    audit::of_owner_saying(tx, "authorization_code_astray", owner, Some(details))
}

/// Whoever signed in a minute ago, if they may come in now.
fn still(tx: &mut Tx<'_>, owner: Owner) -> Result<Option<Signed>> {
    Ok(match owner {
        Owner::Driver(id) => {
            let account = accounts::lock(tx, id)?;
            (account.stage == Stage::Active).then_some(Signed::Driver(id))
        }
        Owner::Staff(id) => {
            let member = staff::lock(tx, id)?;
            member.active.then_some(Signed::Staff(id, member.role))
        }
    })
}

/// Begins the session as from where somebody signed in, which is not where their frontend asks from.
fn begin(
    tx: &mut Tx<'_>,
    seal: &Seal,
    owner: Owner,
    found: &Authorized,
    granted: &Granted,
) -> Result<(SessionId, Token)> {
    let entered = Entered::open(seal, found.id, found.sealed_entry.as_deref())?;
    let network = found.network.as_deref().and_then(|network| network.parse().ok());
    let from = arrival::From {
        network: network.ok_or_else(|| Error::Corrupt("an authorisation from nowhere".to_owned()))?,
        user_agent: found.user_agent.as_deref(),
        granted: Some(granted),
    };
    let (session, token) = arrival::begin(tx, owner, entered.entry(), from)?;
    if let Entered::Provider(provider, proof) = &entered {
        oidc::sign_in::remember(tx, seal, (provider, proof), session)?;
    }
    let set = (
        authorizations::session_id.eq(Some(session)),
        authorizations::network.eq(None::<String>),
        authorizations::user_agent.eq(None::<String>),
        authorizations::sealed_entry.eq(None::<Vec<u8>>),
    );
    diesel::update(authorizations::table.filter(authorizations::id.eq(found.id)))
        .set(set)
        .execute(tx.conn)?;
    Ok((session, token))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pair of RFC 7636, appendix B.
    #[test]
    fn a_challenge_is_the_verifiers() {
        assert_eq!(
            challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }
}
