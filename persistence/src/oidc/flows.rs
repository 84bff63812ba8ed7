//! Journeys to a provider and back. Each of the two ways ends with a secret that is shown once: `state`, which comes back
//! from the provider, and the code, which the frontend exchanges together with the verifier that it kept.

use chrono::{DateTime, Utc};
use domain::federation::{Audience, CODE_TIME, CODE_TIME_FOR_SECOND_FACTOR, FLOW_TIME, FlowPurpose};
use domain::ids::{AccountId, StaffId};

use super::{Proof, Provider};
use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::digest::hexadecimal;
use crate::error::{Error, Result};
use crate::keys::Seal;
use crate::owner::Owner;
use crate::schema::oidc_flows;
use crate::store::{Db, Tx};
use crate::token::Token;

/// A journey to begin.
#[derive(Debug, Clone)]
pub struct NewFlow {
    /// Where to.
    pub provider: Provider,
    /// What for.
    pub purpose: FlowPurpose,
    /// The frontend's address, to which it leads in the end.
    pub return_url: String,
    /// Who links.
    pub owner: Option<Owner>,
    /// What whoever began it keeps already, and shows at its end; drawn where there is nothing yet.
    pub verifier: Option<Token>,
}

/// A journey that has begun, with the secrets of whoever takes part in it.
#[derive(Debug, Clone)]
pub struct Begun {
    /// Comes back from the provider, by the browser.
    pub state: Token,
    /// Comes back in the ID token.
    pub nonce: Token,
    /// Shown to the provider when its code is exchanged (RFC 7636).
    pub pkce_verifier: Token,
    /// Shown to the hub when its code is exchanged: the frontend keeps it.
    pub verifier: Token,
    /// Until when somebody has to be back.
    pub expires_at: DateTime<Utc>,
}

#[derive(Insertable)]
#[diesel(table_name = oidc_flows)]
struct Row {
    state_hash: Vec<u8>,
    audience: Audience,
    issuer: String,
    purpose: FlowPurpose,
    return_url: String,
    created_at: At,
    expires_at: At,
    verifier_hash: Option<Vec<u8>>,
    nonce_hash: Option<Vec<u8>>,
    sealed_pkce_verifier: Option<Vec<u8>>,
    account_id: Option<AccountId>,
    staff_id: Option<StaffId>,
}

/// Begins a journey.
pub fn begin(tx: &mut Tx<'_>, seal: &Seal, new: &NewFlow) -> Result<Begun> {
    forget_expired(tx)?;
    let now = tx.real_now();
    let begun = Begun {
        state: tx.token(),
        nonce: tx.token(),
        pkce_verifier: tx.token(),
        verifier: new.verifier.clone().unwrap_or_else(|| tx.token()),
        expires_at: now + FLOW_TIME,
    };
    let state_hash = begun.state.digest();
    let row = Row {
        audience: new.provider.audience,
        issuer: new.provider.issuer.clone(),
        purpose: new.purpose,
        return_url: new.return_url.clone(),
        created_at: At(now),
        expires_at: At(begun.expires_at),
        verifier_hash: Some(begun.verifier.digest()),
        nonce_hash: Some(begun.nonce.digest()),
        sealed_pkce_verifier: Some(close(seal, &state_hash, begun.pkce_verifier.text().as_bytes())?),
        account_id: new.owner.and_then(Owner::account_id),
        staff_id: new.owner.and_then(Owner::staff_id),
        state_hash,
    };
    diesel::insert_into(oidc_flows::table).values(&row).execute(tx.conn)?;
    Ok(begun)
}

/// A journey from which somebody is back.
#[derive(Debug, Clone)]
pub struct Returned {
    /// Which one.
    state_hash: Vec<u8>,
    /// What it was for.
    pub purpose: FlowPurpose,
    /// Where it leads in the end.
    pub return_url: String,
    nonce_hash: Vec<u8>,
    /// What the provider is shown.
    pub pkce_verifier: String,
}

impl Returned {
    /// Whether a nonce is the one that was sent along.
    pub fn has_nonce(&self, nonce: &str) -> bool {
        Token::parse(nonce).is_some_and(|nonce| nonce.digest() == self.nonce_hash)
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = oidc_flows)]
struct OnTheWay {
    state_hash: Vec<u8>,
    purpose: FlowPurpose,
    return_url: String,
    nonce_hash: Option<Vec<u8>>,
    sealed_pkce_verifier: Option<Vec<u8>>,
}

