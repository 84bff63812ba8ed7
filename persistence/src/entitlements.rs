//! Entitlements: who may ask for a card, in which sector, and until when.

use chrono::NaiveDate;
use domain::entitlement::{Action, Effect, Entitlement, Facts, Stage};
use domain::ids::{AccountId, AttestationId, CaseId, EntitlementId};
use domain::lifecycle::{Subject, Table};
use domain::rules::eligibility::{self, SectorEligibility};
use domain::rules::expiry::SectorExpiry;
use domain::sector::Sector;
use domain::timer::TimerAction;
use domain::words::Word as _;

use crate::dialect::prelude::*;
use crate::dialect::{AnyId, At};
use crate::error::Result;
use crate::locked;
use crate::schema::{attestations, entitlements, transitions as steps};
use crate::store::{Db, Tx};
use crate::transitions::{self, Stateful, stored_in};
use crate::{terms, timers};

mod earn;

pub(crate) use earn::reconcile;

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

impl EntitlementRecord {
    /// The term that it stands for.
    pub fn term(&self) -> SectorExpiry {
        SectorExpiry {
            sector: self.sector,
            expires_on: self.expires_on,
        }
    }
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
        .select(EntitlementRecord::columns())
        .load(db.conn)?)
}

/// Those of which cards were made: what is used, or was before it was over.
pub(crate) fn printed(db: &mut Db<'_>, all: &[EntitlementRecord]) -> Result<Vec<EntitlementRecord>> {
    let may_be = |one: &&EntitlementRecord| matches!(one.stage, Stage::Used | Stage::Over) && one.case_id.is_some();
    let mut found: Vec<_> = all.iter().filter(may_be).cloned().collect();
    let over = found.iter().filter(|one| one.stage == Stage::Over);
    let used = once_used(db, over.map(|one| one.id))?;
    found.retain(|one| one.stage == Stage::Used || used.contains(&one.id.into()));
    Ok(found)
}

/// Those of which cards were made, wherever they are now.
fn once_used(db: &mut Db<'_>, entitlements: impl Iterator<Item = EntitlementId>) -> Result<Vec<uuid::Uuid>> {
    let among: Vec<_> = entitlements.map(AnyId::of).collect();
    if among.is_empty() {
        return Ok(Vec::new());
    }
    Ok(steps::table
        .filter(steps::subject_id.eq_any(among))
        .filter(steps::action.eq(Action::Use.name()))
        .select(steps::subject_id)
        .load(db.conn)?)
}

/// The cases in which cards were made of what attestations earned.
pub(crate) fn used_in(db: &mut Db<'_>, attestations: &[AttestationId]) -> Result<Vec<CaseId>> {
    let found: Vec<Option<CaseId>> = entitlements::table
        .filter(entitlements::attestation_id.eq_any(attestations.to_vec()))
        .filter(entitlements::stage.eq(Stage::Used))
        .select(entitlements::case_id)
        .distinct()
        .load(db.conn)?;
    Ok(found.into_iter().flatten().collect())
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
        .select(EntitlementRecord::columns())
        .load(db.conn)?)
}

/// What a case holds, or was approved on, oldest first.
pub fn of_case(db: &mut Db<'_>, case_id: CaseId) -> Result<Vec<EntitlementRecord>> {
    Ok(entitlements::table
        .filter(entitlements::case_id.eq(Some(case_id)))
        .filter(entitlements::stage.ne(Stage::Lost))
        .order(entitlements::id)
        .select(EntitlementRecord::columns())
        .load(db.conn)?)
}

/// Reserves everything that the driver has available for a case.
pub fn reserve(tx: &mut Tx<'_>, account_id: AccountId, case_id: CaseId) -> Result<()> {
    for record in locked!(tx.conn, entitlements::table
        .filter(entitlements::account_id.eq(account_id))
        .filter(entitlements::stage.eq(Stage::Available))
        .select(EntitlementRecord::columns()) => load::<EntitlementRecord>)?
    {
        reserve_one(tx, &record, case_id)?;
    }
    Ok(())
}

fn reserve_one(tx: &mut Tx<'_>, record: &EntitlementRecord, case_id: CaseId) -> Result<()> {
    transitions::follow::<Entitlement>(tx, record, Action::Reserve, &Facts::default(), &())?;
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
        transitions::follow::<Entitlement>(tx, &record, Action::Free, &Facts::default(), &())?;
        hold(tx, record.id, None)?;
    }
    Ok(())
}

