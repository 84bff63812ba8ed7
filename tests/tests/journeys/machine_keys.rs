//! Machines that sign who they are (RFC 7523), and secrets that are replaced without a pause.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use tests::frontend::Frontend;
use tests::hub::{BEGINNING, FACTORY, Hub, SUPERVISOR};
use tests::roles::Agent;
use tests::{Reading as _, Reply};

tests::stories![
    a_machine_signs_who_it_is,
    a_secret_is_replaced,
    the_factory_and_operators_have_the_same,
];

const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const CENTRES: &str = "/v1/back-office/training-centres";

/// What the hub's clock shows.
fn beginning() -> i64 {
    let begun: chrono::DateTime<chrono::Utc> = BEGINNING.parse().expect("an instant");
    begun.timestamp()
}

/// A key of a centre's, and the credentials for which it is registered.
struct Machine {
    client_id: String,
    secret: String,
    /// Where the credentials are.
    path: String,
    pair: Ed25519KeyPair,
}

impl Machine {
    async fn made(hub: &Hub) -> Self {
        let centre = json!({"name": "Lycée des transports", "kind": "school"});
        let school = hub.supervisor().await.post(CENTRES, centre).await.created().id();
        Self::given(hub, &format!("{CENTRES}/{school}/credentials")).await
    }

    /// With fresh ones of these credentials.
    async fn given(hub: &Hub, credentials: &str) -> Self {
        let given = hub.supervisor().await.do_post(credentials).await.created();
        let client_id = given.text("/client_id");
        Self {
            path: format!("{credentials}/{client_id}"),
            client_id,
            secret: given.text("/client_secret"),
            pair: Ed25519KeyPair::generate().expect("a key"),
        }
    }

    fn key(&self) -> Value {
        let x = URL_SAFE_NO_PAD.encode(self.pair.public_key().as_ref());
        json!({"kty": "OKP", "crv": "Ed25519", "kid": "2026", "x": x})
    }

    /// A good assertion, with other claims in the place of some.
    fn signed(&self, hub: &Hub, others: &Value) -> String {
        let now = beginning();
        let mut claims = json!({
            "iss": self.client_id, "sub": self.client_id, "aud": format!("{}/oauth/token", hub.base()),
            "iat": now, "exp": now + 60, "jti": "1",
        });
        for (name, value) in others.as_object().into_iter().flatten() {
            claims[name] = value.clone();
        }
        let header = Header {
            kid: Some("2026".to_owned()),
            ..Header::new(Algorithm::EdDSA)
        };
        let document = self.pair.to_pkcs8v1().expect("a document");
        encode(&header, &claims, &EncodingKey::from_ed_der(document.as_ref())).expect("signed")
    }

    async fn show(&self, hub: &Hub, assertion: &str) -> Reply {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_assertion_type", TYPE),
            ("client_assertion", assertion),
        ];
        hub.anyone().do_post("/oauth/token").form(&form).await
    }

    async fn show_secret(&self, hub: &Hub, secret: &str) -> Reply {
        let form = [("grant_type", "client_credentials")];
        let asked = hub.anyone().do_post("/oauth/token");
        asked.as_machine(&self.client_id, secret).form(&form).await
    }
}

