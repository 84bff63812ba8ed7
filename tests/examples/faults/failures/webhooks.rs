//! A partner's endpoint is told of very much at once, while the process that tells it is killed again and again: each
//! event comes at least once, under one id, and what happens to one thing in its order.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use tests::hub::{AGENT, LYON};
use tests::receiver::{Mood, Receiver, Sent, by_subject};
use tests::roles::Agent;
use tests::{Client, Reading};

use super::held;
use crate::Scale;
use crate::process::Process;

/// How long it works until it is killed.
const WORK: Duration = Duration::from_millis(700);
/// How long the endpoint takes to answer: long enough that each kill cuts calls off.
const ANSWER: Duration = Duration::from_millis(250);
/// How many calls to one endpoint are under way at most.
const UNDER_WAY: usize = 4;
/// How long everything may take once nobody is killed any more.
const ARRIVAL: Duration = Duration::from_mins(5);

/// Attestations that nearly match a driver, some of which an agent dismisses.
pub async fn at_once(scale: Scale) -> Result<String, String> {
    let mut hub = Process::start(&[]).await;
    let receiver = Receiver::start().await;
    receiver.turn(Mood::Lingers(ANSWER, 204));
    let centre = centre(&hub.anyone()).await;
    let events = ["attestation.mismatch", "attestation.dismissed"];
    let endpoint = json!({"url": receiver.url(), "events": events});
    centre.post("/v1/webhook-endpoints", endpoint).await.created();
    let posted = centre
        .post("/v1/attestation-batches", near(&hub, scale.of(1_000, 100)).await)
        .await
        .ok();
    let attestations: Vec<String> = posted
        .list("/results")
        .iter()
        .map(|result| result.text("/attestation/id"))
        .collect();
    let dismissed = &attestations[..attestations.len() / 20];
    dismiss(&hub, dismissed).await;
    let kills = scale.of(10, 3);
    for _ in 0..kills {
        tokio::time::sleep(WORK).await;
        hub.kill_and_start().await;
    }
    let sent = everything(&receiver, attestations.len() + dismissed.len()).await?;
    let told = by_subject(&sent);
    for attestation in &attestations {
        let expected = if dismissed.contains(attestation) {
            &events[..]
        } else {
            &events[..1]
        };
        let events = told.get(attestation).map(Vec::as_slice).unwrap_or_default();
        held(events == expected, || format!("told of {attestation}: {events:?}"))?;
    }
    let again = sent.len() - attestations.len() - dismissed.len();
    held(again <= kills * UNDER_WAY, || format!("{again} events came again"))?;
    Ok(format!(
        "{kills} kills, {} events, each came, in its order; {again} came again, under their ids",
        sent.len() - again
    ))
}

/// The training centre's system.
async fn centre(anyone: &Client) -> Client {
    let (id, secret, scope) = LYON;
    let form = [("grant_type", "client_credentials"), ("scope", scope)];
    let request = anyone.request(reqwest::Method::POST, "/oauth/token");
    let token = request.as_machine(id, secret).form(&form).await.ok();
    anyone.bearing(&token.text("/access_token"))
}

/// Attestations with the licence of the sandbox's driver and another surname.
async fn near(hub: &Process, count: usize) -> Value {
    let clock = hub.anyone().get("/v1/sandbox/clock").await.ok();
    let now: DateTime<Utc> = clock.text("/now").parse().expect("an instant");
    let day = |days| (now - TimeDelta::days(days)).date_naive();
    let attestation = |number| {
        json!({
            "external_reference": format!("WEBHOOKS-{number}"), "type": "fco", "sector": "goods", "hours": 35,
            "started_on": day(7), "ended_on": day(3), "delivered_on": day(3), "place": "Lyon",
            "driver": {
                "surname": "DURAND", "first_names": "Dominique", "birth_date": "1985-05-05",
                "licence": {"country": "FR", "number": "15ZZ00001"},
            },
        })
    };
    (0..count).map(attestation).collect()
}

async fn dismiss(hub: &Process, attestations: &[String]) {
    let agent = Agent::sign_in(&hub.anyone(), AGENT.0, AGENT.1).await;
    for attestation in attestations {
        let path = format!("/v1/back-office/attestations/{attestation}");
        let reason = json!({"reason": "Ce n’est pas ce conducteur."});
        agent.on(&path, "dismissal").await.json(reason).await.ok();
    }
}

/// What the endpoint was sent, once so many different events have come.
async fn everything(receiver: &Receiver, count: usize) -> Result<Vec<Sent>, String> {
    let deadline = Instant::now() + ARRIVAL;
    loop {
        let sent = receiver.sent();
        let different: HashSet<_> = sent.iter().map(|one| one.header("webhook-id").to_owned()).collect();
        if different.len() >= count {
            return Ok(sent);
        }
        held(Instant::now() < deadline, || {
            format!("{} of {count} events came", different.len())
        })?;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
