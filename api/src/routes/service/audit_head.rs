//! `GET /.well-known/audit-trail`

use actix_web::get;
use actix_web::web::Data;
use persistence::audit::seals;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::{Problem, Reply};
use crate::hub::Hub;

/// How far the audit trail is sealed. Whoever keeps a copy of it can prove later that the trail was not changed, nor another
/// one put in its place.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "number": 1207,
    "statement": "eyJ0eXAiOiJjcWMtYXVkaXQtc2VhbCtqd3QiLCJhbGciOiJFZERTQSJ9.eyJudW1iZXIiOjEyMDd9.c2lnbmF0dXJl"
}))]
pub struct AuditHead {
    /// Number of the newest seal, counted from 1; 0 before there is one.
    #[schema(example = 1207)]
    number: i64,
    /// Statement of the newest seal: a compact JWS (RFC 7515, `EdDSA`, `typ` `cqc-audit-seal+jwt`), absent before there is one.
    /// Its claims are `iss`, `iat`, `number`, `previous` (SHA-256 of the statement before, in base64url), `previous_iat`, and
    /// `lines` (SHA-256 of the list of the lines it covers, in base64url). It is checked with the key of its `kid` in
    /// `/.well-known/jwks.json`.
    #[serde(skip_serializing_if = "Option::is_none")]
    statement: Option<String>,
}

/// How far the audit trail is sealed
///
/// The hub seals its audit trail every minute: each seal states what the lines say that are new, and which seal came
/// before. Of the trail itself it tells nothing. `cqc-hub audit verify --published` holds the trail against a copy of this.
#[utoipa::path(
    tag = "service",
    operation_id = "getAuditHead",
    responses((status = 200, body = AuditHead, description = "The newest seal of the audit trail."))
)]
#[get("/.well-known/audit-trail")]
pub async fn get_audit_head(hub: Data<Hub>) -> Result<Reply, Problem> {
    let head = hub.read(|db| Ok(seals::head(db)?)).await?;
    let head = AuditHead {
        number: head.as_ref().map_or(0, |seal| seal.number),
        statement: head.map(|seal| seal.statement),
    };
    Ok(Reply::ok(&head).public_for(60))
}
