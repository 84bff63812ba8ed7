//! The back office's view of accounts: the work list.

use domain::account::Stage;
use domain::ids::AccountId;

use super::{AccountRecord, ProfileRecord, resemblance};
use crate::dialect::prelude::*;
use crate::each;
use crate::error::Result;
use crate::schema::{accounts, profiles};
use crate::store::Db;

/// An account on the work list. An erased one has no person any more.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The account.
    pub account: AccountRecord,
    /// The person.
    pub profile: Option<ProfileRecord>,
    /// Whether another account has the same licence, or the same surname and birth date.
    pub resembles_another: bool,
}

/// Accounts, the oldest first, after `cursor`.
pub fn list(db: &mut Db<'_>, stage: Option<Stage>, cursor: Option<AccountId>, limit: i64) -> Result<Vec<Listed>> {
    let rows: Vec<(AccountRecord, Option<ProfileRecord>)> = each!(db.conn, c => {
        let mut query = accounts::table
            .left_join(profiles::table)
            .order(accounts::id)
            .limit(limit)
            .into_boxed();
        if let Some(stage) = stage {
            query = query.filter(accounts::stage.eq(stage));
        }
        if let Some(cursor) = cursor {
            query = query.filter(accounts::id.gt(cursor));
        }
        query
        .select((AccountRecord::columns(), Option::<ProfileRecord>::columns()))
        .load(c)
    })?;
    let ids: Vec<_> = rows.iter().map(|(account, _)| account.id).collect();
    let alike = resemblance::among(db, &ids)?;
    let listed = rows.into_iter().map(|(account, profile)| Listed {
        resembles_another: alike.contains(&account.id),
        account,
        profile,
    });
    Ok(listed.collect())
}
