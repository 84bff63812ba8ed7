//! An identity provider that says whatever a story has it say, right or wrong.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use tests::hub::BEGINNING;
use tests::{Client, Hub, Reading as _, Reply};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// How the hub is registered there.
pub const CLIENT: (&str, &str) = ("cqc-hub", "a secret of two");

/// A frontend.
pub const FRONTEND: &str = "http://localhost:3000/in";

/// What a token is signed with.
#[derive(Debug, Clone, Copy)]
pub enum Signed {
    /// The provider's key.
    Well,
    /// Somebody's own key, under the name of the provider's.
    ByAnother,
    /// A key under a name that the provider does not publish.
    ByAStranger,
    /// Nothing: `alg` is `none`.
    Not,
    /// The secret that the hub and the provider share.
    ByTheSecret,
}

/// What the provider says of somebody.
#[derive(Debug, Clone)]
pub struct Word {
    /// What differs from a good ID token; what is `null` is left out.
    pub claims: Value,
    /// How it is signed.
    pub signed: Signed,
    /// What the userinfo endpoint says.
    pub user_info: Value,
    /// Whether it signs that.
    pub user_info_signed: Option<Signed>,
}

impl Word {
    /// A good ID token of a subject, with these claims beside.
    #[expect(clippy::needless_pass_by_value, reason = "a story writes them where it says this")]
    pub fn of(subject: &str, claims: Value) -> Self {
        let mut all = json!({"sub": subject});
        merge(&mut all, &claims);
        Self {
            claims: all,
            signed: Signed::Well,
            user_info: json!({"sub": subject}),
            user_info_signed: None,
        }
    }

    pub fn signed(self, signed: Signed) -> Self {
        Self { signed, ..self }
    }

    pub fn user_info(self, user_info: Value, user_info_signed: Option<Signed>) -> Self {
        Self {
            user_info,
            user_info_signed,
            ..self
        }
    }
}

/// What somebody is sent along with to the provider.
#[derive(Debug, Clone)]
pub struct Asked(HashMap<String, String>);

impl Asked {
    #[track_caller]
    pub fn read(url: &str) -> Self {
        let url = reqwest::Url::parse(url).expect("an address");
        Self(url.query_pairs().into_owned().collect())
    }

    #[track_caller]
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).unwrap_or_else(|| panic!("no {name}: {self:?}"))
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

#[derive(Default)]
struct State {
    /// What each code leads to: the challenge, and the word.
    codes: HashMap<String, (String, Value, Word)>,
    /// By access token.
    user_infos: HashMap<String, String>,
    /// What differs from its usual document.
    document: Value,
    /// Answers every request with this instead.
    broken: Option<String>,
    asked: Vec<String>,
}

/// The provider.
#[derive(Clone)]
pub struct Provider {
    pub issuer: String,
    key: Arc<Key>,
    other: Arc<Key>,
    state: Arc<Mutex<State>>,
}

struct Key {
    signing: EncodingKey,
    x: String,
    y: String,
}

impl Key {
    fn new() -> Self {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref()).expect("a key");
        let point = pair.public_key().as_ref().to_vec();
        Self {
            signing: EncodingKey::from_ec_der(pkcs8.as_ref()),
            x: URL_SAFE_NO_PAD.encode(&point[1..33]),
            y: URL_SAFE_NO_PAD.encode(&point[33..65]),
        }
    }
}

