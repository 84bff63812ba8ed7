//! Finding cards: a driver's own, any by its number or code, and the case that is open on one.

use chrono::{DateTime, Utc};
use domain::card::Stage;
use domain::case::{self, Kind};
use domain::ids::{AccountId, CardId, CaseId};

use super::CardRecord;
use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::each;
use crate::error::Result;
use crate::locked;
use crate::schema::{cards, cases};
use crate::store::{Db, Tx};

/// Any card, for the back office and production.
pub fn find(db: &mut Db<'_>, id: CardId) -> Result<CardRecord> {
    Ok(cards::table.find(id).select(CardRecord::columns()).first(db.conn)?)
}

/// As [`find`], locked until the transaction ends.
pub fn lock(tx: &mut Tx<'_>, id: CardId) -> Result<CardRecord> {
    Ok(locked!(tx.conn, cards::table.find(id).select(CardRecord::columns()) => first::<CardRecord>)?)
}

/// A driver's own card; somebody else's is not found.
pub fn of_account(db: &mut Db<'_>, account_id: AccountId, id: CardId) -> Result<CardRecord> {
    Ok(cards::table
        .filter(cards::id.eq(id))
        .filter(cards::account_id.eq(account_id))
        .select(CardRecord::columns())
        .first(db.conn)?)
}

/// A driver's cards, newest first, before `cursor`.
pub fn list(db: &mut Db<'_>, account_id: AccountId, cursor: Option<CardId>, limit: i64) -> Result<Vec<CardRecord>> {
    Ok(each!(db.conn, c => {
        let mut query = cards::table
            .filter(cards::account_id.eq(account_id))
            .order(cards::id.desc())
            .limit(limit)
            .into_boxed();
        if let Some(cursor) = cursor {
            query = query.filter(cards::id.lt(cursor));
        }
        query.select(CardRecord::columns()).load(c)
    })?)
}

/// All of a driver's cards, oldest first.
pub fn of_driver(db: &mut Db<'_>, account_id: AccountId) -> Result<Vec<CardRecord>> {
    Ok(cards::table
        .filter(cards::account_id.eq(account_id))
        .order(cards::id)
        .select(CardRecord::columns())
        .load(db.conn)?)
}

/// Whether a card that was made since an instant is in use.
pub(crate) fn took_over(db: &mut Db<'_>, account_id: AccountId, since: DateTime<Utc>) -> Result<bool> {
    let active = cards::table
        .filter(cards::account_id.eq(account_id))
        .filter(cards::stage.eq(Stage::Active))
        .filter(cards::created_at.ge(At(since)));
    Ok(diesel::select(diesel::dsl::exists(active)).get_result(db.conn)?)
}

/// The card with a number (normalised), if there is one.
pub fn by_number(db: &mut Db<'_>, number: &str) -> Result<Option<CardRecord>> {
    let with = cards::table
        .filter(cards::number.eq(number))
        .select(CardRecord::columns());
    Ok(with.first(db.conn).optional()?)
}

/// The card with a verification code, if there is one.
pub fn by_code(db: &mut Db<'_>, code: &str) -> Result<Option<CardRecord>> {
    let with = cards::table.filter(cards::code.eq(code)).select(CardRecord::columns());
    Ok(with.first(db.conn).optional()?)
}

/// Several cards, in no order.
pub fn these(db: &mut Db<'_>, ids: &[CardId]) -> Result<Vec<CardRecord>> {
    Ok(cards::table
        .filter(cards::id.eq_any(ids))
        .select(CardRecord::columns())
        .load(db.conn)?)
}

/// Any driver's cards, newest first, before `cursor`: those with a number (normalised), or of an account.
pub fn search(
    db: &mut Db<'_>,
    number: Option<&str>,
    account_id: Option<AccountId>,
    cursor: Option<CardId>,
    limit: i64,
) -> Result<Vec<CardRecord>> {
    Ok(each!(db.conn, c => {
        let mut query = cards::table.order(cards::id.desc()).limit(limit).into_boxed();
        if let Some(number) = number {
            query = query.filter(cards::number.eq(number.to_owned()));
        }
        if let Some(account_id) = account_id {
            query = query.filter(cards::account_id.eq(account_id));
        }
        if let Some(cursor) = cursor {
            query = query.filter(cards::id.lt(cursor));
        }
        query.select(CardRecord::columns()).load(c)
    })?)
}

/// A case about a card that has not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct OpenCase {
    /// The card.
    pub card_id: CardId,
    /// The case.
    pub id: CaseId,
    /// What it is about.
    pub kind: Kind,
}

/// The cases that are open on these cards, newest first.
pub fn open_cases(db: &mut Db<'_>, ids: &[CardId]) -> Result<Vec<OpenCase>> {
    use domain::words::Word as _;
    let over = case::Stage::ALL.iter().copied().filter(|stage| stage.is_final());
    Ok(cases::table
        .filter(cases::subject_card_id.eq_any(ids.iter().copied().map(Some)))
        .filter(cases::stage.ne_all(over))
        .order(cases::id.desc())
        .select((cases::subject_card_id.assume_not_null(), cases::id, cases::kind))
        .load(db.conn)?)
}

/// Whether nothing is to be made instead of this card any more (see [`CardRecord::is_replaced`]).
pub fn has_successor(db: &mut Db<'_>, card: &CardRecord) -> Result<bool> {
    let own: Vec<CardRecord> = cards::table
        .filter(cards::account_id.eq(card.account_id))
        .select(CardRecord::columns())
        .load(db.conn)?;
    Ok(card.is_replaced(&own))
}

/// The cards that were posted under a tracking number, the one that was ordered last first.
pub fn by_tracking_number(db: &mut Db<'_>, tracking_number: &str) -> Result<Vec<CardRecord>> {
    Ok(cards::table
        .filter(cards::tracking_number.eq(tracking_number))
        .order(cards::id.desc())
        .select(CardRecord::columns())
        .load(db.conn)?)
}
