//! The whole file of a case, as an agent sees it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::case::{Action, Kind, Stage, Warning};
use domain::ids::{AccountId, AttestationId, CardId, CaseId, StaffId};
use domain::people::{Address, BillingAddress, Holder};
use domain::rules::known_qualification::PreviousExpiry;
use domain::sector::Sector;
use serde::Serialize;
use utoipa::ToSchema;

use crate::routes::back_office::history_view::PassageView;
use crate::routes::cases::{CaseDeclaration, CasePaymentView, DocumentView, ShipmentView};
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
    /// What the agent who asks may do with the case now.
    pub actions: Vec<Action>,
    /// Identifier of the agent who took the case. Left out while nobody has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_to: Option<StaffId>,
    /// What happened to the case that an agent should know before deciding; `warnings` has it too. Left out where
    /// nothing did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warning: Option<Warning>,
    /// Everything that an agent should know before deciding, `warning` included; empty where there is nothing.
    pub warnings: Vec<Warning>,
    /// What an agent answered of the qualification that the training renews: its last day, or `none`. Left out while
    /// nobody answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_expiry: Option<PreviousExpiry>,
    /// Unique identifier of the account of the case's driver.
    pub account_id: AccountId,
    /// The person as the account knows them, to compare with `holder`. Left out once the account is erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_holder: Option<Holder>,
    /// The person the card is for. Left out once they are erased.
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
    /// The supporting documents of the case; their bytes are at `…/documents/{document_id}/content`.
    pub documents: Vec<DocumentView>,
    /// The sectors in which the card is asked for.
    pub sectors: Vec<Sector>,
    /// The rights to a card that the case holds or used, each with the training that earned it.
    pub entitlements: Vec<HeldView>,
    /// Everything that was ever asked of the driver in this case, with what came of it.
    pub items: Vec<AskedView>,
    /// Until when the driver may answer. Left out where nothing is asked of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer_before: Option<DateTime<Utc>>,
    /// The reason given with the decision: why the case was rejected. Left out where none was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision_reason: Option<String>,
    /// Identifier of the card that the case is about. Left out of a `cqc` case, which is about none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_id: Option<CardId>,
    /// Identifier of the card that the case makes or sends. Left out until there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub produced_card_id: Option<CardId>,
    /// The parcel in which the card travels. Left out until it is posted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipment: Option<ShipmentView>,
    /// The stages that the case passed, oldest first.
    pub history: Vec<PassageView>,
    /// When the case was opened.
    pub created_at: DateTime<Utc>,
    /// When the case last changed.
    pub updated_at: DateTime<Utc>,
    /// When the case was first sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<DateTime<Utc>>,
    /// When the case was decided. Left out until it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<DateTime<Utc>>,
}

/// A right to a card that the case holds or used.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HeldEntitlement, example = json!({
    "sector": "goods", "attestation_id": "01993d1f-5b6a-7a02-9c0d-0a1b2c3d4e5f", "training_ended_on": "2026-11-20", "expires_on": "2031-11-20"
}))]
pub struct HeldView {
    /// The sector in which the right to a card holds.
    pub sector: Sector,
    /// Identifier of the attestation of the training that earned the right.
    pub attestation_id: AttestationId,
    /// The last day of the training that earned the right.
    pub training_ended_on: NaiveDate,
    /// The last day of the qualification that the training gives in this sector.
    pub expires_on: NaiveDate,
}

/// Something that was asked of the driver, and what came of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AskedItem)]
pub struct AskedView {
    /// The item that was asked about, and how it was addressed.
    #[serde(flatten)]
    pub item: ItemView,
    /// When the driver was asked for it.
    pub asked_at: DateTime<Utc>,
    /// When the driver's answer was sent. Left out while the driver may still answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled_at: Option<DateTime<Utc>>,
}