/// Uses up what a case holds in the sectors of the card that was ordered. A sector that was left off the card stays the
/// driver's right.
pub fn use_up(tx: &mut Tx<'_>, case_id: CaseId, carried: &[Sector]) -> Result<()> {
    for record in held_by(tx, case_id)? {
        if carried.contains(&record.sector) {
            transitions::follow::<Entitlement>(tx, &record, Action::Use, &Facts::default(), &())?;
        } else {
            transitions::follow::<Entitlement>(tx, &record, Action::Free, &Facts::default(), &())?;
            hold(tx, record.id, None)?;
        }
    }
    Ok(())
}

fn hold(tx: &mut Tx<'_>, id: EntitlementId, case_id: Option<CaseId>) -> Result<()> {
    diesel::update(entitlements::table.find(id))
        .set(entitlements::case_id.eq(case_id))
        .execute(tx.conn)?;
    Ok(())
}

/// What earned it does so no more: it is lost, unless it was used already. Its case is locked.
fn lose(tx: &mut Tx<'_>, record: &EntitlementRecord) -> Result<()> {
    transitions::follow::<Entitlement>(tx, record, Action::Lose, &Facts::default(), &())?;
    timers::clear(tx, Subject::Entitlement, record.id.into(), TimerAction::Expire)
}

/// The sector's five years are over.
pub fn end(tx: &mut Tx<'_>, id: EntitlementId) -> Result<()> {
    let record = locked!(tx.conn, entitlements::table.find(id).select(EntitlementRecord::columns()) => first::<EntitlementRecord>)?;
    if matches!(record.stage, Stage::Available | Stage::Reserved | Stage::Used) {
        transitions::follow::<Entitlement>(tx, &record, Action::End, &Facts::default(), &())?;
    }
    timers::clear(tx, Subject::Entitlement, id.into(), TimerAction::Expire)
}

/// Its term is longer than was known when it ended: it holds again, unless a card was made of it. The record as it is then,
/// where it does.
fn resume(tx: &mut Tx<'_>, id: EntitlementId) -> Result<Option<EntitlementRecord>> {
    let facts = Facts {
        was_used: !once_used(tx, std::iter::once(id))?.is_empty(),
    };
    let record = find(tx, id)?;
    if facts.was_used {
        return Ok(None);
    }
    transitions::follow::<Entitlement>(tx, &record, Action::Resume, &facts, &())?;
    hold(tx, id, None)?;
    find(tx, id).map(Some)
}

fn find(db: &mut Db<'_>, id: EntitlementId) -> Result<EntitlementRecord> {
    Ok(entitlements::table
        .find(id)
        .select(EntitlementRecord::columns())
        .first(db.conn)?)
}

/// What a driver holds and has not used yet, oldest first.
pub fn in_hand(db: &mut Db<'_>, account_id: AccountId) -> Result<Vec<EntitlementRecord>> {
    Ok(entitlements::table
        .filter(entitlements::account_id.eq(account_id))
        .filter(entitlements::stage.eq_any([Stage::Available, Stage::Reserved]))
        .order(entitlements::id)
        .select(EntitlementRecord::columns())
        .load(db.conn)?)
}

/// Per sector, whether the driver can ask for a card, and if not, why.
pub fn eligibility(db: &mut Db<'_>, account_id: AccountId) -> Result<Vec<SectorEligibility>> {
    let known = of_account(db, account_id)?;
    let terms = terms::of_account(db, account_id)?;
    let awaiting = awaiting_agent(db, account_id)?;
    let today = db.today();
    let judge = |sector| {
        let stages: Vec<_> = known
            .iter()
            .filter(|one| one.sector == sector)
            .map(|one| one.stage)
            .collect();
        let judged = eligibility::judge(sector, &stages, terms.hours_done(sector, today));
        if awaiting.contains(&sector) {
            judged.awaiting_agent()
        } else {
            judged
        }
    };
    Ok(Sector::ALL.iter().copied().map(judge).collect())
}

/// The sectors in which an attestation waits for an agent, since it overlaps another one.
fn awaiting_agent(db: &mut Db<'_>, account_id: AccountId) -> Result<Vec<Sector>> {
    Ok(attestations::table
        .filter(attestations::account_id.eq(Some(account_id)))
        .filter(attestations::stage.eq(domain::attestation::Stage::Matched))
        .filter(attestations::awaits_agent)
        .select(attestations::sector)
        .load(db.conn)?)
}
