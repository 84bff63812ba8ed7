//! `POST /v1/account-links`

use actix_web::post;
use actix_web::web::Data;
use domain::rules::contact::fold_email;
use persistence::links;

use crate::auth::Visitor;
use crate::http::{Body, ClientAddress, InLanguage, Problem, Reply};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};
use crate::routes::sign_in::session_view::{EmailAddress, PerhapsSent};

/// Send my link again
///
/// Sends again the link that the account waits to see used: to choose the first password, or to correct the data. The
/// answer is the same whether or not somebody has this email. An email is sent so many in an hour, whoever asks; each
/// works for three days.
#[utoipa::path(
    tag = "accounts",
    operation_id = "sendLinkAgain",
    extensions(("x-rate-limit" = json!("links"))),
    params(IdempotencyKeyParameter),
    request_body = EmailAddress,
    responses((status = 202, body = PerhapsSent, description = "If an account with this email waits for its link, the link is on its way."))
)]
#[post("/v1/account-links")]
pub async fn send_link_again(
    hub: Data<Hub>,
    visitor: Visitor,
    from: ClientAddress,
    InLanguage(language): InLanguage,
    once: Idempotency,
    Body(body): Body<EmailAddress>,
) -> Result<Reply, Problem> {
    let email = fold_email(&body.email);
    hub.limits.ask_for_link(&email, from)?;
    let mailed = hub.limits.may_mail_link(&email);
    hub.write_once(&once, visitor.author, move |tx| {
        links::send_again(tx, &email, mailed)?;
        Ok(PerhapsSent::answer(language))
    })
    .await
}
