//! Signing in by a passkey. Every attempt is written down, as with a password, and every refusal is the same to whoever
//! tries.

use std::net::IpAddr;

use domain::ids::{PasskeyId, SessionId};
use serde_json::{Value, json};

use super::PasskeyRecord;
use crate::dialect::prelude::*;
use crate::dialect::{At, Stored};
use crate::error::{Error, Result};
use crate::owner::Owner;
use crate::schema::passkeys;
use crate::sessions::{Entry, Signed};
use crate::store::Tx;
use crate::token::Token;
use crate::{arrival, audit, staff};

/// What an authenticator's answer proves.
#[derive(Debug, Clone, PartialEq)]
pub enum Proof {
    /// That it has the passkey, and that its owner is there.
    Proven {
        /// What is to be compared the next time.
        credential: Value,
        /// Whether it is kept in more than one place by now.
        backed_up: bool,
    },
    /// That there are two of it: it counted backwards.
    Cloned,
    /// Nothing.
    Nothing,
}

/// Who shows a passkey, and from where.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// The passkey that is named, if there is one.
    pub passkey: Option<PasskeyRecord>,
    /// What the answer proves of it.
    pub proof: Proof,
    /// The network they try from.
    pub network: IpAddr,
    /// What their client calls itself.
    pub user_agent: Option<String>,
}

/// What became of an attempt.
#[derive(Debug)]
pub enum Outcome {
    /// A session has begun; its first refresh token.
    SignedIn(Signed, SessionId, Token),
    /// It has not, for whichever reason.
    Refused,
}

/// Signs in whoever showed a passkey, if nothing has changed since the answer was looked at.
pub fn settle(tx: &mut Tx<'_>, attempt: &Attempt) -> Result<Outcome> {
    let Some((signed, passkey)) = prove(tx, attempt, json!({}))? else {
        return Ok(Outcome::Refused);
    };
    let from = arrival::From {
        network: attempt.network,
        user_agent: attempt.user_agent.as_deref(),
        granted: None,
    };
    let (session, token) = arrival::begin(tx, signed.owner(), Entry::Passkey(passkey), from)?;
    Ok(Outcome::SignedIn(signed, session, token))
}

/// As [`settle`], without a session: who it is, and by which passkey. The attempt is written down with `details`, and with
/// what it was by.
pub(crate) fn prove(tx: &mut Tx<'_>, attempt: &Attempt, details: Value) -> Result<Option<(Signed, PasskeyId)>> {
    let owner = attempt.passkey.as_ref().map(|passkey| Owner::Staff(passkey.staff_id));
    let id = attempt.passkey.as_ref().map(|passkey| passkey.id);
    let proven = match (&attempt.passkey, &attempt.proof) {
        (Some(passkey), Proof::Proven { credential, backed_up }) => {
            let signed = let_in(tx, passkey, (credential, *backed_up))?;
            signed.map(|signed| (signed, passkey.id))
        }
        (Some(_), Proof::Cloned) => {
            audit::of_owner_saying(tx, "passkey_cloned", owner, Some(json!({"passkey": id})))?;
            None
        }
        _ => None,
    };
    let action = if proven.is_some() { "sign_in" } else { "sign_in_refused" };
    let mut via = details;
    via["via"] = "passkey".into();
    if let Some(id) = id {
        via["passkey"] = json!(id);
    }
    audit::of_owner_saying(tx, action, owner, Some(via))?;
    Ok(proven)
}

/// Whoever has the passkey, if they may come in.
fn let_in(tx: &mut Tx<'_>, shown: &PasskeyRecord, (credential, backed_up): (&Value, bool)) -> Result<Option<Signed>> {
    let member = match staff::lock(tx, shown.staff_id) {
        Ok(member) if member.active => member,
        Ok(_) | Err(Error::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    // Removed meanwhile, or shown at the same moment somewhere else: then what was compared is compared no more.
    let kept = passkeys::table
        .find(shown.id)
        .select(passkeys::credential)
        .first::<Stored<Value>>(tx.conn)
        .optional()?;
    if kept.is_none_or(|kept| kept.0 != shown.credential.0) {
        return Ok(None);
    }
    diesel::update(passkeys::table.find(shown.id))
        .set((
            passkeys::credential.eq(Stored(credential.clone())),
            passkeys::backed_up.eq(backed_up),
            passkeys::last_used_at.eq(Some(At(tx.real_now()))),
        ))
        .execute(tx.conn)?;
    Ok(Some(Signed::Staff(member.id, member.role)))
}
