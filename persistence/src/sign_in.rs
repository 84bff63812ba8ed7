//! Signing in with email and password. Every attempt is written down, so that it takes the same time whoever tries.

use std::net::IpAddr;

use domain::account::Stage;
use domain::ids::SessionId;

use crate::error::Result;
use crate::keys::Seal;
use crate::owner::Owner;
use crate::second_factors::{self, Check};
use crate::sessions::{Entry, Signed};
use crate::store::{Db, Tx};
use crate::token::Token;
use crate::{arrival, audit, known_networks};

/// Somebody who has an email, and the hash of the password they need.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Who it is.
    pub owner: Owner,
    /// The password's hash, once one was chosen.
    pub password_hash: Option<String>,
}

/// What became of an attempt.
#[derive(Debug)]
pub enum Outcome {
    /// A session has begun; its first refresh token.
    SignedIn(Signed, SessionId, Token),
    /// The password is right, and a code is needed as well.
    CodeNeeded,
    /// The password is right, and the account is suspended.
    Suspended,
    /// Unknown email, or not its password.
    Refused,
}

/// What somebody shows who signs in.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// Whether the password is the candidate's.
    pub password_fits: bool,
    /// The code of their second factor, if they gave one.
    pub code: Option<&'a str>,
    /// What opens the secrets of second factors.
    pub seal: &'a Seal,
}

/// Somebody, perhaps, and where they try.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// Whoever has the email.
    pub candidate: Option<Candidate>,
    /// The network they try from.
    pub network: IpAddr,
    /// Whether the candidate has signed in from it before.
    pub is_known: bool,
}

/// Whoever has an email (lower-cased), and whether they are known where they try. An email belongs to a member of staff
/// or to a driver, not to both; everything is looked up whoever it is, so that nothing tells it.
pub fn find(db: &mut Db<'_>, email: &str, network: IpAddr) -> Result<Attempt> {
    let member = crate::staff::by_email(db, email)?.filter(|member| member.active);
    let account = crate::accounts::by_email(db, email)?;
    let member = member.map(|member| Candidate {
        owner: Owner::Staff(member.id),
        password_hash: member.password_hash,
    });
    let candidate = member.or_else(|| {
        account.map(|account| Candidate {
            owner: Owner::Driver(account.id),
            password_hash: account.password_hash,
        })
    });
    let owner = candidate.as_ref().map(|candidate| candidate.owner);
    Ok(Attempt {
        is_known: known_networks::is_known(db, owner, network)?,
        candidate,
        network,
    })
}

/// Signs in whoever showed the right password, if nothing has changed since it was looked up.
pub fn settle(tx: &mut Tx<'_>, attempt: &Attempt, shown: &Shown<'_>, user_agent: Option<&str>) -> Result<Outcome> {
    let candidate = attempt.candidate.as_ref();
    let outcome = match candidate {
        Some(candidate) if shown.password_fits => enter(tx, candidate, shown, attempt.network, user_agent)?,
        _ => Outcome::Refused,
    };
    let action = match &outcome {
        Outcome::SignedIn(..) => "sign_in",
        Outcome::CodeNeeded => "sign_in_code_needed",
        Outcome::Suspended | Outcome::Refused => "sign_in_refused",
    };
    audit::of_owner(tx, action, candidate.map(|candidate| candidate.owner))?;
    Ok(outcome)
}

fn enter(
    tx: &mut Tx<'_>,
    candidate: &Candidate,
    shown: &Shown<'_>,
    network: IpAddr,
    user_agent: Option<&str>,
) -> Result<Outcome> {
    let signed = match candidate.owner {
        Owner::Driver(id) => {
            let account = crate::accounts::lock(tx, id)?;
            match account.stage {
                _ if account.password_hash != candidate.password_hash => return Ok(Outcome::Refused),
                Stage::Active => Signed::Driver(id),
                Stage::Suspended => return Ok(Outcome::Suspended),
                _ => return Ok(Outcome::Refused),
            }
        }
        Owner::Staff(id) => {
            let member = crate::staff::lock(tx, id)?;
            if !member.active || member.password_hash != candidate.password_hash {
                return Ok(Outcome::Refused);
            }
            match second_factors::check(tx, shown.seal, id, shown.code)? {
                Check::NotNeeded | Check::Passed => {}
                Check::Needed => return Ok(Outcome::CodeNeeded),
                Check::Failed => return Ok(Outcome::Refused),
            }
            Signed::Staff(id, member.role)
        }
    };
    let from = arrival::From { network, user_agent };
    let (session, token) = arrival::begin(tx, candidate.owner, Entry::Password, from)?;
    Ok(Outcome::SignedIn(signed, session, token))
}
