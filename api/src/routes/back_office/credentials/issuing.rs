//! Fresh credentials.

use domain::access::{Partner, Scope};
use persistence::clients::{self, Client};
use persistence::{Error, Tx};
use serde::Serialize;
use utoipa::ToSchema;

/// Fresh credentials of a partner's system. The secret is shown this once.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "client_id": "abskilllyon-7k3m9p", "client_secret": "c2VjcmV0IG9mIDMyIGJ5dGVzIGluIGJhc2U2NHVybA", "scope": "attestations"
}))]
pub struct CredentialsBody {
    /// The client id with which the partner's system asks for tokens.
    pub client_id: String,
    /// The secret that goes with `client_id`. Nobody can read it again.
    pub client_secret: String,
    /// The scope of the tokens that the credentials give: it follows from whose system it is.
    scope: Scope,
}

/// Makes credentials for a partner of this name.
pub fn issue(tx: &mut Tx<'_>, partner: Partner, name: &str) -> Result<CredentialsBody, Error> {
    let client = Client {
        client_id: client_id(tx, name),
        partner,
    };
    let secret = tx.token().text();
    clients::add(tx, &client, &secret)?;
    Ok(CredentialsBody {
        client_id: client.client_id,
        client_secret: secret,
        scope: partner.scope(),
    })
}

/// A name that says whose it is, and is nobody else's: letters and digits of the partner's name, and six of chance.
fn client_id(tx: &Tx<'_>, name: &str) -> String {
    let mut slug: String = domain::rules::folding::fold(name)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(20)
        .collect();
    if slug.is_empty() {
        slug.push_str("client");
    }
    let chance: String = tx
        .token()
        .text()
        .to_ascii_lowercase()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(6)
        .collect();
    format!("{slug}-{chance}")
}
