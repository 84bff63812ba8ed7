//! `POST /v1/second-factor`

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::post;
use actix_web::web::Data;
use persistence::second_factors;
use serde::Serialize;
use utoipa::ToSchema;

use super::{lock, require_factor};
use crate::auth::Member;
use crate::http::problem::ProblemDocument;
use crate::http::{Code, EmptyBody, Problem, Reply};
use crate::hub::Hub;

/// What is set up in an authenticator.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    "uri": "otpauth://totp/hub.example.org:agent%40example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=hub.example.org"
}))]
pub struct NewSecondFactor {
    /// The secret, in base 32, to type into an authenticator.
    secret: String,
    /// The same, to show as a QR code: `otpauth://totp/…`, six digits every 30 seconds (RFC 6238).
    uri: String,
}

/// Set up a second factor
///
/// A secret for an authenticator. It counts once a first code was shown (`POST /v1/second-factor/confirmation`); until then
/// another may be asked for. Where one is confirmed, it is removed first. Whoever has a passkey signs in with it first.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "beginSecondFactor",
    security(("back_office" = [])),
    responses(
        (status = 201, body = NewSecondFactor, description = "The secret, which is shown this once."),
        (status = 403, body = ProblemDocument, content_type = "application/problem+json", description = "Not a member of staff (`forbidden`); or one with a passkey, in a session without (`second_factor_required`).")
    )
)]
#[post("/v1/second-factor")]
pub async fn begin_second_factor(me: Member, hub: Data<Hub>, _: EmptyBody) -> Result<Reply, Problem> {
    let seal = hub.auth.seal();
    let issuer = hub.settings.public_url.host_str().unwrap_or("CQC Hub").to_owned();
    let begun = hub.write(me.author.clone(), move |tx| {
        let email = lock(tx, &me)?;
        require_factor(tx, me.id, me.session)?;
        Ok(second_factors::begin(tx, &seal, me.id, &email, &issuer)?)
    });
    let begun = begun.await?.ok_or_else(|| Problem::new(Code::SecondFactorSet))?;
    let body = NewSecondFactor {
        secret: begun.secret,
        uri: begun.uri,
    };
    Ok(Reply::json(StatusCode::CREATED, &body)
        .header(&LOCATION, "/v1/second-factor")
        .never_stored())
}
