//! Access tokens: JWTs of RFC 9068, signed with Ed25519, good for ten minutes.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::access::Scope;
use domain::ids::{FrontendId, SessionId};
use domain::oauth::Scopes;
use domain::words::Word as _;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use persistence::clients::Client;
use persistence::keys::{PublicKey, SigningKey};
use persistence::sessions::Signed;
use persistence::time::{IdSource, SystemClock};
use persistence::{Store, digest};

use super::claims::Claims;
use super::verified::{Verified, VerifiedTokens};
use crate::http::Problem;

/// How long an access token is good, in seconds.
pub const ACCESS_SECONDS: i64 = 600;

/// The `typ` of access tokens. What signs papers signs nothing of this type.
const TYPE: &str = "at+jwt";

/// The client of everybody who signs in with a password: any frontend.
const PASSWORD_CLIENT: &str = "cqc-hub";

/// Makes and checks access tokens.
pub struct Tokens {
    signing: EncodingKey,
    kid: String,
    known: HashMap<String, DecodingKey>,
    verified: VerifiedTokens,
    published: Vec<PublicKey>,
    issuer: String,
    clock: SystemClock,
    ids: IdSource,
}

/// Whose token it is, as far as the token can say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Bearer {
    /// Somebody who signed in, and how far the token reaches; as far as its session where it says nothing.
    Person(SessionId, Option<Scopes>),
    /// A machine, with the scope its token was made for.
    Machine(String, Scope),
}

impl Tokens {
    pub(super) fn new(signing: &SigningKey, published: &[PublicKey], issuer: &str, store: &Store) -> Self {
        let known = published
            .iter()
            .map(|key| (key.kid.clone(), DecodingKey::from_ed_der(&key.public_key)));
        Self {
            signing: EncodingKey::from_ed_der(&signing.pkcs8),
            kid: signing.kid.clone(),
            known: known.collect(),
            verified: VerifiedTokens::new(),
            published: published.to_vec(),
            issuer: issuer.to_owned(),
            clock: store.clock().system().clone(),
            ids: store.ids().clone(),
        }
    }

    /// A token for somebody who signed in.
    pub fn for_person(&self, signed: Signed, session: SessionId) -> Result<String, Problem> {
        self.sign(&self.personal(signed, session, PASSWORD_CLIENT.to_owned()))
    }

    /// A token for a frontend that somebody authorised.
    pub fn for_frontend(
        &self,
        signed: Signed,
        session: SessionId,
        frontend: FrontendId,
        scopes: &Scopes,
    ) -> Result<String, Problem> {
        let claims = Claims {
            scope: Some(scopes.text()),
            ..self.personal(signed, session, frontend.to_string())
        };
        self.sign(&claims)
    }

    /// A token for a machine.
    pub fn for_machine(&self, client: &Client) -> Result<String, Problem> {
        let claims = Claims {
            scope: Some(client.partner.scope().name().to_owned()),
            ..self.claims(client.client_id.clone(), client.client_id.clone())
        };
        self.sign(&claims)
    }

    /// Whose token this is; `None` where it is not one of ours, or not good any more.
    pub(super) fn check(&self, token: &str) -> Option<Bearer> {
        let now = self.clock.now().timestamp();
        let digest = digest::of_parts([token.as_bytes()]);
        let known = self.verified.get(&digest);
        let is_known = known.is_some();
        let verified = known
            .or_else(|| self.verify(token))
            .filter(|verified| verified.is_good(now))?;
        if !is_known {
            self.verified.keep(digest, verified.clone(), now);
        }
        Some(verified.bearer)
    }

    /// The session that a token belongs to, where it is one of ours, still good, and somebody's.
    pub fn session_of(&self, token: &str) -> Option<SessionId> {
        match self.check(token)? {
            Bearer::Person(session, _) => Some(session),
            Bearer::Machine(..) => None,
        }
    }

    /// Whether a token is one of ours, and still good.
    pub fn is_good(&self, token: &str) -> bool {
        self.check(token).is_some()
    }

    /// What a token says that bears a signature of ours.
    fn verify(&self, token: &str) -> Option<Verified> {
        let header = decode_header(token).ok()?;
        let is_access_token = header
            .typ
            .as_deref()
            .is_some_and(|typ| typ.eq_ignore_ascii_case(TYPE) || typ.eq_ignore_ascii_case("application/at+jwt"));
        let key = self.known.get(header.kid.as_deref()?).filter(|_| is_access_token)?;
        let claims = decode::<Claims>(token, key, &self.expected()).ok()?.claims;
        let bearer = match (claims.sid, claims.scope) {
            (Some(session), None) => Bearer::Person(session, None),
            (Some(session), Some(scopes)) => Bearer::Person(session, Some(Scopes::parse(&scopes)?)),
            (None, Some(scope)) => Bearer::Machine(claims.sub, Scope::from_name(&scope)?),
            _ => return None,
        };
        Some(Verified {
            bearer,
            issued_at: claims.iat,
            expires_at: claims.exp,
        })
    }

    /// The public keys, for whoever checks our tokens.
    pub(super) fn published(&self) -> &[PublicKey] {
        &self.published
    }

    /// Who signs.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    fn personal(&self, signed: Signed, session: SessionId, client_id: String) -> Claims {
        let (sub, role) = match signed {
            Signed::Driver(id) => (id.to_string(), "driver"),
            Signed::Staff(id, role) => (id.to_string(), role.name()),
        };
        Claims {
            sid: Some(session),
            role: Some(role.to_owned()),
            ..self.claims(sub, client_id)
        }
    }

    fn claims(&self, sub: String, client_id: String) -> Claims {
        let now: DateTime<Utc> = self.clock.now();
        Claims {
            iss: self.issuer.clone(),
            aud: self.issuer.clone(),
            sub,
            client_id,
            iat: now.timestamp(),
            exp: now.timestamp() + ACCESS_SECONDS,
            jti: self.ids.id(now),
            sid: None,
            scope: None,
            role: None,
        }
    }

    fn sign(&self, claims: &Claims) -> Result<String, Problem> {
        let header = Header {
            typ: Some(TYPE.to_owned()),
            kid: Some(self.kid.clone()),
            ..Header::new(Algorithm::EdDSA)
        };
        encode(&header, claims, &self.signing).map_err(Problem::internal)
    }

    fn expected(&self) -> Validation {
        let mut expected = Validation::new(Algorithm::EdDSA);
        expected.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        expected.set_issuer(&[&self.issuer]);
        expected.set_audience(&[&self.issuer]);
        // The time is ours to judge: `jsonwebtoken` would ask the machine's clock.
        expected.validate_exp = false;
        expected
    }
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens")
            .field("issuer", &self.issuer)
            .field("kid", &self.kid)
            .finish_non_exhaustive()
    }
}
