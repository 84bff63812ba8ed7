//! The back office's staff.

use chrono::{DateTime, Utc};
use domain::access::StaffRole;
use domain::ids::StaffId;
use domain::link::LinkPurpose;
use domain::notification::NotificationKind;
use domain::people::Language;
use serde_json::{Value, json};

use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::each;
use crate::error::{Error, Result};
use crate::locked;
use crate::notify::{self, About};
use crate::owner::Owner;
use crate::schema::staff;
use crate::store::{Db, Tx};
use crate::{audit, sessions};

/// A member of staff, as kept.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = staff)]
pub struct StaffRecord {
    /// Their id.
    pub id: StaffId,
    /// Raised by every change.
    pub version: i32,
    /// The email to sign in with, lower-cased.
    pub email: String,
    /// Their name, as colleagues know it.
    pub name: String,
    /// What they may do.
    pub role: StaffRole,
    /// The language they are written to in.
    pub language: Language,
    /// The password's hash, once chosen.
    pub password_hash: Option<String>,
    /// Whether they may sign in.
    pub active: bool,
    /// When they were added.
    pub created_at: DateTime<Utc>,
    /// When their record last changed.
    pub updated_at: DateTime<Utc>,
}

impl StaffRecord {
    /// What a link sent to them is for: the first password, or another.
    pub fn purpose_of_link(&self) -> LinkPurpose {
        match self.password_hash {
            Some(_) => LinkPurpose::ResetPassword,
            None => LinkPurpose::ChoosePassword,
        }
    }
}

/// Somebody to add.
#[derive(Debug, Clone)]
pub struct NewStaff {
    /// The email to sign in with, lower-cased.
    pub email: String,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: StaffRole,
    /// The language they are written to in.
    pub language: Language,
}

/// What changes about somebody.
#[derive(Debug, Clone, Default)]
pub struct StaffChange {
    /// Their name.
    pub name: Option<String>,
    /// What they may do.
    pub role: Option<StaffRole>,
    /// The language they are written to in.
    pub language: Option<Language>,
    /// Whether they may sign in.
    pub active: Option<bool>,
}

#[derive(Insertable)]
#[diesel(table_name = staff)]
struct Row {
    id: StaffId,
    version: i32,
    email: String,
    name: String,
    role: StaffRole,
    language: Language,
    active: bool,
    created_at: At,
    updated_at: At,
}

/// One member of staff.
pub fn find(db: &mut Db<'_>, id: StaffId) -> Result<StaffRecord> {
    Ok(staff::table.find(id).select(StaffRecord::columns()).first(db.conn)?)
}

/// As [`find`], locked until the transaction ends.
pub fn lock(tx: &mut Tx<'_>, id: StaffId) -> Result<StaffRecord> {
    Ok(locked!(tx.conn, staff::table.find(id).select(StaffRecord::columns()) => first::<StaffRecord>)?)
}

/// Every supervisor who may sign in.
pub fn supervisors(db: &mut Db<'_>) -> Result<Vec<StaffId>> {
    Ok(staff::table
        .filter(staff::role.eq(StaffRole::Supervisor))
        .filter(staff::active.eq(true))
        .order(staff::id)
        .select(staff::id)
        .load(db.conn)?)
}

/// The member of staff with an email.
pub fn by_email(db: &mut Db<'_>, email: &str) -> Result<Option<StaffRecord>> {
    Ok(staff::table
        .filter(staff::email.eq(email))
        .select(StaffRecord::columns())
        .first(db.conn)
        .optional()?)
}

/// Everybody, in the order in which they were added, after `cursor`.
pub fn list(db: &mut Db<'_>, cursor: Option<StaffId>, limit: i64) -> Result<Vec<StaffRecord>> {
    Ok(each!(db.conn, c => {
        let mut query = staff::table.order(staff::id).limit(limit).into_boxed();
        if let Some(cursor) = cursor {
            query = query.filter(staff::id.gt(cursor));
        }
        query.select(StaffRecord::columns()).load(c)
    })?)
}

/// Adds somebody, and sends them a link to choose a password. The email is somebody else's: [`Error::Collision`].
pub fn add(tx: &mut Tx<'_>, new: &NewStaff) -> Result<StaffRecord> {
    let record = insert(tx, new)?;
    let link = About::link(LinkPurpose::ChoosePassword);
    notify::tell_staff(tx, NotificationKind::ChoosePassword, record.id, link)?;
    Ok(record)
}

/// Adds somebody without telling them: for whoever hands them their link, or their password, in another way.
pub fn insert(tx: &mut Tx<'_>, new: &NewStaff) -> Result<StaffRecord> {
    let now = At(tx.now());
    let row = Row {
        id: tx.id(),
        version: 1,
        email: new.email.clone(),
        name: new.name.clone(),
        role: new.role,
        language: new.language,
        active: true,
        created_at: now,
        updated_at: now,
    };
    tx.savepoint(|tx| Ok(diesel::insert_into(staff::table).values(&row).execute(tx.conn)?))?;
    audit::note(tx, "add_staff", "staff", Some(row.id.into()), None)?;
    find(tx, row.id)
}

/// Changes a locked record. Whoever may no longer sign in, or may do other things than before, is signed out.
pub fn change(tx: &mut Tx<'_>, record: &StaffRecord, change: &StaffChange) -> Result<StaffRecord> {
    let role = change.role.unwrap_or(record.role);
    let active = change.active.unwrap_or(record.active);
    let now = tx.now();
    let changed = diesel::update(staff::table.find(record.id).filter(staff::version.eq(record.version)))
        .set((
            staff::name.eq(change.name.as_ref().unwrap_or(&record.name)),
            staff::role.eq(role),
            staff::language.eq(change.language.unwrap_or(record.language)),
            staff::active.eq(active),
            staff::version.eq(record.version + 1),
            staff::updated_at.eq(At(now)),
        ))
        .execute(tx.conn)?;
    if changed == 0 {
        return Err(Error::Stale {
            current: record.version,
        });
    }
    if role != record.role || active != record.active {
        sessions::end_all_of(tx, Owner::Staff(record.id))?;
    }
    let after = find(tx, record.id)?;
    let details = json!({"before": shown(record), "after": shown(&after)});
    audit::note(tx, "change_staff", "staff", Some(record.id.into()), Some(details))?;
    Ok(after)
}

/// What the trail says of a member of staff: nothing that names them.
fn shown(record: &StaffRecord) -> Value {
    json!({"role": record.role, "language": record.language, "active": record.active})
}

/// Keeps the hash of a password that was chosen, and signs out whoever knew the one before.
pub fn set_password(tx: &mut Tx<'_>, id: StaffId, hash: &str) -> Result<()> {
    let now = tx.now();
    diesel::update(staff::table.find(id))
        .set((
            staff::password_hash.eq(Some(hash)),
            staff::version.eq(staff::version + 1),
            staff::updated_at.eq(At(now)),
        ))
        .execute(tx.conn)?;
    sessions::end_all_of(tx, Owner::Staff(id))?;
    audit::note(tx, "set_password", "staff", Some(id.into()), None)
}
