//! `GET /.well-known/jwks.json`

use actix_web::get;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Data;

use crate::auth::JwkSet;
use crate::http::Answer;
use crate::hub::Hub;

/// The keys of access tokens
///
/// A JSON Web Key Set (RFC 7517) of Ed25519 keys (RFC 8037): with these anybody can check that the hub made an access
/// token. Whether its session has ended meanwhile only the hub can tell.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "getKeys",
    responses((status = 200, body = JwkSet, description = "The keys."))
)]
#[get("/.well-known/jwks.json")]
pub async fn get_keys(hub: Data<Hub>) -> Answer {
    Answer::ok(&JwkSet::of(&hub.auth.tokens)).header(&CACHE_CONTROL, "public, max-age=300")
}
