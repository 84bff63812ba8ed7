//! `PUT /v1/passwords/{token}`

use actix_web::put;
use actix_web::web::Data;
use domain::people::BirthDate;
use persistence::Token;
use persistence::accounts::passwords;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::auth::{Chooser, Visitor};
use crate::http::{Body, ClientAddress, InputFault, PathOf, Problem, Reply};
use crate::hub::Hub;
use crate::routes::links::{self, LinkToken};

/// A password that somebody chooses, written twice.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"password": "sept mots suffisent pour une bonne phrase", "password_confirmation": "sept mots suffisent pour une bonne phrase", "birth_date": "1988-04-17"}))]
pub struct ChosenPassword {
    /// The chosen password, in one of the forms that `GET /v1/passwords/{token}` names.
    #[validate(length(max = 1024))]
    pub(crate) password: String,
    /// The chosen password once more, to find slips.
    #[validate(length(max = 1024))]
    pub(crate) password_confirmation: String,
    /// The birth date given at registration, `YYYY-MM-DD`. Required for the first password of a driver.
    pub(crate) birth_date: Option<BirthDate>,
}

/// Choose a password
///
/// The first one, which opens the account, or another one, which signs out wherever one was signed in. The link is
/// used up. A driver's first password takes their birth date as well: a link may lie in a mailbox that is not theirs. A few
/// wrong ones end the link, and a new one is to be asked for.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "choosePassword",
    request_body = ChosenPassword,
    params(LinkToken),
    responses((status = 204, description = "The password is kept, and signs in from now on."))
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

/// Whether whoever holds a link for a first password is its driver. Asked before anything is said of the password, which
/// might tell their name.
async fn is_theirs(
    hub: &Hub,
    visitor: &Visitor,
    holder: &passwords::Holder,
    token: &Token,
    given: Option<BirthDate>,
) -> Result<(), Problem> {
    let given = match (holder.birth_date, given) {
        (None, _) => return Ok(()),
        (Some(_), None) => return Err(Problem::at("/birth_date", InputFault::Missing)),
        (Some(_), Some(given)) => given,
    };
    if holder.birth_date == Some(given) {
        return Ok(());
    }
    // They have not shown to be the driver: it is nobody's doing.
    let (author, token) = (visitor.author.clone(), token.clone());
    let counted = hub
        .write(author, move |tx| Ok(passwords::wrong_birth_date(tx, &token)?))
        .await;
    counted.map_err(links::not_valid)?;
    Err(Problem::at("/birth_date", InputFault::BirthDateDiffers))
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
    let author = visitor.as_actor(holder.actor.clone());
    is_theirs(hub, visitor, &holder, &token, chosen.birth_date).await?;
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
