//! Machine clients: the systems of training centres, of the card factory, and of registered frontends' operators. Each of
//! them may have several credentials at once, so that one takes over from another without a pause.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use chrono::{DateTime, Utc};
use domain::access::{Partner, Scope};
use domain::ids::{CentreId, FrontendId};
use domain::oauth::keys::PublicKey;

use crate::dialect::prelude::*;
use crate::dialect::{At, Stored};
use crate::error::{Error, Result};
use crate::schema::{frontends, machine_clients, training_centres};
use crate::store::{Db, Tx};
use crate::{audit, each};

mod assertions;
mod changes;

pub use assertions::{forget_assertions, keys_of, sign_in_by};
pub use changes::{replace_secret, revoke, set_keys};

/// A machine that is known and may be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// The name it signs in by.
    pub client_id: String,
    /// Whose system it is.
    pub partner: Partner,
}

/// A credential, as supervisors see it. The secret was shown once.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = machine_clients)]
pub struct Credential {
    /// The name it signs in by.
    pub client_id: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it stopped working, if it did.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When a token was last got with it.
    pub last_used_at: Option<DateTime<Utc>>,
    /// Until when the secret works that was replaced last.
    pub previous_secret_until: Option<DateTime<Utc>>,
    /// The keys by which its machine signs in instead of by its secret.
    pub keys: Option<Stored<Vec<PublicKey>>>,
}

/// How a machine shows who it is.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = machine_clients)]
struct Means {
    secret_hash: Vec<u8>,
    previous_secret_hash: Option<Vec<u8>>,
    previous_secret_until: Option<DateTime<Utc>>,
    keys: Option<Stored<Vec<PublicKey>>>,
}

impl Means {
    /// Whether a secret is its own: the one that it has, or the last one for as long as that works; none where it has keys.
    fn fit(&self, hash: &[u8], now: DateTime<Utc>) -> bool {
        let previous = self
            .previous_secret_hash
            .as_deref()
            .filter(|_| self.previous_secret_until.is_some_and(|until| until > now));
        let is = |own: &[u8]| verify_slices_are_equal(own, hash).is_ok();
        let fits = is(&self.secret_hash) | previous.is_some_and(is);
        fits && self.keys.is_none()
    }
}

#[derive(Insertable)]
#[diesel(table_name = machine_clients)]
struct Row<'a> {
    client_id: &'a str,
    secret_hash: Vec<u8>,
    scope: Scope,
    centre_id: Option<CentreId>,
    frontend_id: Option<FrontendId>,
    created_at: At,
}

/// The client of that name, if it may be answered: not revoked, its centre or frontend active.
pub fn find(db: &mut Db<'_>, client_id: &str) -> Result<Option<Client>> {
    Ok(load(db, client_id)?.map(|(client, _)| client))
}

/// As [`find`], where the secret is the client's too; either way it is remembered that somebody asked for a token.
pub fn sign_in(tx: &mut Tx<'_>, client_id: &str, secret: &str) -> Result<Option<Client>> {
    let found = load(tx, client_id)?;
    let (hash, now) = (hash_of(secret), tx.real_now());
    // A name that nobody has costs a comparison too.
    let fits = match &found {
        Some((_, means)) => means.fit(&hash, now),
        None => verify_slices_are_equal(&vec![0; SHA256.output_len()], &hash).is_ok(),
    };
    settled(tx, found.map(|(client, _)| client), fits)
}

/// Remembers that somebody asked for a token; the client, if it gets one.
fn settled(tx: &mut Tx<'_>, found: Option<Client>, fits: bool) -> Result<Option<Client>> {
    let action = if fits { "sign_in" } else { "sign_in_refused" };
    let (subject, named) = match &found {
        Some(client) => ("machine_client", Some(&client.client_id)),
        None => ("nobody", None),
    };
    let details = named.map(|client_id| serde_json::json!({ "client_id": client_id }));
    audit::note(tx, action, subject, None, details)?;
    let Some(client) = found.filter(|_| fits) else {
        return Ok(None);
    };
    let now = At(tx.real_now());
    diesel::update(machine_clients::table.find(&client.client_id))
        .set(machine_clients::last_used_at.eq(Some(now)))
        .execute(tx.conn)?;
    Ok(Some(client))
}

