//! `GET /v1/cases`

use actix_web::get;
use actix_web::web::Data;
use domain::case::{Kind, Stage};
use domain::ids::CaseId;
use persistence::cases::{self, DriverFilter};
use serde::Deserialize;
use utoipa::IntoParams;
use validator::Validate;

use super::case_line_view::CaseLine;
use crate::auth::Driver;
use crate::http::output::PageParameters;
use crate::http::{InLanguage, Listing, Page, Problem, Reply};
use crate::hub::Hub;

/// Which of the driver's cases.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CaseFilter {
    /// Only the cases in this stage.
    pub stage: Option<Stage>,
    /// Only the cases of this kind.
    pub kind: Option<Kind>,
    /// Only the cases that can still move (`true`), or only those that are over (`false`).
    pub open: Option<bool>,
}

/// My cases
///
/// The driver's own cases, newest first: drafts, those under way, and those that are over.
#[utoipa::path(
    tag = "cases",
    operation_id = "listCases",
    params(CaseFilter, PageParameters),
    security(("driver" = []), ("frontend" = ["cases"])),
    responses((status = 200, body = Page<CaseLine>, description = "A page of the driver's cases, newest first."))
)]
#[get("/v1/cases")]
pub async fn list_cases(
    driver: Driver,
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    list: Listing<CaseFilter, CaseId>,
) -> Result<Reply, Problem> {
    let filter = DriverFilter {
        stage: list.filter.stage,
        kind: list.filter.kind,
        open: list.filter.open,
    };
    let (after, fetch) = (list.after, list.fetch());
    let rows = hub
        .ask(move |db| Ok(cases::of_driver(db, driver.id, filter, after, fetch)?))
        .await?;
    Ok(list.answer(rows, |row| row.id, |row| CaseLine::of(row, language)))
}
