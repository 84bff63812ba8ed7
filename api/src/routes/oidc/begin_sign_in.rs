//! `POST /v1/oidc/sign-ins`

use actix_web::post;
use actix_web::web::Data;
use domain::federation::{Audience, FlowPurpose};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::journey::{self, Journey};
use super::return_address;
use crate::auth::Visitor;
use crate::http::problem::ProblemDocument;
use crate::http::{Body, Problem, Reply};
use crate::hub::Hub;

/// Who wants to sign in, and where they are led in the end.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"audience": "staff", "return_url": "http://localhost:3000/sign-in"}))]
pub struct SignInRequest {
    /// Whose identity provider is meant.
    audience: Audience,
    /// The frontend's address to which somebody is led back, with `sign_in_code` or `sign_in_error` added to its query: of an
    /// origin of `CQC_HUB_CORS_ORIGINS`, or that of `CQC_HUB_LINK_BASE`, which is the address where none is given.
    #[validate(length(max = 2_000))]
    #[schema(format = "uri", max_length = 2_000)]
    return_url: Option<String>,
}

/// Sign in at an identity provider
///
/// By OpenID Connect. Lead the browser to `authorization_url`, and keep `verifier` in its tab. The provider sends it back to
/// the hub, and the hub to `return_url`, with `sign_in_code`: exchange it within a minute, together with the verifier, by
/// `POST /v1/oidc/sessions`. Where nothing came of it, `sign_in_error` says why: `access_denied`, `identity_not_proven` or
/// `identity_provider_unavailable`.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "beginOidcSignIn",
    extensions(("x-rate-limit" = json!("sign-in"))),
    request_body = SignInRequest,
    responses(
        (status = 200, body = Journey, description = "Where to lead the browser, and what to keep."),
        (status = 404, body = ProblemDocument, content_type = "application/problem+json", description = "No identity provider is set up for these people (`identity_provider_not_set`)."),
        (status = 503, body = ProblemDocument, content_type = "application/problem+json", description = "The identity provider does not answer (`identity_provider_unavailable`).")
    )
)]
#[post("/v1/oidc/sign-ins")]
pub async fn begin_oidc_sign_in(
    hub: Data<Hub>,
    visitor: Visitor,
    Body(body): Body<SignInRequest>,
) -> Result<Reply, Problem> {
    let provider = hub.identity_providers.of_audience(body.audience)?;
    let return_url = return_address::allowed(&hub.settings, body.return_url.as_deref())?;
    journey::begin(&hub, visitor.author, provider, (FlowPurpose::SignIn, None), return_url).await
}
