//! `GET /v1/oidc/signed-out/{audience}`

use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use domain::federation::Audience;
use persistence::Token;
use persistence::oidc::flows;
use utoipa::IntoParams;

use super::return_from_provider::lead;
use crate::auth::Visitor;
use crate::http::input::pairs;
use crate::http::problem::ProblemDocument;
use crate::http::{Code, PathOf, Problem, Reply};
use crate::hub::Hub;

/// What a provider adds to the address (OpenID Connect RP-Initiated Logout 1.0, 2).
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SignOutAnswer {
    /// What the hub gave along when it led the browser there.
    #[param(example = "vB7mU0n1Qy8r2kXo5tZcL4pWf6sJdH9gKaEiYxNuT3M")]
    pub state: Option<String>,
}

/// Come back from signing out at an identity provider
///
/// The address to register there for this. It is called by browsers, and leads on to the frontend's address.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "returnFromSignOut",
    params(("audience" = Audience, Path, description = "Whose identity provider it is: `staff` or `drivers`."), SignOutAnswer),
    responses(
        (status = 303, description = "On to the address of the frontend that was given at the sign-out.", headers(("Location" = String, description = "Address of the frontend, to which the browser goes."))),
        (status = 404, body = ProblemDocument, content_type = "application/problem+json", description = "Nobody is on their way (`journey_over`).")
    )
)]
#[get("/v1/oidc/signed-out/{audience}")]
pub async fn return_from_sign_out(
    hub: Data<Hub>,
    visitor: Visitor,
    PathOf(audience): PathOf<Audience>,
    request: HttpRequest,
) -> Result<Reply, Problem> {
    let over = || Problem::new(Code::JourneyOver);
    let pairs = pairs(request.query_string())?;
    let state = pairs.iter().find(|(name, _)| name == "state");
    let state = state.and_then(|(_, state)| Token::parse(state)).ok_or_else(over)?;
    let address = hub
        .write(visitor.author, move |tx| Ok(flows::signed_out(tx, audience, &state)?))
        .await?;
    Ok(lead(address.ok_or_else(over)?))
}