async fn a_machine_signs_who_it_is(hub: &Hub) {
    let machine = Machine::made(hub).await;
    let supervisor = hub.supervisor().await;
    let assertion = machine.signed(hub, &json!({}));
    machine.show(hub, &assertion).await.expect(401);

    let keys = format!("{}/keys", machine.path);
    let secret = json!({"keys": [{"kty": "oct"}]});
    supervisor.put(&keys, secret).await.invalid(&[("/keys/0", "malformed")]);
    supervisor
        .put(&keys, json!({"keys": [machine.key()]}))
        .await
        .no_content();

    let token = machine.show(hub, &assertion).await.ok();
    assert_eq!(token["scope"], "attestations");
    let lycee = hub.anyone().bearing(&token.text("/access_token"));
    lycee.get("/v1/attestations").await.ok();
    // Each is good once, and the secret is none any more.
    assert_eq!(
        machine.show(hub, &assertion).await.expect(401).json()["error"],
        "invalid_client"
    );
    machine.show_secret(hub, &machine.secret).await.expect(401);

    let now = beginning();
    for (index, wrong) in [
        json!({"aud": "https://other.example.org"}),
        json!({"iss": "abskill-lyon"}),
        json!({"sub": "abskill-lyon"}),
        json!({"exp": now - 1}),
        json!({"exp": now + 600}),
        json!({"iat": now + 600}),
        json!({"jti": ""}),
    ]
    .into_iter()
    .enumerate()
    {
        let mut claims = json!({"jti": format!("wrong-{index}")});
        for (name, value) in wrong.as_object().expect("claims") {
            claims[name] = value.clone();
        }
        machine.show(hub, &machine.signed(hub, &claims)).await.expect(401);
    }
    // Somebody else's key, under the same name.
    let other = Machine {
        pair: Ed25519KeyPair::generate().expect("a key"),
        client_id: machine.client_id.clone(),
        secret: String::new(),
        path: String::new(),
    };
    machine
        .show(hub, &other.signed(hub, &json!({"jti": "2"})))
        .await
        .expect(401);
    let issuer = json!({"jti": "2", "aud": hub.base()});
    machine.show(hub, &machine.signed(hub, &issuer)).await.ok();

    let centre = machine.path.split("/credentials").next().unwrap_or_default();
    let seen = supervisor.get(centre).await.ok();
    assert_eq!(seen["credentials"][0]["keys"][0], machine.key());
    assert!(seen["credentials"][0]["last_used_at"].is_string(), "{seen:#}");
    supervisor.put(&keys, json!({"keys": []})).await.no_content();
    machine.show_secret(hub, &machine.secret).await.ok();
}

async fn a_secret_is_replaced(hub: &Hub) {
    let machine = Machine::made(hub).await;
    let supervisor = hub.supervisor().await;
    let path = format!("{}/secret", machine.path);
    supervisor
        .post(&path, json!({"overlap_hours": 169}))
        .await
        .invalid(&[("/overlap_hours", "too_many")]);
    let replaced = supervisor.post(&path, json!({})).await.ok();
    let fresh = replaced.text("/client_secret");
    machine.show_secret(hub, &fresh).await.ok();
    machine.show_secret(hub, &machine.secret).await.ok();
    hub.seconds_pass(24 * 3_600 + 1);
    machine.show_secret(hub, &machine.secret).await.expect(401);
    machine.show_secret(hub, &fresh).await.ok();

    // One that has become known to others works no more at once.
    let supervisor = Agent::sign_in(hub.anyone(), SUPERVISOR.0, SUPERVISOR.1).await;
    let replaced = supervisor.post(&path, json!({"overlap_hours": 0})).await.ok();
    machine.show_secret(hub, &fresh).await.expect(401);
    machine.show_secret(hub, &replaced.text("/client_secret")).await.ok();
}

async fn the_factory_and_operators_have_the_same(hub: &Hub) {
    let frontend = Frontend::register(hub, &["cases"]).await.client_id;
    let of_frontend = format!("/v1/back-office/oauth-clients/{frontend}/credentials");
    let of_factory = "/v1/back-office/card-factory/credentials".to_owned();
    for (credentials, scope) in [(of_frontend, "webhooks"), (of_factory, "production")] {
        let supervisor = hub.supervisor().await;
        let machine = Machine::given(hub, &credentials).await;
        let token = machine.show_secret(hub, &machine.secret).await.ok();
        assert_eq!(token["scope"], scope);
        let replaced = supervisor
            .post(&format!("{}/secret", machine.path), json!({}))
            .await
            .ok();
        machine.show_secret(hub, &machine.secret).await.ok();
        machine.show_secret(hub, &replaced.text("/client_secret")).await.ok();

        let keys = json!({"keys": [machine.key()]});
        supervisor
            .put(&format!("{}/keys", machine.path), keys)
            .await
            .no_content();
        machine
            .show(hub, &machine.signed(hub, &json!({"jti": scope})))
            .await
            .ok();
        machine.show_secret(hub, &machine.secret).await.expect(401);
        let list = supervisor.get(&credentials).await.ok();
        let seen = list
            .items()
            .iter()
            .find(|one| one["client_id"] == machine.client_id.as_str());
        let seen = seen.expect("the credentials");
        assert!(seen["last_used_at"].is_string() && seen["previous_secret_until"].is_string());
        assert_eq!(seen["keys"], json!([machine.key()]));

        // Nobody reaches them by way of another.
        if scope == "webhooks" {
            let astray = format!("{credentials}/{}", FACTORY.0);
            supervisor.delete(&astray).await.not_found();
        }
        supervisor.delete(&machine.path).await.no_content();
        hub.anyone()
            .bearing(&token.text("/access_token"))
            .get("/v1/webhook-endpoints")
            .await
            .unauthenticated();
    }
}
