//! `POST /v1/passkeys`

use actix_web::post;
use actix_web::web::Data;
use domain::passkey::{CeremonyPurpose, LONGEST_NAME};
use domain::rules::text;
use persistence::Token;
use persistence::passkeys::{self, Kept, NewPasskey, ceremonies};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::answers::RegistrationResponseJSON;
use super::passkey_view::PasskeyView;
use super::relying_party;
use crate::auth::Member;
use crate::http::problem::{Fault, ProblemDocument};
use crate::http::{Body, Code, InputFault, Problem, Reply};
use crate::hub::Hub;
use crate::routes::second_factor::require_factor;

/// A passkey that an authenticator made.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "registration": "vB7mU0n1Qy8r2kXo5tZcL4pWf6sJdH9gKaEiYxNuT3M", "name": "Security key in the drawer",
    "credential": {
        "id": "0xYE4bQ_HZM51-XYwp7WJg", "rawId": "0xYE4bQ_HZM51-XYwp7WJg", "type": "public-key",
        "response": {
            "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0",
            "attestationObject": "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YUA"
        },
        "clientExtensionResults": {"credProps": {"rk": true}}
    }
}))]
pub struct NewPasskeyBody {
    /// The `registration` that was answered when it began.
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    registration: String,
    /// Name by which its owner will tell it from others.
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// The authenticator's answer, as the browser writes it.
    credential: RegistrationResponseJSON,
}

/// Register a passkey
///
/// Its owner signs in by it from now on (`POST /v1/passkeys/sign-ins`), and is told by mail. This session stays what it is: one
/// with a second factor begins with the passkey.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "registerPasskey",
    extensions(("x-rate-limit" = json!("sign-in"))),
    request_body = NewPasskeyBody,
    security(("back_office" = [])),
    responses(
        (status = 201, body = PasskeyView, description = "The passkey, as it was registered."),
        (status = 403, body = ProblemDocument, content_type = "application/problem+json", description = "Not a member of staff (`forbidden`); or one with a passkey, in a session without (`second_factor_required`)."),
        (status = 404, body = ProblemDocument, content_type = "application/problem+json", description = "No domain is set for which passkeys could be made (`passkeys_not_set`)."),
        (status = 409, body = ProblemDocument, content_type = "application/problem+json", description = "This passkey is registered already (`passkey_registered_already`), or there are twenty (`too_many_passkeys`).")
    )
)]
#[post("/v1/passkeys")]
pub async fn register_passkey(me: Member, hub: Data<Hub>, Body(body): Body<NewPasskeyBody>) -> Result<Reply, Problem> {
    let party = relying_party(&hub)?;
    let name = name(&body.name)?;
    let answer = body.credential.read()?;
    let state = taken(&hub, &me, &body.registration).await?;
    let made = party.registered(state, answer).await?;
    let made = made.ok_or_else(|| Problem::at("/credential", InputFault::Invalid))?;
    let new = NewPasskey {
        credential_id: made.credential_id,
        name,
        credential: made.credential,
        backed_up: made.backed_up,
    };
    let kept = hub.write(me.author, move |tx| {
        require_factor(tx, me.id, me.session)?;
        Ok(passkeys::keep(tx, me.id, &new)?)
    });
    match kept.await? {
        Kept::Made(passkey) => {
            let location = format!("/v1/passkeys/{}", passkey.id);
            Ok(Reply::created(location, &PasskeyView::from(passkey)).never_stored())
        }
        Kept::Taken => Err(Problem::new(Code::PasskeyRegisteredAlready)),
        Kept::TooMany => Err(Problem::new(Code::TooManyPasskeys)),
    }
}

/// What the answer is to be compared with: once, by whoever began.
async fn taken(hub: &Hub, me: &Member, registration: &str) -> Result<Vec<u8>, Problem> {
    let refused = || Problem::at("/registration", InputFault::Invalid);
    let handle = Token::parse(registration).ok_or_else(refused)?;
    let (seal, id) = (hub.auth.seal(), me.id);
    let state = hub.write(me.author.clone(), move |tx| {
        let purpose = CeremonyPurpose::Register;
        Ok(ceremonies::take(tx, &seal, purpose, Some(id), &handle)?)
    });
    state.await?.ok_or_else(refused)
}

/// Whatever its owner likes to read.
pub(in crate::routes) fn name(typed: &str) -> Result<String, Problem> {
    let name = text::tidy(typed);
    let length = name.chars().count();
    if length == 0 {
        return Err(Problem::at("/name", InputFault::Missing));
    }
    if length > LONGEST_NAME {
        let too_long = Fault::at("/name", InputFault::TooLong);
        return Err(Problem::invalid([too_long.with("max", &LONGEST_NAME.to_string())]));
    }
    if name.chars().any(char::is_control) {
        return Err(Problem::at("/name", InputFault::ControlCharacter));
    }
    Ok(name)
}
