//! `GET /v1/back-office/cases`

use actix_web::get;
use actix_web::web::Data;
use domain::case::{Kind, Stage};
use domain::ids::{AccountId, StaffId};
use persistence::cases::{self, Queue, QueueKey};
use serde::Deserialize;
use utoipa::IntoParams;
use validator::Validate;

use super::case_line_view::LineView;
use crate::auth::Agent;
use crate::http::output::PageParameters;
use crate::http::{InLanguage, Listing, Page, Problem, Reply};
use crate::hub::Hub;

/// Which cases of the work list.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WorkListFilter {
    /// Only the cases in this stage.
    pub stage: Option<Stage>,
    /// Only the cases of this kind.
    pub kind: Option<Kind>,
    /// Only the cases that the agent with this identifier took.
    pub assigned_to: Option<StaffId>,
    /// Only the cases of the driver with this account, in the order in which they were begun.
    pub account_id: Option<AccountId>,
    /// Only the case with this reference, in any case, with or without dashes.
    #[validate(length(max = 40))]
    #[param(example = "CQC-2026-7K3M9P")]
    pub reference: Option<String>,
}

/// The work list
///
/// Every case that was ever sent, longest waiting first: by when it was first sent, so that an answered information
/// request does not go to the end of the queue.
#[utoipa::path(
    tag = "back-office",
    operation_id = "listBackOfficeCases",
    params(WorkListFilter, PageParameters),
    security(("back_office" = ["agent"])),
    responses((status = 200, body = Page<LineView>, description = "A page of cases, the longest waiting first."))
)]
#[get("/v1/back-office/cases")]
pub async fn list_cases(
    _agent: Agent,
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    list: Listing<WorkListFilter, QueueKey>,
) -> Result<Reply, Problem> {
    let queue = Queue {
        stage: list.filter.stage,
        kind: list.filter.kind,
        assigned_to: list.filter.assigned_to,
        account_id: list.filter.account_id,
        reference: list.filter.reference.clone(),
    };
    let (after, fetch) = (list.after, list.fetch());
    let rows = hub
        .read(move |db| Ok(cases::worklist(db, &queue, after, fetch)?))
        .await?;
    let now = hub.clock.now();
    let key = |row: &cases::CaseRecord| (row.submitted_at.unwrap_or(row.created_at), row.id);
    Ok(list.answer(rows, key, |row| LineView::of(row, now, language)))
}
