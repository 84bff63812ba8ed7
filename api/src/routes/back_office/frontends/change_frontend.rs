//! `PATCH /v1/back-office/oauth-clients/{id}`

use actix_web::patch;
use actix_web::web::Data;
use domain::ids::FrontendId;
use domain::oauth::{ClientParty, Frontend, FrontendScope};
use persistence::frontends;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::frontend_view::{OauthClient, well_formed};
use crate::auth::Supervisor;
use crate::http::output::IfMatchParameter;
use crate::http::{Body, IfMatch, PathOf, Problem, Reply};
use crate::hub::Hub;

/// What is to change of a frontend. What is left out stays as it is.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"scopes": ["profile"]}))]
pub struct OauthClientChanges {
    /// Name of the frontend, as people read it when they are asked what it may do.
    #[schema(min_length = 1, max_length = 100)]
    name: Option<String>,
    /// Whose frontend it is: the operator's own, or somebody else's.
    party: Option<ClientParty>,
    /// All the addresses to which people may be led with a code, in place of those known so far.
    redirect_uris: Option<Vec<String>>,
    /// All the origins whose scripts may read answers, in place of those known so far.
    origins: Option<Vec<String>>,
    /// All the scopes that the frontend may ask for, in place of those known so far.
    scopes: Option<Vec<FrontendScope>>,
    /// Whether anybody is let in by the frontend.
    active: Option<bool>,
}

impl OauthClientChanges {
    fn upon(self, known: Frontend) -> Frontend {
        Frontend {
            name: self.name.unwrap_or(known.name),
            party: self.party.unwrap_or(known.party),
            redirect_uris: self.redirect_uris.unwrap_or(known.redirect_uris),
            origins: self.origins.unwrap_or(known.origins),
            scopes: self.scopes.unwrap_or(known.scopes),
            active: self.active.unwrap_or(known.active),
        }
    }
}

/// Change a frontend
///
/// Where it may do less than before, or is not active any more, the sessions that it began end at once.
#[utoipa::path(
    tag = "back-office",
    operation_id = "changeOauthClient",
    params(("id" = FrontendId, Path, description = "Identifier (`id`) of the frontend."), IfMatchParameter),
    request_body = OauthClientChanges,
    security(("back_office" = ["supervisor"])),
    responses((status = 200, body = OauthClient, description = "The frontend, as it was changed."))
)]
#[patch("/v1/back-office/oauth-clients/{id}")]
pub async fn change_oauth_client(
    supervisor: Supervisor,
    hub: Data<Hub>,
    PathOf(id): PathOf<FrontendId>,
    if_match: IfMatch,
    Body(changes): Body<OauthClientChanges>,
) -> Result<Reply, Problem> {
    let reply = hub
        .write(supervisor.author, move |tx| {
            let record = frontends::lock(tx, id)?;
            if_match.require(record.version)?;
            let wanted = well_formed(changes.clone().upon(record.described()))?;
            let client = OauthClient::from(frontends::update(tx, &record, &wanted)?);
            Ok(Reply::ok(&client).version(client.version))
        })
        .await?;
    hub.read_origins().await?;
    Ok(reply)
}
