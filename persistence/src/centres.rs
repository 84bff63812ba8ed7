//! Training centres, and when each is accredited.

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::Partner;
use domain::ids::CentreId;
use domain::rules::accreditation::{Accreditation, Centre, CentreKind};
use domain::webhook::PauseReason;
use serde_json::json;
use uuid::Uuid;

use crate::dialect::prelude::*;
use crate::dialect::{AnyId, At};
use crate::error::{Error, Result};
use crate::schema::{accreditations, training_centres};
use crate::store::{Db, Tx};
use crate::webhooks::endpoints;
use crate::{audit, each, locked};

/// A training centre, as it is kept.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = training_centres)]
pub struct CentreRecord {
    /// Its id.
    pub id: CentreId,
    /// Raised by every change, its accreditations included.
    pub version: i32,
    /// Its name, printed on certificates.
    pub name: String,
    /// The number of its accreditation (numéro d'agrément), unique; see [`CentreRecord::number`].
    accreditation_number: String,
    /// Where it can be written to.
    pub contact_email: Option<String>,
    /// Whether its systems may sign in.
    pub active: bool,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// What kind it is.
    pub kind: CentreKind,
}

/// Before what stands in for the number of a school that has none, since numbers are unique. No number has a colon.
const NO_NUMBER: &str = "school:";

impl CentreRecord {
    /// The number of its accreditation; empty for a school that has none.
    pub fn number(&self) -> &str {
        if self.accreditation_number.starts_with(NO_NUMBER) {
            ""
        } else {
            &self.accreditation_number
        }
    }
}

/// The number as it is kept.
fn kept_number(id: CentreId, centre: &Centre) -> String {
    if centre.accreditation_number.is_empty() {
        format!("{NO_NUMBER}{id}")
    } else {
        centre.accreditation_number.clone()
    }
}

/// One centre.
pub fn find(db: &mut Db<'_>, id: CentreId) -> Result<CentreRecord> {
    Ok(training_centres::table
        .find(id)
        .select(CentreRecord::columns())
        .first(db.conn)?)
}

/// As [`find`], locked until the transaction ends.
pub fn lock(tx: &mut Tx<'_>, id: CentreId) -> Result<CentreRecord> {
    Ok(locked!(tx.conn, training_centres::table.find(id).select(CentreRecord::columns()) => first::<CentreRecord>)?)
}

/// All centres, oldest first, after `cursor`.
pub fn list(db: &mut Db<'_>, cursor: Option<CentreId>, limit: i64) -> Result<Vec<CentreRecord>> {
    Ok(each!(db.conn, c => {
        let mut query = training_centres::table
            .order(training_centres::id)
            .limit(limit)
            .into_boxed();
        if let Some(cursor) = cursor {
            query = query.filter(training_centres::id.gt(cursor));
        }
        query.select(CentreRecord::columns()).load(c)
    })?)
}

/// When a centre is accredited, earliest first.
pub fn accreditations(db: &mut Db<'_>, id: CentreId) -> Result<Vec<Accreditation>> {
    let periods: Vec<(NaiveDate, Option<NaiveDate>)> = accreditations::table
        .filter(accreditations::centre_id.eq(id))
        .order((accreditations::valid_from, accreditations::id))
        .select((accreditations::valid_from, accreditations::valid_until))
        .load(db.conn)?;
    Ok(periods.into_iter().map(accreditation).collect())
}

/// What an attestation of a centre is judged by: its kind, and when it is accredited, earliest first.
pub fn standing(db: &mut Db<'_>, id: CentreId) -> Result<(CentreKind, Vec<Accreditation>)> {
    type Row = (CentreKind, Option<(NaiveDate, Option<NaiveDate>)>);

    let rows: Vec<Row> = training_centres::table
        .left_join(accreditations::table)
        .filter(training_centres::id.eq(id))
        .order((accreditations::valid_from, accreditations::id))
        .select((
            training_centres::kind,
            (accreditations::valid_from, accreditations::valid_until).nullable(),
        ))
        .load(db.conn)?;
    let (kind, _) = rows.first().ok_or(Error::NotFound)?;
    let periods = rows.iter().filter_map(|(_, period)| *period);
    Ok((*kind, periods.map(accreditation).collect()))
}

fn accreditation((valid_from, valid_until): (NaiveDate, Option<NaiveDate>)) -> Accreditation {
    Accreditation {
        valid_from,
        valid_until,
    }
}

