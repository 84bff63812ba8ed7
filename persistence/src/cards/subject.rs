//! What a case does to the card it is about. The driver's cards are locked; what has happened to the card meanwhile
//! stands: a card that has ended is not ended again.

use chrono::Datelike;
use domain::actor::Role;
use domain::card::{Action, Card, Facts, RevocationReason, Stage};
use domain::case::{Corrections, File};
use domain::ids::{CardId, CaseId};
use domain::people::{Address, Holder};
use domain::production_order::OrderType;
use domain::rules::documents::DocumentType;
use domain::rules::expiry;
use domain::rules::reference;

use super::{CardRecord, find, insert, lock, set_timers, stop_timers, unused_number};
use crate::cases::CaseRecord;
use crate::dialect::prelude::*;
use crate::dialect::{At, Stored};
use crate::error::{Error, Result};
use crate::production_orders::{self, NewOrder};
use crate::schema::{cards, cases as cases_table};
use crate::store::Tx;
use crate::{documents, transitions};

/// Not valid for the moment, if it is in use or on its way.
pub(crate) fn suspend(tx: &mut Tx<'_>, id: CardId) -> Result<()> {
    let record = lock(tx, id)?;
    if matches!(record.stage, Stage::Active | Stage::InTransit) {
        transitions::follow::<Card>(tx, &record, Action::Suspend, &Facts::default(), &None)?;
    }
    Ok(())
}

/// What it was before it was suspended. Its last day may have passed meanwhile.
pub(crate) fn restore(tx: &mut Tx<'_>, id: CardId) -> Result<()> {
    let record = lock(tx, id)?;
    if record.stage == Stage::Suspended {
        transitions::follow::<Card>(tx, &record, Action::Restore, &Facts::default(), &None)?;
        set_timers(tx, &record)?;
    }
    Ok(())
}

/// Not valid any more, if it still could be.
pub(crate) fn end(tx: &mut Tx<'_>, id: CardId, reason: RevocationReason) -> Result<()> {
    let record = lock(tx, id)?;
    if !record.stage.is_held() {
        return Ok(());
    }
    let facts = Facts {
        reason_given: true,
        ..Facts::default()
    };
    transitions::follow::<Card>(tx, &record, Action::Revoke, &facts, &None)?;
    diesel::update(cards::table.find(id))
        .set(cards::revocation_reason.eq(Some(reason)))
        .execute(tx.conn)?;
    stop_timers(tx, id)
}

/// Received back as faulty.
pub(crate) fn receive_faulty(tx: &mut Tx<'_>, id: CardId) -> Result<()> {
    let record = lock(tx, id)?;
    transitions::act_as::<Card>(
        tx,
        Role::Agent,
        &record,
        Action::ReceiveFaulty,
        &Facts::default(),
        &None,
    )?;
    stop_timers(tx, id)
}

/// Came back from the post.
pub(crate) fn come_back(tx: &mut Tx<'_>, id: CardId) -> Result<()> {
    let record = lock(tx, id)?;
    transitions::act_as::<Card>(tx, Role::Agent, &record, Action::ComeBack, &Facts::default(), &None)?;
    stop_timers(tx, id)
}

/// Physically destroyed; the card as it is then.
pub(crate) fn destroy(tx: &mut Tx<'_>, id: CardId) -> Result<CardRecord> {
    let record = lock(tx, id)?;
    transitions::follow::<Card>(tx, &record, Action::Destroy, &Facts::default(), &None)?;
    stop_timers(tx, id)?;
    find(tx, id)
}

/// Orders that a card which came back be posted again, to this address.
pub(crate) fn reship(tx: &mut Tx<'_>, case: &CaseRecord, id: CardId, address: &Address) -> Result<()> {
    diesel::update(cards::table.find(id))
        .set(cards::delivery_address.eq(Stored(address.clone())))
        .execute(tx.conn)?;
    let new = NewOrder {
        order_type: OrderType::Reship,
        account_id: case.account_id,
        card_id: id,
        case_id: case.id,
        delivery_address: address,
    };
    production_orders::order(tx, &new).map(drop)
}

/// Numbers a card that reproduces another one and orders it: holder, photo, sectors and last days are the same, but for
/// what was corrected; number, code and day of issue are new.
pub(crate) fn reproduce(
    tx: &mut Tx<'_>,
    case: &CaseRecord,
    file: &File,
    corrections: Option<&Corrections>,
) -> Result<()> {
    let (Some(original), Some(holder), Some(address)) = (case.subject_card_id, &file.holder, &file.delivery_address)
    else {
        return Err(Error::Corrupt(format!(
            "case {} replaces a card without card, holder or address",
            case.id
        )));
    };
    let original = lock(tx, original)?;
    let none = Corrections::default();
    let corrections = corrections.unwrap_or(&none);
    let corrected = Corrected {
        holder: &corrections.holder(holder),
        address,
        corrections,
    };
    let record = copy(tx, case.id, &original, &corrected)?;
    insert(tx, &record)?;
    diesel::update(cases_table::table.find(case.id))
        .set((
            cases_table::produced_card_id.eq(Some(record.id)),
            cases_table::holder.eq(Some(record.holder.clone())),
            cases_table::sectors.eq(Some(Stored(record.sector_names()))),
        ))
        .execute(tx.conn)?;
    let new = NewOrder {
        order_type: OrderType::Produce,
        account_id: case.account_id,
        card_id: record.id,
        case_id: case.id,
        delivery_address: address,
    };
    production_orders::order(tx, &new).map(drop)
}

struct Corrected<'a> {
    holder: &'a Holder,
    address: &'a Address,
    corrections: &'a Corrections,
}

fn copy(tx: &mut Tx<'_>, case_id: CaseId, original: &CardRecord, corrected: &Corrected<'_>) -> Result<CardRecord> {
    let today = tx.today();
    let sectors = corrected.corrections.sectors(&original.sectors);
    let now = At(tx.now());
    Ok(CardRecord {
        id: CardId(tx.id()),
        version: 1,
        stage: Stage::InProduction,
        stage_before: None,
        account_id: original.account_id,
        number: unused_number(tx, today.year())?,
        code: reference::verification_code(tx.random()),
        holder: Stored(corrected.holder.clone()),
        expires_on: expiry::card_expires_on(&sectors).unwrap_or(original.expires_on),
        sectors: Stored(sectors),
        issuer: original.issuer.clone(),
        issued_on: today,
        delivery_address: Stored(corrected.address.clone()),
        photo_id: documents::of_type(tx, case_id, DocumentType::Photo)?.or(original.photo_id),
        signature_id: documents::of_type(tx, case_id, DocumentType::Signature)?.or(original.signature_id),
        tracking_number: None,
        revocation_reason: None,
        revocation_note: None,
        activated_at: None,
        created_at: now,
        updated_at: now,
        lineage_id: Some(original.lineage()),
    })
}
