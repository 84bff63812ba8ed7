//! Signing in at an identity provider, by OpenID Connect: journeys there and back, who somebody is there, and sessions
//! that were begun so. All of it goes by real time.
//!
//! Nothing here speaks to a provider: what it proved was checked by `integrations`, outside any transaction.

use domain::federation::{Audience, CivilStatus, LOGOUT_TOKEN_TIME};
use domain::ids::AccountId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::error::Result;
use crate::schema::{identity_links, logout_tokens, oidc_flows, oidc_sessions, sessions};
use crate::store::Tx;

pub mod flows;
pub mod links;
pub mod sign_in;
pub mod sign_out;

/// What a provider proved of somebody, and what is needed of it later. It is kept sealed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// Who they are there (`sub`): never given to another.
    pub subject: String,
    /// Their session there (`sid`), where the provider names it.
    pub provider_session: Option<String>,
    /// Their email, folded; only where the provider has verified it.
    pub verified_email: Option<String>,
    /// Their civil status, as far as the provider tells it.
    pub civil_status: CivilStatus,
    /// Whether the provider asked them for a second factor: it reached the level that the operator demands.
    pub second_factor: bool,
    /// The ID token, by which the provider knows later whose session to end.
    pub id_token: String,
}

/// Personal, and a secret.
impl std::fmt::Debug for Proof {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Proof(…)")
    }
}

/// A provider, as it is told apart in what is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provider {
    /// Whom it vouches for.
    pub audience: Audience,
    /// Its name (`iss`).
    pub issuer: String,
}

/// What lines of the audit trail say about what came by way of a provider.
fn via() -> Value {
    json!({"via": "oidc"})
}

/// Forgets who a driver is elsewhere: they are erased.
pub(crate) fn forget_of(tx: &mut Tx<'_>, id: AccountId) -> Result<()> {
    diesel::delete(identity_links::table.filter(identity_links::account_id.eq(Some(id)))).execute(tx.conn)?;
    diesel::delete(oidc_flows::table.filter(oidc_flows::account_id.eq(Some(id)))).execute(tx.conn)?;
    let own = sessions::table
        .filter(sessions::account_id.eq(Some(id)))
        .select(sessions::id);
    diesel::delete(oidc_sessions::table.filter(oidc_sessions::session_id.eq_any(own))).execute(tx.conn)?;
    Ok(())
}

/// Forgets journeys that took too long, and logout tokens that nobody takes any more.
pub fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    flows::forget_expired(tx)?;
    let limit = At(tx.real_now() - LOGOUT_TOKEN_TIME * 2);
    diesel::delete(logout_tokens::table.filter(logout_tokens::taken_at.lt(limit))).execute(tx.conn)?;
    Ok(())
}
