//! Beginning a case.

use chrono::Datelike;
use diesel::prelude::*;
use domain::case::{self, Case, Facts, Kind};
use domain::ids::{AccountId, CaseId};
use domain::rules::reference;
use domain::time::legal_date;

use super::{Asked, CaseRecord, Input, file, find};
use crate::dialect::{At, Stored};
use crate::error::Result;
use crate::schema::cases;
use crate::store::Tx;
use crate::{accounts, entitlements, transitions};

/// Opens a cqc case for a driver whose account is locked: reserves what entitles to it, and fills in the holder from
/// the account.
pub fn open_cqc(tx: &mut Tx<'_>, account_id: AccountId) -> Result<CaseRecord> {
    let eligibility = entitlements::eligibility(tx, account_id)?;
    let transition =
        transitions::may_begin::<Case>(tx, Kind::Cqc.table(), case::Action::Open, &Facts::opening(&eligibility))?;
    let id = CaseId(tx.id());
    insert(tx, id, account_id, Kind::Cqc, transition.to)?;
    let record = find(tx, id)?;
    let file = file::load(tx, &record)?;
    transitions::begin::<Case>(
        tx,
        &record,
        &transition,
        &Input {
            file: &file,
            asked: &Asked::default(),
        },
    )?;
    find(tx, id)
}

fn insert(tx: &mut Tx<'_>, id: CaseId, account_id: AccountId, kind: Kind, stage: case::Stage) -> Result<()> {
    let now = At(tx.now());
    let holder = accounts::holder(tx, account_id)?;
    let reference = reference::case_reference(legal_date(*now).year(), tx.random());
    diesel::insert_into(cases::table)
        .values((
            cases::id.eq(id),
            cases::version.eq(1),
            cases::account_id.eq(account_id),
            cases::kind.eq(kind),
            cases::stage.eq(stage),
            cases::reference.eq(reference),
            cases::holder.eq(Some(Stored(holder))),
            cases::created_at.eq(now),
            cases::updated_at.eq(now),
        ))
        .execute(tx.conn)?;
    Ok(())
}
