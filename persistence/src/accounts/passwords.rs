//! Choosing a password by a one-time link: the first one, or another.

use std::net::IpAddr;

use domain::account::{Account, Action, Facts, Stage};
use domain::actor::Actor;
use domain::ids::AccountId;
use domain::lifecycle::Subject;
use domain::link::{self, LinkPurpose};
use domain::notification::NotificationKind;
use domain::people::BirthDate;

use super::{Input, lock_with_licence};
use crate::dialect::prelude::*;
use crate::error::{Error, Result};
use crate::links::{self, Link};
use crate::notify::{self, About};
use crate::owner::Owner;
use crate::schema::accounts;
use crate::store::{Db, Tx};
use crate::token::Token;
use crate::{audit, known_networks, sessions, staff, transitions};

/// Whoever holds a link to choose a password.
#[derive(Debug, Clone)]
pub struct Holder {
    /// The link.
    pub link: Link,
    /// Who they are when they use it.
    pub actor: Actor,
    /// Surname; for staff, the whole name.
    pub surname: String,
    /// First names.
    pub first_names: String,
    /// Email.
    pub email: String,
    /// What they are to know beside the link, where a driver has no password: a link may lie in somebody else's mailbox, the
    /// one that an agent put right among them.
    pub birth_date: Option<BirthDate>,
}

/// Who holds a link, while it works. A link whose account has moved on works no more: not found.
pub fn holder(db: &mut Db<'_>, token: &Token) -> Result<Holder> {
    let link = links::open(db, token)?;
    if !link.purpose.chooses_password() {
        return Err(Error::NotFound);
    }
    match link.owner {
        Owner::Driver(id) => {
            let (account, profile) = super::profile(db, id)?;
            expects_password(account.stage, link.purpose)?;
            let identity = profile.holder.identity;
            let has_none = account.password_hash.is_none();
            if has_none && link::is_guessing(wrong_birth_dates(db, id)?) {
                return Err(Error::NotFound);
            }
            Ok(Holder {
                birth_date: has_none.then_some(identity.birth_date),
                link,
                actor: Actor::Driver(id),
                surname: identity.surname,
                first_names: identity.first_names,
                email: profile.email,
            })
        }
        Owner::Staff(id) => {
            let member = staff::find(db, id)?;
            if !member.active {
                return Err(Error::NotFound);
            }
            Ok(Holder {
                link,
                actor: member.role.actor(id),
                surname: member.name,
                first_names: String::new(),
                email: member.email,
                birth_date: None,
            })
        }
    }
}

fn wrong_birth_dates(db: &mut Db<'_>, id: AccountId) -> Result<i32> {
    Ok(accounts::table
        .find(id)
        .select(accounts::wrong_birth_dates)
        .first(db.conn)?)
}

/// Whoever holds a link did not know the birth date: after some tries a new link is to be asked for, and after many an
/// agent is to see whose mailbox it is.
pub fn wrong_birth_date(tx: &mut Tx<'_>, token: &Token) -> Result<()> {
    let link = links::open(tx, token)?;
    let Owner::Driver(id) = link.owner else {
        return Ok(());
    };
    super::lock(tx, id)?;
    let count = wrong_birth_dates(tx, id)? + 1;
    diesel::update(accounts::table.find(id))
        .set(accounts::wrong_birth_dates.eq(count))
        .execute(tx.conn)?;
    if link::ends_with_wrong_birth_date(count) {
        links::end_those_to(tx, id, link.purpose)?;
    }
    let what = if link::is_guessing(count) {
        "birth_date_guessed_at"
    } else {
        "wrong_birth_date"
    };
    audit::record(tx, what, Subject::Account, Some(id.into()), None)
}

/// Uses the link up and keeps the hash of the password that was chosen. Whoever reads the owner's mail is the owner:
/// the network they do it from is known from then on, and no other, for somebody else may have known the password.
pub fn choose(tx: &mut Tx<'_>, token: &Token, hash: &str, network: Option<IpAddr>) -> Result<()> {
    let owner = links::open(tx, token)?.owner;
    keep(tx, owner, token, hash)?;
    known_networks::forget_of(tx, owner)?;
    match network {
        Some(network) => known_networks::remember(tx, owner, network),
        None => Ok(()),
    }
}

fn keep(tx: &mut Tx<'_>, owner: Owner, token: &Token, hash: &str) -> Result<()> {
    match owner {
        Owner::Driver(id) => choose_as_driver(tx, id, token, hash),
        Owner::Staff(id) => {
            staff::lock(tx, id)?;
            links::redeem(tx, token)?;
            staff::set_password(tx, id, hash)?;
            notify::tell_staff(tx, NotificationKind::PasswordChanged, id, About::default())
        }
    }
}

fn choose_as_driver(tx: &mut Tx<'_>, id: AccountId, token: &Token, hash: &str) -> Result<()> {
    // The account before its links: whatever erases it takes them in this order.
    let account = lock_with_licence(tx, id)?;
    let link = links::redeem(tx, token)?;
    expects_password(account.stage, link.purpose)?;
    diesel::update(accounts::table.find(id))
        .set(accounts::password_hash.eq(Some(hash)))
        .execute(tx.conn)?;
    if account.stage == Stage::AwaitingPassword {
        transitions::act::<Account>(tx, &account, Action::SetPassword, &Facts::default(), &Input::default())?;
        return Ok(());
    }
    sessions::end_all(tx, id)?;
    audit::record(tx, "change_password", Subject::Account, Some(id.into()), None)?;
    notify::tell(tx, NotificationKind::PasswordChanged, id, About::default())
}

/// The first password is chosen while the account waits for it, another one while it is active.
fn expects_password(stage: Stage, purpose: LinkPurpose) -> Result<()> {
    match (stage, purpose) {
        (Stage::AwaitingPassword, LinkPurpose::ChoosePassword) | (Stage::Active, LinkPurpose::ResetPassword) => Ok(()),
        _ => Err(Error::NotFound),
    }
}