/// Somebody is back from a provider. Unknown, too late, back before, or sent to another provider: none.
pub fn take_back(tx: &mut Tx<'_>, seal: &Seal, from: &Provider, state: &Token) -> Result<Option<Returned>> {
    let now = tx.real_now();
    let on_the_way = oidc_flows::table
        .find(state.digest())
        .filter(oidc_flows::audience.eq(from.audience))
        .filter(oidc_flows::issuer.eq(&from.issuer))
        .filter(oidc_flows::purpose.ne(FlowPurpose::SignOut))
        .filter(oidc_flows::returned_at.is_null())
        .filter(oidc_flows::expires_at.gt(At(now)));
    let found: Option<OnTheWay> = on_the_way.select(OnTheWay::columns()).first(tx.conn).optional()?;
    let taken = diesel::update(
        oidc_flows::table
            .filter(oidc_flows::state_hash.eq(state.digest()))
            .filter(oidc_flows::returned_at.is_null()),
    )
    .set(oidc_flows::returned_at.eq(Some(At(now))));
    let Some(found) = found else {
        return Ok(None);
    };
    if taken.execute(tx.conn)? == 0 {
        return Ok(None);
    }
    let sealed = found.sealed_pkce_verifier.unwrap_or_default();
    let pkce_verifier = open(seal, &found.state_hash, &sealed)?;
    Ok(Some(Returned {
        purpose: found.purpose,
        return_url: found.return_url,
        nonce_hash: found.nonce_hash.unwrap_or_default(),
        pkce_verifier: String::from_utf8(pkce_verifier)
            .map_err(|_| Error::Corrupt("a PKCE verifier is no text".to_owned()))?,
        state_hash: found.state_hash,
    }))
}

/// Keeps what the provider proved; the code for the frontend. It works for a minute.
pub fn prove(tx: &mut Tx<'_>, seal: &Seal, flow: &Returned, proof: &Proof) -> Result<Token> {
    let code = tx.token();
    let text = serde_json::to_vec(proof).map_err(|error| Error::Corrupt(error.to_string()))?;
    let proven = diesel::update(oidc_flows::table.filter(oidc_flows::state_hash.eq(&flow.state_hash)))
        .set((
            oidc_flows::code_hash.eq(Some(code.digest())),
            oidc_flows::sealed_proof.eq(Some(close(seal, &flow.state_hash, &text)?)),
            oidc_flows::sealed_pkce_verifier.eq(None::<Vec<u8>>),
            oidc_flows::expires_at.eq(At(tx.real_now() + CODE_TIME)),
        ))
        .execute(tx.conn)?;
    if proven == 0 {
        return Err(Error::NotFound);
    }
    Ok(code)
}

/// Nothing was proven: the journey is over.
pub fn give_up(tx: &mut Tx<'_>, flow: &Returned) -> Result<()> {
    forget(tx, &flow.state_hash).map(drop)
}

/// What a frontend shows at the end of a journey.
#[derive(Debug, Clone)]
pub struct Shown {
    /// What was in the address that somebody was led to.
    pub code: Token,
    /// What the frontend kept since it began the journey; none where it can be no verifier.
    pub verifier: Option<Token>,
}

/// A journey at its end.
#[derive(Debug, Clone)]
pub(super) struct Proven {
    pub(super) state_hash: Vec<u8>,
    pub(super) provider: Provider,
    pub(super) owner: Option<Owner>,
    pub(super) return_url: String,
    pub(super) proof: Proof,
    /// Whether whoever shows the code began the journey.
    pub(super) is_shown_by_its_beginner: bool,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = oidc_flows)]
struct AtItsEnd {
    state_hash: Vec<u8>,
    audience: Audience,
    issuer: String,
    return_url: String,
    verifier_hash: Option<Vec<u8>>,
    account_id: Option<AccountId>,
    staff_id: Option<StaffId>,
    sealed_proof: Option<Vec<u8>>,
}

