//! Looks at what drivers share. Each is noted before anything is shown, in one transaction; of whoever looks, nothing
//! is kept here.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{AccountId, ShareId, ShareLookId};
use domain::lifecycle::Subject;
use domain::notification::NotificationKind;
use domain::people::Identity;
use domain::rules::share::{self, KnownCard, Proof, ShareWay};
use serde_json::json;

use super::{ShareRecord, Shown, of_account, open};
use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::each;
use crate::error::Result;
use crate::notify::{self, About};
use crate::schema::{share_looks, shares};
use crate::store::{Db, Tx};
use crate::{accounts, audit, cards, terms};

/// A look, as it is kept.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = share_looks)]
pub struct LookRecord {
    /// Its id.
    pub id: ShareLookId,
    /// At which share.
    pub share_id: ShareId,
    /// By which way.
    pub way: ShareWay,
    /// When.
    pub looked_at: DateTime<Utc>,
}

#[derive(Insertable)]
#[diesel(table_name = share_looks)]
struct Row {
    id: ShareLookId,
    share_id: ShareId,
    account_id: AccountId,
    way: ShareWay,
    looked_at: At,
}

/// What whoever looks is told.
#[derive(Debug, Clone)]
pub struct Told {
    /// Who the driver is. Not all of it is shown.
    pub identity: Identity,
    /// What the driver chose to show, as it is now.
    pub proof: Proof,
    /// The last day on which the share shows it.
    pub valid_until: NaiveDate,
    /// When this was looked up.
    pub checked_at: DateTime<Utc>,
}

/// Looks at what is shared; not found where nothing is.
pub fn look(tx: &mut Tx<'_>, shown: &Shown) -> Result<Told> {
    let found = open(tx, shown)?;
    let way = match shown {
        Shown::Link(_) => ShareWay::Link,
        Shown::Code(_) => ShareWay::Code,
    };
    note(tx, &found, way)?;
    let today = tx.today();
    let terms = terms::of_account(tx, found.account_id)?;
    let known: Vec<_> = cards::of_driver(tx, found.account_id)?
        .iter()
        .map(|card| KnownCard {
            stage: card.stage,
            expires_on: card.expires_on,
        })
        .collect();
    Ok(Told {
        identity: accounts::holder(tx, found.account_id)?.identity,
        proof: share::proof(&found.items.0, &terms, &known, today),
        valid_until: found.valid_until,
        checked_at: tx.now(),
    })
}

/// Notes that somebody looks, unless they did a moment ago. The driver is told of the first one.
fn note(tx: &mut Tx<'_>, found: &ShareRecord, way: ShareWay) -> Result<()> {
    let now = tx.now();
    if !share::is_new_look(found.last_looked_at, now) {
        return Ok(());
    }
    let as_seen = shares::table.find(found.id).filter(shares::looks.eq(found.looks));
    let counted = diesel::update(as_seen)
        .set((
            shares::looks.eq(found.looks.saturating_add(1)),
            shares::last_looked_at.eq(Some(At(now))),
        ))
        .execute(tx.conn)?;
    // Somebody else looks in the same moment: that is one look.
    if counted == 0 {
        return Ok(());
    }
    let row = Row {
        id: tx.id(),
        share_id: found.id,
        account_id: found.account_id,
        way,
        looked_at: At(now),
    };
    diesel::insert_into(share_looks::table).values(&row).execute(tx.conn)?;
    let details = json!({ "way": way });
    audit::note(tx, "look_at_share", "share", Some(found.id.into()), Some(details))?;
    if found.looks == 0 {
        let about = About::subject(Subject::Account, found.account_id);
        notify::tell(tx, NotificationKind::ShareLookedAt, found.account_id, about)?;
    }
    Ok(())
}

/// Who looked at a driver's own share, newest first, before `cursor`; somebody else's is not found.
pub fn list(
    db: &mut Db<'_>,
    account_id: AccountId,
    id: ShareId,
    cursor: Option<ShareLookId>,
    limit: i64,
) -> Result<Vec<LookRecord>> {
    of_account(db, account_id, id)?;
    Ok(each!(db.conn, c => {
        let mut query = share_looks::table
            .filter(share_looks::share_id.eq(id))
            .order(share_looks::id.desc())
            .limit(limit)
            .into_boxed();
        if let Some(cursor) = cursor {
            query = query.filter(share_looks::id.lt(cursor));
        }
        query.select(LookRecord::columns()).load(c)
    })?)
}
