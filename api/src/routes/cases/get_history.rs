//! `GET /v1/cases/{id}/history`

use actix_web::get;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use domain::case::Stage;
use domain::ids::CaseId;
use domain::labels::Label;
use domain::people::Language;
use domain::words::Word;
use persistence::cases;
use persistence::transitions::{self, HistoryEntry};
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::Driver;
use crate::http::{InLanguage, PathOf, Problem, Reply};
use crate::hub::Hub;

/// The stages that a case passed, as its driver reads them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"items": [
    {"stage": "draft", "stage_label": "Brouillon", "at": "2026-11-22T09:00:00Z"},
    {"stage": "submitted", "stage_label": "Envoyée", "at": "2026-11-22T09:30:00Z"}
]}))]
pub struct CaseHistory {
    /// The stages passed, oldest first; the last one is where the case is.
    pub items: Vec<StagePassed>,
}

/// A stage that a case passed, and when it was entered.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"stage": "submitted", "stage_label": "Envoyée", "at": "2026-11-22T09:30:00Z"}))]
pub struct StagePassed {
    /// The stage that the case entered.
    pub stage: Stage,
    /// Label of `stage`, in the language of the request, to show to people.
    pub stage_label: &'static str,
    /// When the case entered the stage.
    pub at: DateTime<Utc>,
    /// Why the case entered the stage. Left out where no reason was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl StagePassed {
    /// The stages passed, in the order of the entries. One agent handing the case to another is no stage passed.
    pub fn all(entries: Vec<HistoryEntry>, language: Language) -> Vec<Self> {
        entries
            .into_iter()
            .filter(|entry| entry.from_stage.as_ref() != Some(&entry.to_stage))
            .filter_map(|entry| {
                // Whatever else is stored was written by a newer version.
                let stage = Stage::from_name(&entry.to_stage)?;
                Some(Self {
                    stage,
                    stage_label: stage.label(language),
                    at: *entry.at,
                    reason: entry.reason,
                })
            })
            .collect()
    }
}

/// The stages a case passed
///
/// The stages that a case passed, oldest first; the last one is where it is.
#[utoipa::path(
    tag = "cases",
    operation_id = "getCaseHistory",
    params(("id" = CaseId, Path, description = "Identifier (`id`) of the case.")),
    security(("driver" = []), ("frontend" = ["cases"])),
    responses((status = 200, body = CaseHistory, description = "The stages that the case passed, oldest first."))
)]
#[get("/v1/cases/{id}/history")]
pub async fn get_history(
    driver: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<CaseId>,
    InLanguage(language): InLanguage,
) -> Result<Reply, Problem> {
    let read = hub.glance(move |db| {
        let record = cases::of_account(db, driver.id, id)?;
        Ok((record.version, transitions::history(db, id.into())?))
    });
    let (version, entries) = read.await?;
    let history = CaseHistory {
        items: StagePassed::all(entries, language),
    };
    Ok(Reply::ok(&history).version(version))
}