/// The journey that a code ends, if it still works and was begun for this.
pub(super) fn shown(db: &mut Db<'_>, seal: &Seal, purpose: FlowPurpose, shown: &Shown) -> Result<Option<Proven>> {
    let now = db.real_now();
    let found: Option<AtItsEnd> = oidc_flows::table
        .filter(oidc_flows::code_hash.eq(Some(shown.code.digest())))
        .filter(oidc_flows::purpose.eq(purpose))
        .filter(oidc_flows::expires_at.gt(At(now)))
        .select(AtItsEnd::columns())
        .first(db.conn)
        .optional()?;
    let Some(found) = found else {
        return Ok(None);
    };
    let proof = open(seal, &found.state_hash, &found.sealed_proof.unwrap_or_default())?;
    Ok(Some(Proven {
        provider: Provider {
            audience: found.audience,
            issuer: found.issuer,
        },
        owner: Owner::of(found.account_id, found.staff_id),
        return_url: found.return_url,
        proof: serde_json::from_slice(&proof).map_err(|error| Error::Corrupt(error.to_string()))?,
        is_shown_by_its_beginner: shown
            .verifier
            .as_ref()
            .is_some_and(|verifier| found.verifier_hash == Some(verifier.digest())),
        state_hash: found.state_hash,
    }))
}

/// Ends a journey; whether it had not ended before.
pub(super) fn forget(tx: &mut Tx<'_>, state_hash: &[u8]) -> Result<bool> {
    let gone = diesel::delete(oidc_flows::table.filter(oidc_flows::state_hash.eq(state_hash))).execute(tx.conn)?;
    Ok(gone > 0)
}

/// Leaves time to type the code of a second factor: once, so that codes are not guessed for ever.
pub(super) fn wait_for_second_factor(tx: &mut Tx<'_>, state_hash: &[u8]) -> Result<()> {
    let returned = oidc_flows::table
        .filter(oidc_flows::state_hash.eq(state_hash))
        .select(oidc_flows::returned_at)
        .first::<Option<DateTime<Utc>>>(tx.conn)?;
    let until = returned.unwrap_or_else(|| tx.real_now()) + CODE_TIME_FOR_SECOND_FACTOR;
    diesel::update(oidc_flows::table.filter(oidc_flows::state_hash.eq(state_hash)))
        .set(oidc_flows::expires_at.eq(At(until)))
        .execute(tx.conn)?;
    Ok(())
}

pub(super) fn forget_expired(tx: &mut Tx<'_>) -> Result<()> {
    let now = At(tx.real_now());
    diesel::delete(oidc_flows::table.filter(oidc_flows::expires_at.le(now))).execute(tx.conn)?;
    Ok(())
}

/// Begins the way back from signing out at a provider: its `state`. It proves nothing, and only remembers the address.
pub fn begin_sign_out(tx: &mut Tx<'_>, provider: &Provider, return_url: &str) -> Result<Token> {
    forget_expired(tx)?;
    let now = tx.real_now();
    let state = tx.token();
    let row = Row {
        state_hash: state.digest(),
        audience: provider.audience,
        issuer: provider.issuer.clone(),
        purpose: FlowPurpose::SignOut,
        return_url: return_url.to_owned(),
        created_at: At(now),
        expires_at: At(now + FLOW_TIME),
        verifier_hash: None,
        nonce_hash: None,
        sealed_pkce_verifier: None,
        account_id: None,
        staff_id: None,
    };
    diesel::insert_into(oidc_flows::table).values(&row).execute(tx.conn)?;
    Ok(state)
}

/// Somebody is back from signing out: the address that they are led to.
pub fn signed_out(tx: &mut Tx<'_>, audience: Audience, state: &Token) -> Result<Option<String>> {
    let now = tx.real_now();
    let address: Option<String> = oidc_flows::table
        .find(state.digest())
        .filter(oidc_flows::audience.eq(audience))
        .filter(oidc_flows::purpose.eq(FlowPurpose::SignOut))
        .filter(oidc_flows::expires_at.gt(At(now)))
        .select(oidc_flows::return_url)
        .first(tx.conn)
        .optional()?;
    if address.is_some() {
        forget(tx, &state.digest())?;
    }
    Ok(address)
}

fn close(seal: &Seal, state_hash: &[u8], secret: &[u8]) -> Result<Vec<u8>> {
    Ok(seal.close(&context(state_hash), secret)?)
}

fn open(seal: &Seal, state_hash: &[u8], sealed: &[u8]) -> Result<Vec<u8>> {
    seal.open(&context(state_hash), sealed)
        .ok_or_else(|| Error::unopened("a journey"))
}

/// What is sealed of one journey opens in no other.
fn context(state_hash: &[u8]) -> String {
    format!("oidc flow {}", hexadecimal(state_hash))
}
