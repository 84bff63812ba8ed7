//! Posting an attestation: once per reference of its centre.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::attestation::{Action, Attestation, Facts};
use domain::ids::{AttestationId, CentreId};
use domain::rules::folding::fold;
use domain::rules::training::TrainingType;
use domain::sector::Sector;

use super::{Asked, AttestationRecord, find, matching};
use crate::dialect::At;
use crate::error::Result;
use crate::schema::attestations;
use crate::store::{Db, Tx};
use crate::{accounts, transitions};

/// What a centre posts, checked and normalised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAttestation {
    /// The centre's own reference.
    pub external_reference: String,
    /// The SHA-256 of the content, to recognise a repeat.
    pub content_hash: Vec<u8>,
    /// What kind of training.
    pub training_type: TrainingType,
    /// In which sector.
    pub sector: Sector,
    /// How many hours.
    pub hours: i32,
    /// First day.
    pub started_on: NaiveDate,
    /// Last day.
    pub ended_on: NaiveDate,
    /// The day of delivery.
    pub delivered_on: NaiveDate,
    /// Where.
    pub place: String,
    /// The driver's surname.
    pub surname: String,
    /// The driver's first names.
    pub first_names: String,
    /// The driver's date of birth.
    pub birth_date: NaiveDate,
    /// The licence's country.
    pub licence_country: String,
    /// The licence's number, normalised.
    pub licence_number: String,
}

/// What became of a posted attestation.
#[derive(Debug, Clone)]
pub enum Posted {
    /// It is new.
    Created(AttestationRecord),
    /// It was posted before, with the same content.
    Same(AttestationRecord),
    /// Another one was posted before under this reference.
    Other(AttestationId),
}

/// Posts an attestation for a centre, and looks for its driver.
pub fn post(tx: &mut Tx<'_>, centre_id: CentreId, new: &NewAttestation) -> Result<Posted> {
    accounts::hold_licence(tx, &new.licence_country, &new.licence_number)?;
    if let Some(known) = by_reference(tx, centre_id, &new.external_reference)? {
        return Ok(judge(known, new));
    }
    let inserted = tx.savepoint(|tx| insert(tx, centre_id, new));
    match inserted {
        Ok(id) => Ok(Posted::Created(find(tx, id)?)),
        // The same reference, posted at the same moment under another licence number.
        Err(error) if error.is_collision() => {
            let known = by_reference(tx, centre_id, &new.external_reference)?.ok_or(error)?;
            Ok(judge(known, new))
        }
        Err(error) => Err(error),
    }
}

fn judge(known: AttestationRecord, new: &NewAttestation) -> Posted {
    if known.content_hash == new.content_hash {
        Posted::Same(known)
    } else {
        Posted::Other(known.id)
    }
}

fn by_reference(db: &mut Db<'_>, centre_id: CentreId, reference: &str) -> Result<Option<AttestationRecord>> {
    Ok(attestations::table
        .filter(attestations::centre_id.eq(centre_id))
        .filter(attestations::external_reference.eq(reference))
        .select(AttestationRecord::as_select())
        .first(db.conn)
        .optional()?)
}

fn insert(tx: &mut Tx<'_>, centre_id: CentreId, new: &NewAttestation) -> Result<AttestationId> {
    let transition =
        transitions::may_begin::<Attestation>(tx, domain::attestation::TABLE, Action::Record, &Facts::default())?;
    let new = new.clone();
    let record = AttestationRecord {
        id: AttestationId(tx.id()),
        version: 1,
        stage: transition.to,
        centre_id,
        external_reference: new.external_reference,
        content_hash: new.content_hash,
        training_type: new.training_type,
        sector: new.sector,
        hours: new.hours,
        started_on: new.started_on,
        ended_on: new.ended_on,
        delivered_on: new.delivered_on,
        place: new.place,
        surname_folded: fold(&new.surname),
        surname: new.surname,
        first_names: new.first_names,
        birth_date: new.birth_date,
        licence_country: new.licence_country,
        licence_number: new.licence_number,
        account_id: None,
        candidate_id: None,
        counted_in: None,
        mismatch: None,
        decision_reason: None,
        created_at: At(tx.now()),
        updated_at: At(tx.now()),
    };
    diesel::insert_into(attestations::table)
        .values(&record)
        .execute(tx.conn)?;
    transitions::begin::<Attestation>(tx, &record, &transition, &Asked::default())?;
    matching::find_driver(tx, &record)?;
    Ok(record.id)
}
