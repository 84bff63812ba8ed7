//! `POST /v1/back-office/undelivered-returns`

use actix_web::post;
use actix_web::web::Data;
use domain::card;
use domain::ids::{CardId, CaseId};
use domain::rules::{FaultCode, reference};
use persistence::cases::{self, Return, ReturnedBy};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::auth::Agent;
use crate::http::{Body, Fault, Problem, Reply};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};

/// The letter that the post returned, named by the card in it or by its own number. Exactly one of the two is needed.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"tracking_number": "6A12345678901"}))]
pub struct ReturnedLetter {
    /// The number on the card in the letter (field 5b): case, spaces and dashes do not matter.
    #[validate(length(max = 64))]
    #[schema(max_length = 64)]
    pub card_number: Option<String>,
    /// The post's tracking number of the letter, where `card_number` is left out.
    #[validate(length(max = 64))]
    #[schema(max_length = 64)]
    pub tracking_number: Option<String>,
}

/// One of the two.
pub(crate) enum Known {
    /// The number on the card, normalised.
    Card(String),
    /// The parcel's.
    Parcel(String),
}

impl Known {
    /// By what the card is looked for.
    pub fn by(&self) -> ReturnedBy<'_> {
        match self {
            Self::Card(number) => ReturnedBy::CardNumber(number),
            Self::Parcel(number) => ReturnedBy::TrackingNumber(number),
        }
    }
}

impl ReturnedLetter {
    /// Which of the two it is.
    pub(crate) fn check(self) -> Result<Known, Problem> {
        let fault = |place: &str, code| Problem::invalid([Fault::at(place, code)]);
        match (self.card_number, self.tracking_number) {
            (Some(typed), None) => reference::parse_card_number(&typed)
                .map(Known::Card)
                .map_err(|_| fault("/card_number", FaultCode::Malformed)),
            (None, Some(typed)) => Some(typed.trim().to_owned())
                .filter(|number| !number.is_empty())
                .map(Known::Parcel)
                .ok_or_else(|| fault("/tracking_number", FaultCode::Missing)),
            (Some(_), Some(_)) => Err(fault("/tracking_number", FaultCode::NotAskedFor)),
            (None, None) => Err(fault("/card_number", FaultCode::Missing)),
        }
    }
}

/// What became of the card that the post returned.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "card_id": "01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e", "card_stage": "undelivered",
    "case_id": "01993d2e-7b11-7f02-8a44-1c2d3e4f5a6b", "reference": "CQC-2026-7K3M9P"
}))]
pub struct RecordedReturn {
    /// Identifier of the card that came back.
    card_id: CardId,
    /// Stage of the card now: `undelivered`, or `destroyed` where it was revoked already.
    card_stage: card::Stage,
    /// Identifier of the case in which the driver says where the card is to go. Left out for a card that is of no use
    /// any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    case_id: Option<CaseId>,
    /// Reference of that case, for people. Left out together with `case_id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
}

/// Record that the post returned a card
///
/// Opens the case in which its driver confirms the address or changes it, and tells them. A draft or an unpaid case
/// about the card is cancelled by this; what was paid for and not approved is refunded. A card that was revoked is only
/// destroyed.
#[utoipa::path(
    tag = "back-office",
    operation_id = "recordUndeliveredReturn",
    params(IdempotencyKeyParameter),
    request_body = ReturnedLetter,
    security(("back_office" = ["agent"])),
    responses(
        (status = 201, body = RecordedReturn, description = "The return is recorded, and the driver's case is open."),
        (status = 404, body = crate::http::problem::ProblemDocument, content_type = "application/problem+json", description = "No card, or no letter, has this number (`not_found`).")
    )
)]
#[post("/v1/back-office/undelivered-returns")]
pub async fn record_return(
    agent: Agent,
    hub: Data<Hub>,
    once: Idempotency,
    Body(letter): Body<ReturnedLetter>,
) -> Result<Reply, Problem> {
    let known = letter.check()?;
    hub.write_once(&once, agent.author, move |tx| {
        let (location, recorded) = match cases::record_return(tx, &known.by())? {
            Return::Opened(case) => (
                format!("/v1/back-office/cases/{}", case.id),
                RecordedReturn {
                    card_id: case.subject_card_id.ok_or_else(Problem::not_found)?,
                    card_stage: card::Stage::Undelivered,
                    case_id: Some(case.id),
                    reference: Some(case.reference),
                },
            ),
            Return::Destroyed(card) => (
                format!("/v1/back-office/cards/{}", card.id),
                RecordedReturn {
                    card_id: card.id,
                    card_stage: card.stage,
                    case_id: None,
                    reference: None,
                },
            ),
        };
        Ok(Reply::created(location, &recorded))
    })
    .await
}