fn load(db: &mut Db<'_>, client_id: &str) -> Result<Option<(Client, Means)>> {
    type Row = (String, Scope, Option<CentreId>, Option<FrontendId>, Means);

    let (centre, frontend) = (training_centres::id.nullable(), frontends::id.nullable());
    let row: Option<Row> = machine_clients::table
        .left_join(training_centres::table.on(machine_clients::centre_id.eq(centre)))
        .left_join(frontends::table.on(machine_clients::frontend_id.eq(frontend)))
        .filter(machine_clients::client_id.eq(client_id))
        .filter(machine_clients::revoked_at.is_null())
        .filter(
            machine_clients::centre_id
                .is_null()
                .or(training_centres::active.nullable().eq(Some(true)).assume_not_null()),
        )
        .filter(
            machine_clients::frontend_id
                .is_null()
                .or(frontends::active.nullable().eq(Some(true)).assume_not_null()),
        )
        .select((
            machine_clients::client_id,
            machine_clients::scope,
            machine_clients::centre_id,
            machine_clients::frontend_id,
            Means::columns(),
        ))
        .first(db.conn)
        .optional()?;
    let Some((client_id, scope, centre, frontend, means)) = row else {
        return Ok(None);
    };
    let partner = Partner::of(scope, centre, frontend)
        .ok_or_else(|| Error::Corrupt(format!("the scope of machine client {client_id} is another's")))?;
    Ok(Some((Client { client_id, partner }, means)))
}

/// Adds a credential. The name is taken: [`crate::Error::Collision`].
pub fn add(tx: &mut Tx<'_>, client: &Client, secret: &str) -> Result<()> {
    let row = Row {
        client_id: &client.client_id,
        secret_hash: hash_of(secret),
        scope: client.partner.scope(),
        centre_id: client.partner.centre(),
        frontend_id: client.partner.frontend(),
        created_at: At(tx.now()),
    };
    tx.savepoint(|tx| {
        Ok(diesel::insert_into(machine_clients::table)
            .values(&row)
            .execute(tx.conn)?)
    })?;
    let details = serde_json::json!({ "client_id": client.client_id });
    told(tx, "add_credential", client.partner, details)
}

/// The credentials of a centre, oldest first.
pub fn of_centre(db: &mut Db<'_>, centre_id: CentreId) -> Result<Vec<Credential>> {
    Ok(machine_clients::table
        .filter(machine_clients::centre_id.eq(Some(centre_id)))
        .order((machine_clients::created_at, machine_clients::client_id))
        .select(Credential::columns())
        .load(db.conn)?)
}

/// The credentials of a partner's systems, by the names they sign in by, after `cursor`.
pub fn list(db: &mut Db<'_>, partner: Partner, cursor: Option<&str>, limit: i64) -> Result<Vec<Credential>> {
    Ok(each!(db.conn, c => {
        let mut query = machine_clients::table
            .order(machine_clients::client_id)
            .limit(limit)
            .into_boxed();
        query = match partner {
            Partner::Centre(centre) => query.filter(machine_clients::centre_id.eq(Some(centre))),
            Partner::Factory => query.filter(machine_clients::scope.eq(Scope::Production)),
            Partner::Frontend(frontend) => query.filter(machine_clients::frontend_id.eq(Some(frontend))),
        };
        if let Some(cursor) = cursor {
            query = query.filter(machine_clients::client_id.gt(cursor.to_owned()));
        }
        query.select(Credential::columns()).load(c)
    })?)
}

/// Writes into the audit trail what was done to somebody's credentials.
fn told(tx: &mut Tx<'_>, action: &'static str, partner: Partner, details: serde_json::Value) -> Result<()> {
    let whose = match partner {
        Partner::Centre(id) => Some(id.into()),
        Partner::Frontend(id) => Some(id.into()),
        Partner::Factory => None,
    };
    audit::note(tx, action, "machine_client", whose, Some(details))
}

/// SHA-256: secrets are 32 random bytes, which nobody guesses (the sandbox's are public anyway).
fn hash_of(secret: &str) -> Vec<u8> {
    digest(&SHA256, secret.as_bytes()).as_ref().to_vec()
}
