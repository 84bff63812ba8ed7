//! `POST /v1/back-office/cases/{id}/card-reception`

use actix_web::post;
use actix_web::web::Data;
use domain::ids::CaseId;
use domain::rules::reference;
use persistence::cases;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::case_view::CaseFileView;
use super::{answer, lock_seen};
use crate::auth::Agent;
use crate::http::output::RequiredIfMatchParameter;
use crate::http::{Body, InLanguage, InputFault, PathOf, Problem, Reply, RequiredIfMatch};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};

/// The faulty card that came in.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"card_number": "FR261234567A"}))]
pub struct CardReception {
    /// The number on the card (field 5b): case, spaces and dashes do not matter.
    #[validate(length(max = 64))]
    #[schema(max_length = 64)]
    pub card_number: String,
}

/// Record that a faulty card came in
///
/// Its number must be that of the card the case is about. The card is `returned` from then on, and the case waits for
/// its analysis.
#[utoipa::path(
    tag = "back-office",
    operation_id = "receiveCard",
    params(("id" = CaseId, Path, description = "Identifier (`id`) of the case."), RequiredIfMatchParameter, IdempotencyKeyParameter),
    request_body = CardReception,
    security(("back_office" = ["agent"])),
    responses((status = 200, body = CaseFileView, description = "The whole file of the case, which is under analysis now."))
)]
#[post("/v1/back-office/cases/{id}/card-reception")]
pub async fn receive_card(
    agent: Agent,
    hub: Data<Hub>,
    PathOf(id): PathOf<CaseId>,
    RequiredIfMatch(seen): RequiredIfMatch,
    once: Idempotency,
    InLanguage(language): InLanguage,
    Body(received): Body<CardReception>,
) -> Result<Reply, Problem> {
    let number = reference::parse_card_number(&received.card_number)
        .map_err(|_| Problem::at("/card_number", InputFault::Malformed))?;
    hub.write_once(&once, agent.author, move |tx| {
        let record = lock_seen(tx, id, &seen)?;
        let record = cases::receive_card(tx, &record, &number)?;
        answer(tx, record, language)
    })
    .await
}
