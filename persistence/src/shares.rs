//! Shares: what drivers show of their qualification to employers, by a link or a code, until a day. What is kept of
//! both is a digest, so that each is shown once. They go by the business clock, as all that has a legal date.
//!
//! Nothing of the qualification is kept with a share: it is counted at each look.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::ids::{AccountId, ShareId};
use domain::rules::share::{self, MOST_ACTIVE, SEEN_FOR_DAYS, ShareItem, ShareStatus};
use serde_json::json;

use crate::dialect::prelude::*;
use crate::dialect::{At, Stored};
use crate::each;
use crate::error::{Error, Result};
use crate::schema::shares;
use crate::store::{Db, Tx};
use crate::token::Token;
use crate::{accounts, audit, digest};

pub mod looks;

/// A share, as it is kept.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = shares)]
pub struct ShareRecord {
    /// Its id.
    pub id: ShareId,
    /// Whose qualification it shows.
    pub account_id: AccountId,
    /// What its driver calls it.
    pub name: Option<String>,
    /// What it shows.
    pub items: Stored<Vec<ShareItem>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// The last day on which it shows anything.
    pub valid_until: NaiveDate,
    /// When its driver ended it.
    pub ended_at: Option<DateTime<Utc>>,
    /// How often somebody looked.
    pub looks: i32,
    /// When somebody last looked.
    pub last_looked_at: Option<DateTime<Utc>>,
}

impl ShareRecord {
    /// Whether it shows anything on a legal date.
    pub fn status(&self, today: NaiveDate) -> ShareStatus {
        share::status(self.ended_at.is_some(), self.valid_until, today)
    }

    /// Raised by each look, and by its end.
    pub fn version(&self) -> i32 {
        let end = i32::from(self.ended_at.is_some());
        self.looks.saturating_add(1).saturating_add(end)
    }
}

/// What a driver wishes to show.
#[derive(Debug, Clone)]
pub struct NewShare {
    /// What they call it.
    pub name: Option<String>,
    /// What it shows.
    pub items: Vec<ShareItem>,
    /// The last day on which it shows anything.
    pub valid_until: NaiveDate,
}

/// A share that was made, with the two ways to it, which are shown now and never again.
#[derive(Debug, Clone)]
pub struct Made {
    /// The share.
    pub share: ShareRecord,
    /// The secret of its link.
    pub token: Token,
    /// Its code, as it is kept by nobody but its driver.
    pub code: String,
}

#[derive(Insertable)]
#[diesel(table_name = shares)]
struct Row {
    id: ShareId,
    account_id: AccountId,
    name: Option<String>,
    items: Stored<Vec<ShareItem>>,
    token_hash: Vec<u8>,
    code_hash: Vec<u8>,
    created_at: At,
    valid_until: NaiveDate,
    looks: i32,
}

/// Makes a share; none where its driver has as many as there may be.
pub fn make(tx: &mut Tx<'_>, account_id: AccountId, new: &NewShare) -> Result<Option<Made>> {
    // Locked, so that the last one is not made twice.
    accounts::lock(tx, account_id)?;
    if count_active(tx, account_id)? >= MOST_ACTIVE {
        return Ok(None);
    }
    let (token, code) = (tx.token(), share::code(tx.random()));
    let row = Row {
        id: tx.id(),
        account_id,
        name: new.name.clone(),
        items: Stored(new.items.clone()),
        token_hash: token.digest(),
        code_hash: hash_of(&code),
        created_at: At(tx.now()),
        valid_until: new.valid_until,
        looks: 0,
    };
    diesel::insert_into(shares::table).values(&row).execute(tx.conn)?;
    let details = json!({"items": new.items, "valid_until": new.valid_until});
    audit::note(tx, "make_share", "share", Some(row.id.into()), Some(details))?;
    let share = of_account(tx, account_id, row.id)?;
    Ok(Some(Made { share, token, code }))
}

