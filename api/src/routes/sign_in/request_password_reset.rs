//! `POST /v1/password-resets`

use actix_web::post;
use actix_web::web::Data;
use domain::rules::contact::fold_email;
use persistence::{Author, links};

use super::session_view::{EmailAddress, PerhapsSent};
use crate::auth::Visitor;
use crate::http::{Body, ClientAddress, InLanguage, Problem, Reply};
use crate::hub::Hub;

/// Forgot my password
///
/// Sends a link to choose another password (or the first one, if none was chosen yet). The answer is the same whether
/// or not somebody has this email. An email is sent so many in an hour, whoever asks; each works for three days.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "requestPasswordReset",
    extensions(("x-rate-limit" = json!("links"))),
    request_body = EmailAddress,
    responses((status = 202, body = PerhapsSent, description = "If an account has this email, a link is on its way."))
)]
#[post("/v1/password-resets")]
pub async fn request_password_reset(
    hub: Data<Hub>,
    visitor: Visitor,
    from: ClientAddress,
    InLanguage(language): InLanguage,
    Body(body): Body<EmailAddress>,
) -> Result<Reply, Problem> {
    send_link(&hub, visitor.author, from, &body).await?;
    Ok(PerhapsSent::answer(language))
}

/// Sends the link, if somebody has this email, and tells nobody whether it did.
pub(in crate::routes) async fn send_link(
    hub: &Hub,
    author: Author,
    from: ClientAddress,
    named: &EmailAddress,
) -> Result<(), Problem> {
    let email = fold_email(&named.email);
    hub.limits.ask_for_link(&email, from)?;
    let mailed = hub.limits.may_mail_link(&email);
    hub.write(author, move |tx| Ok(links::send_for_password(tx, &email, mailed)?))
        .await
}
