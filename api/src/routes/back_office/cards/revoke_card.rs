//! `POST /v1/back-office/cards/{id}/revocation`

use actix_web::post;
use actix_web::web::Data;
use domain::card::RevocationReason;
use domain::ids::CardId;
use domain::rules::fault::FaultCode;
use persistence::cards::{self, Revocation};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::card_view::CardFile;
use crate::auth::Agent;
use crate::http::output::RequiredIfMatchParameter;
use crate::http::{Body, InLanguage, PathOf, Problem, Reply, RequiredIfMatch};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};

/// Why a card is revoked: it is not valid any more.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "attestation_withdrawn", "note": "Présence non attestée le dernier jour."}))]
pub struct RevocationBody {
    /// The reason for which the card is revoked.
    pub reason: RevocationReason,
    /// The agent's words about the revocation, for agents only. Required where `reason` is `other`.
    #[validate(length(max = 2_000))]
    #[schema(max_length = 2_000, nullable = false)]
    pub note: Option<String>,
}

impl RevocationBody {
    /// The same, if it says enough.
    pub(crate) fn check(self) -> Result<Self, Problem> {
        if self.reason.is_explained_by(self.note.as_deref()) {
            Ok(self)
        } else {
            Err(Problem::at("/note", FaultCode::Missing))
        }
    }

    /// As the store is told of it.
    pub(crate) fn revocation(&self) -> Revocation<'_> {
        Revocation {
            reason: self.reason,
            note: self.note.as_deref(),
        }
    }
}

/// Revoke a card
///
/// The card is made invalid for good: it shows as revoked to whoever checks it, and its driver is told.
#[utoipa::path(
    tag = "back-office",
    operation_id = "revokeCard",
    params(("id" = CardId, Path, description = "Identifier (`id`) of the card."), RequiredIfMatchParameter, IdempotencyKeyParameter),
    request_body = RevocationBody,
    security(("back_office" = ["agent"])),
    responses((status = 200, body = CardFile, description = "The card, which is revoked now."))
)]
#[post("/v1/back-office/cards/{id}/revocation")]
pub async fn revoke_card(
    agent: Agent,
    hub: Data<Hub>,
    PathOf(id): PathOf<CardId>,
    RequiredIfMatch(seen): RequiredIfMatch,
    once: Idempotency,
    InLanguage(language): InLanguage,
    Body(body): Body<RevocationBody>,
) -> Result<Reply, Problem> {
    let body = body.check()?;
    let base = hub.settings.public_base().to_owned();
    hub.write_once(&once, agent.author, move |tx| {
        seen.require(cards::find(tx, id)?.version)?;
        let record = cards::revoke(tx, id, body.revocation())?;
        CardFile::answer(tx, record, &base, language)
    })
    .await
}
