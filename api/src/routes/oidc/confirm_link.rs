//! `POST /v1/oidc/links`

use actix_web::post;
use actix_web::web::Data;
use persistence::oidc::links::{self, Linked};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::journey;
use super::link_view::LinkView;
use crate::auth::SignedIn;
use crate::http::problem::ProblemDocument;
use crate::http::{Body, Code, InputFault, Problem, Reply};
use crate::hub::Hub;

/// What a frontend shows at the end of a journey that was begun to link an identity.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "code": "pWf6sJdH9gKaEiYxNuT3MvB7mU0n1Qy8r2kXo5tZcL4", "verifier": "vB7mU0n1Qy8r2kXo5tZcL4pWf6sJdH9gKaEiYxNuT3M"
}))]
pub struct LinkConfirmation {
    /// The `sign_in_code` of the address to which somebody was led back.
    #[validate(length(max = 200))]
    code: String,
    /// The `verifier` that was kept since the journey began.
    #[validate(length(max = 200))]
    verifier: String,
}

/// Confirm the link
///
/// By whoever began it. For drivers, what the provider tells of surname and birth date has to be what the account has.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "confirmOidcLink",
    extensions(("x-rate-limit" = json!("sign-in"))),
    request_body = LinkConfirmation,
    security(("driver" = []), ("back_office" = [])),
    responses(
        (status = 201, body = LinkView, description = "The link: from now on they sign in there."),
        (status = 403, body = ProblemDocument, content_type = "application/problem+json", description = "The provider tells of somebody else (`identity_mismatch`)."),
        (status = 409, body = ProblemDocument, content_type = "application/problem+json", description = "This identity, or the account, is linked already (`identity_linked_already`).")
    )
)]
#[post("/v1/oidc/links")]
pub async fn confirm_oidc_link(
    me: SignedIn,
    hub: Data<Hub>,
    Body(body): Body<LinkConfirmation>,
) -> Result<Reply, Problem> {
    let refused = || Problem::at("/code", InputFault::Invalid);
    let shown = journey::shown(&body.code, &body.verifier).ok_or_else(refused)?;
    let seal = hub.auth.seal();
    let linked = hub
        .write(me.author, move |tx| Ok(links::confirm(tx, &seal, me.owner, &shown)?))
        .await?;
    match linked {
        Linked::Made(link) => {
            let location = format!("/v1/oidc/links/{}", link.id);
            Ok(Reply::created(location, &LinkView::from(link)).never_stored())
        }
        Linked::Refused => Err(refused()),
        Linked::SomebodyElse => Err(Problem::new(Code::IdentityMismatch)),
        Linked::Taken => Err(Problem::new(Code::IdentityLinkedAlready)),
    }
}
