//! Entitlements: who may ask for a card, in which sector, and until when.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::entitlement::{Action, Effect, Entitlement, Stage};
use domain::ids::{AccountId, AttestationId, CaseId, EntitlementId};
use domain::lifecycle::{Lifecycle, Subject, Table};
use domain::rules::eligibility::{self, SectorEligibility};
use domain::rules::hours;
use domain::sector::Sector;
use domain::time::{days_after, start_of};
use domain::timer::TimerAction;
use domain::words::Word as _;
use uuid::Uuid;

use crate::dialect::At;
use crate::error::Result;
use crate::locked;
use crate::schema::{cases, entitlements};
use crate::store::{Db, Tx};
use crate::transitions::{self, Kept};
use crate::{attestations, timers};

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

impl Kept for Entitlement {
    type Record = EntitlementRecord;
    type Input<'a> = ();

    fn table(_: &EntitlementRecord) -> Table<Self> {
        domain::entitlement::TABLE
    }

    fn id(record: &EntitlementRecord) -> Uuid {
        record.id.into()
    }

    fn version(record: &EntitlementRecord) -> i32 {
        record.version
    }

    fn stage(record: &EntitlementRecord) -> Stage {
        record.stage
    }

    fn advance(tx: &mut Tx<'_>, record: &EntitlementRecord, to: Stage) -> QueryResult<usize> {
        let now = At(tx.now());
        let seen = entitlements::table
            .filter(entitlements::id.eq(record.id))
            .filter(entitlements::version.eq(record.version));
        diesel::update(seen)
            .set((
                entitlements::stage.eq(to),
                entitlements::version.eq(record.version + 1),
                entitlements::updated_at.eq(now),
            ))
            .execute(tx.conn)
    }

    fn carry_out(_: &mut Tx<'_>, _: &EntitlementRecord, effect: Effect, (): &()) -> Result<()> {
        match effect {}
    }
}

/// What an entitlement is earned by.
#[derive(Debug, Clone, Copy)]
pub struct Earned {
    /// By whom.
    pub account_id: AccountId,
    /// The attestation.
    pub attestation_id: AttestationId,
    /// The sector.
    pub sector: Sector,
    /// The last day of the training.
    pub training_ended_on: NaiveDate,
    /// The last day of the five years.
    pub expires_on: NaiveDate,
}

/// Gives a driver an entitlement. A draft that the driver has begun holds it at once.
pub fn earn(tx: &mut Tx<'_>, earned: &Earned) -> Result<EntitlementRecord> {
    let transition = transitions::begins_by_itself::<Entitlement>(domain::entitlement::TABLE, Action::Earn, &())?;
    let record = EntitlementRecord {
        id: EntitlementId(tx.id()),
        version: 1,
        stage: transition.to,
        account_id: earned.account_id,
        attestation_id: earned.attestation_id,
        case_id: None,
        sector: earned.sector,
        training_ended_on: earned.training_ended_on,
        expires_on: earned.expires_on,
        created_at: At(tx.now()),
        updated_at: At(tx.now()),
    };
    diesel::insert_into(entitlements::table)
        .values(&record)
        .execute(tx.conn)?;
    transitions::begin::<Entitlement>(tx, &record, &transition, &())?;
    let over = start_of(days_after(earned.expires_on, 1));
    timers::set(tx, Entitlement::SUBJECT, record.id.into(), TimerAction::Expire, over)?;
    if let Some(draft) = draft_of(tx, earned.account_id)? {
        reserve(tx, earned.account_id, draft)?;
    }
    Ok(record)
}

fn draft_of(db: &mut Db<'_>, account_id: AccountId) -> Result<Option<CaseId>> {
    Ok(cases::table
        .filter(cases::account_id.eq(account_id))
        .filter(cases::kind.eq(domain::case::Kind::Cqc))
        .filter(cases::stage.eq(domain::case::Stage::Draft))
        .select(cases::id)
        .first(db.conn)
        .optional()?)
}

/// A driver's entitlements, oldest first.
pub fn of_account(db: &mut Db<'_>, account_id: AccountId) -> Result<Vec<EntitlementRecord>> {
    Ok(entitlements::table
        .filter(entitlements::account_id.eq(account_id))
        .order(entitlements::id)
        .select(EntitlementRecord::as_select())
        .load(db.conn)?)
}

/// The entitlement that an attestation earned, locked.
pub fn lock_earned_by(tx: &mut Tx<'_>, attestation_id: AttestationId) -> Result<Option<EntitlementRecord>> {
    Ok(locked!(tx.conn, entitlements::table
        .filter(entitlements::attestation_id.eq(attestation_id))
        .select(EntitlementRecord::as_select()) => first::<EntitlementRecord>)
    .optional()?)
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

/// Reserves everything that the driver has available for a case.
pub fn reserve(tx: &mut Tx<'_>, account_id: AccountId, case_id: CaseId) -> Result<()> {
    for record in locked!(tx.conn, entitlements::table
        .filter(entitlements::account_id.eq(account_id))
        .filter(entitlements::stage.eq(Stage::Available))
        .select(EntitlementRecord::as_select()) => load::<EntitlementRecord>)?
    {
        transitions::follow::<Entitlement>(tx, &record, Action::Reserve, &(), &())?;
        hold(tx, record.id, Some(case_id))?;
    }
    Ok(())
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
    if matches!(record.stage, Stage::Available | Stage::Reserved) {
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

/// The last day on which the driver may work in a sector, by what was earned so far; none where nothing was.
pub fn current_expiry(db: &mut Db<'_>, account_id: AccountId, sector: Sector) -> Result<Option<NaiveDate>> {
    Ok(entitlements::table
        .filter(entitlements::account_id.eq(account_id))
        .filter(entitlements::sector.eq(sector))
        .filter(entitlements::stage.ne(Stage::Lost))
        .order(entitlements::expires_on.desc())
        .select(entitlements::expires_on)
        .first(db.conn)
        .optional()?)
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