/// What is said about a centre.
pub fn described(db: &mut Db<'_>, record: &CentreRecord) -> Result<Centre> {
    Ok(Centre {
        name: record.name.clone(),
        kind: record.kind,
        accreditation_number: record.number().to_owned(),
        contact_email: record.contact_email.clone(),
        active: record.active,
        accreditations: accreditations(db, record.id)?,
    })
}

/// Rows with the centre of each, in the order they come in.
pub fn beside<T>(db: &mut Db<'_>, rows: Vec<T>, centre_of: impl Fn(&T) -> CentreId) -> Result<Vec<(T, CentreRecord)>> {
    let ids: Vec<_> = rows.iter().map(&centre_of).collect();
    let centres: Vec<CentreRecord> = training_centres::table
        .filter(training_centres::id.eq_any(ids))
        .select(CentreRecord::columns())
        .load(db.conn)?;
    let of = |id| centres.iter().find(|centre| centre.id == id).cloned();
    rows.into_iter()
        .map(|row| {
            let centre = of(centre_of(&row)).ok_or(Error::NotFound)?;
            Ok((row, centre))
        })
        .collect()
}

/// Enters a centre. Collides where the accreditation number belongs to another one.
pub fn insert(tx: &mut Tx<'_>, centre: &Centre) -> Result<CentreRecord> {
    let id = CentreId(tx.id());
    let row = NewRow {
        id,
        version: 1,
        name: &centre.name,
        accreditation_number: kept_number(id, centre),
        contact_email: centre.contact_email.as_deref(),
        active: centre.active,
        kind: centre.kind,
        created_at: At(tx.now()),
        updated_at: At(tx.now()),
    };
    tx.savepoint(|tx| {
        Ok(diesel::insert_into(training_centres::table)
            .values(&row)
            .execute(tx.conn)?)
    })?;
    put_accreditations(tx, id, &centre.accreditations)?;
    audit::note(tx, "create", "training_centre", Some(id.into()), None)?;
    find(tx, id)
}

/// Replaces what is said about a locked centre. Collides as [`insert`] does.
pub fn update(tx: &mut Tx<'_>, record: &CentreRecord, centre: &Centre) -> Result<CentreRecord> {
    let changed = (
        training_centres::name.eq(&centre.name),
        training_centres::accreditation_number.eq(kept_number(record.id, centre)),
        training_centres::kind.eq(centre.kind),
        training_centres::contact_email.eq(centre.contact_email.as_deref()),
        training_centres::active.eq(centre.active),
        training_centres::version.eq(record.version + 1),
        training_centres::updated_at.eq(At(tx.now())),
    );
    tx.savepoint(|tx| {
        Ok(diesel::update(training_centres::table.find(record.id))
            .set(changed)
            .execute(tx.conn)?)
    })?;
    diesel::delete(accreditations::table.filter(accreditations::centre_id.eq(record.id))).execute(tx.conn)?;
    put_accreditations(tx, record.id, &centre.accreditations)?;
    if record.active && !centre.active {
        endpoints::pause_all_of(tx, Partner::Centre(record.id), PauseReason::CentreInactive)?;
    }
    let details = json!({"active": centre.active, "accreditations": centre.accreditations.len()});
    audit::note(tx, "change", "training_centre", Some(record.id.into()), Some(details))?;
    find(tx, record.id)
}

fn put_accreditations(tx: &mut Tx<'_>, id: CentreId, periods: &[Accreditation]) -> Result<()> {
    for period in periods {
        let row = NewPeriod {
            id: AnyId(tx.id::<Uuid>()),
            centre_id: id,
            valid_from: period.valid_from,
            valid_until: period.valid_until,
        };
        diesel::insert_into(accreditations::table)
            .values(&row)
            .execute(tx.conn)?;
    }
    Ok(())
}

#[derive(Insertable)]
#[diesel(table_name = training_centres)]
struct NewRow<'a> {
    id: CentreId,
    version: i32,
    name: &'a str,
    accreditation_number: String,
    contact_email: Option<&'a str>,
    active: bool,
    kind: CentreKind,
    created_at: At,
    updated_at: At,
}

#[derive(Insertable)]
#[diesel(table_name = accreditations)]
struct NewPeriod {
    id: AnyId,
    centre_id: CentreId,
    valid_from: NaiveDate,
    valid_until: Option<NaiveDate>,
}
