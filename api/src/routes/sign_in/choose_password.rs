//! `PUT /v1/passwords/{token}`

use actix_web::put;
use actix_web::web::Data;
use persistence::Token;
use persistence::accounts::passwords;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::auth::{Chooser, Visitor};
use crate::http::{Body, ClientAddress, PathOf, Problem, Reply};
use crate::hub::Hub;
use crate::routes::links::{self, LinkToken};

/// A password, twice.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"password": "sept mots suffisent pour une bonne phrase", "password_confirmation": "sept mots suffisent pour une bonne phrase"}))]
pub struct ChosenPassword {
    /// The password.
    #[validate(length(max = 1024))]
    pub(crate) password: String,
    /// The same again.
    #[validate(length(max = 1024))]
    pub(crate) password_confirmation: String,
}

/// Choose a password
///
/// The first one, which opens the account, or another one, which signs out wherever one was signed in. The link is
/// used up.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "choosePassword",
    request_body = ChosenPassword,
    params(LinkToken),
    responses((status = 204, description = "It is kept: one can sign in with it."))
)]
#[put("/v1/passwords/{token}")]
pub async fn choose_password(
    hub: Data<Hub>,
    visitor: Visitor,
    from: ClientAddress,
    PathOf(path): PathOf<LinkToken>,
    Body(body): Body<ChosenPassword>,
) -> Result<Reply, Problem> {
    choose(&hub, &visitor, from, path.parse()?, &body).await?;
    Ok(Reply::no_content())
}

/// Who holds a link, while it works.
pub(crate) async fn holder(hub: &Hub, token: Token) -> Result<passwords::Holder, Problem> {
    let found = hub.read(move |db| Ok(passwords::holder(db, &token)?)).await;
    found.map_err(links::not_valid)
}

/// Keeps the password that the holder of a link chose, and where they did.
pub(crate) async fn choose(
    hub: &Hub,
    visitor: &Visitor,
    from: ClientAddress,
    token: Token,
    chosen: &ChosenPassword,
) -> Result<(), Problem> {
    let holder = holder(hub, token.clone()).await?;
    let author = visitor.as_actor(holder.actor);
    let chooser = Chooser {
        surname: holder.surname,
        first_names: holder.first_names,
        email: holder.email,
    };
    let hash = hub
        .auth
        .passwords
        .choose(&chosen.password, &chosen.password_confirmation, chooser)
        .await?
        .map_err(Problem::invalid)?;
    let network = Some(from.network());
    let kept = hub
        .write(author, move |tx| Ok(passwords::choose(tx, &token, &hash, network)?))
        .await;
    kept.map_err(links::not_valid)
}
