//! A case as it stands in the work list.

use chrono::{DateTime, Utc};
use domain::case::{Kind, Stage, Warning};
use domain::ids::{AccountId, CaseId, StaffId};
use domain::labels::Label;
use domain::people::Language;
use domain::sector::Sector;
use persistence::cases::CaseRecord;
use serde::Serialize;
use utoipa::ToSchema;

/// A case on the agents' work list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WorkListLine, example = json!({
    "id": "01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e", "reference": "CQC-2026-7K3M9P", "kind": "cqc",
    "kind_label": "Carte de qualification de conducteur", "stage": "submitted", "stage_label": "Envoyée", "version": 9,
    "account_id": "01993d20-0c3e-7f1c-b7a4-1a2b3c4d5e6f", "surname": "Martin", "first_names": "Camille Jeanne",
    "sectors": ["goods"], "submitted_at": "2026-11-22T09:30:00Z", "age_hours": 5
}))]
pub struct LineView {
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
    /// Version of the case: a number that every change to it, its documents or its items raises. Its `ETag` starts with
    /// it.
    pub version: i32,
    /// Unique identifier of the account of the case's driver.
    pub account_id: AccountId,
    /// Surname of the person the card is for. Left out once it is erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surname: Option<String>,
    /// First names of the person the card is for. Left out once they are erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_names: Option<String>,
    /// The sectors in which the card is asked for.
    pub sectors: Vec<Sector>,
    /// Identifier of the agent who took the case. Left out while nobody has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_to: Option<StaffId>,
    /// What happened to the case that an agent should know before deciding; the whole file may tell more (`warnings`).
    /// Left out where nothing did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warning: Option<Warning>,
    /// When the case was first sent. The work list is in this order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<DateTime<Utc>>,
    /// Whole hours since the case was first sent.
    pub age_hours: i64,
}

impl LineView {
    /// The line of a case, for an agent who reads a language.
    pub fn of(record: CaseRecord, now: DateTime<Utc>, language: Language) -> Self {
        let (surname, first_names) = record
            .holder
            .map(|holder| (holder.0.identity.surname, holder.0.identity.first_names))
            .unzip();
        Self {
            id: record.id,
            reference: record.reference,
            kind: record.kind,
            kind_label: record.kind.label(language),
            stage: record.stage,
            stage_label: record.stage.label(language),
            version: record.version,
            account_id: record.account_id,
            surname,
            first_names,
            sectors: record.sectors.map(|sectors| sectors.0).unwrap_or_default(),
            assigned_to: record.assignee_id,
            warning: record.warning,
            submitted_at: record.submitted_at,
            age_hours: record.submitted_at.map_or(0, |sent| (now - sent).num_hours()),
        }
    }
}
