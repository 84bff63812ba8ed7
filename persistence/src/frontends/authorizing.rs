//! Authorising a frontend on the hub's own pages: somebody signs in, is asked where that is due, and a code is on its way.
//!
//! What a page shows again is a ticket, which works in the browser alone in which somebody signed in.

use std::net::IpAddr;

use domain::ids::{AccountId, AuthorizationId, FrontendId, StaffId};
use domain::oauth::{CODE_TIME, CONSENT_TIME, FrontendScope, Scopes};
use serde_json::json;

use crate::audit;
use crate::dialect::prelude::*;
use crate::dialect::{At, Stored};
use crate::error::Result;
use crate::keys::Seal;
use crate::oidc::sign_in::{self as oidc, Refusal};
use crate::owner::Owner;
use crate::passkeys::sign_in as passkeys;
use crate::schema::authorizations;
use crate::sessions::Signed;
use crate::sign_in::{self, Attempt, Proof, Shown};
use crate::store::Tx;
use crate::token::Token;

use super::entered::Entered;

/// What a frontend asks for, once it was judged.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Which frontend.
    pub frontend: FrontendId,
    /// Where somebody is led in the end.
    pub redirect_uri: String,
    /// What it would do.
    pub scopes: Scopes,
    /// What its verifier is compared with.
    pub challenge: String,
    /// What comes back to it as it is.
    pub state: Option<String>,
    /// Whether somebody is asked.
    pub asks_consent: bool,
}

/// Where somebody signs in.
#[derive(Debug, Clone)]
pub struct Browser {
    /// The secret that it keeps.
    pub secret: Token,
    /// The network it is in.
    pub network: IpAddr,
    /// What it calls itself.
    pub user_agent: Option<String>,
}

/// What became of somebody's signing in.
#[derive(Debug)]
pub enum Outcome {
    /// The code for the frontend.
    Ready(Token),
    /// They are to be asked: the ticket for that page.
    AskConsent(Token),
    /// It is proven who they are, and a code of their second factor is needed as well.
    CodeNeeded,
    /// It is proven who they are, and the code of their second factor is wrong.
    WrongCode,
    /// It is proven who they are, and the account is suspended.
    Suspended,
    /// A provider proved who they are, and nobody here is linked with that identity.
    NotLinked,
    /// A provider says another civil status than the account has.
    SomebodyElse,
    /// A member of staff, for whom the frontend can do nothing: its scopes are a driver's.
    ForDrivers,
    /// What they show opens nothing here.
    Refused,
}

#[derive(Insertable)]
#[diesel(table_name = authorizations)]
struct Row<'a> {
    id: AuthorizationId,
    frontend_id: FrontendId,
    account_id: Option<AccountId>,
    staff_id: Option<StaffId>,
    redirect_uri: &'a str,
    scopes: Stored<Vec<FrontendScope>>,
    challenge: &'a str,
    state: Option<&'a str>,
    ticket_hash: Option<Vec<u8>>,
    browser_hash: Option<Vec<u8>>,
    code_hash: Option<Vec<u8>>,
    network: Option<String>,
    user_agent: Option<&'a str>,
    created_at: At,
    expires_at: At,
    sealed_entry: Option<Vec<u8>>,
}

/// Somebody signs in for a frontend. A session begins once the frontend exchanges its code.
pub fn sign_in(
    tx: &mut Tx<'_>,
    attempt: &Attempt,
    shown: &Shown<'_>,
    wanted: &Wanted,
    browser: &Browser,
) -> Result<Outcome> {
    let details = json!({"via": "oauth", "frontend": wanted.frontend});
    let signed = match sign_in::prove(tx, attempt, shown, details)? {
        Proof::Proven(signed) => signed,
        Proof::CodeNeeded => return Ok(Outcome::CodeNeeded),
        Proof::Suspended => return Ok(Outcome::Suspended),
        Proof::Refused => return Ok(Outcome::Refused),
    };
    enter(tx, shown.seal, signed, &Entered::Password, wanted, browser)
}

/// As [`sign_in()`], by what an identity provider proved, for a journey that began on the page of the same request in the same
/// browser.
pub fn by_provider(
    tx: &mut Tx<'_>,
    seal: &Seal,
    attempt: &oidc::Attempt,
    wanted: &Wanted,
    browser: &Browser,
) -> Result<Outcome> {
    let details = json!({"via": "oidc", "frontend": wanted.frontend});
    match oidc::prove(tx, seal, attempt, details)? {
        Ok(came) => {
            let entered = Entered::Provider(came.provider, came.proof);
            enter(tx, seal, came.signed, &entered, wanted, browser)
        }
        Err(refusal) => Ok(match refusal {
            Refusal::CodeNeeded => Outcome::CodeNeeded,
            Refusal::WrongSecondFactor => Outcome::WrongCode,
            Refusal::NotLinked => Outcome::NotLinked,
            Refusal::SomebodyElse => Outcome::SomebodyElse,
            Refusal::Suspended => Outcome::Suspended,
            Refusal::Refused => Outcome::Refused,
        }),
    }
}

