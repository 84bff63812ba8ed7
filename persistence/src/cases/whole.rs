//! A whole case: the row, what lies in it, and how the domain's rules see both. A few short reads.

use chrono::NaiveDate;
use domain::case::{File, SubjectCard, UploadedDocument};
use domain::ids::CardId;

use super::{CaseItem, CaseRecord, items, rights};
use crate::dialect::prelude::*;
use crate::documents::{self, DocumentRecord};
use crate::error::Result;
use crate::payments::{self, PaymentRecord};
use crate::schema::cards;
use crate::store::Db;

/// A case with everything that lies in it.
#[derive(Debug, Clone)]
pub struct WholeCase {
    /// The row.
    pub record: CaseRecord,
    /// As guards and steps see it.
    pub file: File,
    /// Its documents, in the order in which they came.
    pub documents: Vec<DocumentRecord>,
    /// What its driver is to put right.
    pub items: Vec<CaseItem>,
    /// The last attempt to pay it.
    pub payment: Option<PaymentRecord>,
}

impl WholeCase {
    /// The same case after its row was written, and its items marked: of what else lies in it nothing has changed.
    pub(super) fn with_row(self, record: CaseRecord) -> Result<Self> {
        let file = File {
            documents: self.file.documents,
            entitlements: self.file.entitlements,
            card: self.file.card,
            produced_card: self.file.produced_card,
            ..of_row(&record, &self.items, self.file.today)?
        };
        Ok(Self { record, file, ..self })
    }
}

/// What the row of a case and its open items say.
fn of_row(record: &CaseRecord, items: &[CaseItem], today: NaiveDate) -> Result<File> {
    Ok(File {
        kind: record.kind,
        holder: record.holder().cloned(),
        delivery_address: record.delivery_address.clone().map(|address| address.0),
        billing_address: record.billing_address.clone().map(|billing| billing.0.address),
        declaration: record.declaration()?,
        documents: Vec::new(),
        items: items.iter().map(CaseItem::as_item).collect(),
        entitlements: Vec::new(),
        assignee: record.assignee_id,
        card: None,
        produced_card: None,
        today,
    })
}

/// Loads what lies in a case.
pub fn load(db: &mut Db<'_>, record: CaseRecord) -> Result<WholeCase> {
    let documents = documents::of_case(db, record.id)?;
    // Nobody was ever asked anything: there is nothing to look for.
    let items = match record.requested_at {
        Some(_) => items::of_case(db, record.id)?,
        None => Vec::new(),
    };
    let held = rights::held(db, &record)?;
    let produced_card = match record.produced_card_id {
        Some(card) => cards::table.find(card).select(cards::stage).first(db.conn).optional()?,
        None => None,
    };
    let card = match record.subject_card_id {
        Some(id) => Some(subject_card(db, id)?),
        None => None,
    };
    let payment = match record.amount_due {
        Some(_) => payments::of_case(db, record.id)?.into_iter().next(),
        None => None,
    };
    let uploaded = |document: &DocumentRecord| UploadedDocument {
        document_type: document.document_type,
        scan: document.scan,
    };
    let file = File {
        documents: documents.iter().map(uploaded).collect(),
        entitlements: held,
        card,
        produced_card,
        ..of_row(&record, &items, db.today())?
    };
    Ok(WholeCase {
        record,
        file,
        documents,
        items,
        payment,
    })
}

/// The card a case is about, as guards see it.
pub(super) fn subject_card(db: &mut Db<'_>, id: CardId) -> Result<SubjectCard> {
    let card = crate::cards::find(db, id)?;
    let posted_at = crate::production_orders::posted_at(db, id)?;
    Ok(SubjectCard {
        stage: card.stage,
        number: card.number.clone(),
        issued_on: card.issued_on,
        sent_to: card.delivery_address.0.clone(),
        days_in_post: posted_at.map(|posted_at| (db.now() - posted_at).num_days()),
        is_over: db.today() > card.expires_on,
        has_successor: crate::cards::has_successor(db, &card)?,
    })
}
