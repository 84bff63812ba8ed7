//! Who somebody is at a provider. Found by issuer and subject alone: an email is given to others, a subject never.

use chrono::{DateTime, Utc};
use domain::federation::{Audience, FlowPurpose};
use domain::ids::{AccountId, IdentityLinkId, SessionId, StaffId};
use domain::notification::NotificationKind;
use serde_json::json;

use super::flows::{self, Shown};
use super::{Proof, Provider};
use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::each;
use crate::error::{Error, Result};
use crate::keys::Seal;
use crate::notify::{self, About};
use crate::owner::Owner;
use crate::schema::{identity_links, oidc_sessions};
use crate::store::{Db, Tx};
use crate::{accounts, audit, frontends, sessions, staff};

/// A link, as it is kept.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = identity_links)]
pub struct IdentityLink {
    /// Its id.
    pub id: IdentityLinkId,
    /// Whom the provider vouches for.
    pub audience: Audience,
    /// The provider's name.
    pub issuer: String,
    /// Who they are there.
    pub subject: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When somebody last signed in by it.
    pub last_used_at: Option<DateTime<Utc>>,
}

#[derive(Insertable)]
#[diesel(table_name = identity_links)]
struct NewLink {
    id: IdentityLinkId,
    audience: Audience,
    issuer: String,
    subject: String,
    account_id: Option<AccountId>,
    staff_id: Option<StaffId>,
    created_at: At,
}

/// Whose subject it is.
pub(super) fn owner_of(db: &mut Db<'_>, provider: &Provider, subject: &str) -> Result<Option<(IdentityLinkId, Owner)>> {
    type Found = (IdentityLinkId, Option<AccountId>, Option<StaffId>);
    let found: Option<Found> = identity_links::table
        .filter(identity_links::audience.eq(provider.audience))
        .filter(identity_links::issuer.eq(&provider.issuer))
        .filter(identity_links::subject.eq(subject))
        .select((identity_links::id, identity_links::account_id, identity_links::staff_id))
        .first(db.conn)
        .optional()?;
    Ok(found.and_then(|(id, account_id, staff_id)| Some((id, Owner::of(account_id, staff_id)?))))
}

/// Whether somebody is linked at a provider, by whichever subject.
pub(super) fn is_linked(db: &mut Db<'_>, issuer: &str, owner: Owner) -> Result<bool> {
    let links = identity_links::table.filter(identity_links::issuer.eq(issuer));
    let count: i64 = match owner {
        Owner::Driver(id) => links
            .filter(identity_links::account_id.eq(Some(id)))
            .count()
            .get_result(db.conn)?,
        Owner::Staff(id) => links
            .filter(identity_links::staff_id.eq(Some(id)))
            .count()
            .get_result(db.conn)?,
    };
    Ok(count > 0)
}

/// Links somebody, who is locked. Their subject, or they at this provider, are linked already: [`Error::Collision`].
pub(super) fn make(tx: &mut Tx<'_>, provider: &Provider, subject: &str, owner: Owner) -> Result<IdentityLink> {
    let row = NewLink {
        id: tx.id(),
        audience: provider.audience,
        issuer: provider.issuer.clone(),
        subject: subject.to_owned(),
        account_id: owner.account_id(),
        staff_id: owner.staff_id(),
        created_at: At(tx.real_now()),
    };
    tx.savepoint(|tx| {
        Ok(diesel::insert_into(identity_links::table)
            .values(&row)
            .execute(tx.conn)?)
    })?;
    let details = json!({"link": row.id, "issuer": row.issuer});
    audit::of_owner_saying(tx, "link_identity", Some(owner), Some(details))?;
    notify::tell_owner(tx, NotificationKind::IdentityLinked, owner, About::default())?;
    Ok(identity_links::table
        .find(row.id)
        .select(IdentityLink::columns())
        .first(tx.conn)?)
}

/// Somebody signs in by it.
pub(super) fn touch(tx: &mut Tx<'_>, id: IdentityLinkId) -> Result<()> {
    diesel::update(identity_links::table.find(id))
        .set(identity_links::last_used_at.eq(Some(At(tx.real_now()))))
        .execute(tx.conn)?;
    Ok(())
}

