//! The whole file of a case, as an agent sees it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::case::{Action, Kind, Stage, Warning};
use domain::ids::{AccountId, AttestationId, CardId, CaseId, StaffId};
use domain::people::{Address, BillingAddress, Holder};
use domain::rules::known_qualification::PreviousExpiry;
use domain::sector::Sector;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::routes::back_office::history_view::PassageView;
use crate::routes::cases::{CasePaymentView, DocumentView, ShipmentView};
use crate::routes::items::ItemView;

/// The whole file of a case: what its driver gave, what the right to a card rests on, what was asked and answered.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseFile, example = json!({
    "id": "01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e", "reference": "CQC-2026-7K3M9P", "kind": "cqc",
    "kind_label": "Carte de qualification de conducteur", "stage": "in_review", "stage_label": "En cours d’examen", "version": 10,
    "actions": ["release", "request_information", "approve", "reject"], "assigned_to": "01993d10-2b3c-7d4e-8f5a-6b7c8d9e0f1a",
    "account_id": "01993d20-0c3e-7f1c-b7a4-1a2b3c4d5e6f", "sectors": ["goods"], "warnings": [], "documents": [], "entitlements": [], "items": [],
    "history": [], "created_at": "2026-11-22T09:00:00Z", "updated_at": "2026-11-22T10:00:00Z", "submitted_at": "2026-11-22T09:30:00Z"
}))]
pub struct CaseFileView {
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
    /// What the reader can do with it.
    pub actions: Vec<Action>,
    /// The agent who took it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_to: Option<StaffId>,
    /// What to know before deciding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warning: Option<Warning>,
    /// Everything to know before deciding, `warning` included; empty where there is nothing.
    pub warnings: Vec<Warning>,
    /// What the agent answered of the qualification that the training renews: a date, or `none`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_expiry: Option<PreviousExpiry>,
    /// The driver's account.
    pub account_id: AccountId,
    /// The person as the account knows them: compare with `holder`. Left out once the account is erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_holder: Option<Holder>,
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
    /// The supporting documents; their bytes are at `…/documents/{document_id}/content`.
    pub documents: Vec<DocumentView>,
    /// The sectors the card is asked for.
    pub sectors: Vec<Sector>,
    /// What the right to a card rests on.
    pub entitlements: Vec<HeldView>,
    /// Everything that was ever asked of the driver, with what came of it.
    pub items: Vec<AskedView>,
    /// Until when the driver may answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer_before: Option<DateTime<Utc>>,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision_reason: Option<String>,
    /// The card it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_id: Option<CardId>,
    /// The card it makes or sends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub produced_card_id: Option<CardId>,
    /// The parcel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipment: Option<ShipmentView>,
    /// The way it went, oldest first.
    pub history: Vec<PassageView>,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was first sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<DateTime<Utc>>,
    /// When it was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<DateTime<Utc>>,
}

/// A right to a card that the case holds or used.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HeldEntitlement, example = json!({
    "sector": "goods", "attestation_id": "01993d1f-5b6a-7a02-9c0d-0a1b2c3d4e5f", "training_ended_on": "2026-11-20", "expires_on": "2031-11-20"
}))]
pub struct HeldView {
    /// The sector.
    pub sector: Sector,
    /// The attestation it was earned by.
    pub attestation_id: AttestationId,
    /// The last day of the training.
    pub training_ended_on: NaiveDate,
    /// The last day of the sector's five years.
    pub expires_on: NaiveDate,
}

/// Something that was asked of the driver.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AskedItem)]
pub struct AskedView {
    /// What, and what came of it.
    #[serde(flatten)]
    pub item: ItemView,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// When the answer was sent; left out while the driver may still answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled_at: Option<DateTime<Utc>>,
}
