//! Correcting an account: what an agent asks for, and what the driver sends by the link they were given.

use chrono::{DateTime, Utc};
use domain::account::{Account, Action, Facts, Stage, TABLE};
use domain::case::{Field, ItemTarget};
use domain::ids::{AccountId, ItemId};
use domain::lifecycle::{self, Reason, Refusal, Subject};
use domain::link::LinkPurpose;
use domain::timer;
use domain::words::Word as _;

use super::{AccountRecord, Input, Profile, lock, profile, put_profile};
use crate::cases::{CaseItem, NewItem};
use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::error::{Error, Result};
use crate::links::{self, Link};
use crate::owner::Owner;
use crate::schema::case_items;
use crate::store::{Db, Tx};
use crate::token::Token;
use crate::transitions;

/// What a driver sends.
#[derive(Debug, Clone)]
pub struct Correction {
    /// The whole profile, corrected.
    pub profile: Profile,
    /// Words about items, by item.
    pub comments: Vec<(ItemId, String)>,
}

/// An account that waits for corrections, as the holder of its link may see it.
#[derive(Debug, Clone)]
pub struct Correctable {
    /// The link.
    pub link: Link,
    /// The account.
    pub account: AccountRecord,
    /// The data as it was sent.
    pub profile: Profile,
    /// What to correct.
    pub items: Vec<CaseItem>,
    /// When the account is closed if nothing comes.
    pub answer_before: DateTime<Utc>,
}

/// What a link opens, while it works. A link whose account has moved on works no more: not found.
pub fn find(db: &mut Db<'_>, token: &Token) -> Result<Correctable> {
    let link = links::open(db, token)?;
    let Owner::Driver(id) = link.owner else {
        return Err(Error::NotFound);
    };
    let (account, profile) = profile(db, id)?;
    if link.purpose != LinkPurpose::CorrectAccount || account.stage != Stage::CorrectionRequested {
        return Err(Error::NotFound);
    }
    let days = lifecycle::lapses(TABLE, account.stage).map_or(0, |(_, days)| days);
    Ok(Correctable {
        link,
        items: open_items(db, id)?,
        answer_before: timer::lapse_due(*account.updated_at, days),
        account,
        profile,
    })
}

/// Asks the driver of a locked account to correct what the items name.
pub fn request(tx: &mut Tx<'_>, account: &AccountRecord, items: &[NewItem]) -> Result<()> {
    for item in items {
        let row = CaseItem {
            id: tx.id(),
            case_id: None,
            account_id: Some(account.id),
            target: item.target,
            reason: item.reason.clone(),
            changed: false,
            comment: None,
            created_at: At(tx.now()),
            settled_at: None,
        };
        diesel::insert_into(case_items::table).values(&row).execute(tx.conn)?;
    }
    let facts = Facts {
        items_named: items.len(),
        ..Facts::default()
    };
    transitions::act::<Account>(tx, account, Action::RequestCorrection, &facts, &Input::default())?;
    Ok(())
}

/// The open items of an account, in the order in which they were written.
pub fn open_items(db: &mut Db<'_>, id: AccountId) -> Result<Vec<CaseItem>> {
    Ok(case_items::table
        .filter(case_items::account_id.eq(Some(id)))
        .filter(case_items::settled_at.is_null())
        .order(case_items::id)
        .select(CaseItem::columns())
        .load(db.conn)?)
}

/// Uses the link up and takes the corrected data, if every item is addressed and nothing else was changed. The author
/// is the driver.
pub fn resubmit(tx: &mut Tx<'_>, token: &Token, correction: &Correction) -> Result<AccountRecord> {
    let id = find(tx, token)?.account.id;
    // The account before its links: whatever erases it takes them in this order.
    let account = lock(tx, id)?;
    links::redeem(tx, token)?;
    let items = open_items(tx, id)?;
    let (_, known) = profile(tx, id)?;
    let changed = changed_fields(&known, &correction.profile);
    let asked = |field: &Field| items.iter().any(|item| item.target == ItemTarget::Field(*field));
    if !changed.iter().all(asked) {
        return Err(not_asked_for(&account).into());
    }
    let comment = |item: &CaseItem| {
        let given = correction.comments.iter().find(|(id, _)| *id == item.id);
        given.map(|(_, comment)| comment.as_str())
    };
    let mut left = Vec::new();
    for item in &items {
        let has_changed = changed.iter().any(|field| item.target == ItemTarget::Field(*field));
        settle(tx, item, has_changed, comment(item))?;
        let mut now = item.as_item();
        now.changed = has_changed;
        now.comment = comment(item).map(str::to_owned);
        if !now.addressed() {
            left.push(item.id);
        }
    }
    let facts = Facts {
        items_left: Some(left),
        ..Facts::default()
    };
    let corrected = tx.savepoint(|tx| put_profile(tx, &account, &correction.profile));
    let corrected = corrected.map_err(|error| match error {
        error if error.collides_on("accounts_email", "accounts.email") => email_in_use(&account).into(),
        error => error,
    })?;
    transitions::act::<Account>(tx, &corrected, Action::Resubmit, &facts, &Input::default())?;
    super::find(tx, id)
}

fn settle(tx: &mut Tx<'_>, item: &CaseItem, changed: bool, comment: Option<&str>) -> Result<()> {
    let now = At(tx.now());
    diesel::update(case_items::table.find(item.id))
        .set((
            case_items::changed.eq(changed),
            case_items::comment.eq(comment),
            case_items::settled_at.eq(Some(now)),
        ))
        .execute(tx.conn)?;
    Ok(())
}

fn changed_fields(old: &Profile, new: &Profile) -> Vec<Field> {
    let (was, is) = (&old.holder.identity, &new.holder.identity);
    [
        (
            Field::Surname,
            was.surname != is.surname || was.usage_name != is.usage_name,
        ),
        (Field::FirstNames, was.first_names != is.first_names),
        (Field::BirthDate, was.birth_date != is.birth_date),
        (Field::BirthPlace, was.birth_place != is.birth_place),
        (Field::BirthCountry, was.birth_country != is.birth_country),
        (Field::Licence, old.holder.licence != new.holder.licence),
        (Field::Address, old.address != new.address),
        (Field::Phone, old.phone != new.phone),
        (Field::Email, old.email != new.email),
    ]
    .into_iter()
    .filter_map(|(field, changed)| changed.then_some(field))
    .collect()
}

fn not_asked_for(account: &AccountRecord) -> Refusal {
    refusal(account, Reason::NotAskedFor)
}

fn email_in_use(account: &AccountRecord) -> Refusal {
    refusal(account, Reason::EmailInUse)
}

fn refusal(account: &AccountRecord, reason: Reason) -> Refusal {
    Refusal {
        subject: Subject::Account,
        stage: Some(account.stage.name()),
        action: Action::Resubmit.name(),
        reason,
        possible: vec![Action::Resubmit.name()],
    }
}
