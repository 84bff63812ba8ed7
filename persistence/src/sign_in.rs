//! Signing in with email and password. Every attempt is written down, so that it takes the same time whoever tries.

use std::net::IpAddr;

use domain::account::Stage;
use domain::ids::SessionId;
use serde_json::Value;

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

impl Attempt {
    fn owner(&self) -> Option<Owner> {
        self.candidate.as_ref().map(|candidate| candidate.owner)
    }
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
    let proof = proof(tx, attempt, shown)?;
    let outcome = match proof {
        Proof::Proven(signed) => {
            let from = arrival::From {
                network: attempt.network,
                user_agent,
                granted: None,
            };
            let (session, token) = arrival::begin(tx, signed.owner(), Entry::Password, from)?;
            Outcome::SignedIn(signed, session, token)
        }
        Proof::CodeNeeded => Outcome::CodeNeeded,
        Proof::Suspended => Outcome::Suspended,
        Proof::Refused => Outcome::Refused,
    };
    audit::of_owner(tx, proof.action(), attempt.owner())?;
    Ok(outcome)
}

/// What somebody proved of who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// Who they are.
    Proven(Signed),
    /// The password is right, and a code is needed as well.
    CodeNeeded,
    /// The password is right, and the account is suspended.
    Suspended,
    /// Unknown email, or not its password.
    Refused,
}

impl Proof {
    const fn action(self) -> &'static str {
        match self {
            Self::Proven(_) => "sign_in",
            Self::CodeNeeded => "sign_in_code_needed",
            Self::Suspended | Self::Refused => "sign_in_refused",
        }
    }
}

/// As [`settle`], without a session: somebody signs in on a page of the hub's, for a frontend that has one later.
pub fn prove(tx: &mut Tx<'_>, attempt: &Attempt, shown: &Shown<'_>, details: Value) -> Result<Proof> {
    let proof = proof(tx, attempt, shown)?;
    audit::of_owner_saying(tx, proof.action(), attempt.owner(), Some(details))?;
    Ok(proof)
}

/// Who showed the right password, if nothing has changed since it was looked up.
fn proof(tx: &mut Tx<'_>, attempt: &Attempt, shown: &Shown<'_>) -> Result<Proof> {
    let Some(candidate) = attempt.candidate.as_ref().filter(|_| shown.password_fits) else {
        return Ok(Proof::Refused);
    };
    match candidate.owner {
        Owner::Driver(id) => {
            let account = crate::accounts::lock(tx, id)?;
            Ok(match account.stage {
                _ if account.password_hash != candidate.password_hash => Proof::Refused,
                Stage::Active => Proof::Proven(Signed::Driver(id)),
                Stage::Suspended => Proof::Suspended,
                _ => Proof::Refused,
            })
        }
        Owner::Staff(id) => {
            let member = crate::staff::lock(tx, id)?;
            if !member.active || member.password_hash != candidate.password_hash {
                return Ok(Proof::Refused);
            }
            Ok(match second_factors::check(tx, shown.seal, id, shown.code)? {
                Check::NotNeeded | Check::Passed => Proof::Proven(Signed::Staff(id, member.role)),
                Check::Needed => Proof::CodeNeeded,
                Check::Failed => Proof::Refused,
            })
        }
    }
}
