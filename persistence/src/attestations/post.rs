//! Posting an attestation: once per reference of its centre, until it is withdrawn.

use domain::attestation::{Action, Attestation, Facts};
use domain::ids::{AttestationId, CentreId};
use domain::lifecycle::Transition;
use domain::rules::attested::Attested;
use domain::rules::folding::fold;
use domain::words::Word as _;

use super::{AttestationInput, AttestationRecord, Stage, find, matching};
use crate::accounts::Numbers;
use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::digest;
use crate::each;
use crate::error::{Error, Result};
use crate::schema::attestations;
use crate::store::{Db, Tx};
use crate::{accounts, transitions};

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

/// That nobody else looks for the drivers of some attestations.
#[derive(Debug)]
pub struct Held(());

/// Keeps every other matching of the drivers of attestations waiting until the transaction ends: all are held before the
/// first is posted, so that two who post many never wait for each other.
pub fn hold<'a>(tx: &mut Tx<'_>, all: impl IntoIterator<Item = &'a Attested> + Clone) -> Result<Held> {
    let numbers = all.clone().into_iter().flat_map(|new| Numbers::of_posted(new).each());
    accounts::hold(tx, numbers, all.into_iter().map(|new| new.birth_date))?;
    Ok(Held(()))
}

/// Posts a tidied and checked attestation for a centre, and looks for its driver.
pub fn post(tx: &mut Tx<'_>, _: &Held, centre_id: CentreId, new: &Attested) -> Result<Posted> {
    if let Some(known) = by_reference(tx, centre_id, &new.external_reference)? {
        return Ok(judge(known, new));
    }
    if let Some(record) = insert(tx, centre_id, new)? {
        return Ok(Posted::Created(record));
    }
    // The same reference, posted at the same moment under another licence number.
    match by_reference(tx, centre_id, &new.external_reference)? {
        Some(known) => Ok(judge(known, new)),
        // And withdrawn at that moment too.
        None => Err(Error::Busy),
    }
}

fn judge(known: AttestationRecord, new: &Attested) -> Posted {
    if known.content_hash == content_hash(new) {
        Posted::Same(known)
    } else {
        Posted::Other(known.id)
    }
}

/// The SHA-256 of the content, to recognise a repeat: each part behind its length, so that no two contents run together.
/// A part that may be left out joins only where it is there: what was posted before there was such a part stays the same.
fn content_hash(new: &Attested) -> Vec<u8> {
    let (hours, dates) = (
        new.hours.unwrap_or_default().to_string(),
        [
            new.started_on.to_string(),
            new.ended_on.to_string(),
            new.delivered_on.to_string(),
            new.birth_date.to_string(),
        ],
    );
    let previous = new.previous_expires_on.map(|date| date.to_string());
    let parts = [
        new.training_type.name(),
        new.sector.name(),
        &hours,
        &new.place,
        &new.surname,
        &new.first_names,
        &new.licence_country,
        &new.licence_number,
    ];
    // Named, and only where they are given: what was posted before there were any is recognised still.
    let named = |name, given: &'_ Option<String>| given.clone().map(|value| [name, value]);
    let optional: Vec<String> = [
        named("neph".to_owned(), &new.neph),
        named("usage_name".to_owned(), &new.usage_name),
    ]
    .into_iter()
    .flatten()
    .flatten()
    .collect();
    digest::of_parts(
        parts
            .into_iter()
            .chain(dates.iter().chain(&optional).map(String::as_str))
            .chain(previous.as_deref())
            .map(str::as_bytes),
    )
    .to_vec()
}

/// What stands under a reference: what was withdrawn has left it to the next posting.
fn by_reference(db: &mut Db<'_>, centre_id: CentreId, reference: &str) -> Result<Option<AttestationRecord>> {
    Ok(attestations::table
        .filter(attestations::centre_id.eq(centre_id))
        .filter(attestations::external_reference.eq(reference))
        .filter(attestations::stage.ne(Stage::Withdrawn))
        .select(AttestationRecord::columns())
        .first(db.conn)
        .optional()?)
}

/// Inserts an attestation where what the hub makes of it leads: a row that is written once. None where another one stands
/// under its reference.
fn insert(tx: &mut Tx<'_>, centre_id: CentreId, new: &Attested) -> Result<Option<AttestationRecord>> {
    let recorded =
        transitions::may_begin::<Attestation>(tx, domain::attestation::TABLE, Action::Record, &Facts::default())?;
    let mut record = draft(tx, centre_id, new, &recorded);
    let found = matching::find_driver(tx, &record)?;
    let next = matching::settle_at_birth(&mut record, &recorded, found)?;
    let inserted = each!(tx.conn, c => diesel::insert_into(attestations::table)
        .values(&record)
        .on_conflict_do_nothing()
        .execute(c))?;
    if inserted == 0 {
        return Ok(None);
    }
    transitions::begin::<Attestation>(tx, &record, &recorded, &AttestationInput::default())?;
    let Some((transition, input)) = next else {
        return Ok(Some(record));
    };
    transitions::go_on::<Attestation>(tx, &record, &transition, &input)?;
    find(tx, record.id).map(Some)
}

fn draft(tx: &Tx<'_>, centre_id: CentreId, new: &Attested, recorded: &Transition<Attestation>) -> AttestationRecord {
    let content_hash = content_hash(new);
    let new = new.clone();
    AttestationRecord {
        id: AttestationId(tx.id()),
        version: 1,
        stage: recorded.to,
        centre_id,
        external_reference: new.external_reference,
        content_hash,
        training_type: new.training_type,
        sector: new.sector,
        hours: i32::try_from(new.hours.unwrap_or_default()).unwrap_or(i32::MAX),
        started_on: new.started_on,
        ended_on: new.ended_on,
        delivered_on: new.delivered_on,
        place: new.place,
        surname_folded: fold(&new.surname),
        surname: new.surname,
        first_names: new.first_names,
        birth_date: new.birth_date.earliest(),
        licence_country: new.licence_country,
        licence_number: new.licence_number,
        account_id: None,
        candidate_id: None,
        counted_in: None,
        mismatch: None,
        decision_reason: None,
        created_at: At(tx.now()),
        updated_at: At(tx.now()),
        birth_date_precision: new.birth_date.precision(),
        usage_name: new.usage_name,
        neph: new.neph,
        previous_expires_on: new.previous_expires_on,
        overlap_decision: None,
        awaits_agent: false,
    }
}
