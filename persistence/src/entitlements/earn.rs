//! Which rights a driver's terms give, and until when each holds.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::case;
use domain::entitlement::{Action, Entitlement, Facts, Stage, TABLE};
use domain::ids::{AccountId, AttestationId, CaseId, EntitlementId};
use domain::lifecycle::Subject;
use domain::rules::expiry::SectorExpiry;
use domain::rules::terms::{Gain, Terms};
use domain::time::{days_after, start_of};
use domain::timer::TimerAction;

use super::{EntitlementRecord, held_by, lose, lost_from, reserve, reserve_one, resume};
use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::error::Result;
use crate::schema::{cases as cases_table, entitlements};
use crate::store::{Db, Tx};
use crate::{cases, timers, transitions};

/// Gives a driver the rights that their terms give and they do not have yet, takes back those they give no more and no
/// card was made of, and moves the last days of the others; `had` are all that the driver had so far. The attestations that
/// earned something new. The account is locked.
pub(crate) fn reconcile(
    tx: &mut Tx<'_>,
    account_id: AccountId,
    had: &[EntitlementRecord],
    terms: &Terms,
) -> Result<BTreeSet<AttestationId>> {
    let had: Vec<_> = had.iter().filter(|one| one.stage != Stage::Lost).cloned().collect();
    take_back(tx, &had, terms)?;
    let mut earned = Vec::new();
    for gain in &terms.gains {
        for term in &gain.sectors {
            let same = |one: &&EntitlementRecord| one.attestation_id == gain.attestation && one.sector == term.sector;
            match had.iter().find(same) {
                Some(record) => move_end(tx, record, term.expires_on)?,
                None => earned.push(insert(tx, account_id, gain, *term)?),
            }
        }
    }
    let (over, held): (Vec<_>, Vec<_>) = earned.iter().partition(|one| one.expires_on < tx.today());
    for record in over {
        // It is kept for those that count from it.
        transitions::follow::<Entitlement>(tx, record, Action::End, &Facts::default(), &())?;
    }
    for record in &held {
        await_end(tx, record.id, record.expires_on)?;
    }
    for record in held {
        enter_case(tx, record, None)?;
    }
    Ok(earned.into_iter().map(|record| record.attestation_id).collect())
}

/// The cases that lose something are locked first, and told once.
fn take_back(tx: &mut Tx<'_>, had: &[EntitlementRecord], terms: &Terms) -> Result<()> {
    let is_given = |one: &EntitlementRecord| {
        let gain = terms.gained_by(one.attestation_id);
        gain.is_some_and(|gain| gain.until(one.sector).is_some())
    };
    let gone: Vec<_> = had
        .iter()
        .filter(|one| one.stage.can_be_lost() && !is_given(one))
        .collect();
    let holders: BTreeSet<_> = gone.iter().filter_map(|one| one.case_id).collect();
    for case_id in &holders {
        cases::lock(tx, *case_id)?;
    }
    for record in gone {
        lose(tx, record)?;
    }
    for case_id in holders {
        cases::attestation_withdrawn(tx, case_id)?;
    }
    Ok(())
}

fn insert(tx: &mut Tx<'_>, account_id: AccountId, gain: &Gain, term: SectorExpiry) -> Result<EntitlementRecord> {
    let transition = transitions::begins_by_itself::<Entitlement>(TABLE, Action::Earn, &Facts::default())?;
    let record = EntitlementRecord {
        id: EntitlementId(tx.id()),
        version: 1,
        stage: transition.to,
        account_id,
        attestation_id: gain.attestation,
        case_id: None,
        sector: term.sector,
        training_ended_on: gain.ended_on,
        expires_on: term.expires_on,
        created_at: At(tx.now()),
        updated_at: At(tx.now()),
    };
    diesel::insert_into(entitlements::table)
        .values(&record)
        .execute(tx.conn)?;
    transitions::begin::<Entitlement>(tx, &record, &transition, &())?;
    Ok(record)
}

/// An early FCO counts from the expiry before it, whenever that became known. What was over for want of it holds again, in
/// the open case that held it too.
fn move_end(tx: &mut Tx<'_>, record: &EntitlementRecord, expires_on: NaiveDate) -> Result<()> {
    if record.expires_on == expires_on {
        return Ok(());
    }
    let changed = (
        entitlements::expires_on.eq(expires_on),
        entitlements::version.eq(record.version + 1),
        entitlements::updated_at.eq(At(tx.now())),
    );
    diesel::update(entitlements::table.find(record.id))
        .set(changed)
        .execute(tx.conn)?;
    let resumed = match record.stage {
        Stage::Over if expires_on < tx.today() => return Ok(()),
        Stage::Over => resume(tx, record.id)?,
        _ => None,
    };
    await_end(tx, record.id, expires_on)?;
    resumed.map_or(Ok(()), |again| enter_case(tx, &again, record.case_id))
}

fn await_end(tx: &mut Tx<'_>, id: EntitlementId, expires_on: NaiveDate) -> Result<()> {
    let over = start_of(days_after(expires_on, 1));
    timers::set(tx, Subject::Entitlement, id.into(), TimerAction::Expire, over)
}

/// Lets the driver's open case hold a new entitlement: a draft takes everything; a case that was sent takes what
/// replaces what it lost, so that a centre's correction does not cost the driver the case, and what it `held` itself.
fn enter_case(tx: &mut Tx<'_>, record: &EntitlementRecord, held: Option<CaseId>) -> Result<()> {
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
            let holds = held_by(tx, case_id)?.iter().any(|own| own.sector == record.sector);
            if holds || !(held == Some(case_id) || lost_from(tx, case_id, record.sector)?) {
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
