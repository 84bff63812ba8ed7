//! Another email for an account: given by its driver, or by an agent where nobody is reached under the one it has.
//!
//! What a driver gives is theirs once they have opened the link that was sent there; the former address can undo it for
//! some days. Nobody is told the other address.

use chrono::TimeDelta;
use domain::account::{Account, Action, Facts, Stage};
use domain::actor::{Actor, Role};
use domain::ids::AccountId;
use domain::lifecycle::{Reason, Refusal, Subject};
use domain::link::LinkPurpose;
use domain::notification::NotificationKind;
use domain::words::Word as _;

use super::{AccountRecord, Input, by_email, find, lock};
use crate::dialect::prelude::*;
use crate::error::{Error, Result};
use crate::links::{self, Link};
use crate::notify::{self, About, Recipient};
use crate::owner::Owner;
use crate::schema::accounts;
use crate::store::{Db, Tx};
use crate::token::Token;
use crate::{audit, known_networks, staff, transitions};

/// A driver asks for another email: a link goes there, and word of it to the address they have. Where the email is
/// somebody's already, that one is told instead, and the one who asks cannot tell the two apart. Links to addresses that
/// they asked for before work no more. Not `mailed`, nothing goes there: so many mails are enough.
pub fn ask_for(tx: &mut Tx<'_>, account: &AccountRecord, email: &str, mailed: bool) -> Result<()> {
    let id = account.id;
    // Whoever asks again mistyped what they asked for before.
    links::end_those_to(tx, id, LinkPurpose::ChangeEmail)?;
    match by_email(tx, email)? {
        _ if !mailed => {}
        Some(other) => {
            let owner = Some(Recipient::Driver(other.id));
            notify::mail_discreetly(tx, NotificationKind::RegistrationAttempted, None, owner)?;
        }
        None if staff::by_email(tx, email)?.is_some() => {}
        None => {
            let about = About::link(LinkPurpose::ChangeEmail);
            notify::write_to(tx, NotificationKind::EmailConfirmation, id, email, about)?;
        }
    }
    if let Some(present) = &account.email {
        let about = About::link(LinkPurpose::KeepEmail);
        notify::write_to(tx, NotificationKind::EmailChangeRequested, id, present, about)?;
    }
    audit::record(tx, "ask_email_change", Subject::Account, Some(id.into()), None)
}

/// What a link about an email opens, while it works, and whose it is. A link whose account has moved on works no more: not
/// found.
pub fn opened(db: &mut Db<'_>, token: &Token, purpose: LinkPurpose) -> Result<(Link, Actor)> {
    let link = links::open(db, token)?;
    let Owner::Driver(id) = link.owner else {
        return Err(Error::NotFound);
    };
    let stage = find(db, id)?.stage;
    let waits = match purpose {
        LinkPurpose::ChangeEmail => stage == Stage::Active,
        _ => matches!(stage, Stage::Active | Stage::Suspended),
    };
    if link.purpose == purpose && waits {
        Ok((link, Actor::Driver(id)))
    } else {
        Err(Error::NotFound)
    }
}

/// Whoever opened the link in the new mailbox signs in with that address from now on.
pub fn confirm(tx: &mut Tx<'_>, token: &Token) -> Result<()> {
    let (account, link) = redeem(tx, token, LinkPurpose::ChangeEmail)?;
    let email = link.email.as_deref();
    // Objections stay, the one against this very change among them.
    let soon = tx.now() + TimeDelta::seconds(1);
    let input = Input {
        email,
        objections_before: Some(soon),
        ..Input::default()
    };
    act(tx, Role::Driver, &account, Action::ChangeEmail, &input)
}

/// The former address objects: it is the account's again, and whatever was done from the change on is undone.
pub fn object(tx: &mut Tx<'_>, token: &Token) -> Result<()> {
    let (account, link) = redeem(tx, token, LinkPurpose::KeepEmail)?;
    let input = Input {
        email: link.email.as_deref(),
        objections_before: Some(link.made_at),
        ..Input::default()
    };
    act(tx, Role::Driver, &account, Action::RestoreEmail, &input)
}

fn redeem(tx: &mut Tx<'_>, token: &Token, purpose: LinkPurpose) -> Result<(AccountRecord, Link)> {
    let (link, _) = opened(tx, token, purpose)?;
    let Owner::Driver(id) = link.owner else {
        return Err(Error::NotFound);
    };
    // The account before its links: whatever erases it takes them in this order.
    let account = lock(tx, id)?;
    links::redeem(tx, token)?;
    Ok((account, link))
}

/// An agent puts right the email of a locked account, under which nobody is reached.
pub fn correct(tx: &mut Tx<'_>, account: &AccountRecord, email: &str, reason: &str) -> Result<()> {
    let input = Input {
        reason: Some(reason),
        email: Some(email),
        objections_before: None,
    };
    let role = tx.author().actor.role();
    act(tx, role, account, Action::CorrectEmail, &input)
}

fn act(tx: &mut Tx<'_>, role: Role, account: &AccountRecord, action: Action, input: &Input<'_>) -> Result<()> {
    let facts = Facts {
        reason: input.reason,
        email_free: is_free(tx, account.id, input.email)?,
        ..Facts::default()
    };
    let done = transitions::act_as::<Account>(tx, role, account, action, &facts, input);
    done.map(drop).map_err(|error| match error {
        // Somebody was faster, with the same email.
        error if error.collides_on("accounts_email", "accounts.email") => in_use(account, action).into(),
        error => error,
    })
}

fn in_use(account: &AccountRecord, action: Action) -> Refusal {
    Refusal {
        subject: Subject::Account,
        stage: Some(account.stage.name()),
        action: action.name(),
        reason: Reason::EmailInUse,
        possible: Vec::new(),
    }
}

/// Whether an email is nobody else's.
fn is_free(db: &mut Db<'_>, id: AccountId, email: Option<&str>) -> Result<bool> {
    let Some(email) = email else { return Ok(false) };
    let others = by_email(db, email)?.is_some_and(|other| other.id != id);
    Ok(!others && staff::by_email(db, email)?.is_none())
}

/// From now on the account has this email. Nobody is known in any network any more: another person may have been.
pub(super) fn replace(tx: &mut Tx<'_>, record: &AccountRecord, email: Option<&str>) -> Result<()> {
    let email = email.ok_or_else(|| Error::Corrupt(format!("account {} is given no email", record.id)))?;
    diesel::update(accounts::table.find(record.id))
        .set((accounts::email.eq(Some(email)), accounts::wrong_birth_dates.eq(0)))
        .execute(tx.conn)?;
    known_networks::forget_of(tx, Owner::Driver(record.id))
}

/// Tells the former address, which may object where it was its driver who gave another one; and the new one.
pub(super) fn tell_both(tx: &mut Tx<'_>, record: &AccountRecord, input: &Input<'_>) -> Result<()> {
    let kind = NotificationKind::EmailChanged;
    if let Some(former) = record.email.as_deref().filter(|former| Some(*former) != input.email) {
        let about = match input.objections_before {
            Some(_) => About::link(LinkPurpose::KeepEmail),
            None => About::default(),
        };
        notify::write_to(tx, kind, record.id, former, about)?;
    }
    notify::tell(tx, kind, record.id, About::default())
}

/// The password is good no more.
pub(super) fn forget_password(tx: &mut Tx<'_>, id: AccountId) -> Result<()> {
    diesel::update(accounts::table.find(id))
        .set(accounts::password_hash.eq(None::<String>))
        .execute(tx.conn)?;
    Ok(())
}
