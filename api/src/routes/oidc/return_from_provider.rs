//! `GET /v1/oidc/callbacks/{audience}`
//!
//! The one operation that a provider's answer comes to, by the browser: what it carries is anybody's word until the
//! provider itself was asked. Three steps: `state` is taken, in a transaction, and works no more; the provider is asked,
//! outside of any; what it proved is kept, in another.

use actix_web::http::header::REFERRER_POLICY;
use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use domain::federation::{Audience, JourneyError};
use domain::words::Word as _;
use integrations::oidc::{IdentityProvider, Trouble};
use persistence::oidc::flows::{self, Returned};
use persistence::{Author, Token, audit};
use serde_json::json;
use utoipa::IntoParams;

use super::{return_address, unavailable};
use crate::auth::Visitor;
use crate::http::input::pairs;
use crate::http::problem::ProblemDocument;
use crate::http::{Code, PathOf, Problem, Reply};
use crate::hub::Hub;

/// The longest code of a provider's that is looked at.
const LONGEST_CODE: usize = 2_048;

/// What a provider adds to the address (RFC 6749, 4.1.2; RFC 9207). Anything else it adds says nothing to the hub.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ProviderAnswer {
    /// What the hub gave along when it led the browser there.
    #[param(example = "vB7mU0n1Qy8r2kXo5tZcL4pWf6sJdH9gKaEiYxNuT3M")]
    pub state: Option<String>,
    /// The provider's code, where somebody has signed in there.
    #[param(example = "SplxlOBeZQQYbYS6WxSbIA")]
    pub code: Option<String>,
    /// Why there is none: `access_denied`, for instance.
    #[param(example = "access_denied")]
    pub error: Option<String>,
    /// The provider's name, which has to be its issuer (RFC 9207).
    #[param(example = "https://auth.example.org")]
    pub iss: Option<String>,
}

/// Come back from an identity provider
///
/// The redirect URI to register there. It is called by browsers, and leads on to the frontend's address.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "returnFromIdentityProvider",
    extensions(("x-rate-limit" = json!("sign-in"))),
    params(("audience" = Audience, Path, description = "Whose identity provider it is: `staff` or `drivers`."), ProviderAnswer),
    responses(
        (status = 303, description = "On to the frontend, with `sign_in_code` or `sign_in_error` in its query.", headers(
            ("Location" = String, description = "Address of the frontend, to which the browser goes.")
        )),
        (status = 404, body = ProblemDocument, content_type = "application/problem+json", description = "No such journey is under way (`journey_over`).")
    )
)]
#[get("/v1/oidc/callbacks/{audience}")]
pub async fn return_from_provider(
    hub: Data<Hub>,
    visitor: Visitor,
    PathOf(audience): PathOf<Audience>,
    request: HttpRequest,
) -> Result<Reply, Problem> {
    let provider = hub.identity_providers.of_audience(audience)?;
    let answer = Answer::read(&request)?;
    let over = || Problem::new(Code::JourneyOver);
    let state = answer.state.as_deref().and_then(Token::parse).ok_or_else(over)?;
    let seal = hub.auth.seal();
    let from = provider.provider().clone();
    let returned = hub
        .write(visitor.author.clone(), move |tx| {
            Ok(flows::take_back(tx, &seal, &from, &state)?)
        })
        .await?
        .ok_or_else(over)?;
    let return_url = returned.return_url.clone();
    match proven(&hub, &visitor.author, provider, &returned, answer).await? {
        Ok(code) => lead_to(&return_url, return_address::CODE, &code.text()),
        Err(why) => lead_to(&return_url, return_address::ERROR, why.name()),
    }
}

