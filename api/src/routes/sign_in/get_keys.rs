//! `GET /.well-known/jwks.json`

use actix_web::get;
use actix_web::web::Data;
use domain::access::KeyPurpose;
use persistence::keys;

use crate::auth::JwkSet;
use crate::http::{Problem, Reply};
use crate::hub::Hub;

/// The keys of tokens, papers and seals
///
/// A JSON Web Key Set (RFC 7517) of Ed25519 keys (RFC 8037). With these anybody can check that the hub made an access
/// token (`typ` `at+jwt`), the statement in the QR code of a certificate (`typ` `cqc-paper+jwt`), or a seal of the audit
/// trail (`typ` `cqc-audit-seal+jwt`), each with a key that signs nothing else. A key of papers stays here until the last
/// paper that it signed is over. Whether a token's
/// session has ended meanwhile, or a certificate was revoked, only the hub can tell.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "getKeys",
    responses((status = 200, body = JwkSet, description = "The public keys of tokens, papers and seals."))
)]
#[get("/.well-known/jwks.json")]
pub async fn get_keys(hub: Data<Hub>) -> Result<Reply, Problem> {
    let others = hub.read(|db| {
        let papers = keys::published(db, KeyPurpose::Papers)?;
        Ok([papers, keys::published(db, KeyPurpose::AuditTrail)?].concat())
    });
    let keys = JwkSet::of(&hub.auth.tokens(), &others.await?);
    Ok(Reply::ok(&keys).public_for(300))
}
