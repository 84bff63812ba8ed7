//! Exports: archives of everything held about a driver, made for them by the dispatcher. The bytes lie in the object
//! storage under the export's id, written before the row says so, and erased a week later, or with the account.

use chrono::{DateTime, Utc};
use diesel::dsl::{exists, not};
use domain::export::Stage;
use domain::ids::{AccountId, ExportId};
use domain::lifecycle::Subject;
use domain::notification::NotificationKind;
use domain::rules::retention::{self, AuditMonths, Retained, Until};
use domain::time::{legal_date, start_of};
use domain::words::Word as _;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::documents::DeleteObject;
use crate::error::Result;
use crate::notify::{self, About};
use crate::outbox::{self, Kind};
use crate::schema::{account_exports, outbox as outbox_table};
use crate::store::{Db, Tx};
use crate::{accounts, audit, literal};

pub mod held;

/// An export, as it is kept.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = account_exports)]
#[diesel(treat_none_as_default_value = false)]
pub struct ExportRecord {
    /// Its id, and the key of its bytes.
    pub id: ExportId,
    /// Whose it is.
    pub account_id: AccountId,
    /// What became of it so far, as far as its row knows: see [`ExportRecord::stage`].
    #[diesel(column_name = stage)]
    pub noted: Stage,
    /// The number of its bytes, once it is made.
    pub size: Option<i64>,
    /// Their SHA-256.
    pub sha256: Option<Vec<u8>>,
    /// When it was asked for.
    pub requested_at: At,
    /// When it was made.
    pub ready_at: Option<At>,
    /// When it is erased.
    pub expires_at: Option<At>,
}

impl ExportRecord {
    /// What became of it so far, at an instant: the hour of its erasure counts, whether or not the dispatcher was on time.
    pub fn stage(&self, now: DateTime<Utc>) -> Stage {
        match (self.noted, self.expires_at) {
            (Stage::Ready, Some(expires_at)) if *expires_at <= now => Stage::Expired,
            (noted, _) => noted,
        }
    }
}

/// How many exports are found at once that were given up. There are hardly ever any.
const FAILED_AT_ONCE: i64 = 1_000;

/// What the outbox needs to make an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakeExport {
    /// The export.
    pub export: ExportId,
}

/// Exports whose making was given up: nothing of the outbox makes them any more.
macro_rules! given_up {
    () => {{
        let makes = outbox_table::table
            .filter(outbox_table::account_id.eq(account_exports::account_id.nullable()))
            .filter(outbox_table::kind.eq(Kind::AccountExport.name()))
            .filter(outbox_table::settled_at.is_null())
            .filter(outbox_table::failed_at.is_null());
        account_exports::table
            .filter(literal::is("account_exports.stage", Stage::Preparing))
            .filter(not(exists(makes)))
    }};
}

/// Asks for an export: the one that is being prepared where there is one, since it will hold the same.
pub fn request(tx: &mut Tx<'_>, account_id: AccountId) -> Result<ExportRecord> {
    accounts::lock(tx, account_id)?;
    if let Some(under_way) = under_way(tx, account_id)? {
        return Ok(under_way);
    }
    // What was given up stands in the way of another one, until it is known as such.
    fail_given_up(tx)?;
    let record = ExportRecord {
        id: ExportId(tx.id()),
        account_id,
        noted: Stage::Preparing,
        size: None,
        sha256: None,
        requested_at: At(tx.now()),
        ready_at: None,
        expires_at: None,
    };
    diesel::insert_into(account_exports::table)
        .values(&record)
        .execute(tx.conn)?;
    let message = MakeExport { export: record.id };
    let key = Some(record.id.into());
    outbox::enqueue(tx, Kind::AccountExport, key, Some(account_id), &message)?;
    note(tx, "request_export", &record)?;
    Ok(record)
}

/// The export of an account that is being prepared, if there is one.
pub fn under_way(db: &mut Db<'_>, account_id: AccountId) -> Result<Option<ExportRecord>> {
    let newest = newest(db, account_id)?;
    Ok(newest.filter(|record| record.noted == Stage::Preparing))
}

/// The last export that an account asked for, if it did.
pub fn newest(db: &mut Db<'_>, account_id: AccountId) -> Result<Option<ExportRecord>> {
    let newest = account_exports::table
        .filter(account_exports::account_id.eq(account_id))
        .order(account_exports::id.desc())
        .select(ExportRecord::columns())
        .first(db.conn)
        .optional()?;
    newest.map(|record| as_it_stands(db, record)).transpose()
}

/// One of an account's exports; somebody else's is not found.
pub fn of_account(db: &mut Db<'_>, account_id: AccountId, id: ExportId) -> Result<ExportRecord> {
    let record = account_exports::table
        .filter(account_exports::id.eq(id))
        .filter(account_exports::account_id.eq(account_id))
        .select(ExportRecord::columns())
        .first(db.conn)?;
    as_it_stands(db, record)
}

/// All of an account's exports, oldest first.
pub fn all_of_account(db: &mut Db<'_>, account_id: AccountId) -> Result<Vec<ExportRecord>> {
    Ok(account_exports::table
        .filter(account_exports::account_id.eq(account_id))
        .order(account_exports::id)
        .select(ExportRecord::columns())
        .load(db.conn)?)
}