impl Provider {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let provider = Self {
            issuer: format!("http://{}", listener.local_addr().expect("an address")),
            key: Arc::new(Key::new()),
            other: Arc::new(Key::new()),
            state: Arc::default(),
        };
        let serving = provider.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let serving = serving.clone();
                // Whoever hangs up ends the conversation.
                tokio::spawn(async move { serving.serve(stream).await.ok() });
            }
        });
        provider
    }

    /// The settings of a hub that trusts it for staff and for drivers.
    pub fn settings(&self) -> Vec<(&str, &str)> {
        vec![
            ("OIDC_STAFF_ISSUER", &self.issuer),
            ("OIDC_STAFF_CLIENT_ID", CLIENT.0),
            ("OIDC_STAFF_CLIENT_SECRET", CLIENT.1),
            ("OIDC_DRIVERS_ISSUER", &self.issuer),
            ("OIDC_DRIVERS_CLIENT_ID", CLIENT.0),
            ("OIDC_DRIVERS_CLIENT_SECRET", CLIENT.1),
        ]
    }

    /// Its document differs from now on.
    pub fn says_of_itself(&self, document: Value) {
        self.lock().document = document;
    }

    /// It answers every request with these words.
    pub fn answers_with(&self, answer: impl Into<String>) {
        self.lock().broken = Some(answer.into());
    }

    /// It is itself again.
    pub fn recovers(&self) {
        self.lock().broken = None;
    }

    /// The lines of what it was asked.
    pub fn asked(&self) -> Vec<String> {
        self.lock().asked.clone()
    }

    /// Somebody signs in there: its code.
    pub fn sign_in(&self, asked: &Asked, word: Word) -> String {
        assert_eq!(asked.text("response_type"), "code");
        assert_eq!(asked.text("client_id"), CLIENT.0);
        assert_eq!(asked.text("code_challenge_method"), "S256");
        assert!(asked.text("scope").split(' ').any(|scope| scope == "openid"));
        let mut claims = self.usual_claims();
        merge(&mut claims, &json!({"nonce": asked.text("nonce")}));
        merge(&mut claims, &word.claims);
        let mut state = self.lock();
        let code = format!("code-{}", state.codes.len());
        let challenge = asked.text("code_challenge").to_owned();
        state.codes.insert(code.clone(), (challenge, claims, word));
        code
    }

    /// A logout token that differs from a good one in this.
    pub fn logout_token(&self, claims: &Value, typ: Option<&str>, signed: Signed) -> String {
        let mut all = self.usual_claims();
        let own = json!({
            "jti": "logout-1", "nonce": null, "exp": now() + 120,
            "events": {"http://schemas.openid.net/event/backchannel-logout": {}}
        });
        merge(&mut all, &own);
        merge(&mut all, claims);
        self.sign(&all, typ, signed)
    }

    fn usual_claims(&self) -> Value {
        json!({"iss": self.issuer, "aud": CLIENT.0, "iat": now(), "exp": now() + 30 * 86_400})
    }

    fn sign(&self, claims: &Value, typ: Option<&str>, signed: Signed) -> String {
        let header = |algorithm, kid: &str| Header {
            typ: typ.map(str::to_owned),
            kid: Some(kid.to_owned()),
            ..Header::new(algorithm)
        };
        let by = |header: Header, key: &EncodingKey| encode(&header, claims, key).expect("a token");
        match signed {
            Signed::Well => by(header(Algorithm::ES256, "one"), &self.key.signing),
            Signed::ByAnother => by(header(Algorithm::ES256, "one"), &self.other.signing),
            Signed::ByAStranger => by(header(Algorithm::ES256, "none of theirs"), &self.other.signing),
            Signed::ByTheSecret => by(
                header(Algorithm::HS256, "one"),
                &EncodingKey::from_secret(CLIENT.1.as_bytes()),
            ),
            Signed::Not => {
                let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
                format!("{}.{}.", part(&json!({"alg": "none", "typ": "JWT"})), part(claims))
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().expect("nobody panicked")
    }

    async fn serve(&self, stream: TcpStream) -> std::io::Result<()> {
        let mut stream = BufReader::new(stream);
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        let mut headers = HashMap::new();
        loop {
            let mut header = String::new();
            stream.read_line(&mut header).await?;
            let Some((name, value)) = header.trim().split_once(": ") else {
                break;
            };
            headers.insert(name.to_lowercase(), value.to_owned());
        }
        let length = headers.get("content-length").and_then(|length| length.parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        stream.read_exact(&mut body).await?;
        let (status, media_type, answer) = self.answer(line.trim(), &headers, &String::from_utf8_lossy(&body));
        let mut head = format!("HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Type: {media_type}\r\n");
        let _ = write!(head, "Content-Length: {}\r\n\r\n", answer.len());
        stream.write_all(format!("{head}{answer}").as_bytes()).await
    }

    fn answer(&self, line: &str, headers: &HashMap<String, String>, body: &str) -> (u16, &'static str, String) {
        let json = |status, value: &Value| (status, "application/json", value.to_string());
        self.lock().asked.push(line.to_owned());
        if let Some(broken) = self.lock().broken.clone() {
            return (200, "application/json", broken);
        }
        let path = line.split(' ').nth(1).unwrap_or_default();
        match path {
            "/.well-known/openid-configuration" => json(200, &self.document()),
            "/keys" => json(200, &self.keys()),
            "/token" => self.token(headers, body),
            "/userinfo" => {
                let token = headers
                    .get("authorization")
                    .and_then(|header| header.strip_prefix("Bearer "));
                let state = self.lock();
                match token.and_then(|token| state.user_infos.get(token)) {
                    Some(answer) if answer.starts_with('{') => (200, "application/json", answer.clone()),
                    Some(answer) => (200, "application/jwt; charset=utf-8", answer.clone()),
                    None => json(401, &json!({})),
                }
            }
            _ => json(404, &json!({})),
        }
    }

    fn document(&self) -> Value {
        let at = |path: &str| format!("{}{path}", self.issuer);
        let mut document = json!({
            "issuer": self.issuer, "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"),
            "userinfo_endpoint": at("/userinfo"), "jwks_uri": at("/keys"), "end_session_endpoint": at("/logout"),
            "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
        });
        merge(&mut document, &self.lock().document);
        document
    }

    fn keys(&self) -> Value {
        let Key { x, y, .. } = &*self.key;
        json!({"keys": [
            {"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "one", "x": x, "y": y},
            {"kty": "something new", "kid": "two"},
        ]})
    }

    fn token(&self, headers: &HashMap<String, String>, body: &str) -> (u16, &'static str, String) {
        let refused = |error: &str| (400, "application/json", json!({"error": error}).to_string());
        let form = reqwest::Url::parse(&format!("http://x/?{body}")).expect("a form");
        let form: HashMap<String, String> = form.query_pairs().into_owned().collect();
        let (id, secret) = (CLIENT.0, CLIENT.1.replace(' ', "+"));
        let basic = format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")));
        if headers.get("authorization") != Some(&basic) {
            return refused("invalid_client");
        }
        let code = form.get("code").map(String::as_str).unwrap_or_default();
        let Some((challenge, claims, word)) = self.lock().codes.remove(code) else {
            return refused("invalid_grant");
        };
        let verifier = form.get("code_verifier").map(String::as_str).unwrap_or_default();
        if URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes())) != challenge {
            return refused("invalid_grant");
        }
        let access_token = format!("access-{code}");
        let user_info = match word.user_info_signed {
            None => word.user_info.to_string(),
            Some(signed) => self.sign(&word.user_info, None, signed),
        };
        self.lock().user_infos.insert(access_token.clone(), user_info);
        let answer = json!({
            "access_token": access_token, "token_type": "Bearer", "expires_in": 60,
            "id_token": self.sign(&claims, Some("JWT"), word.signed),
        });
        (200, "application/json", answer.to_string())
    }
}

