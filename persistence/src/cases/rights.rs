//! The rights that a case holds, as its guards see them, and what an agent says of the one before.

use domain::case::{File, HeldEntitlement, may_answer_previous_expiry};
use domain::entitlement::Stage;
use domain::ids::AttestationId;
use domain::rules::known_qualification::PreviousExpiry;
use domain::rules::terms::Terms;
use domain::rules::training::TrainingType;
use domain::sector::Sector;
use serde_json::json;

use super::{CaseRecord, find, touch, whole};
use crate::dialect::prelude::*;
use crate::error::{Error, Result};
use crate::schema::{attestations, cases, entitlements};
use crate::store::{Db, Tx};
use crate::{audit, known_qualifications, terms};

/// What a case holds: in which sectors, which of them the driver trained in, and of which nobody knows the term before.
pub(crate) fn held(db: &mut Db<'_>, case: &CaseRecord) -> Result<Vec<HeldEntitlement>> {
    let held: Vec<(Sector, Sector, AttestationId, TrainingType)> = entitlements::table
        .inner_join(attestations::table)
        .filter(entitlements::case_id.eq(Some(case.id)))
        .filter(entitlements::stage.eq(Stage::Reserved))
        .order(entitlements::id)
        .select((
            entitlements::sector,
            attestations::sector,
            attestations::id,
            attestations::training_type,
        ))
        .load(db.conn)?;
    let answer = case.previous_expiry()?;
    let is_renewal = |(_, _, _, training_type): &(_, _, _, TrainingType)| training_type.is_continuing();
    // An answer ends the question, and only a renewal raises it: the terms need not be counted to know.
    let terms = if answer.is_none() && held.iter().any(is_renewal) {
        terms::of_account(db, case.account_id)?
    } else {
        Terms::default()
    };
    let view = |(sector, trained_in, attestation, _)| HeldEntitlement {
        sector,
        own: sector == trained_in,
        awaits_answer: sector == trained_in && awaits(&terms, attestation, answer),
    };
    Ok(held.into_iter().map(view).collect())
}

fn awaits(terms: &Terms, attestation: AttestationId, answer: Option<PreviousExpiry>) -> bool {
    terms
        .gained_by(attestation)
        .is_some_and(|gain| gain.awaits_answer(answer))
}

/// The agent who took a locked case says until when the qualification held that its FCO renews; its driver's terms are
/// counted anew, and the case can be approved. Said again, it replaces what was said before.
pub fn answer_previous_expiry(
    tx: &mut Tx<'_>,
    record: &CaseRecord,
    answer: PreviousExpiry,
    card_number: Option<&str>,
) -> Result<CaseRecord> {
    let agent = tx.author().actor.staff();
    may_answer_previous_expiry(record.kind, record.stage, record.assignee_id, agent)?;
    let before = record.previous_expiry()?;
    let file = whole(tx, record.clone())?.file;
    let sectors = asked(&file);
    forget(tx, record, before, &sectors)?;
    diesel::update(cases::table.find(record.id))
        .set(cases::previous_expiry.eq(Some(answer.to_string())))
        .execute(tx.conn)?;
    let details = json!({"answered": matches!(answer, PreviousExpiry::On(_))});
    audit::note(
        tx,
        "answer_previous_expiry",
        "case",
        Some(record.id.into()),
        Some(details),
    )?;
    for sector in sectors {
        if let Some(known) = answer.qualification(sector, card_number.map(str::to_owned)) {
            known_qualifications::add(tx, record.account_id, &known)?;
        }
    }
    let record = find(tx, record.id)?;
    touch(tx, &record)
}

/// Of which sectors the answer speaks: those asked about, or where the question was answered before, those that the driver
/// trained in.
fn asked(file: &File) -> Vec<Sector> {
    let awaiting = file.awaiting_answer();
    if awaiting.is_empty() {
        let own = file.entitlements.iter().filter(|held| held.own);
        own.map(|held| held.sector).collect()
    } else {
        awaiting
    }
}

/// What the agent said before in this case is no more.
fn forget(tx: &mut Tx<'_>, record: &CaseRecord, before: Option<PreviousExpiry>, sectors: &[Sector]) -> Result<()> {
    let Some(before) = before else { return Ok(()) };
    let said: Vec<_> = sectors
        .iter()
        .filter_map(|sector| before.qualification(*sector, None))
        .collect();
    for known in known_qualifications::of_account(tx, record.account_id)? {
        let is_it = |one: &domain::rules::known_qualification::KnownQualification| {
            (one.sector, one.expires_on, one.source) == (known.sector, known.expires_on, known.source)
        };
        if said.iter().any(is_it) {
            let locked = known_qualifications::lock(tx, record.account_id, known.id)?;
            known_qualifications::delete(tx, &locked)?;
        }
    }
    Ok(())
}

impl CaseRecord {
    /// What an agent said of the qualification before.
    pub fn previous_expiry(&self) -> Result<Option<PreviousExpiry>> {
        let corrupt = |_| Error::Corrupt(format!("the previous expiry of case {}", self.id));
        self.previous_expiry
            .as_deref()
            .map(str::parse)
            .transpose()
            .map_err(corrupt)
    }
}
