//! `PUT /v1/email-objections/{token}`

use actix_web::put;
use actix_web::web::Data;

use super::email_link::OBJECTION;
use crate::auth::Visitor;
use crate::http::problem::ProblemDocument;
use crate::http::{EmptyBody, PathOf, Problem, Reply};
use crate::hub::Hub;
use crate::routes::links::LinkToken;

/// Object to another email
///
/// The change was not the driver's: the address that the link was sent to is the account's again, whether or not the
/// change was made. Whoever asked for it knew the password: all sessions end, the password is good no more, and a link to
/// choose another one is sent.
#[utoipa::path(
    tag = "accounts",
    operation_id = "objectToEmail",
    params(LinkToken),
    responses(
        (status = 204, description = "The former address is the account's."),
        (status = 409, body = ProblemDocument, content_type = "application/problem+json", description = "Somebody else has opened an account with it meanwhile.")
    )
)]
#[put("/v1/email-objections/{token}")]
pub async fn object_to_email(
    hub: Data<Hub>,
    visitor: Visitor,
    PathOf(path): PathOf<LinkToken>,
    _: EmptyBody,
) -> Result<Reply, Problem> {
    OBJECTION.follow(&hub, &visitor, &path).await?;
    Ok(Reply::no_content())
}