/// Any export, for whoever makes it.
pub fn find(db: &mut Db<'_>, id: ExportId) -> Result<Option<ExportRecord>> {
    Ok(account_exports::table
        .find(id)
        .select(ExportRecord::columns())
        .first(db.conn)
        .optional()?)
}

/// An export whose making was given up has failed, before the row is told.
fn as_it_stands(db: &mut Db<'_>, record: ExportRecord) -> Result<ExportRecord> {
    if record.noted != Stage::Preparing {
        return Ok(record);
    }
    let given_up = given_up!().filter(account_exports::id.eq(record.id));
    let noted = if diesel::select(exists(given_up)).get_result(db.conn)? {
        Stage::Failed
    } else {
        Stage::Preparing
    };
    Ok(ExportRecord { noted, ..record })
}

/// An export's bytes are in the object storage: its driver is told. Where it is gone meanwhile, so are they.
pub fn made(tx: &mut Tx<'_>, id: ExportId, sha256: &[u8], size: i64) -> Result<()> {
    let now = tx.now();
    let awaited = account_exports::table
        .filter(account_exports::id.eq(id))
        .filter(account_exports::stage.eq_any([Stage::Preparing, Stage::Failed]));
    let made = diesel::update(awaited)
        .set((
            account_exports::stage.eq(Stage::Ready),
            account_exports::sha256.eq(Some(sha256)),
            account_exports::size.eq(Some(size)),
            account_exports::ready_at.eq(Some(At(now))),
            account_exports::expires_at.eq(erased_at(now).map(At)),
        ))
        .execute(tx.conn)?;
    match find(tx, id)? {
        Some(record) if made == 1 => {
            note(tx, "make_export", &record)?;
            let about = About::subject(Subject::Account, record.account_id);
            notify::tell(tx, NotificationKind::ExportReady, record.account_id, about)
        }
        _ => delete_object(tx, id),
    }
}

/// When what was made at an instant is erased.
fn erased_at(made_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let made_on = legal_date(made_at);
    match retention::kept_until(Retained::AccountExport, made_on, AuditMonths::default()) {
        Until::Through(last) => last.succ_opt().map(start_of),
        Until::AtOnce => Some(made_at),
        Until::Unlimited => None,
    }
}

/// Somebody opens their export.
pub fn note_download(tx: &mut Tx<'_>, record: &ExportRecord) -> Result<()> {
    note(tx, "download_export", record)
}

/// An export's bytes are not where they were put: another one can be asked for.
pub fn lost(tx: &mut Tx<'_>, id: ExportId) -> Result<()> {
    let made = account_exports::table
        .filter(account_exports::id.eq(id))
        .filter(account_exports::stage.eq(Stage::Ready));
    diesel::update(made)
        .set(account_exports::stage.eq(Stage::Failed))
        .execute(tx.conn)?;
    Ok(())
}

/// Takes an export away from its driver: its bytes after the commit. That there was one is still told.
pub(crate) fn expire(tx: &mut Tx<'_>, id: ExportId) -> Result<()> {
    diesel::update(account_exports::table.find(id))
        .set(account_exports::stage.eq(Stage::Expired))
        .execute(tx.conn)?;
    delete_object(tx, id)
}

/// Erases the exports of an account that is closed: rows now, bytes after the commit.
pub(crate) fn erase_of_account(tx: &mut Tx<'_>, account_id: AccountId) -> Result<()> {
    let own = || account_exports::table.filter(account_exports::account_id.eq(account_id));
    for id in own().select(account_exports::id).load::<ExportId>(tx.conn)? {
        delete_object(tx, id)?;
    }
    diesel::delete(own()).execute(tx.conn)?;
    Ok(())
}

/// Makes known what was given up, and forgets exports that came to nothing, or were erased, before an instant.
pub(crate) fn forget_before(tx: &mut Tx<'_>, instant: DateTime<Utc>) -> Result<()> {
    fail_given_up(tx)?;
    let over = account_exports::table
        .filter(account_exports::requested_at.lt(At(instant)))
        .filter(account_exports::stage.eq_any([Stage::Failed, Stage::Expired]));
    diesel::delete(over).execute(tx.conn)?;
    Ok(())
}

fn fail_given_up(tx: &mut Tx<'_>) -> Result<()> {
    let given_up: Vec<ExportId> = given_up!()
        .limit(FAILED_AT_ONCE)
        .select(account_exports::id)
        .load(tx.conn)?;
    diesel::update(account_exports::table.filter(account_exports::id.eq_any(given_up)))
        .set(account_exports::stage.eq(Stage::Failed))
        .execute(tx.conn)?;
    Ok(())
}

fn note(tx: &mut Tx<'_>, action: &str, record: &ExportRecord) -> Result<()> {
    let details = json!({ "export": record.id });
    let account = Some(record.account_id.into());
    audit::record(tx, action, Subject::Account, account, Some(details))
}

fn delete_object(tx: &mut Tx<'_>, id: ExportId) -> Result<()> {
    let object = DeleteObject { key: id.into() };
    outbox::enqueue(tx, Kind::DeleteObject, Some(id.into()), None, &object)
}
