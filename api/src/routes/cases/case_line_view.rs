//! A case as it stands in its driver's list.

use chrono::{DateTime, Utc};
use domain::case::{self, Kind, Stage, ViewerAction};
use domain::ids::{CardId, CaseId};
use domain::labels::Label;
use domain::people::Language;
use persistence::cases::CaseRecord;
use serde::Serialize;
use utoipa::ToSchema;

/// One line of a driver's list of cases.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e", "reference": "CQC-2026-7K3M9P", "kind": "cqc",
    "kind_label": "Carte de qualification de conducteur", "stage": "submitted", "stage_label": "Envoyée", "version": 9,
    "actions": ["view"], "created_at": "2026-11-22T09:00:00Z", "updated_at": "2026-11-22T09:30:00Z",
    "submitted_at": "2026-11-22T09:30:00Z"
}))]
pub struct CaseLine {
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
    /// What its driver can do with it.
    pub actions: Vec<ViewerAction>,
    /// The card it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_id: Option<CardId>,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<DateTime<Utc>>,
    /// Until when its driver may answer, where something is asked of them.
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
