//! Entitlements: who may ask for a card, in which sector, and until when.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::entitlement::{Action, Effect, Entitlement, Stage};
use domain::ids::{AccountId, AttestationId, CaseId, EntitlementId};
use domain::lifecycle::{Subject, Table};
use domain::rules::eligibility::{self, SectorEligibility};
use domain::rules::hours;
use domain::sector::Sector;
use domain::timer::TimerAction;
use domain::words::Word as _;

use crate::dialect::At;
use crate::error::Result;
use crate::locked;
use crate::schema::entitlements;
use crate::store::{Db, Tx};
use crate::transitions::{self, Stateful, stored_in};
use crate::{attestations, timers};

mod earn;

pub use earn::{Earned, earn, recount};

/// An entitlement, as it is kept.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = entitlements)]
#[diesel(treat_none_as_default_value = false)]
pub struct EntitlementRecord {
    /// Its id.
    pub id: EntitlementId,
    /// Raised by each transition.
    pub version: i32,
    /// Where it is.
    pub stage: Stage,
    /// Whose it is.
    pub account_id: AccountId,
    /// The attestation that earned it.
    pub attestation_id: AttestationId,
    /// The case that holds it, or used it.
    pub case_id: Option<CaseId>,
    /// Its sector.
    pub sector: Sector,
    /// The last day of the training.
    pub training_ended_on: NaiveDate,
    /// The last day of the sector's five years.
    pub expires_on: NaiveDate,
    /// When it was earned.
    pub created_at: At,
    /// When it last changed.
    pub updated_at: At,
}

impl Stateful for Entitlement {
    type Record = EntitlementRecord;
    type Input<'a> = ();

    fn table(_: &EntitlementRecord) -> Table<Self> {
        domain::entitlement::TABLE
    }

    stored_in!(entitlements as EntitlementRecord);

    fn carry_out(_: &mut Tx<'_>, _: &EntitlementRecord, effect: Effect, (): &()) -> Result<()> {
        match effect {}
    }
}

/// A driver's entitlements, oldest first.
pub fn of_account(db: &mut Db<'_>, account_id: AccountId) -> Result<Vec<EntitlementRecord>> {
    Ok(entitlements::table
        .filter(entitlements::account_id.eq(account_id))
        .order(entitlements::id)
        .select(EntitlementRecord::as_select())
        .load(db.conn)?)
}

/// The entitlement that an attestation earned and that is not lost, locked; the case that holds it is locked before it,
/// as always.
pub fn lock_earned_by(tx: &mut Tx<'_>, attestation_id: AttestationId) -> Result<Option<EntitlementRecord>> {
    let earned = entitlements::table
        .filter(entitlements::attestation_id.eq(attestation_id))
        .filter(entitlements::stage.ne(Stage::Lost));
    let holder: Option<Option<CaseId>> = earned.select(entitlements::case_id).first(tx.conn).optional()?;
    if let Some(case_id) = holder.flatten() {
        crate::cases::lock(tx, case_id)?;
    }
    Ok(locked!(tx.conn, earned.select(EntitlementRecord::as_select()) => first::<EntitlementRecord>).optional()?)
}

/// The case in which the entitlement that an attestation earned stands, or stood when it was lost.
pub fn case_of(db: &mut Db<'_>, attestation_id: AttestationId) -> Result<Option<CaseId>> {
    Ok(entitlements::table
        .filter(entitlements::attestation_id.eq(attestation_id))
        .filter(entitlements::case_id.is_not_null())
        .order(entitlements::id.desc())
        .select(entitlements::case_id)
        .first::<Option<CaseId>>(db.conn)
        .optional()?
        .flatten())
}

/// What a case holds.
pub fn held_by(db: &mut Db<'_>, case_id: CaseId) -> Result<Vec<EntitlementRecord>> {
    Ok(entitlements::table
        .filter(entitlements::case_id.eq(Some(case_id)))
        .filter(entitlements::stage.eq(Stage::Reserved))
        .order(entitlements::id)
        .select(EntitlementRecord::as_select())
        .load(db.conn)?)
}

/// What a case holds, or was approved on, oldest first.
pub fn of_case(db: &mut Db<'_>, case_id: CaseId) -> Result<Vec<EntitlementRecord>> {
    Ok(entitlements::table
        .filter(entitlements::case_id.eq(Some(case_id)))
        .filter(entitlements::stage.ne(Stage::Lost))
        .order(entitlements::id)
        .select(EntitlementRecord::as_select())
        .load(db.conn)?)
}

