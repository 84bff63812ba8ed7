//! A case as its driver sees it.

use chrono::{DateTime, Utc};
use domain::case::{self, Kind, Stage, Step, ViewerAction};
use domain::ids::{CardId, CaseId};
use domain::labels::Label;
use domain::people::{Address, BillingAddress, Holder, Language};
use domain::sector::Sector;
use persistence::cases::{CaseRecord, WholeCase};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::cost_view::CasePaymentView;
use super::document_view::DocumentView;
use crate::http::Reply;
use crate::routes::items::ItemView;

/// A case: what was given, what is missing, what can be done.
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
    /// Its id.
    pub id: CaseId,
    /// The human reference, printed and searchable.
    pub reference: String,
    /// What it is about.
    pub kind: Kind,
    /// The same, for people.
    pub kind_label: &'static str,
    /// Where it is.
    pub stage: Stage,
    /// The same, for people.
    pub stage_label: &'static str,
    /// Raised by everything written under the case.
    pub version: i32,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<DateTime<Utc>>,
    /// The steps of the case, in order; the first that is not complete is where its driver resumes. Left out once the
    /// case is over.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// What its driver can do with it.
    pub actions: Vec<ViewerAction>,
    /// The sectors the card is asked for.
    pub sectors: Vec<Sector>,
    /// The card it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_id: Option<CardId>,
    /// The card it makes or sends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub produced_card_id: Option<CardId>,
    /// The person the card is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder: Option<Holder>,
    /// Where the card goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery_address: Option<Address>,
    /// To whom the invoice goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_address: Option<BillingAddress>,
    /// What the driver declared: loss, theft, defects.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub declaration: Option<Value>,
    /// What it costs, where it costs something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment: Option<CasePaymentView>,
    /// The supporting documents.
    pub documents: Vec<DocumentView>,
    /// What the driver is to correct or complete.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub information_request: Option<InformationRequestView>,
    /// When it was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<DateTime<Utc>>,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision_reason: Option<String>,
    /// The parcel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipment: Option<ShipmentView>,
}

/// What the driver is to correct or complete.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InformationRequest)]
pub struct InformationRequestView {
    /// What exactly, and why.
    pub items: Vec<ItemView>,
    /// When the driver was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_at: Option<DateTime<Utc>>,
    /// Until when the driver may answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer_before: Option<DateTime<Utc>>,
}

/// The parcel in which the card travels.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Shipment, example = json!({"tracking_number": "6A12345678901", "shipped_at": "2026-12-01T14:00:00Z"}))]
pub struct ShipmentView {
    /// The post's number for it.
    pub tracking_number: String,
    /// When it was posted.
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
            declaration: record.declaration.map(|declaration| declaration.0),
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
