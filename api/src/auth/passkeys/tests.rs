//! What authenticators are asked. What they answer is told in the journeys, by one that answers.

use serde_json::Value;
use url::Url;
use uuid::Uuid;

use super::*;

fn party(domain: &str, origins: &[&str]) -> Result<RelyingParty, WebauthnError> {
    RelyingParty::new(&Passkeys {
        domain: domain.to_owned(),
        origins: origins
            .iter()
            .map(|origin| Url::parse(origin).expect("an origin"))
            .collect(),
        any_port: false,
    })
}

#[test]
fn a_passkey_is_asked_for_that_its_owner_unlocks() {
    let party = party("example.org", &["https://www.example.org", "https://app.example.org"]).expect("a party");
    let who = Registrant {
        id: StaffId(Uuid::from_u128(7)),
        email: "agent@example.org".to_owned(),
        name: "Alex Agent".to_owned(),
        known: vec![vec![1, 2, 3]],
    };
    let (asked, state) = party.ask_to_register(&who).expect("a question");
    let asked = asked.public_key;
    assert_eq!((asked.rp.id.as_str(), asked.timeout), ("example.org", Some(300_000)));
    assert_eq!(asked.user.id, who.id.0.as_bytes());
    assert_eq!(asked.exclude_credentials.map(|known| known.len()), Some(1));
    let algorithms: Vec<_> = asked.pub_key_cred_params.iter().map(|kind| kind.alg).collect();
    assert_eq!(algorithms, [-7, -35, -257], "ES256, ES384, RS256");
    let state: Value = serde_json::from_slice(&state).expect("JSON");
    assert_eq!(state.pointer("/rs/policy"), Some(&"required".into()), "{state}");
}

#[test]
fn nobody_is_named_at_sign_in() {
    let party = party("localhost", &["http://localhost:3000"]).expect("a party");
    let (asked, _) = party.ask_to_sign_in().expect("a question");
    assert!(asked.public_key.allow_credentials.is_empty());
    let (again, _) = party.ask_to_sign_in().expect("a question");
    assert_ne!(asked.public_key.challenge, again.public_key.challenge);
}

#[test]
fn a_domain_is_one_of_its_frontends() {
    assert!(party("example.org", &["https://www.example.com"]).is_err());
    assert!(party("example.org", &[]).is_err());
}