/// Reserves everything that the driver has available for a case.
pub fn reserve(tx: &mut Tx<'_>, account_id: AccountId, case_id: CaseId) -> Result<()> {
    for record in locked!(tx.conn, entitlements::table
        .filter(entitlements::account_id.eq(account_id))
        .filter(entitlements::stage.eq(Stage::Available))
        .select(EntitlementRecord::as_select()) => load::<EntitlementRecord>)?
    {
        reserve_one(tx, &record, case_id)?;
    }
    Ok(())
}

fn reserve_one(tx: &mut Tx<'_>, record: &EntitlementRecord, case_id: CaseId) -> Result<()> {
    transitions::follow::<Entitlement>(tx, record, Action::Reserve, &(), &())?;
    hold(tx, record.id, Some(case_id))
}

/// Whether a case lost an entitlement in a sector, its attestation withdrawn.
fn lost_from(db: &mut Db<'_>, case_id: CaseId, sector: Sector) -> Result<bool> {
    let lost: i64 = entitlements::table
        .filter(entitlements::case_id.eq(Some(case_id)))
        .filter(entitlements::sector.eq(sector))
        .filter(entitlements::stage.eq(Stage::Lost))
        .count()
        .get_result(db.conn)?;
    Ok(lost > 0)
}

/// Gives back everything that a case holds.
pub fn free(tx: &mut Tx<'_>, case_id: CaseId) -> Result<()> {
    for record in held_by(tx, case_id)? {
        transitions::follow::<Entitlement>(tx, &record, Action::Free, &(), &())?;
        hold(tx, record.id, None)?;
    }
    Ok(())
}

/// Uses up everything that a case holds: the card is ordered.
pub fn use_up(tx: &mut Tx<'_>, case_id: CaseId) -> Result<()> {
    for record in held_by(tx, case_id)? {
        transitions::follow::<Entitlement>(tx, &record, Action::Use, &(), &())?;
    }
    Ok(())
}

fn hold(tx: &mut Tx<'_>, id: EntitlementId, case_id: Option<CaseId>) -> Result<()> {
    diesel::update(entitlements::table.find(id))
        .set(entitlements::case_id.eq(case_id))
        .execute(tx.conn)?;
    Ok(())
}

/// The attestation of an entitlement was withdrawn: it is lost, unless it was used already. The case it stood in.
pub fn lose(tx: &mut Tx<'_>, record: &EntitlementRecord) -> Result<Option<CaseId>> {
    if record.stage.can_be_lost() {
        transitions::follow::<Entitlement>(tx, record, Action::Lose, &(), &())?;
        timers::clear(tx, Subject::Entitlement, record.id.into(), TimerAction::Expire)?;
    }
    Ok(record.case_id)
}

/// The sector's five years are over.
pub fn end(tx: &mut Tx<'_>, id: EntitlementId) -> Result<()> {
    let record = locked!(tx.conn, entitlements::table.find(id).select(EntitlementRecord::as_select()) => first::<EntitlementRecord>)?;
    if matches!(record.stage, Stage::Available | Stage::Reserved | Stage::Used) {
        transitions::follow::<Entitlement>(tx, &record, Action::End, &(), &())?;
    }
    timers::clear(tx, Subject::Entitlement, id.into(), TimerAction::Expire)
}

/// What a driver holds and has not used yet, oldest first.
pub fn in_hand(db: &mut Db<'_>, account_id: AccountId) -> Result<Vec<EntitlementRecord>> {
    Ok(entitlements::table
        .filter(entitlements::account_id.eq(account_id))
        .filter(entitlements::stage.eq_any([Stage::Available, Stage::Reserved]))
        .order(entitlements::id)
        .select(EntitlementRecord::as_select())
        .load(db.conn)?)
}

/// Per sector, whether the driver can ask for a card, and if not, why.
pub fn eligibility(db: &mut Db<'_>, account_id: AccountId) -> Result<Vec<SectorEligibility>> {
    let known = of_account(db, account_id)?;
    let today = db.today();
    let mut judged = Vec::new();
    for &sector in Sector::ALL {
        let stages: Vec<_> = known
            .iter()
            .filter(|one| one.sector == sector)
            .map(|one| one.stage)
            .collect();
        let hours_done = hours::hours_done(&attestations::sequences(db, account_id, sector)?, today);
        judged.push(eligibility::judge(sector, &stages, hours_done));
    }
    Ok(judged)
}
