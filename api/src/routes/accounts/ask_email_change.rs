//! `POST /v1/account/email-changes`

use actix_web::post;
use actix_web::web::Data;
use domain::people::Language;
use persistence::accounts::{self, email};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::profile::check_email;
use crate::auth::{Driver, Standing};
use crate::http::{Body, ClientAddress, InLanguage, InputFault, Problem, Reply};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};

/// Another email address to sign in with, and the password of the account.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "camille.martin@mail.example", "password": "Sandbox-driver-2026!"}))]
pub struct EmailChange {
    /// The email address to sign in with from now on.
    #[validate(length(max = 254))]
    email: String,
    /// The present password of the account, to show that it is the driver who asks.
    #[validate(length(max = 1024))]
    password: String,
}

/// What happens next, once another email address was given.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "message": "Ouvrez le lien envoyé à la nouvelle adresse : jusque-là, rien ne change."
}))]
pub struct EmailChangeAsked {
    /// What happens next, in the language of the request, to show to people. The same whether or not the address is
    /// free.
    #[schema(example = "Ouvrez le lien envoyé à la nouvelle adresse : jusque-là, rien ne change.")]
    message: &'static str,
}

impl EmailChangeAsked {
    const fn told(language: Language) -> Self {
        let message = match language {
            Language::French => "Ouvrez le lien envoyé à la nouvelle adresse\u{a0}: jusque-là, rien ne change.",
            Language::English => "Open the link sent to the new address: until then, nothing changes.",
        };
        Self { message }
    }
}

/// Sign in with another email
///
/// A link goes to the new address: the change is made once it is opened. Word of it goes to the present address, with a
/// link by which it can be refused for 7 days, made or not. Nothing here tells whether the new address has an account
/// already: where it has one, its owner is told, and nothing changes.
#[utoipa::path(
    tag = "accounts",
    operation_id = "askEmailChange",
    extensions(("x-rate-limit" = json!("links"))),
    params(IdempotencyKeyParameter),
    request_body = EmailChange,
    security(("driver" = [])),
    responses((status = 202, body = EmailChangeAsked, description = "Asked for: a link went to the new address, and word of it to the present one."))
)]
#[post("/v1/account/email-changes")]
pub async fn ask_email_change(
    me: Driver,
    hub: Data<Hub>,
    from: ClientAddress,
    InLanguage(language): InLanguage,
    once: Idempotency,
    Body(body): Body<EmailChange>,
) -> Result<Reply, Problem> {
    let email = check_email(&body.email)?;
    let id = me.id;
    let account = hub.read(move |db| Ok(accounts::find(db, id)?)).await?;
    if account.email.as_deref() == Some(email.as_str()) {
        return Err(Problem::at("/email", InputFault::Unchanged));
    }
    let present = account.email.unwrap_or_default();
    hub.limits.ask_for_link(&present, from)?;
    let counted = hub.limits.sign_in_as(&present, from, true)?;
    let hash = account.password_hash.as_deref();
    let fits = hub.auth.passwords.verify(&body.password, hash, Standing::Known).await;
    if !matches!(fits, Ok(false)) {
        counted.does_not_count();
    }
    if !fits? {
        return Err(Problem::at("/password", InputFault::WrongPassword));
    }
    let mailed = hub.limits.may_mail_link(&email);
    hub.write_once(&once, me.author, move |tx| {
        let account = accounts::lock(tx, id)?;
        email::ask_for(tx, &account, &email, mailed)?;
        Ok(Reply::accepted(&EmailChangeAsked::told(language)))
    })
    .await
}
