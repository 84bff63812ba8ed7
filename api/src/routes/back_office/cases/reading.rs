//! Putting the whole file of a case together for one reader.

use domain::actor::Actor;
use domain::case;
use domain::ids::CaseId;
use domain::labels::Label;
use domain::people::Language;
use persistence::cases::{self, CaseItem, CaseRecord, WholeCase};
use persistence::entitlements::EntitlementRecord;
use persistence::transitions::{self, HistoryEntry};
use persistence::{Db, Error, accounts, entitlements};

use super::case_view::{AskedView, CaseFileView, HeldView};
use crate::http::Reply;
use crate::hub::Abort;
use crate::routes::back_office::history_view::PassageView;
use crate::routes::cases::{CaseDeclaration, CasePaymentView, DocumentView, ShipmentView};
use crate::routes::items::ItemView;

impl CaseFileView {
    /// The file of a case, for a reader who is this actor and reads this language.
    pub fn read(db: &mut Db<'_>, record: CaseRecord, reader: &Actor, language: Language) -> Result<Self, Abort> {
        let account_holder = match accounts::holder(db, record.account_id) {
            Ok(holder) => Some(holder),
            Err(Error::NotFound) => None,
            Err(error) => return Err(error.into()),
        };
        let LoadedCase {
            entitlements,
            items,
            history,
        } = LoadedCase::read(db, record.id)?;
        let WholeCase {
            record,
            file,
            documents,
            payment,
            ..
        } = cases::whole(db, record)?;
        let is_assignee = record.assignee_id.is_some() && record.assignee_id == reader.staff();
        Ok(Self {
            kind_label: record.kind.label(language),
            stage_label: record.stage.label(language),
            actions: case::agent_actions(record.kind, record.stage, reader.role(), is_assignee),
            account_holder,
            documents: documents
                .into_iter()
                .map(|document| DocumentView::of(document, language))
                .collect(),
            sectors: record.sectors(&file),
            warnings: file.warnings(record.stage, record.warning),
            previous_expiry: record.previous_expiry()?,
            entitlements: entitlements.into_iter().map(HeldView::from).collect(),
            items: items.iter().map(|item| AskedView::of(item, language)).collect(),
            history: history.into_iter().map(PassageView::from).collect(),
            payment: CasePaymentView::of(&record, payment.as_ref(), language)
                .map(|cost| cost.for_agents(payment.as_ref(), language)),
            shipment: ShipmentView::of(&record),
            answer_before: record.answer_before(),
            id: record.id,
            reference: record.reference,
            kind: record.kind,
            stage: record.stage,
            version: record.version,
            assigned_to: record.assignee_id,
            warning: record.warning,
            account_id: record.account_id,
            holder: record.holder.map(|holder| holder.0),
            delivery_address: record.delivery_address.map(|address| address.0),
            billing_address: record.billing_address.map(|address| address.0),
            declaration: record
                .declaration
                .and_then(|declaration| CaseDeclaration::of(declaration.0)),
            decision_reason: record.decision_reason,
            card_id: record.subject_card_id,
            produced_card_id: record.produced_card_id,
            created_at: record.created_at,
            updated_at: record.updated_at,
            submitted_at: record.submitted_at,
            decided_at: record.decided_at,
        })
    }

    /// 200 with the file and its `ETag`.
    pub fn answer(self) -> Reply {
        let version = self.version;
        Reply::ok(&self).version(version)
    }
}

/// What only the back office sees of a case.
struct LoadedCase {
    entitlements: Vec<EntitlementRecord>,
    items: Vec<CaseItem>,
    history: Vec<HistoryEntry>,
}

impl LoadedCase {
    fn read(db: &mut Db<'_>, id: CaseId) -> Result<Self, Abort> {
        Ok(Self {
            entitlements: entitlements::of_case(db, id)?,
            items: cases::all_items(db, id)?,
            history: transitions::history(db, id.into())?,
        })
    }
}

impl From<EntitlementRecord> for HeldView {
    fn from(record: EntitlementRecord) -> Self {
        Self {
            sector: record.sector,
            attestation_id: record.attestation_id,
            training_ended_on: record.training_ended_on,
            expires_on: record.expires_on,
        }
    }
}

impl AskedView {
    fn of(item: &CaseItem, language: Language) -> Self {
        Self {
            item: ItemView::of(item.as_item(), language),
            asked_at: *item.created_at,
            settled_at: item.settled_at.map(|at| *at),
        }
    }
}
