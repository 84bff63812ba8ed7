//! `POST /v1/back-office/accounts/{id}/email-correction`

use actix_web::post;
use actix_web::web::Data;
use domain::ids::AccountId;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::account_view::AccountFile;
use super::decision::{Decision, decide};
use crate::auth::Agent;
use crate::http::output::RequiredIfMatchParameter;
use crate::http::problem::ProblemDocument;
use crate::http::{Body, InLanguage, InputFault, PathOf, Problem, Reply, RequiredIfMatch};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};
use crate::routes::accounts::profile::check_email;

/// The email address under which a driver is really reached, and why it is corrected.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "camille.martin@example.org", "reason": "Adresse mal saisie ; identité vérifiée par téléphone"}))]
pub struct EmailCorrection {
    /// The email address under which the driver is reached.
    #[validate(length(max = 254))]
    email: String,
    /// Why the email is corrected, for those who read the history later. Not blank.
    #[validate(length(max = 2_000))]
    #[schema(min_length = 1, max_length = 2_000)]
    reason: String,
}

/// Correct the email of an account
///
/// For an account that waits for its password, or is in use and whose mailbox is lost: check the driver's identity
/// first. Both addresses are told; sessions, links and the password end, and a fresh link to choose one goes to the new
/// address.
#[utoipa::path(
    tag = "back-office",
    operation_id = "correctEmail",
    request_body = EmailCorrection,
    params(("id" = AccountId, Path, description = "Identifier (`id`) of the account."), RequiredIfMatchParameter, IdempotencyKeyParameter),
    security(("back_office" = ["agent"])),
    responses(
        (status = 200, body = AccountFile, description = "The whole file of the account, with its new email."),
        (status = 409, body = ProblemDocument, content_type = "application/problem+json", description = "The email belongs to another account (`email_in_use`), or the account is past that (`not_possible_in_stage`).")
    )
)]
#[post("/v1/back-office/accounts/{id}/email-correction")]
pub async fn correct_email(
    me: Agent,
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    PathOf(id): PathOf<AccountId>,
    RequiredIfMatch(seen): RequiredIfMatch,
    once: Idempotency,
    Body(body): Body<EmailCorrection>,
) -> Result<Reply, Problem> {
    let email = check_email(&body.email)?;
    let known = hub.read(move |db| Ok(persistence::accounts::find(db, id)?)).await?;
    if known.email.as_deref() == Some(email.as_str()) {
        return Err(Problem::at("/email", InputFault::Unchanged));
    }
    let decision = Decision::CorrectEmail {
        email,
        reason: body.reason,
    };
    hub.write_once(&once, me.author, move |tx| decide(tx, id, &seen, &decision, language))
        .await
}
