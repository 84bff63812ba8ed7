//! `POST /v1/passkeys/sessions`

use actix_web::HttpRequest;
use actix_web::post;
use actix_web::web::Data;
use domain::passkey::CeremonyPurpose;
use persistence::passkeys::sign_in::{self, Attempt, Outcome, Proof};
use persistence::passkeys::{self, PasskeyRecord, ceremonies};
use persistence::{Author, Token};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::answers::AuthenticationResponseJSON;
use super::relying_party;
use crate::auth::Visitor;
use crate::http::problem::ProblemDocument;
use crate::http::{Body, ClientAddress, Code, Problem, Reply};
use crate::hub::Hub;
use crate::routes::sign_in::session_view::TokenPair;
use crate::routes::sign_in::sign_in_with_password::user_agent;

/// A passkey that is shown to sign in by it.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "sign_in": "vB7mU0n1Qy8r2kXo5tZcL4pWf6sJdH9gKaEiYxNuT3M",
    "credential": {
        "id": "0xYE4bQ_HZM51-XYwp7WJg", "rawId": "0xYE4bQ_HZM51-XYwp7WJg", "type": "public-key",
        "response": {
            "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0",
            "authenticatorData": "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MdAAAAAA",
            "signature": "MEUCIQC0eXBlIjoid2ViYXV0aG4", "userHandle": "AZdbHH1Oeqq7uwEjRWeJqw"
        }
    }
}))]
pub struct PasskeySignIn {
    /// The `sign_in` that was answered when it began.
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    sign_in: String,
    /// The authenticator's answer, as the browser writes it.
    credential: AuthenticationResponseJSON,
}

/// Sign in by a passkey
///
/// The tokens are the same as those of a sign-in by password, and no code is asked for: a passkey that was unlocked is both
/// factors. An answer is looked at once; whatever is wrong with it, begin anew.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "signInWithPasskey",
    extensions(("x-rate-limit" = json!("sign-in"))),
    request_body = PasskeySignIn,
    responses(
        (status = 200, body = TokenPair, description = "Signed in: the tokens of a new session."),
        (status = 401, body = ProblemDocument, content_type = "application/problem+json", description = "The passkey opens nothing here, or what it answers was not asked, or not any more (`invalid_credentials`)."),
        (status = 404, body = ProblemDocument, content_type = "application/problem+json", description = "No domain is set for which passkeys could be made (`passkeys_not_set`).")
    )
)]
#[post("/v1/passkeys/sessions")]
pub async fn sign_in_with_passkey(
    hub: Data<Hub>,
    visitor: Visitor,
    from: ClientAddress,
    request: HttpRequest,
    Body(body): Body<PasskeySignIn>,
) -> Result<Reply, Problem> {
    let asked = (CeremonyPurpose::SignIn, Token::parse(&body.sign_in));
    let (passkey, proof) = shown(&hub, visitor.author.clone(), asked, &body.credential).await?;
    let attempt = Attempt {
        passkey,
        proof,
        network: from.network(),
        user_agent: user_agent(&request),
    };
    let outcome = hub.write(visitor.author, move |tx| Ok(sign_in::settle(tx, &attempt)?));
    match outcome.await? {
        Outcome::SignedIn(signed, session, refresh) => TokenPair::answer(&hub.auth, signed, session, &refresh),
        Outcome::Refused => Err(Problem::new(Code::InvalidCredentials)),
    }
}

/// The passkey that an answer names, and what the answer proves of it. What was asked, under a handle and for a purpose, is over
/// from now on.
pub(in crate::routes) async fn shown(
    hub: &Hub,
    author: Author,
    (purpose, handle): (CeremonyPurpose, Option<Token>),
    credential: &AuthenticationResponseJSON,
) -> Result<(Option<PasskeyRecord>, Proof), Problem> {
    let party = relying_party(hub)?;
    let answer = credential.read()?;
    let (seal, id) = (hub.auth.seal(), answer.raw_id.clone());
    let found = hub.write(author, move |tx| {
        let state = match &handle {
            Some(handle) => ceremonies::take(tx, &seal, purpose, None, handle)?,
            None => None,
        };
        Ok((state, passkeys::find(tx, &id)?))
    });
    let (state, passkey) = found.await?;
    let proof = match (state, &passkey) {
        (Some(state), Some(passkey)) => party.shown(state, answer, passkey.clone()).await?,
        _ => Proof::Nothing,
    };
    Ok((passkey, proof))
}
