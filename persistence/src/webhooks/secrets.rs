//! What deliveries are signed with: a secret that the endpoint's owner knows (HMAC), and a key pair whose public half
//! they know (Ed25519). Both are an endpoint's own, so that nobody who is told of something can pass it on to another's
//! endpoint as the hub's word. They are replaced together; for some time both the old ones and the new sign.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::WebhookEndpointId;
use serde_json::json;
use uuid::Uuid;

use crate::audit;
use crate::dialect::prelude::*;
use crate::dialect::{AnyId, At};
use crate::error::{Error, Result};
use crate::keys::Seal;
use crate::schema::webhook_secrets;
use crate::store::{Db, Tx};

/// The length of a secret: Standard Webhooks asks for 24 to 64 random bytes.
const LENGTH: usize = 32;

/// A secret that was just made. It is shown once.
#[derive(Clone)]
pub struct FreshSecret {
    /// The secret, `whsec_…`.
    pub text: String,
    /// The public key, `whpk_…`.
    pub public_key: String,
}

impl std::fmt::Debug for FreshSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FreshSecret")
            .field("public_key", &self.public_key)
            .finish_non_exhaustive()
    }
}

/// What signs a delivery.
#[derive(Clone)]
pub struct SigningSecret {
    /// The secret.
    pub secret: Vec<u8>,
    /// The private key, PKCS #8.
    pub pkcs8: Vec<u8>,
}

impl std::fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningSecret(…)")
    }
}

/// A public key by which an endpoint's owner checks deliveries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedKey {
    /// The key, `whpk_…`.
    pub text: String,
    /// From when it signs no more, where it was replaced.
    pub retires_at: Option<DateTime<Utc>>,
}

#[derive(Insertable)]
#[diesel(table_name = webhook_secrets)]
struct Row {
    id: AnyId,
    endpoint_id: WebhookEndpointId,
    sealed_secret: Vec<u8>,
    sealed_private_key: Vec<u8>,
    public_key: Vec<u8>,
    created_at: At,
}

/// Makes a secret and a key pair, which sign from now on.
pub(super) fn make(tx: &mut Tx<'_>, seal: &Seal, endpoint: WebhookEndpointId) -> Result<FreshSecret> {
    let no_chance = |_| Error::Corrupt("the machine gives no random bytes".to_owned());
    let id: Uuid = tx.id();
    let secret: [u8; LENGTH] = tx.random();
    let pair = Ed25519KeyPair::generate().map_err(no_chance)?;
    let pkcs8 = pair.to_pkcs8().map_err(no_chance)?.as_ref().to_vec();
    let row = Row {
        id: AnyId(id),
        endpoint_id: endpoint,
        sealed_secret: seal.close(&context("secret", id), &secret).map_err(no_chance)?,
        sealed_private_key: seal.close(&context("private_key", id), &pkcs8).map_err(no_chance)?,
        public_key: pair.public_key().as_ref().to_vec(),
        created_at: At(tx.real_now()),
    };
    diesel::insert_into(webhook_secrets::table)
        .values(&row)
        .execute(tx.conn)?;
    Ok(FreshSecret {
        text: format!("whsec_{}", STANDARD.encode(secret)),
        public_key: published(&row.public_key),
    })
}

/// Replaces what signs for a locked endpoint. What signed until now goes on for `overlap`; what was replaced before
/// that ends at once.
pub fn rotate(tx: &mut Tx<'_>, seal: &Seal, endpoint: WebhookEndpointId, overlap: TimeDelta) -> Result<FreshSecret> {
    let now = tx.real_now();
    let of_endpoint = || webhook_secrets::table.filter(webhook_secrets::endpoint_id.eq(endpoint));
    diesel::delete(of_endpoint().filter(webhook_secrets::retires_at.is_not_null())).execute(tx.conn)?;
    diesel::update(of_endpoint())
        .set(webhook_secrets::retires_at.eq(Some(At(now + overlap))))
        .execute(tx.conn)?;
    let fresh = make(tx, seal, endpoint)?;
    let details = json!({"overlap_hours": overlap.num_hours()});
    audit::note(
        tx,
        "rotate_secret",
        "webhook_endpoint",
        Some(endpoint.into()),
        Some(details),
    )?;
    Ok(fresh)
}

/// What signs for an endpoint now, newest first.
pub(super) fn signing(db: &mut Db<'_>, seal: &Seal, endpoint: WebhookEndpointId) -> Result<Vec<SigningSecret>> {
    let now = At(db.real_now());
    let rows: Vec<(AnyId, Vec<u8>, Vec<u8>)> = webhook_secrets::table
        .filter(webhook_secrets::endpoint_id.eq(endpoint))
        .filter(
            webhook_secrets::retires_at
                .is_null()
                .or(webhook_secrets::retires_at.gt(Some(now)).assume_not_null()),
        )
        .order(webhook_secrets::id.desc())
        .select((
            webhook_secrets::id,
            webhook_secrets::sealed_secret,
            webhook_secrets::sealed_private_key,
        ))
        .load(db.conn)?;
    let unreadable = || Error::Corrupt("a webhook secret does not open with this CQC_HUB_SECRET".to_owned());
    let opened = rows.into_iter().map(|(AnyId(id), secret, private_key)| {
        Ok(SigningSecret {
            secret: seal.open(&context("secret", id), &secret).ok_or_else(unreadable)?,
            pkcs8: seal
                .open(&context("private_key", id), &private_key)
                .ok_or_else(unreadable)?,
        })
    });
    opened.collect()
}

/// The public keys of an endpoint that sign now, newest first.
pub fn public_keys(db: &mut Db<'_>, endpoint: WebhookEndpointId) -> Result<Vec<PublishedKey>> {
    let now = db.real_now();
    let rows: Vec<(Vec<u8>, Option<DateTime<Utc>>)> = webhook_secrets::table
        .filter(webhook_secrets::endpoint_id.eq(endpoint))
        .order(webhook_secrets::id.desc())
        .select((webhook_secrets::public_key, webhook_secrets::retires_at))
        .load(db.conn)?;
    let living = rows
        .into_iter()
        .filter(|(_, retires_at)| retires_at.is_none_or(|at| at > now));
    Ok(living
        .map(|(key, retires_at)| PublishedKey {
            text: published(&key),
            retires_at,
        })
        .collect())
}

fn published(public_key: &[u8]) -> String {
    format!("whpk_{}", STANDARD.encode(public_key))
}

/// What is sealed of one secret opens in no other.
fn context(what: &str, id: Uuid) -> String {
    format!("webhook_secrets:{what}:{id}")
}
