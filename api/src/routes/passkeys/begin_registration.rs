//! `POST /v1/passkeys/registrations`

use actix_web::post;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use domain::passkey::CeremonyPurpose;
use persistence::owner::Owner;
use persistence::passkeys::{self, ceremonies};
use persistence::staff;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::options::CreationOptions;
use super::relying_party;
use crate::auth::{Member, Registrant};
use crate::http::problem::ProblemDocument;
use crate::http::{Body, ClientAddress, Code, Problem, Reply};
use crate::hub::Hub;
use crate::routes::second_factor::require_factor;
use crate::routes::sign_in::present_password::require_password;

/// The password of whoever registers a passkey.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"password": "Sandbox-agent-2026!"}))]
pub struct PasskeyRegistrationRequest {
    /// The present password, to show that it is not somebody else who asks.
    #[validate(length(max = 1024))]
    password: String,
}

/// A registration that has begun.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "registration": "vB7mU0n1Qy8r2kXo5tZcL4pWf6sJdH9gKaEiYxNuT3M", "expires_at": "2026-11-22T09:05:00Z",
    "public_key": {
        "rp": {"id": "www.example.org", "name": "CQC Hub"},
        "user": {"id": "AZdbHH1Oeqq7uwEjRWeJqw", "name": "agent@example.org", "displayName": "Alex Agent"},
        "challenge": "pWf6sJdH9gKaEiYxNuT3MvB7mU0n1Qy8r2kXo5tZcL4",
        "pubKeyCredParams": [{"type": "public-key", "alg": -7}, {"type": "public-key", "alg": -257}],
        "timeout": 300_000, "excludeCredentials": [],
        "authenticatorSelection": {
            "residentKey": "required", "requireResidentKey": true, "userVerification": "required"
        },
        "attestation": "none",
        "extensions": {
            "credProps": true, "credentialProtectionPolicy": "userVerificationRequired",
            "enforceCredentialProtectionPolicy": false
        }
    }
}))]
pub struct BegunRegistration {
    /// Secret to show with the authenticator's answer, once.
    registration: String,
    /// Until when the answer is taken.
    expires_at: DateTime<Utc>,
    /// What to make the passkey by.
    public_key: CreationOptions,
}

/// Begin to register a passkey
///
/// For staff. Hand `public_key` to the browser (`PublicKeyCredential.parseCreationOptionsFromJSON`,
/// `navigator.credentials.create`), and send its answer by `POST /v1/passkeys` within five minutes. Whoever has a passkey
/// registers another in a session with a second factor.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "beginPasskeyRegistration",
    extensions(("x-rate-limit" = json!("sign-in"))),
    request_body = PasskeyRegistrationRequest,
    security(("back_office" = [])),
    responses(
        (status = 200, body = BegunRegistration, description = "What to hand to the browser, and what to keep."),
        (status = 403, body = ProblemDocument, content_type = "application/problem+json", description = "Not a member of staff (`forbidden`); or one with a passkey, in a session without (`second_factor_required`)."),
        (status = 404, body = ProblemDocument, content_type = "application/problem+json", description = "No domain is set for which passkeys could be made (`passkeys_not_set`)."),
        (status = 409, body = ProblemDocument, content_type = "application/problem+json", description = "There are twenty passkeys already (`too_many_passkeys`).")
    )
)]
#[post("/v1/passkeys/registrations")]
pub async fn begin_passkey_registration(
    me: Member,
    hub: Data<Hub>,
    from: ClientAddress,
    Body(body): Body<PasskeyRegistrationRequest>,
) -> Result<Reply, Problem> {
    let party = relying_party(&hub)?;
    require_password(&hub, Owner::Staff(me.id), from, &body.password).await?;
    let (asked, state) = party.ask_to_register(&registrant(&hub, &me).await?)?;
    let seal = hub.auth.seal();
    let begun = hub.write(me.author, move |tx| {
        require_factor(tx, me.id, me.session)?;
        let purpose = CeremonyPurpose::Register;
        Ok(ceremonies::begin(tx, &seal, purpose, Some(me.id), &state)?)
    });
    let begun = begun.await?;
    let body = BegunRegistration {
        registration: begun.handle.text(),
        expires_at: begun.expires_at,
        public_key: asked.into(),
    };
    Ok(Reply::ok(&body).never_stored())
}

/// Who registers, where they may have one more.
async fn registrant(hub: &Hub, me: &Member) -> Result<Registrant, Problem> {
    let id = me.id;
    let found = hub.read(move |db| Ok((staff::find(db, id)?, passkeys::credential_ids(db, id)?)));
    let (member, known) = found.await?;
    if known.len() >= domain::passkey::MOST {
        return Err(Problem::new(Code::TooManyPasskeys));
    }
    Ok(Registrant {
        id,
        email: member.email,
        name: member.name,
        known,
    })
}