/// The code for the frontend, once the provider has proved who came; or why there is none.
async fn proven(
    hub: &Hub,
    author: &Author,
    provider: &IdentityProvider,
    returned: &Returned,
    answer: Answer,
) -> Result<Result<Token, JourneyError>, Problem> {
    let (seal, flow) = (hub.auth.seal(), returned.clone());
    match ask(provider, returned, answer).await {
        Ok(proof) => {
            let proven = hub.write(author.clone(), move |tx| Ok(flows::prove(tx, &seal, &flow, &proof)?));
            Ok(Ok(proven.await?))
        }
        Err(why) => {
            hub.write(author.clone(), move |tx| {
                flows::give_up(tx, &flow)?;
                let details = json!({"via": "oidc", "why": why.name()});
                Ok(audit::of_owner_saying(tx, "sign_in_refused", None, Some(details))?)
            })
            .await?;
            Ok(Err(why))
        }
    }
}

async fn ask(
    provider: &IdentityProvider,
    returned: &Returned,
    answer: Answer,
) -> Result<persistence::oidc::Proof, JourneyError> {
    let is_its_own = provider
        .is_answer_of(answer.iss.as_deref())
        .await
        .map_err(|trouble| why(&trouble))?;
    if !is_its_own {
        return Err(why(&Trouble::NotProven(
            "the answer is another provider's, or does not say whose".to_owned(),
        )));
    }
    if let Some(error) = answer.error.as_deref() {
        return Err(declined(error));
    }
    let code = answer
        .code
        .filter(|code| !code.is_empty() && code.len() <= LONGEST_CODE);
    let code = code.ok_or_else(|| why(&Trouble::NotProven("there is no code".to_owned())))?;
    let is_own_nonce = |nonce: &str| returned.has_nonce(nonce);
    let proof = provider
        .prove(&code, returned.pkce_verifier.clone(), is_own_nonce)
        .await;
    proof.map_err(|trouble| why(&trouble))
}

fn why(trouble: &Trouble) -> JourneyError {
    if let Trouble::NotProven(_) = trouble {
        tracing::warn!(%trouble, "an identity is not proven");
        JourneyError::IdentityNotProven
    } else {
        unavailable(trouble);
        JourneyError::IdentityProviderUnavailable
    }
}

/// The provider's reasons (RFC 6749, 4.1.2.1; OpenID Connect Core 1.0, 3.1.2.6): somebody turned back, or did not come so
/// far; it is out of order; or it does not understand the hub.
fn declined(error: &str) -> JourneyError {
    match error {
        "access_denied"
        | "interaction_required"
        | "login_required"
        | "account_selection_required"
        | "consent_required" => JourneyError::AccessDenied,
        "server_error" | "temporarily_unavailable" => JourneyError::IdentityProviderUnavailable,
        "unmet_authentication_requirements" => JourneyError::IdentityNotProven,
        _ => why(&Trouble::Misregistered(
            "it does not understand what is asked".to_owned(),
        )),
    }
}

/// The address holds a code, which is nobody else's to see.
pub(super) fn lead_to(address: &str, name: &str, value: &str) -> Result<Reply, Problem> {
    Ok(lead(return_address::with(address, name, value)?))
}

/// Leads a browser on.
pub(super) fn lead(address: String) -> Reply {
    Reply::see_other(address)
        .header(&REFERRER_POLICY, "no-referrer")
        .never_stored()
}

/// What of the query is looked at.
#[derive(Default)]
struct Answer {
    state: Option<String>,
    code: Option<String>,
    error: Option<String>,
    iss: Option<String>,
}

impl Answer {
    /// Each at most once (RFC 6749, 3.1): of two nobody knows which is meant.
    fn read(request: &HttpRequest) -> Result<Self, Problem> {
        let mut answer = Self::default();
        for (name, value) in pairs(request.query_string())? {
            let place = match name.as_str() {
                "state" => &mut answer.state,
                "code" => &mut answer.code,
                "error" => &mut answer.error,
                "iss" => &mut answer.iss,
                _ => continue,
            };
            if place.replace(value).is_some() {
                return Err(Problem::new(Code::MalformedRequest));
            }
        }
        Ok(answer)
    }
}