/// What became of a wish to be linked.
#[derive(Debug)]
pub enum Linked {
    /// They are.
    Made(IdentityLink),
    /// The code is not good, or not any more, or another began this.
    Refused,
    /// What the provider says is not the person of this account.
    SomebodyElse,
    /// That identity, or the account, is linked already.
    Taken,
}

/// Links somebody who is signed in with the identity that they proved at the end of a journey.
pub fn confirm(tx: &mut Tx<'_>, seal: &Seal, owner: Owner, shown: &Shown) -> Result<Linked> {
    let Some(proven) = flows::shown(tx, seal, FlowPurpose::Link, shown)? else {
        return Ok(Linked::Refused);
    };
    lock(tx, owner)?;
    let fits = is_person_of(tx, owner, &proven.proof)?;
    let is_first = flows::forget(tx, &proven.state_hash)?;
    if !is_first || !proven.is_shown_by_its_beginner || proven.owner != Some(owner) {
        return Ok(Linked::Refused);
    }
    if !fits {
        audit::of_owner_saying(tx, "link_identity_refused", Some(owner), None)?;
        return Ok(Linked::SomebodyElse);
    }
    match make(tx, &proven.provider, &proven.proof.subject, owner) {
        Ok(link) => Ok(Linked::Made(link)),
        Err(Error::Collision { .. }) => Ok(Linked::Taken),
        Err(error) => Err(error),
    }
}

fn lock(tx: &mut Tx<'_>, owner: Owner) -> Result<()> {
    match owner {
        Owner::Driver(id) => accounts::lock(tx, id).map(drop),
        Owner::Staff(id) => staff::lock(tx, id).map(drop),
    }
}

/// Whether the civil status that was proven can be somebody's. Of staff none is known.
pub(super) fn is_person_of(db: &mut Db<'_>, owner: Owner, proof: &Proof) -> Result<bool> {
    match owner {
        Owner::Driver(id) => {
            let identity = accounts::holder(db, id)?.identity;
            let usage_name = identity.usage_name.as_deref();
            Ok(proof
                .civil_status
                .is_of(&identity.surname, usage_name, identity.birth_date))
        }
        Owner::Staff(_) => Ok(true),
    }
}

/// Somebody's links, oldest first.
pub fn of(db: &mut Db<'_>, owner: Owner, cursor: Option<IdentityLinkId>, limit: i64) -> Result<Vec<IdentityLink>> {
    Ok(each!(db.conn, c => {
        let mut query = identity_links::table
            .order(identity_links::id)
            .limit(limit)
            .into_boxed();
        query = match owner {
            Owner::Driver(id) => query.filter(identity_links::account_id.eq(Some(id))),
            Owner::Staff(id) => query.filter(identity_links::staff_id.eq(Some(id))),
        };
        if let Some(cursor) = cursor {
            query = query.filter(identity_links::id.gt(cursor));
        }
        query.select(IdentityLink::columns()).load(c)
    })?)
}

/// Removes one of somebody's links, and ends the sessions that were begun by it. Somebody else's: not found.
pub fn remove(tx: &mut Tx<'_>, owner: Owner, id: IdentityLinkId) -> Result<()> {
    let own = identity_links::table.filter(identity_links::id.eq(id));
    let link: IdentityLink = match owner {
        Owner::Driver(account) => own
            .filter(identity_links::account_id.eq(Some(account)))
            .select(IdentityLink::columns())
            .first(tx.conn)?,
        Owner::Staff(member) => own
            .filter(identity_links::staff_id.eq(Some(member)))
            .select(IdentityLink::columns())
            .first(tx.conn)?,
    };
    diesel::delete(identity_links::table.find(id)).execute(tx.conn)?;
    let begun: Vec<SessionId> = oidc_sessions::table
        .filter(oidc_sessions::audience.eq(link.audience))
        .filter(oidc_sessions::issuer.eq(&link.issuer))
        .filter(oidc_sessions::subject.eq(&link.subject))
        .select(oidc_sessions::session_id)
        .load(tx.conn)?;
    sessions::end_these(tx, &begun)?;
    frontends::forget_pending(tx, owner)?;
    let details = json!({"link": id, "issuer": link.issuer});
    audit::of_owner_saying(tx, "unlink_identity", Some(owner), Some(details))?;
    notify::tell_owner(tx, NotificationKind::IdentityUnlinked, owner, About::default())
}