/// As [`sign_in()`], by a passkey.
pub fn by_passkey(
    tx: &mut Tx<'_>,
    seal: &Seal,
    attempt: &passkeys::Attempt,
    wanted: &Wanted,
    browser: &Browser,
) -> Result<Outcome> {
    match passkeys::prove(tx, attempt, json!({"frontend": wanted.frontend}))? {
        Some((signed, id)) => enter(tx, seal, signed, &Entered::Passkey(id), wanted, browser),
        None => Ok(Outcome::Refused),
    }
}

/// It is known who they are: they are asked where that is due, and else a code is on its way.
fn enter(
    tx: &mut Tx<'_>,
    seal: &Seal,
    signed: Signed,
    entered: &Entered,
    wanted: &Wanted,
    browser: &Browser,
) -> Result<Outcome> {
    let owner = signed.owner();
    if matches!(owner, Owner::Staff(_)) && !wanted.scopes.permit(None) {
        return Ok(Outcome::ForDrivers);
    }
    let secret = tx.token();
    begin(tx, seal, (owner, entered), wanted, browser, &secret)?;
    Ok(if wanted.asks_consent {
        Outcome::AskConsent(secret)
    } else {
        audit::of_owner_saying(tx, "authorize", Some(owner), Some(json!({"frontend": wanted.frontend})))?;
        Outcome::Ready(secret)
    })
}

/// Keeps what somebody signed in for, under a secret that is a ticket or a code.
fn begin(
    tx: &mut Tx<'_>,
    seal: &Seal,
    (owner, entered): (Owner, &Entered),
    wanted: &Wanted,
    browser: &Browser,
    secret: &Token,
) -> Result<()> {
    let (id, now) = (AuthorizationId(tx.id()), tx.real_now());
    let (time, ticket, code) = if wanted.asks_consent {
        (CONSENT_TIME, Some(secret.digest()), None)
    } else {
        (CODE_TIME, None, Some(secret.digest()))
    };
    let row = Row {
        id,
        sealed_entry: entered.close(seal, id)?,
        frontend_id: wanted.frontend,
        account_id: owner.account_id(),
        staff_id: owner.staff_id(),
        redirect_uri: &wanted.redirect_uri,
        scopes: Stored(wanted.scopes.all().to_vec()),
        challenge: &wanted.challenge,
        state: wanted.state.as_deref(),
        browser_hash: ticket.is_some().then(|| browser.secret.digest()),
        ticket_hash: ticket,
        code_hash: code,
        network: Some(browser.network.to_string()),
        user_agent: browser.user_agent.as_deref(),
        created_at: At(now),
        expires_at: At(now + time),
    };
    diesel::insert_into(authorizations::table)
        .values(&row)
        .execute(tx.conn)?;
    Ok(())
}

/// What somebody decided, and where that leads.
#[derive(Debug)]
pub struct Decided {
    /// Where to.
    pub redirect_uri: String,
    /// What comes back to the frontend as it is.
    pub state: Option<String>,
    /// The code; none where they said no.
    pub code: Option<Token>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = authorizations)]
struct Undecided {
    id: AuthorizationId,
    frontend_id: FrontendId,
    account_id: Option<AccountId>,
    staff_id: Option<StaffId>,
    redirect_uri: String,
    state: Option<String>,
}

/// Somebody decides. Unknown, too late, decided before, for another frontend or in another browser: none.
pub fn decide(
    tx: &mut Tx<'_>,
    frontend: FrontendId,
    ticket: &Token,
    browser: &Token,
    agrees: bool,
) -> Result<Option<Decided>> {
    let now = tx.real_now();
    let found: Option<Undecided> = authorizations::table
        .filter(authorizations::ticket_hash.eq(Some(ticket.digest())))
        .filter(authorizations::browser_hash.eq(Some(browser.digest())))
        .filter(authorizations::frontend_id.eq(frontend))
        .filter(authorizations::expires_at.gt(At(now)))
        .select(Undecided::columns())
        .first(tx.conn)
        .optional()?;
    let Some(found) = found else {
        return Ok(None);
    };
    let code = tx.token();
    // A ticket is good once, whoever comes first.
    let undecided = authorizations::table
        .filter(authorizations::id.eq(found.id))
        .filter(authorizations::ticket_hash.is_not_null());
    let decided = if agrees {
        let set = (
            authorizations::ticket_hash.eq(None::<Vec<u8>>),
            authorizations::browser_hash.eq(None::<Vec<u8>>),
            authorizations::code_hash.eq(Some(code.digest())),
            authorizations::expires_at.eq(At(now + CODE_TIME)),
        );
        diesel::update(undecided).set(set).execute(tx.conn)?
    } else {
        diesel::delete(undecided).execute(tx.conn)?
    };
    if decided == 0 {
        return Ok(None);
    }
    let action = if agrees { "authorize" } else { "authorization_declined" };
    let owner = Owner::of(found.account_id, found.staff_id);
    audit::of_owner_saying(tx, action, owner, Some(json!({"frontend": found.frontend_id})))?;
    Ok(Some(Decided {
        redirect_uri: found.redirect_uri,
        state: found.state,
        code: agrees.then_some(code),
    }))
}
