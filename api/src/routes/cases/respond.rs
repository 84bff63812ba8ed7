//! `POST /v1/cases/{id}/response`

use actix_web::post;
use actix_web::web::Data;
use domain::ids::CaseId;
use persistence::cases;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::{Validate, ValidationError};

use super::case_view::CaseView;
use super::lock_own;
use crate::auth::Driver;
use crate::http::output::IfMatchParameter;
use crate::http::{IfMatch, InLanguage, InputFault, OptionalBody, PathOf, Problem, Reply};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};
use crate::routes::items::ItemAnswer;

/// The driver's answer to an information request or a request to correct.
#[derive(Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"answers": [
    {"item_id": "01993d2e-7b11-7f02-8a44-1c2d3e4f5a6b", "comment": "Mon nom d’usage figure au verso de la carte d’identité."}
]}))]
pub struct CaseResponse {
    /// What the driver has to say about items. An item whose document or field was changed needs no words.
    #[validate(nested, length(max = 100), custom(function = "each_item_once"))]
    #[serde(default)]
    #[schema(max_items = 100)]
    pub answers: Vec<ItemAnswer>,
}

fn each_item_once(answers: &[ItemAnswer]) -> Result<(), ValidationError> {
    let repeated = |(position, answer): (usize, &ItemAnswer)| {
        answers[..position]
            .iter()
            .any(|earlier| earlier.item_id == answer.item_id)
    };
    if answers.iter().enumerate().any(repeated) {
        Err(InputFault::Repeated.error())
    } else {
        Ok(())
    }
}

/// Answer an information request, or correct an error
///
/// First correct the fields and upload the documents that its items name, then send the answer: every item must be
/// addressed, by a change or by a comment (`items_left` names those that are not), and no document may still be scanned for
/// viruses (`documents_being_scanned`) or be refused for one (`incomplete`). The case goes back to the agents; an
/// error on a card that is the driver's own is paid for first.
#[utoipa::path(
    tag = "cases",
    operation_id = "respondToInformationRequest",
    params(("id" = CaseId, Path, description = "Identifier (`id`) of the case."), IfMatchParameter, IdempotencyKeyParameter),
    request_body = Option<CaseResponse>,
    security(("driver" = []), ("frontend" = ["cases"])),
    responses((status = 200, body = CaseView, description = "The case, which was sent again or is to be paid now."))
)]
#[post("/v1/cases/{id}/response")]
pub async fn respond(
    driver: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<CaseId>,
    seen: IfMatch,
    once: Idempotency,
    InLanguage(language): InLanguage,
    OptionalBody(response): OptionalBody<CaseResponse>,
) -> Result<Reply, Problem> {
    let Driver { id: driver, author } = driver;
    let answers: Vec<_> = response.answers.into_iter().map(cases::Answer::from).collect();
    hub.await_scans(driver, id).await?;
    hub.write_once(&once, author, move |tx| {
        let record = lock_own(tx, driver, id, &seen)?;
        let record = cases::respond(tx, &record, &answers)?;
        Ok(CaseView::answer(cases::whole(tx, record)?, language))
    })
    .await
}

impl From<ItemAnswer> for cases::Answer {
    fn from(answer: ItemAnswer) -> Self {
        Self {
            item_id: answer.item_id,
            comment: answer.comment.trim().to_owned(),
        }
    }
}
