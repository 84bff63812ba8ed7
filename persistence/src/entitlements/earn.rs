//! Earning an entitlement, and until when each of a driver's entitlements holds.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::case;
use domain::entitlement::{Action, Entitlement, Stage, TABLE};
use domain::ids::{AccountId, AttestationId, CaseId, EntitlementId};
use domain::lifecycle::Subject;
use domain::rules::expiry;
use domain::rules::training::TrainingType;
use domain::sector::Sector;
use domain::time::{days_after, start_of};
use domain::timer::TimerAction;

use super::{EntitlementRecord, held_by, lost_from, reserve, reserve_one};
use crate::dialect::At;
use crate::error::Result;
use crate::schema::{attestations, cases as cases_table, entitlements};
use crate::store::{Db, Tx};
use crate::{cases, timers, transitions};

/// What an entitlement is earned by.
#[derive(Debug, Clone, Copy)]
pub struct Earned {
    /// By whom; the account is locked.
    pub account_id: AccountId,
    /// The attestation.
    pub attestation_id: AttestationId,
    /// The sector.
    pub sector: Sector,
    /// The training that it makes, alone or with others.
    pub training_type: TrainingType,
    /// The last day of the training.
    pub training_ended_on: NaiveDate,
}

/// Gives a driver an entitlement; one whose five years have ended already is kept for those that count from it. A case
/// that the driver has begun, or that lost the same sector, holds it at once.
pub fn earn(tx: &mut Tx<'_>, earned: &Earned) -> Result<()> {
    let record = insert(tx, earned)?;
    recount(tx, earned.account_id, earned.sector)?;
    if record.expires_on < tx.today() {
        transitions::follow::<Entitlement>(tx, &record, Action::End, &(), &())?;
        return Ok(());
    }
    await_end(tx, record.id, record.expires_on)?;
    enter_case(tx, &record)
}

fn insert(tx: &mut Tx<'_>, earned: &Earned) -> Result<EntitlementRecord> {
    let transition = transitions::begins_by_itself::<Entitlement>(TABLE, Action::Earn, &())?;
    let mut trainings: Vec<_> = known(tx, earned.account_id, earned.sector)?
        .iter()
        .map(as_training)
        .collect();
    trainings.push(expiry::Earned {
        training_type: earned.training_type,
        ended_on: earned.training_ended_on,
        settled: None,
    });
    let record = EntitlementRecord {
        id: EntitlementId(tx.id()),
        version: 1,
        stage: transition.to,
        account_id: earned.account_id,
        attestation_id: earned.attestation_id,
        case_id: None,
        sector: earned.sector,
        training_ended_on: earned.training_ended_on,
        expires_on: expiry::expiries(&trainings).pop().unwrap_or(earned.training_ended_on),
        created_at: At(tx.now()),
        updated_at: At(tx.now()),
    };
    diesel::insert_into(entitlements::table)
        .values(&record)
        .execute(tx.conn)?;
    transitions::begin::<Entitlement>(tx, &record, &transition, &())?;
    Ok(record)
}

/// Counts again until when each unused entitlement of a driver in a sector holds, since one was earned or lost: an early
/// FCO counts from the expiry before it, whenever that became known.
pub fn recount(tx: &mut Tx<'_>, account_id: AccountId, sector: Sector) -> Result<()> {
    let known = known(tx, account_id, sector)?;
    let trainings: Vec<_> = known.iter().map(as_training).collect();
    for ((record, _), expires_on) in known.iter().zip(expiry::expiries(&trainings)) {
        if record.expires_on != expires_on {
            let changed = (
                entitlements::expires_on.eq(expires_on),
                entitlements::version.eq(record.version + 1),
                entitlements::updated_at.eq(At(tx.now())),
            );
            diesel::update(entitlements::table.find(record.id))
                .set(changed)
                .execute(tx.conn)?;
            await_end(tx, record.id, expires_on)?;
        }
    }
    Ok(())
}

fn await_end(tx: &mut Tx<'_>, id: EntitlementId, expires_on: NaiveDate) -> Result<()> {
    let over = start_of(days_after(expires_on, 1));
    timers::set(tx, Subject::Entitlement, id.into(), TimerAction::Expire, over)
}

/// What a driver ever earned in a sector, but for what was lost, each with its type of training.
fn known(db: &mut Db<'_>, account_id: AccountId, sector: Sector) -> Result<Vec<(EntitlementRecord, TrainingType)>> {
    Ok(entitlements::table
        .inner_join(attestations::table)
        .filter(entitlements::account_id.eq(account_id))
        .filter(entitlements::sector.eq(sector))
        .filter(entitlements::stage.ne(Stage::Lost))
        .order(entitlements::id)
        .select((EntitlementRecord::as_select(), attestations::training_type))
        .load(db.conn)?)
}

/// A sequence that completed an FCO is continuing training as the whole FCO is: its type serves as well.
fn as_training((record, training_type): &(EntitlementRecord, TrainingType)) -> expiry::Earned {
    let is_settled = matches!(record.stage, Stage::Used | Stage::Over);
    expiry::Earned {
        training_type: *training_type,
        ended_on: record.training_ended_on,
        settled: is_settled.then_some(record.expires_on),
    }
}

/// Lets the driver's open case hold a new entitlement: a draft takes everything; a case that was sent takes what
/// replaces what it lost, so that a centre's correction does not cost the driver the case.
fn enter_case(tx: &mut Tx<'_>, record: &EntitlementRecord) -> Result<()> {
    let Some(case_id) = open_case_of(tx, record.account_id)? else {
        return Ok(());
    };
    let case = cases::lock(tx, case_id)?;
    match case.stage {
        case::Stage::Draft => {
            reserve(tx, record.account_id, case_id)?;
            cases::touch(tx, &case).map(drop)
        }
        case::Stage::Submitted | case::Stage::InReview | case::Stage::InformationRequested => {
            let holds = held_by(tx, case_id)?.iter().any(|held| held.sector == record.sector);
            if holds || !lost_from(tx, case_id, record.sector)? {
                return Ok(());
            }
            reserve_one(tx, record, case_id)?;
            cases::entitlement_replaced(tx, &case)
        }
        _ => Ok(()),
    }
}

fn open_case_of(db: &mut Db<'_>, account_id: AccountId) -> Result<Option<CaseId>> {
    let open = [
        case::Stage::Draft,
        case::Stage::Submitted,
        case::Stage::InReview,
        case::Stage::InformationRequested,
    ];
    Ok(cases_table::table
        .filter(cases_table::account_id.eq(account_id))
        .filter(cases_table::kind.eq(case::Kind::Cqc))
        .filter(cases_table::stage.eq_any(open))
        .select(cases_table::id)
        .first(db.conn)
        .optional()?)
}
