//! Signing in at the end of a journey: by the identity that is linked, or, for staff, by an email that the provider has
//! verified, once.

use std::net::IpAddr;

use domain::account::Stage;
use domain::federation::{Audience, FlowPurpose};
use domain::ids::{IdentityLinkId, SessionId};
use serde_json::Value;

use super::flows::{self, Proven, Shown};
use super::{Proof, Provider, links, via};
use crate::dialect::prelude::*;
use crate::error::{Error, Result};
use crate::keys::Seal;
use crate::owner::Owner;
use crate::schema::oidc_sessions;
use crate::second_factors::{self, Check};
use crate::sessions::{Entry, Signed};
use crate::store::{Db, Tx};
use crate::token::Token;
use crate::{accounts, arrival, audit, known_networks, staff};

/// What became of a code.
#[derive(Debug)]
pub enum Outcome {
    /// A session has begun; its first refresh token.
    SignedIn(Signed, SessionId, Token),
    /// None has.
    Not(Refusal),
}

/// Why somebody does not come in by a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// A second factor is to be shown as well; the same code works a while longer.
    CodeNeeded,
    /// The second factor is not theirs; the code works as long as before.
    WrongSecondFactor,
    /// Nobody here is linked with that identity.
    NotLinked,
    /// The provider says another civil status than the account has.
    SomebodyElse,
    /// It is proven who they are, and the account is suspended.
    Suspended,
    /// The code is not good, or not any more, or the account does not let anybody in.
    Refused,
}

/// Who shows a code, and from where.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// The code, and the verifier that goes with it.
    pub shown: Shown,
    /// The hub's own page from which the journey began, and to which it leads; none where it began at a frontend.
    pub page: Option<String>,
    /// The code of their second factor, if they gave one.
    pub second_factor: Option<String>,
    /// The network they try from.
    pub network: IpAddr,
    /// What their client calls itself.
    pub user_agent: Option<String>,
}

impl Attempt {
    const fn purpose(&self) -> FlowPurpose {
        match self.page {
            Some(_) => FlowPurpose::Authorize,
            None => FlowPurpose::SignIn,
        }
    }

    /// Whether it is shown by whoever began, for what it was begun for.
    fn ends(&self, proven: &Proven) -> bool {
        let leads_there = self.page.as_ref().is_none_or(|page| *page == proven.return_url);
        proven.is_shown_by_its_beginner && leads_there
    }
}

/// The email of the member of staff who would sign in by a code, and whether they are known where they try: by these their
/// wrong second factors are counted.
pub fn who(db: &mut Db<'_>, seal: &Seal, attempt: &Attempt) -> Result<Option<(String, bool)>> {
    let proven = flows::shown(db, seal, attempt.purpose(), &attempt.shown)?;
    let Some(proven) = proven.filter(|proven| attempt.ends(proven)) else {
        return Ok(None);
    };
    match found(db, &proven)? {
        Found::Linked(_, owner @ Owner::Staff(id)) | Found::ByEmail(owner @ Owner::Staff(id)) => {
            let email = staff::find(db, id)?.email;
            Ok(Some((
                email,
                known_networks::is_known(db, Some(owner), attempt.network)?,
            )))
        }
        _ => Ok(None),
    }
}

/// Exchanges a code for a session.
pub fn settle(tx: &mut Tx<'_>, seal: &Seal, attempt: &Attempt) -> Result<Outcome> {
    let came = match prove(tx, seal, attempt, via())? {
        Ok(came) => came,
        Err(refusal) => return Ok(Outcome::Not(refusal)),
    };
    let entry = Entry::Provider {
        second_factor: came.proof.second_factor,
    };
    let from = arrival::From {
        network: attempt.network,
        user_agent: attempt.user_agent.as_deref(),
        granted: None,
    };
    let (session, token) = arrival::begin(tx, came.signed.owner(), entry, from)?;
    remember(tx, seal, (&came.provider, &came.proof), session)?;
    Ok(Outcome::SignedIn(came.signed, session, token))
}

/// Somebody who came in by a code.
pub(crate) struct Came {
    /// Who it is.
    pub(crate) signed: Signed,
    /// Who vouches for them.
    pub(crate) provider: Provider,
    /// What was proven.
    pub(crate) proof: Proof,
}

/// As [`settle`], without a session. The attempt is written down with `details`.
pub(crate) fn prove(
    tx: &mut Tx<'_>,
    seal: &Seal,
    attempt: &Attempt,
    details: Value,
) -> Result<std::result::Result<Came, Refusal>> {
    let Some(proven) = flows::shown(tx, seal, attempt.purpose(), &attempt.shown)? else {
        audit::of_owner_saying(tx, "sign_in_refused", None, Some(details))?;
        return Ok(Err(Refusal::Refused));
    };
    if !attempt.ends(&proven) {
        // Whoever shows it did not begin this: the code went astray, and is worth nothing any more.
        flows::forget(tx, &proven.state_hash)?;
        audit::of_owner_saying(tx, "sign_in_refused", None, Some(details))?;
        return Ok(Err(Refusal::Refused));
    }
    let found = found(tx, &proven)?;
    let outcome = match found {
        Found::Nobody => {
            flows::forget(tx, &proven.state_hash)?;
            Err(Refusal::NotLinked)
        }
        Found::Linked(_, owner) | Found::ByEmail(owner) => enter(tx, seal, &proven, found, owner, attempt)?,
    };
    let action = match &outcome {
        Ok(_) => "sign_in",
        Err(Refusal::CodeNeeded) => "sign_in_code_needed",
        Err(_) => "sign_in_refused",
    };
    audit::of_owner_saying(tx, action, found.owner(), Some(details))?;
    Ok(outcome.map(|signed| Came {
        signed,
        provider: proven.provider,
        proof: proven.proof,
    }))
}

