//! `POST /v1/oidc/sessions`

use actix_web::HttpRequest;
use actix_web::post;
use actix_web::web::Data;
use persistence::oidc::sign_in::{self, Attempt, Outcome, Refusal};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::journey;
use crate::auth::Visitor;
use crate::http::problem::ProblemDocument;
use crate::http::{Body, ClientAddress, Code, Problem, Reply};
use crate::hub::Hub;
use crate::routes::sign_in::session_view::TokenPair;
use crate::routes::sign_in::sign_in_with_password::user_agent;

/// What a frontend shows at the end of a journey.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "code": "pWf6sJdH9gKaEiYxNuT3MvB7mU0n1Qy8r2kXo5tZcL4", "verifier": "vB7mU0n1Qy8r2kXo5tZcL4pWf6sJdH9gKaEiYxNuT3M"
}))]
pub struct CodeExchange {
    /// The `sign_in_code` of the address to which somebody was led back.
    #[validate(length(max = 200))]
    code: String,
    /// The `verifier` that was kept since the journey began.
    #[validate(length(max = 200))]
    verifier: String,
    /// The code that the authenticator shows, or a recovery code: for staff with a second factor, where the provider was not
    /// asked for one (`second_factor_needed`). The same `code` works for five minutes then.
    #[validate(length(max = 40))]
    second_factor: Option<String>,
}

/// Sign in with what an identity provider proved
///
/// The tokens are the same as those of a sign-in by password. An identity is known by its link. Members of staff are linked
/// when they first come with an email that their provider has verified, and that is theirs here; drivers link their
/// identity themselves (`POST /v1/oidc/link-requests`).
#[utoipa::path(
    tag = "sign-in",
    operation_id = "signInWithOidc",
    extensions(("x-rate-limit" = json!("sign-in"))),
    request_body = CodeExchange,
    responses(
        (status = 200, body = TokenPair, description = "Signed in: the tokens of a new session."),
        (status = 401, body = ProblemDocument, content_type = "application/problem+json", description = "The code is not good, or not any more, or goes with another verifier (`invalid_credentials`); or a second factor is to be shown as well (`second_factor_needed`)."),
        (status = 403, body = ProblemDocument, content_type = "application/problem+json", description = "It is proven who they are, and no account is linked (`identity_not_linked`), or it is of somebody else (`identity_mismatch`), or suspended (`account_suspended`).")
    )
)]
#[post("/v1/oidc/sessions")]
pub async fn exchange_oidc_code(
    hub: Data<Hub>,
    visitor: Visitor,
    from: ClientAddress,
    request: HttpRequest,
    Body(body): Body<CodeExchange>,
) -> Result<Reply, Problem> {
    let refused = || Problem::new(Code::InvalidCredentials);
    let attempt = Attempt {
        shown: journey::shown(&body.code, &body.verifier).ok_or_else(refused)?,
        page: None,
        second_factor: body.second_factor,
        network: from.network(),
        user_agent: user_agent(&request),
    };
    let counted = counted(&hub, from, &attempt).await?;
    let seal = hub.auth.seal();
    let outcome = hub
        .write(visitor.author, move |tx| Ok(sign_in::settle(tx, &seal, &attempt)?))
        .await;
    if let Some(counted) = counted
        && !matches!(outcome, Ok(Outcome::Not(Refusal::WrongSecondFactor)))
    {
        counted.does_not_count();
    }
    match outcome? {
        Outcome::SignedIn(signed, session, refresh) => TokenPair::answer(&hub.auth, signed, session, &refresh),
        Outcome::Not(Refusal::CodeNeeded) => Err(Problem::new(Code::SecondFactorNeeded).because(
            "Votre identité est établie ; la connexion demande aussi le code affiché par votre application d’authentification (`second_factor`), ou l’un de vos codes de secours.",
            "It is established who you are; signing in also takes the code that your authenticator shows (`second_factor`), or one of your recovery codes.",
        )),
        Outcome::Not(Refusal::NotLinked) => Err(Problem::new(Code::IdentityNotLinked)),
        Outcome::Not(Refusal::SomebodyElse) => Err(Problem::new(Code::IdentityMismatch)),
        Outcome::Not(Refusal::Suspended) => Err(Problem::new(Code::AccountSuspended).because(
            "Votre identité est établie, mais le compte est suspendu. La raison a été envoyée par courrier électronique.",
            "It is established who you are, but the account is suspended. The reason was sent by email.",
        )),
        Outcome::Not(Refusal::WrongSecondFactor | Refusal::Refused) => Err(refused()),
    }
}

/// A wrong second factor counts like a wrong password: there are but a million of them.
pub(in crate::routes) async fn counted<'hub>(
    hub: &'hub Hub,
    from: ClientAddress,
    attempt: &Attempt,
) -> Result<Option<crate::http::middleware::limits::Attempt<'hub>>, Problem> {
    if attempt.second_factor.is_none() {
        return Ok(None);
    }
    let (seal, attempt) = (hub.auth.seal(), attempt.clone());
    let who = hub.read(move |db| Ok(sign_in::who(db, &seal, &attempt)?)).await?;
    who.map(|(email, is_known)| hub.limits.sign_in_as(&email, from, is_known))
        .transpose()
}
