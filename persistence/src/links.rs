//! One-time links. A link is made when its message is sent, so that its token is never kept; what is kept is the
//! token's digest. Links go by the business clock.

use chrono::{DateTime, Utc};
use domain::account::Stage;
use domain::ids::{AccountId, StaffId};
use domain::link::{self, LinkPurpose};

use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::error::{Error, Result};
use crate::notify::{self, Recipient};
use crate::owner::Owner;
use crate::schema::links;
use crate::store::{Db, Tx};
use crate::token::Token;
use crate::{accounts, audit, staff};

/// A link that still works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it is for.
    pub purpose: LinkPurpose,
    /// Whose it is.
    pub owner: Owner,
    /// The address it was sent to, where that is what it is about.
    pub email: Option<String>,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
}

#[derive(Insertable)]
#[diesel(table_name = links)]
struct NewLink {
    token_hash: Vec<u8>,
    purpose: LinkPurpose,
    account_id: Option<AccountId>,
    staff_id: Option<StaffId>,
    created_at: At,
    expires_at: At,
    email: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = links)]
struct Row {
    purpose: LinkPurpose,
    account_id: Option<AccountId>,
    staff_id: Option<StaffId>,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    email: Option<String>,
}

/// Makes a link: its token, and when it stops working. Earlier ones go on working, for their messages may only be late.
///
/// One that is about the address it is sent to names that.
pub fn make(
    tx: &mut Tx<'_>,
    purpose: LinkPurpose,
    owner: Owner,
    email: Option<&str>,
) -> Result<(Token, DateTime<Utc>)> {
    let token = tx.token();
    let expires_at = purpose.good_until(tx.now());
    let row = NewLink {
        token_hash: token.digest(),
        purpose,
        account_id: owner.account_id(),
        staff_id: owner.staff_id(),
        created_at: At(tx.now()),
        expires_at: At(expires_at),
        email: email.map(str::to_owned),
    };
    diesel::insert_into(links::table).values(row).execute(tx.conn)?;
    Ok((token, expires_at))
}

/// Sends the link again that the account with this email waits to see used, if there is one and it waits. Not `mailed`,
/// it is only written down that somebody asked.
pub fn send_again(tx: &mut Tx<'_>, email: &str, mailed: bool) -> Result<()> {
    send(tx, email, link::called_for, "ask_link", mailed)
}

/// As [`send_again`], the link for whoever has this email and does not know their password, if there is somebody.
pub fn send_for_password(tx: &mut Tx<'_>, email: &str, mailed: bool) -> Result<()> {
    send(tx, email, link::for_forgotten_password, "ask_password_link", mailed)
}

/// The same work whether or not there is somebody, and whoever it is, so that nothing tells it.
fn send(
    tx: &mut Tx<'_>,
    email: &str,
    which: fn(Stage) -> Option<LinkPurpose>,
    asked: &str,
    mailed: bool,
) -> Result<()> {
    let member = staff::by_email(tx, email)?.filter(|member| member.active);
    let account = accounts::by_email(tx, email)?;
    let recipient = match (&member, &account) {
        (Some(member), _) => Some((Recipient::Staff(member.id), member.purpose_of_link())),
        (None, Some(account)) => which(account.stage).map(|purpose| (Recipient::Driver(account.id), purpose)),
        (None, None) => None,
    };
    if mailed {
        let purpose = recipient.map_or(LinkPurpose::ResetPassword, |(_, purpose)| purpose);
        let reader = recipient.map(|(reader, _)| reader);
        notify::mail_discreetly(tx, purpose.notification(), Some(purpose), reader)?;
    }
    let owner = member.map(|member| Owner::Staff(member.id));
    let owner = owner.or(account.map(|account| Owner::Driver(account.id)));
    audit::of_owner(tx, asked, owner)
}

/// The link that a token opens. Unknown, used or too old: not found.
pub fn open(db: &mut Db<'_>, token: &Token) -> Result<Link> {
    let now = db.now();
    let row: Row = links::table
        .find(token.digest())
        .filter(links::used_at.is_null())
        .filter(links::expires_at.gt(At(now)))
        .select(Row::columns())
        .first(db.conn)?;
    let owner = Owner::of(row.account_id, row.staff_id).ok_or(Error::NotFound)?;
    Ok(Link {
        purpose: row.purpose,
        owner,
        email: row.email,
        made_at: row.created_at,
        expires_at: row.expires_at,
    })
}

/// Redeems a link, and with it all that its owner was sent for the same purpose; an objection alone, since those of other
/// addresses are other people's. Used meanwhile by somebody else: not
/// found.
pub fn redeem(tx: &mut Tx<'_>, token: &Token) -> Result<Link> {
    let link = open(tx, token)?;
    let now = tx.now();
    let unused = links::table.filter(links::used_at.is_null());
    let this = diesel::update(unused.filter(links::token_hash.eq(token.digest())))
        .set(links::used_at.eq(Some(At(now))))
        .execute(tx.conn)?;
    if this == 0 {
        return Err(Error::NotFound);
    }
    if link.purpose == LinkPurpose::KeepEmail {
        return Ok(link);
    }
    let alike = unused.filter(links::purpose.eq(link.purpose));
    let used = links::used_at.eq(Some(At(now)));
    match link.owner {
        Owner::Driver(id) => diesel::update(alike.filter(links::account_id.eq(Some(id))))
            .set(used)
            .execute(tx.conn)?,
        Owner::Staff(id) => diesel::update(alike.filter(links::staff_id.eq(Some(id))))
            .set(used)
            .execute(tx.conn)?,
    };
    Ok(link)
}

/// Ends the links of an account, but for the objections to another email that were made before an instant.
pub(crate) fn end_all(tx: &mut Tx<'_>, id: AccountId, spared_before: Option<DateTime<Utc>>) -> Result<()> {
    let now = Some(At(tx.now()));
    let open = links::table
        .filter(links::account_id.eq(Some(id)))
        .filter(links::used_at.is_null());
    let used = links::used_at.eq(now);
    match spared_before {
        None => diesel::update(open).set(used).execute(tx.conn)?,
        Some(instant) => {
            let later = links::purpose
                .ne(LinkPurpose::KeepEmail)
                .or(links::created_at.ge(At(instant)));
            diesel::update(open.filter(later)).set(used).execute(tx.conn)?
        }
    };
    Ok(())
}

/// Ends the links of an account that serve a purpose.
pub(crate) fn end_those_to(tx: &mut Tx<'_>, id: AccountId, purpose: LinkPurpose) -> Result<()> {
    let now = Some(At(tx.now()));
    let open = links::table
        .filter(links::account_id.eq(Some(id)))
        .filter(links::purpose.eq(purpose))
        .filter(links::used_at.is_null());
    diesel::update(open).set(links::used_at.eq(now)).execute(tx.conn)?;
    Ok(())
}

/// Forgets links that stopped working before `instant`.
pub fn forget_before(tx: &mut Tx<'_>, instant: DateTime<Utc>) -> Result<usize> {
    Ok(diesel::delete(links::table.filter(links::expires_at.lt(At(instant)))).execute(tx.conn)?)
}