/// Who is meant by what was proven.
#[derive(Debug, Clone, Copy)]
enum Found {
    /// Somebody who is linked.
    Linked(IdentityLinkId, Owner),
    /// A member of staff with this email, who is to be linked.
    ByEmail(Owner),
    /// Nobody.
    Nobody,
}

impl Found {
    fn owner(self) -> Option<Owner> {
        match self {
            Self::Linked(_, owner) | Self::ByEmail(owner) => Some(owner),
            Self::Nobody => None,
        }
    }
}

/// By the subject; for staff, once, by the email. Somebody who is linked by another subject is not meant: the provider has
/// given their address to another.
fn found(db: &mut Db<'_>, proven: &Proven) -> Result<Found> {
    let (provider, proof) = (&proven.provider, &proven.proof);
    if let Some((link, owner)) = links::owner_of(db, provider, &proof.subject)? {
        return Ok(Found::Linked(link, owner));
    }
    let Some(email) = proof.verified_email.as_deref() else {
        return Ok(Found::Nobody);
    };
    if provider.audience != Audience::Staff {
        return Ok(Found::Nobody);
    }
    let member = staff::by_email(db, email)?.filter(|member| member.active);
    let Some(owner) = member.map(|member| Owner::Staff(member.id)) else {
        return Ok(Found::Nobody);
    };
    if links::is_linked(db, &provider.issuer, owner)? {
        return Ok(Found::Nobody);
    }
    Ok(Found::ByEmail(owner))
}

fn enter(
    tx: &mut Tx<'_>,
    seal: &Seal,
    proven: &Proven,
    found: Found,
    owner: Owner,
    attempt: &Attempt,
) -> Result<std::result::Result<Signed, Refusal>> {
    let signed = match let_in(tx, seal, proven, owner, attempt.second_factor.as_deref())? {
        Ok(signed) => signed,
        Err(refusal) => {
            match refusal {
                Refusal::CodeNeeded => flows::wait_for_second_factor(tx, &proven.state_hash)?,
                Refusal::WrongSecondFactor => {}
                _ => {
                    flows::forget(tx, &proven.state_hash)?;
                }
            }
            return Ok(Err(refusal));
        }
    };
    if !flows::forget(tx, &proven.state_hash)? {
        return Ok(Err(Refusal::Refused));
    }
    let link = match found {
        Found::Linked(link, _) => link,
        _ => match links::make(tx, &proven.provider, &proven.proof.subject, owner) {
            Ok(link) => link.id,
            Err(Error::Collision { .. }) => return Ok(Err(Refusal::NotLinked)),
            Err(error) => return Err(error),
        },
    };
    links::touch(tx, link)?;
    Ok(Ok(signed))
}

/// Locks somebody, and says whether they may come in, as with a password.
fn let_in(
    tx: &mut Tx<'_>,
    seal: &Seal,
    proven: &Proven,
    owner: Owner,
    typed: Option<&str>,
) -> Result<std::result::Result<Signed, Refusal>> {
    let refused = match owner {
        Owner::Driver(id) => match accounts::lock(tx, id)?.stage {
            Stage::Active if links::is_person_of(tx, owner, &proven.proof)? => return Ok(Ok(Signed::Driver(id))),
            Stage::Active => Refusal::SomebodyElse,
            Stage::Suspended => Refusal::Suspended,
            _ => Refusal::Refused,
        },
        Owner::Staff(id) => {
            let member = staff::lock(tx, id)?;
            let signed = Signed::Staff(id, member.role);
            if !member.active {
                Refusal::Refused
            } else if proven.proof.second_factor {
                return Ok(Ok(signed));
            } else {
                match second_factors::check(tx, seal, id, typed)? {
                    Check::NotNeeded | Check::Passed => return Ok(Ok(signed)),
                    Check::Needed => Refusal::CodeNeeded,
                    Check::Failed => Refusal::WrongSecondFactor,
                }
            }
        }
    };
    Ok(Err(refused))
}

#[derive(Insertable)]
#[diesel(table_name = oidc_sessions)]
struct Row {
    session_id: SessionId,
    audience: Audience,
    issuer: String,
    subject: String,
    provider_session: Option<String>,
    sealed_id_token: Vec<u8>,
}

/// Keeps by which provider a session was begun, for its word that it is over and for telling it so.
pub(crate) fn remember(
    tx: &mut Tx<'_>,
    seal: &Seal,
    (provider, proof): (&Provider, &Proof),
    session: SessionId,
) -> Result<()> {
    let sealed = seal.close(&super::sign_out::context(session), proof.id_token.as_bytes());
    let row = Row {
        session_id: session,
        audience: provider.audience,
        issuer: provider.issuer.clone(),
        subject: proof.subject.clone(),
        provider_session: proof.provider_session.clone(),
        sealed_id_token: sealed?,
    };
    diesel::insert_into(oidc_sessions::table)
        .values(&row)
        .execute(tx.conn)?;
    Ok(())
}
