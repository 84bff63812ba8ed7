//! Beginning a case.

use chrono::Datelike;
use diesel::prelude::*;
use domain::account;
use domain::case::{self, Case, Facts, Kind, Stage};
use domain::ids::{AccountId, CaseId};
use domain::lifecycle::{Reason, Refusal, Subject, Transition};
use domain::rules::reference;
use domain::time::legal_date;
use domain::words::Word;

use super::{Asked, CaseRecord, Input, find, whole};
use crate::dialect::{At, Stored};
use crate::error::Result;
use crate::schema::cases;
use crate::store::{Db, Tx};
use crate::{accounts, entitlements, transitions};

/// Opens a case of a kind for a driver. Locks the account first, so that nothing opens on one that is being closed, and
/// no two cases open at once.
pub fn open(tx: &mut Tx<'_>, account_id: AccountId, kind: Kind) -> Result<CaseRecord> {
    let account = accounts::lock(tx, account_id)?;
    if account.stage != account::Stage::Active {
        return Err(inactive(account.stage).into());
    }
    let eligibility = entitlements::eligibility(tx, account_id)?;
    let facts = Facts::opening(&eligibility, in_the_way(tx, account_id, kind)?);
    let transition = transitions::may_begin::<Case>(tx, kind.table(), case::Action::Open, &facts)?;
    begin(tx, account_id, kind, &transition)
}

/// Inserts the case with the account's holder, and carries out what follows from opening it.
fn begin(tx: &mut Tx<'_>, account_id: AccountId, kind: Kind, transition: &Transition<Case>) -> Result<CaseRecord> {
    let id = CaseId(tx.id());
    insert(tx, id, account_id, kind, transition.to)?;
    let record = find(tx, id)?;
    let file = whole::load(tx, record.clone())?.file;
    let input = Input {
        file: &file,
        asked: &Asked::default(),
    };
    transitions::begin::<Case>(tx, &record, transition, &input)?;
    find(tx, id)
}

fn inactive(stage: account::Stage) -> Refusal {
    Refusal {
        subject: Subject::Account,
        stage: Some(stage.name()),
        action: case::Action::Open.name(),
        reason: Reason::WrongStage,
        possible: Vec::new(),
    }
}

/// The driver's case of this kind that is not yet posted.
fn in_the_way(db: &mut Db<'_>, account_id: AccountId, kind: Kind) -> Result<Option<CaseId>> {
    let before_shipped: Vec<_> = Stage::ALL.iter().filter(|stage| stage.is_before_shipped()).collect();
    Ok(cases::table
        .filter(cases::account_id.eq(account_id))
        .filter(cases::kind.eq(kind))
        .filter(cases::stage.eq_any(before_shipped))
        .select(cases::id)
        .first(db.conn)
        .optional()?)
}

fn insert(tx: &mut Tx<'_>, id: CaseId, account_id: AccountId, kind: Kind, stage: Stage) -> Result<()> {
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
