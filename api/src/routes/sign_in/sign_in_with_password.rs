//! `POST /v1/sessions`

use actix_web::HttpRequest;
use actix_web::http::header::USER_AGENT;
use actix_web::post;
use actix_web::web::Data;
use domain::rules::contact::fold_email;
use persistence::sign_in::{self, Attempt, Outcome, Shown};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::session_view::TokenPair;
use crate::auth::{Standing, Visitor};
use crate::http::middleware::limits;
use crate::http::problem::ProblemDocument;
use crate::http::{Body, ClientAddress, Code, Problem, Reply};
use crate::hub::Hub;

/// Characters kept of what a client calls itself.
const LONGEST_USER_AGENT: usize = 200;

/// The email and the password with which somebody signs in.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "demo@example.org", "password": "Sandbox-driver-2026!"}))]
pub struct Credentials {
    /// The email address of the account.
    #[validate(length(max = 254))]
    email: String,
    /// The password of the account.
    #[validate(length(max = 1024))]
    password: String,
    /// The code that the authenticator shows, or a recovery code: for staff with a second factor (`second_factor_needed`).
    #[validate(length(max = 40))]
    code: Option<String>,
}

/// Sign in
///
/// For drivers, agents and supervisors, on a frontend of the operator's own; others lead people to `GET /oauth/authorize`, and
/// never see their password. The answer and the time it takes are the same for an unknown email and for a
/// wrong password. Wrong passwords slow down those that follow for the same email from the same place (429 with
/// `Retry-After`), and nobody who signed in from elsewhere before.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "signIn",
    extensions(("x-rate-limit" = json!("sign-in"))),
    request_body = Credentials,
    responses(
        (status = 200, body = TokenPair, description = "Signed in: the tokens of a new session."),
        (status = 401, body = ProblemDocument, content_type = "application/problem+json", description = "The email is unknown, or it is not its password (`invalid_credentials`)."),
        (status = 403, body = ProblemDocument, content_type = "application/problem+json", description = "The password is right, and the account is suspended (`account_suspended`); or here frontends ask for no passwords (`password_sessions_off`).")
    )
)]
#[post("/v1/sessions")]
pub async fn sign_in_with_password(
    hub: Data<Hub>,
    visitor: Visitor,
    from: ClientAddress,
    request: HttpRequest,
    Body(body): Body<Credentials>,
) -> Result<Reply, Problem> {
    if !hub.settings.password_sessions {
        return Err(Problem::new(Code::PasswordSessionsOff));
    }
    let email = fold_email(&body.email);
    let (attempt, password_fits, counted) = attempt(&hub, email, from, &body.password).await?;
    let seal = hub.auth.seal();
    let user_agent = user_agent(&request);
    let outcome = hub
        .write(visitor.author, move |tx| {
            let shown = Shown {
                password_fits,
                code: body.code.as_deref(),
                seal: &seal,
            };
            Ok(sign_in::settle(tx, &attempt, &shown, user_agent.as_deref())?)
        })
        .await;
    // A wrong code counts like a wrong password: there are but a million of them.
    if !matches!(outcome, Ok(Outcome::Refused)) {
        counted.does_not_count();
    }
    match outcome? {
        Outcome::CodeNeeded => Err(Problem::new(Code::SecondFactorNeeded)),
        Outcome::SignedIn(signed, session, refresh) => TokenPair::answer(&hub.auth, signed, session, &refresh),
        Outcome::Suspended => Err(Problem::new(Code::AccountSuspended)),
        Outcome::Refused => Err(Problem::new(Code::InvalidCredentials)),
    }
}

/// Whoever tries, whether the password is theirs, and what counts the attempt, unless it turns out that it does not.
pub(in crate::routes) async fn attempt<'hub>(
    hub: &'hub Hub,
    email: String,
    from: ClientAddress,
    password: &str,
) -> Result<(Attempt, bool, limits::Attempt<'hub>), Problem> {
    let (named, network) = (email.clone(), from.network());
    let attempt = hub.read(move |db| Ok(sign_in::find(db, &named, network)?)).await?;
    let counted = hub.limits.sign_in_as(&email, from, attempt.is_known)?;
    let hash = attempt
        .candidate
        .as_ref()
        .and_then(|found| found.password_hash.as_deref());
    let standing = if attempt.is_known {
        Standing::Known
    } else {
        Standing::Stranger
    };
    match hub.auth.passwords.verify(password, hash, standing).await {
        Ok(fits) => Ok((attempt, fits, counted)),
        Err(problem) => {
            counted.does_not_count();
            Err(problem)
        }
    }
}

/// What a client calls itself.
pub(in crate::routes) fn user_agent(request: &HttpRequest) -> Option<String> {
    let named = request.headers().get(USER_AGENT)?.to_str().ok()?;
    Some(named.chars().take(LONGEST_USER_AGENT).collect())
}
