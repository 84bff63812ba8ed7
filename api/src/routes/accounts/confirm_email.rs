//! `PUT /v1/email-changes/{token}`

use actix_web::put;
use actix_web::web::Data;
use domain::link::LinkPurpose;
use persistence::Token;
use persistence::accounts::email;

use crate::auth::Visitor;
use crate::http::problem::ProblemDocument;
use crate::http::{EmptyBody, PathOf, Problem, Reply};
use crate::hub::Hub;
use crate::routes::links::{self, LinkToken};

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
    confirm(&hub, &visitor, path.parse()?).await?;
    Ok(Reply::no_content())
}

/// Whether a link about an email works.
pub(crate) async fn works(hub: &Hub, token: Token, purpose: LinkPurpose) -> Result<(), Problem> {
    let found = hub.read(move |db| Ok(email::opened(db, &token, purpose)?)).await;
    found.map(drop).map_err(links::not_valid)
}

/// The holder of a link confirms the address it was sent to.
pub(crate) async fn confirm(hub: &Hub, visitor: &Visitor, token: Token) -> Result<(), Problem> {
    let sought = token.clone();
    let found = hub
        .read(move |db| Ok(email::opened(db, &sought, LinkPurpose::ChangeEmail)?))
        .await;
    let (_, actor) = found.map_err(links::not_valid)?;
    let author = visitor.as_actor(actor);
    let done = hub.write(author, move |tx| Ok(email::confirm(tx, &token)?)).await;
    done.map_err(links::not_valid)
}
