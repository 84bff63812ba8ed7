//! `PUT /v1/email-changes/{token}`

use actix_web::put;
use actix_web::web::Data;

use super::email_link::CONFIRMATION;
use crate::auth::Visitor;
use crate::http::problem::ProblemDocument;
use crate::http::{EmptyBody, PathOf, Problem, Reply};
use crate::hub::Hub;
use crate::routes::links::LinkToken;

/// Confirm another email
///
/// Whoever opens the link in the new mailbox signs in with that address from now on. Both addresses are told.
#[utoipa::path(
    tag = "accounts",
    operation_id = "confirmEmail",
    params(LinkToken),
    responses(
        (status = 204, description = "It is the account's email."),
        (status = 409, body = ProblemDocument, content_type = "application/problem+json", description = "Somebody else has opened an account with it meanwhile.")
    )
)]
#[put("/v1/email-changes/{token}")]
pub async fn confirm_email(
    hub: Data<Hub>,
    visitor: Visitor,
    PathOf(path): PathOf<LinkToken>,
    _: EmptyBody,
) -> Result<Reply, Problem> {
    CONFIRMATION.follow(&hub, &visitor, &path).await?;
    Ok(Reply::no_content())
}
