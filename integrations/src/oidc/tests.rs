//! A provider that is slow, endless, elsewhere, or has new keys. What it says of people, right or wrong, is told by the
//! journeys (`tests/tests/journeys/oidc.rs`).

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;

const BEGINNING: &str = "2026-11-22T09:00:00Z";

fn clock() -> SystemClock {
    SystemClock::standing_at(BEGINNING.parse().expect("an instant"))
}

fn at(server: &MockServer, clock: &SystemClock) -> IdentityProvider {
    let registration = Registration {
        name: "A provider".to_owned(),
        audience: Audience::Staff,
        issuer: server.uri(),
        client_id: "cqc-hub".to_owned(),
        client_secret: "secret".to_owned(),
        acr: Vec::new(),
        scopes: vec!["email".to_owned()],
    };
    let patience = Duration::from_millis(500);
    IdentityProvider::patient(registration, "https://hub.example.org/back", clock.clone(), patience)
        .expect("a provider")
}

fn document(server: &MockServer) -> Value {
    let at = |path: &str| format!("{}{path}", server.uri());
    json!({
        "issuer": server.uri(), "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"),
        "jwks_uri": at("/keys"), "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
    })
}

async fn serve(server: &MockServer, at: &str, answer: ResponseTemplate) {
    Mock::given(path(at)).respond_with(answer).mount(server).await;
}

async fn serving(document: impl FnOnce(&MockServer) -> ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    let answer = document(&server);
    serve(&server, "/.well-known/openid-configuration", answer).await;
    serve(
        &server,
        "/keys",
        ResponseTemplate::new(200).set_body_json(json!({"keys": []})),
    )
    .await;
    server
}

async fn asked(server: &MockServer, path: &str) -> usize {
    let requests = server.received_requests().await.expect("requests are recorded");
    requests.iter().filter(|request| request.url.path() == path).count()
}

fn good(server: &MockServer) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(document(server))
}

#[tokio::test]
async fn nobody_waits_for_ever_nor_reads_for_ever_nor_goes_elsewhere() {
    let endless = |_: &MockServer| ResponseTemplate::new(200).set_body_raw("x".repeat(1 << 20), "application/json");
    let elsewhere = |_: &MockServer| ResponseTemplate::new(302).insert_header("location", "/elsewhere");
    let slow = |server: &MockServer| good(server).set_delay(Duration::from_secs(5));
    for (what, server) in [
        ("slow", serving(slow).await),
        ("endless", serving(endless).await),
        ("elsewhere", serving(elsewhere).await),
    ] {
        let outcome = at(&server, &clock()).ready().await;
        assert!(matches!(outcome, Err(Trouble::Unavailable(_))), "{what}: {outcome:?}");
        assert_eq!(asked(&server, "/elsewhere").await, 0, "{what}");
    }
}

#[tokio::test]
async fn what_it_says_of_itself_is_asked_once_in_an_hour_and_kept_for_a_day() {
    const DOCUMENT: &str = "/.well-known/openid-configuration";

    let (clock, server) = (clock(), serving(good).await);
    let provider = at(&server, &clock);
    for _ in 0..3 {
        provider.ready().await.expect("it answers");
    }
    assert_eq!(asked(&server, DOCUMENT).await, 1);
    clock.pass(TimeDelta::minutes(61));
    provider.ready().await.expect("it answers");
    assert_eq!(asked(&server, DOCUMENT).await, 2);
    server.reset().await;
    clock.pass(TimeDelta::hours(23));
    for _ in 0..3 {
        provider.ready().await.expect("what it said before");
    }
    assert_eq!(asked(&server, DOCUMENT).await, 1, "it is left alone for a while");
    clock.pass(TimeDelta::hours(2));
    assert!(matches!(provider.ready().await, Err(Trouble::Unavailable(_))));
}

#[tokio::test]
async fn an_issuer_is_itself_and_leads_to_nothing_in_the_open() {
    let another = |_: &MockServer| {
        ResponseTemplate::new(200).set_body_json(json!({
            "issuer": "https://evil.example", "authorization_endpoint": "https://evil.example/authorize",
            "jwks_uri": "https://evil.example/keys", "response_types_supported": ["code"],
            "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["ES256"],
        }))
    };
    let server = serving(another).await;
    let outcome = at(&server, &clock()).ready().await;
    assert!(matches!(outcome, Err(Trouble::Misregistered(_))), "{outcome:?}");

    let mut document = document(&server);
    document["issuer"] = json!("https://auth.example.org");
    for name in ["authorization_endpoint", "jwks_uri"] {
        document[name] = json!("https://auth.example.org/there");
    }
    assert!(!known::as_read(document.clone()).is_safe(), "the token endpoint is not");
    document["token_endpoint"] = json!("https://auth.example.org/token");
    assert!(known::as_read(document).is_safe());
}

/// A key under a name: what signs, and what is published.
fn key(kid: &str) -> (EncodingKey, Value) {
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).expect("a key");
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref()).expect("a key");
    let point = pair.public_key().as_ref();
    let [x, y] = [&point[1..33], &point[33..65]].map(|half| URL_SAFE_NO_PAD.encode(half));
    let published = json!({"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": kid, "x": x, "y": y});
    (EncodingKey::from_ec_der(pkcs8.as_ref()), published)
}

#[tokio::test]
async fn new_keys_are_read_when_they_are_met_and_once_a_minute_at_most() {
    let (clock, server) = (clock(), serving(good).await);
    let provider = at(&server, &clock);
    provider.ready().await.expect("it answers");
    let (signing, published) = key("new");
    let now = clock.now().timestamp();
    let signed_by = |kid: &str| {
        let header = Header {
            kid: Some(kid.to_owned()),
            ..Header::new(Algorithm::ES256)
        };
        let claims = json!({
            "iss": server.uri(), "aud": ["cqc-hub"], "iat": now, "jti": "1", "sub": "alex",
            "events": {"http://schemas.openid.net/event/backchannel-logout": {}}
        });
        encode(&header, &claims, &signing).expect("a token")
    };
    server.reset().await;
    serve(
        &server,
        "/keys",
        ResponseTemplate::new(200).set_body_json(json!({"keys": [published]})),
    )
    .await;
    for _ in 0..3 {
        let early = provider.logout_token(&signed_by("new")).await;
        assert!(matches!(early, Err(Trouble::NotProven(_))), "{early:?}");
    }
    assert_eq!(asked(&server, "/keys").await, 0, "they were read a moment ago");
    clock.pass(TimeDelta::seconds(61));
    let taken = provider.logout_token(&signed_by("new")).await.expect("a good token");
    assert_eq!(taken.subject.as_deref(), Some("alex"));
    for _ in 0..3 {
        let unknown = provider.logout_token(&signed_by("another")).await;
        assert!(matches!(unknown, Err(Trouble::NotProven(_))), "{unknown:?}");
    }
    assert_eq!(asked(&server, "/keys").await, 1);
}
