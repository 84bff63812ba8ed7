//! `POST /v1/back-office/cases/{id}/information-request`

use actix_web::post;
use actix_web::web::Data;
use domain::case::{Action, ItemTarget};
use domain::ids::CaseId;
use persistence::cases::CaseInput;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::act;
use super::case_view::CaseFileView;
use crate::auth::Agent;
use crate::http::output::RequiredIfMatchParameter;
use crate::http::{Body, InLanguage, PathOf, Problem, Reply, RequiredIfMatch};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};
use crate::routes::items::{self, RequestedItem};

/// What the driver is asked to correct or complete.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"items": [
    {"target": "document:photo", "reason": "La photo est floue."},
    {"target": "field:surname", "reason": "Le nom diffère de la pièce d’identité."},
    {"target": "question", "reason": "Exercez-vous aussi à l’étranger ?"}
]}))]
pub struct InformationRequestBody {
    /// What is to be corrected or completed, one thing in each item; at least one item.
    #[validate(nested, length(max = 50))]
    #[schema(min_items = 1, max_items = 50)]
    pub items: Vec<RequestedItem>,
}

/// Ask the driver to complete a case
///
/// The driver is told, may change what the items name and nothing else, and answers within 60 days.
#[utoipa::path(
    tag = "back-office",
    operation_id = "requestCaseInformation",
    params(("id" = CaseId, Path, description = "Identifier (`id`) of the case."), RequiredIfMatchParameter, IdempotencyKeyParameter),
    request_body = InformationRequestBody,
    security(("back_office" = ["agent"])),
    responses((status = 200, body = CaseFileView, description = "The whole file of the case, which waits for its driver now."))
)]
#[post("/v1/back-office/cases/{id}/information-request")]
pub async fn request_information(
    agent: Agent,
    hub: Data<Hub>,
    PathOf(id): PathOf<CaseId>,
    RequiredIfMatch(seen): RequiredIfMatch,
    once: Idempotency,
    InLanguage(language): InLanguage,
    Body(request): Body<InformationRequestBody>,
) -> Result<Reply, Problem> {
    let items = items::check(request.items, ItemTarget::is_of_case)?;
    hub.write_once(&once, agent.author, move |tx| {
        let asked = CaseInput {
            items: &items,
            ..CaseInput::default()
        };
        act(tx, id, &seen, Action::RequestInformation, &asked, language)
    })
    .await
}
