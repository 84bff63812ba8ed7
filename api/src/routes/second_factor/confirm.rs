//! `POST /v1/second-factor/confirmation`

use actix_web::post;
use actix_web::web::Data;
use persistence::second_factors;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{lock, require_factor};
use crate::auth::Member;
use crate::http::problem::ProblemDocument;
use crate::http::{Body, InputFault, Problem, Reply};
use crate::hub::Hub;

/// A code of the authenticator.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"code": "492039"}))]
pub struct ShownCode {
    /// Six digits; for removing a factor also a recovery code.
    #[validate(length(max = 40))]
    pub(super) code: String,
}

/// Codes for the day on which the authenticator is lost.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"recovery_codes": ["7k3m9pqx-0c4dhv2w", "w2vh4dc0-xqp9m3k7"]}))]
pub struct RecoveryCodes {
    /// Each signs in once, in the place of a code. They are shown this once.
    recovery_codes: Vec<String>,
}

/// Confirm a second factor
///
/// By a first code of the authenticator. From now on a code is asked for at sign-in.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "confirmSecondFactor",
    extensions(("x-rate-limit" = json!("sign-in"))),
    security(("back_office" = [])),
    request_body = ShownCode,
    responses(
        (status = 200, body = RecoveryCodes, description = "The factor counts; the recovery codes."),
        (status = 403, body = ProblemDocument, content_type = "application/problem+json", description = "Not a member of staff (`forbidden`); or one with a passkey, in a session without (`second_factor_required`).")
    )
)]
#[post("/v1/second-factor/confirmation")]
pub async fn confirm_second_factor(me: Member, hub: Data<Hub>, Body(body): Body<ShownCode>) -> Result<Reply, Problem> {
    let seal = hub.auth.seal();
    let confirmed = hub.write(me.author.clone(), move |tx| {
        lock(tx, &me)?;
        require_factor(tx, me.id, me.session)?;
        Ok(second_factors::confirm(tx, &seal, me.id, &body.code)?)
    });
    match confirmed.await? {
        Some(recovery_codes) => Ok(Reply::ok(&RecoveryCodes { recovery_codes }).never_stored()),
        None => Err(Problem::at("/code", InputFault::Invalid)),
    }
}
