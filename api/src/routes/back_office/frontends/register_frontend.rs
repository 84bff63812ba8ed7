//! `POST /v1/back-office/oauth-clients`

use actix_web::post;
use actix_web::web::Data;
use domain::oauth::{ClientParty, Frontend, FrontendScope};
use persistence::frontends;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::frontend_view::{OauthClient, well_formed};
use crate::auth::Supervisor;
use crate::http::{Body, Problem, Reply};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};

/// A frontend as a supervisor registers it.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "TransPlanning", "party": "third_party", "redirect_uris": ["https://app.example.org/callback"],
    "origins": ["https://app.example.org"], "scopes": ["profile", "cards:read"]
}))]
pub struct OauthClientBody {
    /// Name of the frontend, as people read it when they are asked what it may do.
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// Whose frontend it is: the operator's own, or somebody else's, about whom people are asked each time.
    party: ClientParty,
    /// The addresses to which people may be led with a code, compared sign by sign: `https://…`; `http://127.0.0.1/…` or
    /// `http://[::1]/…` for an installed program, on any port; `com.example.app:/…` for an app.
    #[schema(min_items = 1)]
    redirect_uris: Vec<String>,
    /// The origins whose scripts may read answers (CORS), as browsers send them: `https://app.example.org`.
    #[serde(default)]
    origins: Vec<String>,
    /// The scopes that the frontend may ask for at the most. `full` is for the operator's own alone.
    #[schema(min_items = 1)]
    scopes: Vec<FrontendScope>,
}

impl From<OauthClientBody> for Frontend {
    fn from(new: OauthClientBody) -> Self {
        Self {
            name: new.name,
            party: new.party,
            redirect_uris: new.redirect_uris,
            origins: new.origins,
            scopes: new.scopes,
            active: true,
        }
    }
}

/// Register a frontend
///
/// From now on it may lead people to `GET /oauth/authorize`, with its `id` as `client_id`. It has no secret: a frontend can
/// keep none.
#[utoipa::path(
    tag = "back-office",
    operation_id = "registerOauthClient",
    params(IdempotencyKeyParameter),
    request_body = OauthClientBody,
    security(("back_office" = ["supervisor"])),
    responses((status = 201, body = OauthClient, description = "The frontend, as it was registered."))
)]
#[post("/v1/back-office/oauth-clients")]
pub async fn register_oauth_client(
    supervisor: Supervisor,
    hub: Data<Hub>,
    idempotency: Idempotency,
    Body(new): Body<OauthClientBody>,
) -> Result<Reply, Problem> {
    let frontend = well_formed(new.into())?;
    let reply = hub
        .write_once(&idempotency, supervisor.author, move |tx| {
            let registered = OauthClient::from(frontends::insert(tx, &frontend)?);
            Ok(Reply::created(registered.location(), &registered).version(registered.version))
        })
        .await?;
    hub.read_origins().await?;
    Ok(reply)
}
