//! `GET /v1/cases/{id}/summary`

use actix_web::get;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use domain::case::{self, Kind, Stage, Step};
use domain::ids::CaseId;
use domain::labels::Label;
use domain::people::{Address, Holder, Language};
use domain::sector::Sector;
use persistence::cases::{self, WholeCase};
use serde::Serialize;
use utoipa::ToSchema;

use super::document_view::DocumentView;
use crate::auth::Driver;
use crate::http::{InLanguage, PathOf, Problem, Reply};
use crate::hub::Hub;

/// The recapitulation of a case: to validate before it is sent, to look at afterwards.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "case_id": "01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e", "reference": "CQC-2026-7K3M9P", "kind": "cqc",
    "kind_label": "Carte de qualification de conducteur", "stage": "draft", "stage_label": "Brouillon", "complete": false,
    "steps": [{"name": "holder", "complete": true}, {"name": "documents", "complete": false, "missing": ["photo"]}],
    "sectors": [{"sector": "goods", "label": "Marchandises"}], "documents": []
}))]
pub struct CaseSummary {
    /// Unique identifier of the case.
    pub case_id: CaseId,
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
    /// Whether every step is complete, so that the case can be sent.
    pub complete: bool,
    /// The steps of the case, and what each lacks.
    pub steps: Vec<Step>,
    /// The sectors in which the card is asked for.
    pub sectors: Vec<SectorLine>,
    /// The person the card is for. Left out once they are erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder: Option<Holder>,
    /// The address to which the card is to be posted. Left out while none is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery_address: Option<Address>,
    /// The supporting documents that the driver uploaded; empty where there are none.
    pub documents: Vec<DocumentView>,
    /// When the case was first sent. Left out until then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<DateTime<Utc>>,
}

/// A sector in which the card is asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct SectorLine {
    /// The sector: goods or passengers.
    pub sector: Sector,
    /// Label of `sector`, in the language of the request, to show to people.
    pub label: &'static str,
}

impl CaseSummary {
    fn of(whole: WholeCase, language: Language) -> Self {
        let WholeCase {
            record,
            file,
            documents,
            ..
        } = whole;
        let steps = case::steps(&file);
        let line = |sector: Sector| SectorLine {
            sector,
            label: sector.label(language),
        };
        Self {
            case_id: record.id,
            kind: record.kind,
            kind_label: record.kind.label(language),
            stage: record.stage,
            stage_label: record.stage.label(language),
            complete: steps.iter().all(|step| step.complete),
            steps,
            sectors: record.sectors(&file).into_iter().map(line).collect(),
            reference: record.reference,
            holder: file.holder,
            delivery_address: file.delivery_address,
            documents: documents
                .into_iter()
                .map(|document| DocumentView::of(document, language))
                .collect(),
            submitted_at: record.submitted_at,
        }
    }
}

/// Recapitulation of a case
///
/// Everything that the case asks for, as it stands: what its driver validates by submitting it, and can look at
/// afterwards.
#[utoipa::path(
    tag = "cases",
    operation_id = "getCaseSummary",
    params(("id" = CaseId, Path, description = "Identifier (`id`) of the case.")),
    security(("driver" = []), ("frontend" = ["cases"])),
    responses((status = 200, body = CaseSummary, description = "The recapitulation of the case, as it stands now."))
)]
#[get("/v1/cases/{id}/summary")]
pub async fn get_summary(
    driver: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<CaseId>,
    InLanguage(language): InLanguage,
) -> Result<Reply, Problem> {
    let read = hub.glance(move |db| {
        let record = cases::of_account(db, driver.id, id)?;
        Ok(cases::whole(db, record)?)
    });
    let whole = read.await?;
    let version = whole.record.version;
    Ok(Reply::ok(&CaseSummary::of(whole, language)).version(version))
}
