//! `PUT /v1/email-changes/{token}` and `PUT /v1/email-objections/{token}`: each link about another email asks its holder one
//! thing, over JSON or on a page.

use actix_web::put;
use actix_web::web::Data;
use domain::link::LinkPurpose;
use persistence::accounts::email;
use persistence::{Token, Tx};

use crate::auth::Visitor;
use crate::http::problem::ProblemDocument;
use crate::http::{EmptyBody, PathOf, Problem, Reply};
use crate::hub::Hub;
use crate::routes::links::{self, LinkToken};

/// What a link about an email does once its holder says yes.
#[derive(Clone, Copy)]
pub(crate) struct EmailLink {
    purpose: LinkPurpose,
    effect: fn(&mut Tx<'_>, &Token) -> persistence::Result<()>,
}

/// The address that it was sent to becomes the account's.
pub(crate) const CONFIRMATION: EmailLink = EmailLink {
    purpose: LinkPurpose::ChangeEmail,
    effect: email::confirm,
};

/// The address that it was sent to stays the account's.
pub(crate) const OBJECTION: EmailLink = EmailLink {
    purpose: LinkPurpose::KeepEmail,
    effect: email::object,
};

impl EmailLink {
    /// Whether such a link works.
    pub async fn works(self, hub: &Hub, path: &LinkToken) -> Result<(), Problem> {
        let token = path.parse()?;
        let found = hub.read(move |db| Ok(email::opened(db, &token, self.purpose)?)).await;
        found.map(drop).map_err(links::not_valid)
    }

    /// Its holder says yes.
    pub async fn follow(self, hub: &Hub, visitor: &Visitor, path: &LinkToken) -> Result<(), Problem> {
        let token = path.parse()?;
        let sought = token.clone();
        let found = hub.read(move |db| Ok(email::opened(db, &sought, self.purpose)?)).await;
        let (_, actor) = found.map_err(links::not_valid)?;
        let done = hub
            .write(visitor.as_actor(actor), move |tx| Ok((self.effect)(tx, &token)?))
            .await;
        done.map_err(links::not_valid)
    }
}

/// Confirm another email
///
/// Whoever opens the link in the new mailbox signs in with that address from now on. Both addresses are told.
#[utoipa::path(
    tag = "accounts",
    operation_id = "confirmEmail",
    params(LinkToken),
    responses(
        (status = 204, description = "The address that the link was sent to is the account's from now on."),
        (status = 409, body = ProblemDocument, content_type = "application/problem+json", description = "Somebody else has opened an account with it meanwhile (`email_in_use`).")
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
        (status = 204, description = "The address that the link was sent to is the account's again."),
        (status = 409, body = ProblemDocument, content_type = "application/problem+json", description = "Somebody else has opened an account with it meanwhile (`email_in_use`).")
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
