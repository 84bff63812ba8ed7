//! Requests in good form, far too many.

use serde_json::json;
use tests::hub::{LYON, SUPERVISOR};

use super::registration;
use crate::Scale;
use crate::process::Process;
use crate::tally::Tally;
use crate::wire;

/// Wrong passwords: hashing each takes memory and time. Whoever has the right one still comes in.
pub async fn sign_ins(hub: &Process, scale: Scale) -> Tally {
    let url = format!("{}/v1/sessions", hub.base);
    let tally = Tally::of(scale.of(2_000, 200), 64, |number| {
        let wrong = json!({"email": SUPERVISOR.0, "password": format!("not-the-password-{number}")});
        wire::send(wire::http().post(&url).json(&wrong))
    })
    .await;
    let right = json!({"email": SUPERVISOR.0, "password": SUPERVISOR.1});
    let comes_in = wire::send(wire::http().post(&url).json(&right)).await;
    let held = comes_in.is_some_and(|(status, _)| status < 300);
    tally.unless(held, "the supervisor is locked out")
}

/// People who do not exist.
pub async fn registrations(hub: &Process, scale: Scale) -> Tally {
    let url = format!("{}/v1/accounts", hub.base);
    Tally::of(scale.of(2_000, 200), 64, |number| {
        wire::send(wire::http().post(&url).json(&registration(number)))
    })
    .await
}

/// Machines with wrong secrets.
pub async fn tokens(hub: &Process, scale: Scale) -> Tally {
    let url = format!("{}/oauth/token", hub.base);
    Tally::of(scale.of(2_000, 200), 64, |number| {
        let request = wire::http().post(&url).basic_auth(LYON.0, Some(number));
        wire::send(request.form(&[("grant_type", "client_credentials")]))
    })
    .await
}

/// Batches of nothing, from a centre that may send them.
pub async fn batches(hub: &Process, scale: Scale) -> Tally {
    let form = [("grant_type", "client_credentials"), ("scope", LYON.2)];
    let request = hub.anyone().request(reqwest::Method::POST, "/oauth/token");
    let token = request.as_machine(LYON.0, LYON.1).form(&form).await.ok();
    let token = token["access_token"].as_str().expect("a token").to_owned();
    let url = format!("{}/v1/attestation-batches", hub.base);
    let long = format!("{{\"{}\":[{}null]}}", "k".repeat(500), "null,".repeat(80));
    let bodies = [
        format!("[{}0]", "0,".repeat(999)),
        format!("[{}{{}}]", "{},".repeat(999)),
        format!("[{}]", vec![long; 999].join(",")),
        format!("[{}0]", "0,".repeat(500_000)),
        "{}\n".repeat(1_000),
    ];
    let mut tally = Tally::default();
    for body in bodies {
        let media_type = if body.starts_with('[') {
            "application/json"
        } else {
            "application/x-ndjson"
        };
        tally.add(
            Tally::of(scale.of(10, 3), 4, |_| {
                let request = wire::http().post(&url).bearer_auth(&token);
                wire::send(request.header("content-type", media_type).body(body.clone()))
            })
            .await,
        );
    }
    tally
}
