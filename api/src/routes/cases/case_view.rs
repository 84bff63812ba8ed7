//! A case as its driver sees it.

use chrono::{DateTime, Utc};
use domain::case::{self, Kind, Stage, Step, ViewerAction};
use domain::ids::{CardId, CaseId};
use domain::labels::Label;
use domain::people::{Address, BillingAddress, Holder, Language};
use domain::sector::Sector;
use persistence::cases::{CaseRecord, WholeCase};
use serde::Serialize;
use utoipa::ToSchema;

use super::cost_view::CasePaymentView;
use super::declaration_body::CaseDeclaration;
use super::document_view::DocumentView;
use crate::http::Reply;
use crate::routes::items::ItemView;

/// A case as its driver sees it: what was given, what is missing, what can be done.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DriverCase, example = json!({
    "id": "01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e", "reference": "CQC-2026-7K3M9P", "kind": "cqc",
    "kind_label": "Carte de qualification de conducteur", "stage": "draft", "stage_label": "Brouillon", "version": 3,
    "created_at": "2026-11-22T09:00:00Z", "updated_at": "2026-11-22T09:04:00Z",
    "steps": [
        {"name": "holder", "complete": true},
        {"name": "documents", "complete": false, "missing": ["photo", "signature"]},
        {"name": "delivery_address", "complete": true}
    ],
    "actions": ["resume", "cancel"], "sectors": ["goods"], "documents": [],
    "delivery_address": {"line1": "12 rue de la République", "postal_code": "69001", "city": "Lyon", "country": "FR"}
}))]
pub struct CaseView {
    /// Unique identifier of the case.
    pub id: CaseId,
    /// Reference of the case, for people: printed on papers and searchable.
    pub reference: String,
    /// Kind of the case: what it is about.
    pub kind: Kind,
    /// Label of `kind`, in the language of the request, to show to people.
    pub kind_label: &'static str,
    /// Stage of the case: what it waits for.
    pub stage: Stage,
    /// Label of `stage`, in the language of the request, to show to people.
    pub stage_label: &'static str,
    /// Version of the case: a number that every change to it, its documents or its items raises. The `ETag` starts with
    /// it.
    pub version: i32,
    /// When the case was opened.
    pub created_at: DateTime<Utc>,
    /// When the case last changed.
    pub updated_at: DateTime<Utc>,
    /// When the case was first sent. Left out until then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<DateTime<Utc>>,
    /// The steps of the case, in order; the first that is not complete is where its driver resumes. Left out once the
    /// case is over.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// What its driver can do with the case now.
    pub actions: Vec<ViewerAction>,
    /// The sectors in which the card is asked for.
    pub sectors: Vec<Sector>,
    /// Identifier of the card that the case is about. Left out of a `cqc` case, which is about none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_id: Option<CardId>,
    /// Identifier of the card that the case makes or sends. Left out until there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub produced_card_id: Option<CardId>,
    /// The person the card is for: at first as the account, or the card that is replaced, has them. Left out once they
    /// are erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder: Option<Holder>,
    /// The address to which the card is to be posted. Left out while none is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery_address: Option<Address>,
    /// The address to which the invoice is made out. Left out where nothing is paid, or none is given yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_address: Option<BillingAddress>,
    /// What the driver declared of the card: loss, theft or defects. Left out where the kind of the case asks for none,
    /// or nothing is declared yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declaration: Option<CaseDeclaration>,
    /// What the case costs, and how its payment goes. Left out where it costs nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment: Option<CasePaymentView>,
    /// The supporting documents that the driver uploaded; empty where there are none.
    pub documents: Vec<DocumentView>,
    /// What the driver is asked to correct or complete. Left out where nothing is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub information_request: Option<InformationRequestView>,
    /// When the case was decided. Left out until it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<DateTime<Utc>>,
    /// The reason given with the decision: why the case was rejected. Left out where none was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision_reason: Option<String>,
    /// The letter in which the card travels. Left out until it is posted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipment: Option<ShipmentView>,
}

/// What the driver is asked to correct or complete in a case.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InformationRequest)]
pub struct InformationRequestView {
    /// What is to be corrected or completed, each item with its reason.
    pub items: Vec<ItemView>,
    /// When the driver was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_at: Option<DateTime<Utc>>,
    /// Until when the driver may answer: the case ends then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer_before: Option<DateTime<Utc>>,
}

/// The letter in which the card travels.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Shipment, example = json!({"tracking_number": "6A12345678901", "shipped_at": "2026-12-01T14:00:00Z"}))]
pub struct ShipmentView {
    /// The post's tracking number of the letter.
    pub tracking_number: String,
    /// When the letter was posted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipped_at: Option<DateTime<Utc>>,
}

impl ShipmentView {
    /// The parcel of a case, if there is one.
    pub fn of(record: &CaseRecord) -> Option<Self> {
        Some(Self {
            tracking_number: record.tracking_number.clone()?,
            shipped_at: record.shipped_at,
        })
    }
}

impl CaseView {
    /// The case, for a driver who reads a language.
    pub fn of(whole: WholeCase, language: Language) -> Self {
        let WholeCase {
            record,
            file,
            documents,
            items,
            payment,
        } = whole;
        let was_sent = record.submitted_at.is_some();
        Self {
            kind_label: record.kind.label(language),
            stage_label: record.stage.label(language),
            steps: if record.stage.is_final() {
                Vec::new()
            } else {
                case::steps(&file)
            },
            actions: case::viewer_actions(record.kind, record.stage, was_sent),
            sectors: record.sectors(&file),
            documents: documents
                .into_iter()
                .map(|document| DocumentView::of(document, language))
                .collect(),
            information_request: (!items.is_empty()).then(|| InformationRequestView {
                items: items
                    .iter()
                    .map(|item| ItemView::of(item.as_item(), language))
                    .collect(),
                requested_at: record.requested_at,
                answer_before: record.answer_before(),
            }),
            payment: CasePaymentView::of(&record, payment.as_ref(), language),
            shipment: ShipmentView::of(&record),
            id: record.id,
            reference: record.reference,
            kind: record.kind,
            stage: record.stage,
            version: record.version,
            created_at: record.created_at,
            updated_at: record.updated_at,
            submitted_at: record.submitted_at,
            card_id: record.subject_card_id,
            produced_card_id: record.produced_card_id,
            holder: record.holder.map(|holder| holder.0),
            delivery_address: record.delivery_address.map(|address| address.0),
            billing_address: record.billing_address.map(|address| address.0),
            declaration: record
                .declaration
                .and_then(|declaration| CaseDeclaration::of(declaration.0)),
            decided_at: record.decided_at,
            decision_reason: record.decision_reason,
        }
    }

    /// 200 with the case and its `ETag`.
    pub fn answer(whole: WholeCase, language: Language) -> Reply {
        let version = whole.record.version;
        Reply::ok(&Self::of(whole, language)).version(version)
    }
}
