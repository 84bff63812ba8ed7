//! Links to papers and exports, for browsers: opening a link sends no bearer token.
//!
//! A link is its owner's, for a minute of real time, however often it is opened meanwhile: browsers, viewers and scanners
//! each ask for it themselves. What is kept is its token's digest.

use chrono::{DateTime, TimeDelta, Utc};
use domain::account;
use domain::ids::{AccountId, ExportId, PaperId};

use crate::accounts;
use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::error::{Error, Result};
use crate::exports::{self, ExportRecord};
use crate::papers::{self, PaperRecord};
use crate::schema::download_links;
use crate::store::{Db, Tx};
use crate::token::Token;

/// For how many seconds a link works.
pub const GOOD_FOR_SECONDS: i64 = 60;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = download_links)]
struct Row {
    token_hash: Vec<u8>,
    paper_id: Option<PaperId>,
    account_id: AccountId,
    to_save: bool,
    expires_at: At,
    export_id: Option<ExportId>,
}

/// What a link leads to.
#[derive(Debug, Clone)]
pub enum Linked {
    /// A paper.
    Paper(PaperRecord),
    /// An export.
    Export(ExportRecord),
}

impl Linked {
    fn account_id(&self) -> AccountId {
        match self {
            Self::Paper(paper) => paper.account_id,
            Self::Export(export) => export.account_id,
        }
    }
}

/// Makes a link to something of an account's own, to be looked at or to be saved: its token, and when it stops working.
pub fn make(tx: &mut Tx<'_>, linked: &Linked, to_save: bool) -> Result<(Token, DateTime<Utc>)> {
    forget_expired(tx)?;
    let token = tx.token();
    let expires_at = tx.real_now() + TimeDelta::seconds(GOOD_FOR_SECONDS);
    let (paper_id, export_id) = match linked {
        Linked::Paper(paper) => (Some(paper.id), None),
        Linked::Export(export) => (None, Some(export.id)),
    };
    let row = Row {
        token_hash: token.digest(),
        paper_id,
        account_id: linked.account_id(),
        to_save,
        expires_at: At(expires_at),
        export_id,
    };
    diesel::insert_into(download_links::table)
        .values(row)
        .execute(tx.conn)?;
    Ok((token, expires_at))
}

/// What a link opens, and whether it is to be saved. Not found where it is too old, or its owner may no longer sign in.
pub fn find(db: &mut Db<'_>, token: &Token) -> Result<(Linked, bool)> {
    let now = At(db.real_now());
    let row: Row = download_links::table
        .find(token.digest())
        .filter(download_links::expires_at.gt(now))
        .select(Row::columns())
        .first(db.conn)?;
    let linked = match (row.paper_id, row.export_id) {
        (Some(id), _) => papers::find(db, id)?.map(Linked::Paper),
        (None, Some(id)) => exports::find(db, id)?.map(Linked::Export),
        (None, None) => None,
    };
    let linked = linked.filter(|linked| linked.account_id() == row.account_id);
    let owner = accounts::find(db, row.account_id)?;
    match linked {
        Some(linked) if owner.stage == account::Stage::Active => Ok((linked, row.to_save)),
        _ => Err(Error::NotFound),
    }
}

fn forget_expired(tx: &mut Tx<'_>) -> Result<()> {
    let now = At(tx.real_now());
    diesel::delete(download_links::table.filter(download_links::expires_at.le(now))).execute(tx.conn)?;
    Ok(())
}
