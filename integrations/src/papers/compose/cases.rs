//! Papers about cases: what was asked for, as it was sent; the coupon that goes back with a faulty card.

use domain::case::{self, Stage};
use domain::ids::CaseId;
use domain::lifecycle::Subject;
use domain::time::legal_date;
use domain::timer::TimerAction;
use domain::words::Word as _;
use persistence::cases::{self, CaseRecord, WholeCase};
use persistence::documents::DocumentRecord;
use persistence::papers::PaperRecord;
use persistence::transitions::{self, HistoryEntry};
use persistence::{Db, Error, Result, cards, timers};

use super::{Composed, Issuer, Reader};
use crate::papers::{Declaration, DeclaredDefect, Paper, Passed, ReturnCoupon, SubmittedDocument, Summary};

/// A case as it stands, once it was sent.
pub(super) fn summary(
    db: &mut Db<'_>,
    issuer: &Issuer,
    paper: &PaperRecord,
    reader: &Reader,
) -> Result<Option<Composed>> {
    let record = cases::of_account(db, paper.account_id, CaseId(paper.subject_id.0))?;
    if record.submitted_at.is_none() || record.holder.is_none() {
        return Ok(None);
    }
    let card_number = card_number(db, &record)?;
    let declared = record.declaration()?;
    let history = transitions::history(db, record.id.into())?;
    let as_of = db.today();
    let WholeCase {
        record,
        file,
        documents,
        ..
    } = cases::whole(db, record)?;
    let summary = Summary {
        language: reader.language,
        specimen: issuer.specimen,
        sender: issuer.sender.clone(),
        addressee: reader.addressee(),
        kind: record.kind,
        stage: record.stage,
        as_of,
        opened_on: legal_date(record.created_at),
        submitted_on: record.submitted_at.map(legal_date),
        sectors: record.sectors(&file),
        card_number,
        holder: file.holder,
        delivery_address: file.delivery_address,
        billing_address: record.billing_address.map(|address| address.0),
        documents: documents.iter().map(submitted).collect(),
        declaration: declared.as_ref().map(declaration),
        defects: declared.as_ref().map(defects).unwrap_or_default(),
        amount: record.amount_due.as_ref().map(|due| due.0.total),
        tracking_number: record.tracking_number,
        history: history.iter().filter_map(passed).collect(),
        reference: record.reference.clone(),
    };
    Ok(Some(Composed::plain(Paper::Summary(summary), record.reference)))
}

fn submitted(document: &DocumentRecord) -> SubmittedDocument {
    SubmittedDocument {
        document_type: document.document_type,
        added_on: legal_date(*document.created_at),
    }
}

/// A stage that was entered. One agent handing the case to another is no stage passed.
fn passed(entry: &HistoryEntry) -> Option<Passed> {
    if entry.from_stage.as_ref() == Some(&entry.to_stage) {
        return None;
    }
    Some(Passed {
        stage: Stage::from_name(&entry.to_stage)?,
        on: legal_date(*entry.at),
    })
}

/// The coupon of a faulty card, while the card is awaited.
pub(super) fn return_coupon(
    db: &mut Db<'_>,
    issuer: &Issuer,
    paper: &PaperRecord,
    reader: &Reader,
) -> Result<Option<Composed>> {
    let record = cases::of_account(db, paper.account_id, CaseId(paper.subject_id.0))?;
    let due_at = timers::due_at(db, Subject::Case, record.id.into(), TimerAction::Lapse)?;
    let (Stage::AwaitingCardReturn, Some(due_at)) = (record.stage, due_at) else {
        return Ok(None);
    };
    let coupon = ReturnCoupon {
        language: reader.language,
        specimen: issuer.specimen,
        sender: issuer.sender.clone(),
        return_address: issuer.sender.address.clone(),
        addressee: reader.addressee(),
        card_number: card_number(db, &record)?
            .ok_or_else(|| Error::Corrupt(format!("case {} awaits no card in particular", record.id)))?,
        issued_on: db.today(),
        send_before: legal_date(due_at),
        defects: record.declaration()?.as_ref().map(defects).unwrap_or_default(),
        reference: record.reference.clone(),
    };
    Ok(Some(Composed::plain(Paper::ReturnCoupon(coupon), record.reference)))
}

/// The number of the card that a case is about.
fn card_number(db: &mut Db<'_>, record: &CaseRecord) -> Result<Option<String>> {
    let card = record.subject_card_id.map(|card| cards::find(db, card)).transpose()?;
    Ok(card.map(|card| card.number))
}

fn declaration(declared: &case::Declaration) -> Declaration {
    match declared {
        case::Declaration::Missing(missing) => Declaration {
            lost_on: Some(missing.lost_on),
            circumstances: missing.circumstances.clone(),
            return_commitment: missing.return_commitment,
        },
        case::Declaration::Faulty(faulty) => Declaration {
            lost_on: None,
            circumstances: None,
            return_commitment: faulty.return_commitment,
        },
    }
}

fn defects(declared: &case::Declaration) -> Vec<DeclaredDefect> {
    let declared = match declared {
        case::Declaration::Missing(_) => &[][..],
        case::Declaration::Faulty(faulty) => &faulty.defects,
    };
    declared
        .iter()
        .map(|one| DeclaredDefect {
            defect: one.field,
            comment: one.comment.clone(),
        })
        .collect()
}
