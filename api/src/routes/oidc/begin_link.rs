//! `POST /v1/oidc/link-requests`

use actix_web::post;
use actix_web::web::Data;
use domain::federation::FlowPurpose;
use persistence::owner::Owner;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::journey::{self, Journey};
use super::return_address;
use crate::auth::SignedIn;
use crate::http::problem::ProblemDocument;
use crate::http::{Body, ClientAddress, Problem, Reply};
use crate::hub::Hub;
use crate::routes::second_factor::require_factor;
use crate::routes::sign_in::present_password::require_password;

/// The password of whoever links, and where they are led in the end.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"password": "Sandbox-driver-2026!", "return_url": "http://localhost:3000/profile"}))]
pub struct LinkRequest {
    /// The present password, to show that it is not somebody else who asks.
    #[validate(length(max = 1024))]
    password: String,
    /// The frontend's address to which they are led back, as in `POST /v1/oidc/sign-ins`.
    #[validate(length(max = 2_000))]
    #[schema(format = "uri", max_length = 2_000)]
    return_url: Option<String>,
}

/// Link my identity at a provider
///
/// To sign in there from now on. The same journey as that of a sign-in; at its end, show the code and the verifier by
/// `POST /v1/oidc/links`, in the name of the same person.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "beginOidcLink",
    extensions(("x-rate-limit" = json!("sign-in"))),
    request_body = LinkRequest,
    security(("driver" = []), ("back_office" = [])),
    responses(
        (status = 200, body = Journey, description = "Where to lead the browser, and what to keep."),
        (status = 403, body = ProblemDocument, content_type = "application/problem+json", description = "Neither a driver nor a member of staff (`forbidden`); or a member of staff with a passkey, in a session without a second factor (`second_factor_required`)."),
        (status = 404, body = ProblemDocument, content_type = "application/problem+json", description = "No identity provider is set up for these people (`identity_provider_not_set`)."),
        (status = 503, body = ProblemDocument, content_type = "application/problem+json", description = "The identity provider does not answer (`identity_provider_unavailable`).")
    )
)]
#[post("/v1/oidc/link-requests")]
pub async fn begin_oidc_link(
    me: SignedIn,
    hub: Data<Hub>,
    from: ClientAddress,
    Body(body): Body<LinkRequest>,
) -> Result<Reply, Problem> {
    let provider = hub.identity_providers.of_audience(me.owner.audience())?;
    let return_url = return_address::allowed(&hub.settings, body.return_url.as_deref())?;
    require_password(&hub, me.owner, from, &body.password).await?;
    if let Owner::Staff(id) = me.owner {
        hub.read(move |db| require_factor(db, id, me.session)).await?;
    }
    journey::begin(
        &hub,
        me.author,
        provider,
        (FlowPurpose::Link, Some(me.owner)),
        return_url,
    )
    .await
}