fn now() -> i64 {
    let beginning: DateTime<Utc> = BEGINNING.parse().expect("an instant");
    beginning.timestamp()
}

fn merge(into: &mut Value, more: &Value) {
    let Some(members) = into.as_object_mut() else { return };
    for (name, value) in more.as_object().into_iter().flatten() {
        if value.is_null() {
            members.remove(name);
        } else {
            members.insert(name.clone(), value.clone());
        }
    }
}

/// A journey that a frontend has begun.
pub struct Journey {
    pub asked: Asked,
    pub verifier: String,
}

impl Journey {
    pub async fn begin(hub: &Hub, audience: &str) -> Self {
        let body = json!({"audience": audience, "return_url": FRONTEND});
        Self::of(&hub.anyone().post("/v1/oidc/sign-ins", body).await.ok())
    }

    pub fn of(begun: &Value) -> Self {
        Self {
            asked: Asked::read(&begun.text("/authorization_url")),
            verifier: begun.text("/verifier"),
        }
    }

    /// Somebody comes back from the provider with this in the address.
    pub async fn come_back(&self, hub: &Hub, more: &[(&str, &str)]) -> Reply {
        let redirect_uri = self.asked.text("redirect_uri");
        let mut url = reqwest::Url::parse(redirect_uri).expect("an address");
        let mut query = url.query_pairs_mut();
        query.append_pair("state", self.asked.text("state"));
        query.extend_pairs(more);
        drop(query);
        hub.anyone().get(&hub.path_of(url.as_str())).await
    }

    /// The same, and on to the frontend: what the address is added there.
    pub async fn end(&self, hub: &Hub, more: &[(&str, &str)]) -> Asked {
        let reply = self.come_back(hub, more).await.expect(303);
        assert_eq!(reply.header("referrer-policy"), Some("no-referrer"));
        let address = reply.header("location").expect("an address");
        assert!(address.starts_with(FRONTEND), "{address}");
        Asked::read(address)
    }

    /// Somebody of whom the provider says this: the code for the frontend.
    pub async fn code(&self, hub: &Hub, provider: &Provider, word: Word) -> String {
        let code = provider.sign_in(&self.asked, word);
        self.end(hub, &[("code", &code)]).await.text("sign_in_code").to_owned()
    }

    /// The frontend exchanges a code.
    pub async fn exchange(&self, anyone: &Client, code: &str) -> Reply {
        let body = json!({"code": code, "verifier": self.verifier});
        anyone.post("/v1/oidc/sessions", body).await
    }
}

/// All of it: somebody of whom the provider says this.
pub async fn sign_in(hub: &Hub, provider: &Provider, audience: &str, word: Word) -> Reply {
    let journey = Journey::begin(hub, audience).await;
    let code = journey.code(hub, provider, word).await;
    journey.exchange(hub.anyone(), &code).await
}
