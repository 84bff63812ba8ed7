//! `POST /v1/passkeys/sign-ins`

use actix_web::post;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use domain::passkey::CeremonyPurpose;
use persistence::passkeys::ceremonies;
use serde::Serialize;
use utoipa::ToSchema;

use super::options::RequestOptions;
use super::relying_party;
use crate::auth::Visitor;
use crate::http::problem::ProblemDocument;
use crate::http::{EmptyBody, Problem, Reply};
use crate::hub::Hub;

/// A sign-in that has begun.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "sign_in": "vB7mU0n1Qy8r2kXo5tZcL4pWf6sJdH9gKaEiYxNuT3M", "expires_at": "2026-11-22T09:05:00Z",
    "public_key": {
        "challenge": "pWf6sJdH9gKaEiYxNuT3MvB7mU0n1Qy8r2kXo5tZcL4", "timeout": 300_000, "rpId": "www.example.org",
        "userVerification": "required"
    }
}))]
pub struct BegunSignIn {
    /// Secret to show with the authenticator's answer, once.
    sign_in: String,
    /// Until when the answer is taken.
    expires_at: DateTime<Utc>,
    /// What to show a passkey by.
    public_key: RequestOptions,
}

/// Begin to sign in by a passkey
///
/// For staff, and the same for everybody: nobody says who they are. Hand `public_key` to the browser
/// (`PublicKeyCredential.parseRequestOptionsFromJSON`, `navigator.credentials.get`), and send its answer by
/// `POST /v1/passkeys/sessions` within five minutes.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "beginPasskeySignIn",
    extensions(("x-rate-limit" = json!("sign-in"))),
    responses(
        (status = 200, body = BegunSignIn, description = "What to hand to the browser, and what to keep."),
        (status = 404, body = ProblemDocument, content_type = "application/problem+json", description = "No domain is set for which passkeys could be made (`passkeys_not_set`).")
    )
)]
#[post("/v1/passkeys/sign-ins")]
pub async fn begin_passkey_sign_in(hub: Data<Hub>, visitor: Visitor, _: EmptyBody) -> Result<Reply, Problem> {
    let (asked, state) = relying_party(&hub)?.ask_to_sign_in()?;
    let seal = hub.auth.seal();
    let begun = hub.write(visitor.author, move |tx| {
        Ok(ceremonies::begin(tx, &seal, CeremonyPurpose::SignIn, None, &state)?)
    });
    let begun = begun.await?;
    let body = BegunSignIn {
        sign_in: begun.handle.text(),
        expires_at: begun.expires_at,
        public_key: asked.into(),
    };
    Ok(Reply::ok(&body).never_stored())
}
