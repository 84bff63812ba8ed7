//! `GET /v1/passwords/{token}`

use actix_web::get;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use domain::labels::Label;
use domain::link::LinkPurpose;
use domain::rules::contact::shown_email;
use domain::rules::password::PasswordForm;
use domain::words::Word;
use serde::Serialize;
use utoipa::ToSchema;

use super::choose_password::holder;
use crate::http::{InLanguage, PathOf, Problem, Reply};
use crate::hub::Hub;
use crate::routes::links::LinkToken;

/// What a link to choose a password is for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "purpose": "choose_password", "email": "camille.martin@example.org", "birth_date_needed": true, "expires_at": "2026-11-25T09:00:00Z",
    "password_forms": ["Une phrase d’au moins 7 mots"]
}))]
pub struct PasswordLink {
    /// What the link is for: the first password, or another one.
    purpose: LinkPurpose,
    /// The email address of whoever is to choose a password.
    email: String,
    /// Whether the birth date is asked for as well: for the first password of a driver.
    birth_date_needed: bool,
    /// When the link stops working.
    expires_at: DateTime<Utc>,
    /// The forms that a password may have, in one word each; it needs one of them.
    password_forms: Vec<&'static str>,
}

/// Is the link still good
///
/// Reading it does not use it up. A link that was used, is too old or never was is not found.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "getPasswordLink",
    params(LinkToken),
    responses((status = 200, body = PasswordLink, description = "The link works, and what it is for."))
)]
#[get("/v1/passwords/{token}")]
pub async fn get_password_link(
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    PathOf(path): PathOf<LinkToken>,
) -> Result<Reply, Problem> {
    let holder = holder(&hub, path.parse()?).await?;
    let view = PasswordLink {
        purpose: holder.link.purpose,
        birth_date_needed: holder.birth_date.is_some(),
        email: shown_email(&holder.email).into_owned(),
        expires_at: holder.link.expires_at,
        password_forms: PasswordForm::ALL.iter().map(|form| form.label(language)).collect(),
    };
    Ok(Reply::ok(&view).never_stored())
}
