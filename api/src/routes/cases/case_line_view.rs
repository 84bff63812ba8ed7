//! A case as it stands in its driver's list.

use chrono::{DateTime, Utc};
use domain::case::{self, Kind, Stage, ViewerAction};
use domain::ids::{CardId, CaseId};
use domain::labels::Label;
use domain::people::Language;
use persistence::cases::CaseRecord;
use serde::Serialize;
use utoipa::ToSchema;

/// A case on a driver's list of cases.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e", "reference": "CQC-2026-7K3M9P", "kind": "cqc",
    "kind_label": "Carte de qualification de conducteur", "stage": "submitted", "stage_label": "Envoyée", "version": 9,
    "actions": ["view"], "created_at": "2026-11-22T09:00:00Z", "updated_at": "2026-11-22T09:30:00Z",
    "submitted_at": "2026-11-22T09:30:00Z"
}))]
pub struct CaseLine {
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
    /// What its driver can do with the case now.
    pub actions: Vec<ViewerAction>,
    /// Identifier of the card that the case is about. Left out of a `cqc` case, which is about none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_id: Option<CardId>,
    /// When the case was opened.
    pub created_at: DateTime<Utc>,
    /// When the case last changed.
    pub updated_at: DateTime<Utc>,
    /// When the case was first sent. Left out until then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<DateTime<Utc>>,
    /// Until when its driver may answer. Left out where nothing is asked of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer_before: Option<DateTime<Utc>>,
}

impl CaseLine {
    /// The line of a case, for a driver who reads a language.
    pub fn of(record: CaseRecord, language: Language) -> Self {
        let actions = case::viewer_actions(record.kind, record.stage, record.submitted_at.is_some());
        Self {
            answer_before: record.answer_before(),
            id: record.id,
            reference: record.reference,
            kind: record.kind,
            kind_label: record.kind.label(language),
            stage: record.stage,
            stage_label: record.stage.label(language),
            version: record.version,
            actions,
            card_id: record.subject_card_id,
            created_at: record.created_at,
            updated_at: record.updated_at,
            submitted_at: record.submitted_at,
        }
    }
}
