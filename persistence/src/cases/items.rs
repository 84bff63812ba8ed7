//! The items of an information request: what to put right, and what the driver did about it.

use domain::case::{Item, ItemTarget};
use domain::ids::{AccountId, CaseId, ItemId};
use domain::rules::{Fault, FaultCode};

use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::error::{Error, Result};
use crate::schema::case_items;
use crate::store::{Db, Tx};

/// An item to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewItem {
    /// What it is about.
    pub target: ItemTarget,
    /// Why it is not in order.
    pub reason: String,
}

/// An item, as it is kept. Open until the driver's answer is sent.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = case_items)]
#[diesel(treat_none_as_default_value = false)]
pub struct CaseItem {
    /// Its id.
    pub id: ItemId,
    /// The case it belongs to, if it is a case's.
    pub case_id: Option<CaseId>,
    /// The account it belongs to, if it is an account's.
    pub account_id: Option<AccountId>,
    /// What it is about.
    pub target: ItemTarget,
    /// Why it is not in order.
    pub reason: String,
    /// Whether that document or field has changed since.
    pub changed: bool,
    /// The driver's words about it.
    pub comment: Option<String>,
    /// When it was written.
    pub created_at: At,
    /// When the answer to it was sent.
    pub settled_at: Option<At>,
}

impl CaseItem {
    /// As the domain sees it.
    pub fn as_item(&self) -> Item {
        Item {
            id: self.id,
            target: self.target,
            reason: self.reason.clone(),
            changed: self.changed,
            comment: self.comment.clone(),
        }
    }
}

/// The open items of a case, in the order in which they were written.
pub fn of_case(db: &mut Db<'_>, case_id: CaseId) -> Result<Vec<CaseItem>> {
    Ok(case_items::table
        .filter(case_items::case_id.eq(Some(case_id)))
        .filter(case_items::settled_at.is_null())
        .order(case_items::id)
        .select(CaseItem::columns())
        .load(db.conn)?)
}

/// Writes the items of a new request.
pub(super) fn record(tx: &mut Tx<'_>, case_id: CaseId, items: &[NewItem]) -> Result<()> {
    for item in items {
        let row = CaseItem {
            id: ItemId(tx.id()),
            case_id: Some(case_id),
            account_id: None,
            target: item.target,
            reason: item.reason.clone(),
            changed: false,
            comment: None,
            created_at: At(tx.now()),
            settled_at: None,
        };
        diesel::insert_into(case_items::table).values(&row).execute(tx.conn)?;
    }
    Ok(())
}

/// Every item that a case ever had, answered ones included, in the order in which they were written: for agents.
pub fn all_of_case(db: &mut Db<'_>, case_id: CaseId) -> Result<Vec<CaseItem>> {
    Ok(case_items::table
        .filter(case_items::case_id.eq(Some(case_id)))
        .order(case_items::id)
        .select(CaseItem::columns())
        .load(db.conn)?)
}

/// Notes that a document or field has changed, on every one of a case's open items that names it.
pub(super) fn mark_changed(tx: &mut Tx<'_>, items: &mut [CaseItem], target: ItemTarget) -> Result<()> {
    for item in items.iter_mut().filter(|item| item.target == target) {
        diesel::update(case_items::table.find(item.id))
            .set(case_items::changed.eq(true))
            .execute(tx.conn)?;
        item.changed = true;
    }
    Ok(())
}

/// Notes that a document which had changed is gone again, on every one of a case's open items that names it.
pub(super) fn mark_unchanged(tx: &mut Tx<'_>, case_id: CaseId, target: ItemTarget) -> Result<()> {
    let named = case_items::table
        .filter(case_items::case_id.eq(Some(case_id)))
        .filter(case_items::settled_at.is_null())
        .filter(case_items::target.eq(target));
    diesel::update(named)
        .set(case_items::changed.eq(false))
        .execute(tx.conn)?;
    Ok(())
}

/// The driver's words about an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The item.
    pub item_id: ItemId,
    /// The words.
    pub comment: String,
}

/// Keeps the driver's words about open items. Whatever is no open item of this case is refused, by its place among the
/// answers.
pub(super) fn answer(tx: &mut Tx<'_>, case_id: CaseId, answers: &[Answer]) -> Result<()> {
    let mut unknown = Vec::new();
    for (position, answer) in answers.iter().enumerate() {
        let open = case_items::table
            .filter(case_items::id.eq(answer.item_id))
            .filter(case_items::case_id.eq(Some(case_id)))
            .filter(case_items::settled_at.is_null());
        let kept = diesel::update(open)
            .set(case_items::comment.eq(Some(&answer.comment)))
            .execute(tx.conn)?;
        if kept == 0 {
            let place = Fault::new("item_id", FaultCode::NotAskedFor).within(&position.to_string());
            unknown.push(place.within("answers"));
        }
    }
    if unknown.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(unknown))
    }
}

/// Closes the open items: the answer is sent, or the request is overtaken by events.
pub(super) fn settle(tx: &mut Tx<'_>, case_id: CaseId) -> Result<()> {
    let now = At(tx.now());
    let open = case_items::table
        .filter(case_items::case_id.eq(Some(case_id)))
        .filter(case_items::settled_at.is_null());
    diesel::update(open)
        .set(case_items::settled_at.eq(Some(now)))
        .execute(tx.conn)?;
    Ok(())
}

/// Removes every item of a case whose data is erased.
pub(super) fn erase(tx: &mut Tx<'_>, case_id: CaseId) -> Result<()> {
    diesel::delete(case_items::table.filter(case_items::case_id.eq(Some(case_id)))).execute(tx.conn)?;
    Ok(())
}