fn count_active(db: &mut Db<'_>, account_id: AccountId) -> Result<usize> {
    let today = db.today();
    let count: i64 = shares::table
        .filter(shares::account_id.eq(account_id))
        .filter(shares::ended_at.is_null())
        .filter(shares::valid_until.ge(today))
        .count()
        .get_result(db.conn)?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// What is kept of a code.
fn hash_of(code: &str) -> Vec<u8> {
    digest::of_parts([code.as_bytes()]).to_vec()
}

/// A driver's own share; somebody else's is not found.
pub fn of_account(db: &mut Db<'_>, account_id: AccountId, id: ShareId) -> Result<ShareRecord> {
    Ok(shares::table
        .filter(shares::id.eq(id))
        .filter(shares::account_id.eq(account_id))
        .select(ShareRecord::columns())
        .first(db.conn)?)
}

/// A driver's shares, newest first, before `cursor`: those that are over as well, for as long as they are remembered.
pub fn list(db: &mut Db<'_>, account_id: AccountId, cursor: Option<ShareId>, limit: i64) -> Result<Vec<ShareRecord>> {
    Ok(each!(db.conn, c => {
        let mut query = shares::table
            .filter(shares::account_id.eq(account_id))
            .order(shares::id.desc())
            .limit(limit)
            .into_boxed();
        if let Some(cursor) = cursor {
            query = query.filter(shares::id.lt(cursor));
        }
        query.select(ShareRecord::columns()).load(c)
    })?)
}

/// Ends a driver's own share: nobody sees anything by it any more. One that is over stays as it is; somebody else's is
/// not found.
pub fn end(tx: &mut Tx<'_>, account_id: AccountId, id: ShareId) -> Result<()> {
    let (now, today) = (tx.now(), tx.today());
    if of_account(tx, account_id, id)?.status(today) != ShareStatus::Active {
        return Ok(());
    }
    let active = shares::table.find(id).filter(shares::ended_at.is_null());
    let ended = diesel::update(active)
        .set(shares::ended_at.eq(Some(At(now))))
        .execute(tx.conn)?;
    // Ended in the same moment elsewhere: once is enough.
    if ended == 0 {
        return Ok(());
    }
    audit::note(tx, "end_share", "share", Some(id.into()), None)
}

/// Erases the shares of an account that is closed, and who looked at them.
pub(crate) fn erase_of_account(tx: &mut Tx<'_>, account_id: AccountId) -> Result<()> {
    diesel::delete(shares::table.filter(shares::account_id.eq(account_id))).execute(tx.conn)?;
    Ok(())
}

/// Forgets shares that have been over for long enough that their drivers have seen who looked.
pub fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    let seen_for = TimeDelta::days(SEEN_FOR_DAYS);
    let (instant, day) = (tx.now() - seen_for, tx.today() - seen_for);
    diesel::delete(shares::table.filter(shares::valid_until.lt(day))).execute(tx.conn)?;
    diesel::delete(shares::table.filter(shares::ended_at.lt(Some(At(instant))))).execute(tx.conn)?;
    Ok(())
}

/// The way to a share that somebody shows.
#[derive(Debug, Clone)]
pub enum Shown {
    /// The secret of its link.
    Link(Token),
    /// Its code, as it was made.
    Code(String),
}

impl Shown {
    /// Reads what stands at the end of an address, or was typed in: none where it can be neither.
    pub fn parse(text: &str) -> Option<Self> {
        let link = Token::parse(text).map(Self::Link);
        link.or_else(|| share::parse_code(text).map(Self::Code))
    }
}

/// The share that somebody has the way to. Unknown, ended, expired, or of a driver whose account is not active: not
/// found, whichever it is.
pub fn open(db: &mut Db<'_>, shown: &Shown) -> Result<ShareRecord> {
    let today = db.today();
    let active = shares::table
        .filter(shares::ended_at.is_null())
        .filter(shares::valid_until.ge(today))
        .select(ShareRecord::columns());
    let found: ShareRecord = match shown {
        Shown::Link(token) => active.filter(shares::token_hash.eq(token.digest())).first(db.conn)?,
        Shown::Code(code) => active.filter(shares::code_hash.eq(hash_of(code))).first(db.conn)?,
    };
    match accounts::find(db, found.account_id)?.stage {
        domain::account::Stage::Active => Ok(found),
        _ => Err(Error::NotFound),
    }
}
