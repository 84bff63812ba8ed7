//! A partner's endpoint is told of very much at once, while the process that tells it is killed again and again, or while
//! the endpoint is slow: each event comes at least once, under one id, and what happens to one thing in its order; mails
//! and papers wait for none of it.

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

/// How long it works before the call in which it is killed.
const WORK: Duration = Duration::from_millis(700);
/// How long the endpoint takes to answer: long enough that each kill cuts calls off.
const ANSWER: Duration = Duration::from_millis(250);
/// How long a slow one takes: so long that most of what it is told waits until all mails have gone.
const SLOW: Duration = Duration::from_secs(10);
/// How many calls to one endpoint are under way at most.
const UNDER_WAY: usize = 4;
/// Between two looks at what is left.
const PAUSE: Duration = Duration::from_millis(500);
/// How long everything may take once nobody is killed any more.
const ARRIVAL: Duration = Duration::from_mins(5);

/// Attestations that nearly match a driver, some of which an agent dismisses.
pub async fn at_once(scale: Scale) -> Result<String, String> {
    let mut hub = Process::start(&[]).await;
    let receiver = Receiver::start().await;
    receiver.turn(Mood::Lingers(ANSWER, 204));
    let centre = centre(&hub.anyone()).await;
    let events = ["attestation.mismatch", "attestation.dismissed"];
    let endpoint = subscribed(&centre, &receiver, &events).await;
    let attestations = post(&hub, &centre, "DURAND", scale.of(1_000, 100)).await;
    let dismissed = &attestations[..attestations.len() / 20];
    dismiss(&hub, dismissed).await;
    let kills = scale.of(10, 3);
    for _ in 0..kills {
        tokio::time::sleep(WORK).await;
        // In the middle of a call, which will be answered after the kill.
        receiver.received(receiver.sent().len() + 1).await;
        hub.kill_and_start().await;
    }
    all_taken(&hub, &endpoint).await?;
    let sent = receiver.sent();
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
    let again = sent.len() - different(&sent);
    held(again > 0, || "no kill fell into a call".to_owned())?;
    held(again <= kills * UNDER_WAY, || format!("{again} events came again"))?;
    Ok(format!(
        "{kills} kills, {} events, each came, in its order; {again} came again, under their ids",
        sent.len() - again
    ))
}

/// Attestations that match a driver, some of which an agent counts although they overlap others, so that they are certified.
pub async fn a_thousand(scale: Scale) -> Result<String, String> {
    let hub = Process::start(&[]).await;
    let receiver = Receiver::start().await;
    receiver.turn(Mood::Lingers(SLOW, 204));
    let centre = centre(&hub.anyone()).await;
    let events = ["attestation.matched", "attestation.certified"];
    let endpoint = subscribed(&centre, &receiver, &events).await;
    let begun = Instant::now();
    let attestations = post(&hub, &centre, "EXEMPLE", scale.of(1_000, 100)).await;
    let counted = &attestations[1..=attestations.len() / 20];
    let agent = Agent::sign_in(&hub.anyone(), AGENT.0, AGENT.1).await;
    for attestation in counted {
        let path = format!("/v1/back-office/attestations/{attestation}");
        let decision = json!({"decision": "counts"});
        agent.on(&path, "overlap-decision").await.json(decision).await.ok();
    }
    nothing_else_waits(&agent).await?;
    let mailed = begun.elapsed().as_secs();
    let early = different(&receiver.sent());
    held(early < attestations.len(), || "mails waited for events".to_owned())?;
    receiver.turn(Mood::Answers(204));
    all_taken(&hub, &endpoint).await?;
    let sent = receiver.sent();
    let told = by_subject(&sent);
    for attestation in &attestations {
        let is_told = told.get(attestation).map(Vec::as_slice).unwrap_or_default();
        // The first of them overlapped none when it came.
        let is_certified = counted.contains(attestation) || *attestation == attestations[0];
        let expected = if is_certified { &events[..] } else { &events[..1] };
        held(is_told == expected, || format!("told of {attestation}: {is_told:?}"))?;
    }
    Ok(format!(
        "{} events, each came, in its order; mails and papers had gone after {mailed} s, when {early} had come",
        different(&sent)
    ))
}

/// Subscribes to these events: the path of the endpoint.
async fn subscribed(centre: &Client, receiver: &Receiver, events: &[&str]) -> String {
    let endpoint = json!({"url": receiver.url(), "events": events});
    let made = centre.post("/v1/webhook-endpoints", endpoint).await.created();
    format!("/v1/webhook-endpoints/{}", made.id())
}

/// Posts attestations of the sandbox's driver under a surname, all at once: their ids.
async fn post(hub: &Process, centre: &Client, surname: &str, count: usize) -> Vec<String> {
    let batch = attestations(hub, surname, count).await;
    let posted = centre.post("/v1/attestation-batches", batch).await.ok();
    let results = posted.list("/results").iter();
    results.map(|result| result.text("/attestation/id")).collect()
}

/// The training centre's system.
async fn centre(anyone: &Client) -> Client {
    let (id, secret, scope) = LYON;
    let form = [("grant_type", "client_credentials"), ("scope", scope)];
    let request = anyone.request(reqwest::Method::POST, "/oauth/token");
    let token = request.as_machine(id, secret).form(&form).await.ok();
    anyone.bearing(&token.text("/access_token"))
}

/// Attestations with the licence of the sandbox's driver, and a surname.
async fn attestations(hub: &Process, surname: &str, count: usize) -> Value {
    let clock = hub.anyone().get("/v1/sandbox/clock").await.ok();
    let now: DateTime<Utc> = clock.text("/now").parse().expect("an instant");
    let day = |days| (now - TimeDelta::days(days)).date_naive();
    let attestation = |number| {
        json!({
            "external_reference": format!("WEBHOOKS-{number}"), "type": "fco", "sector": "goods", "hours": 35,
            "started_on": day(7), "ended_on": day(3), "delivered_on": day(3), "place": "Lyon",
            "driver": {
                "surname": surname, "first_names": "Dominique", "birth_date": "1985-05-05",
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

/// How many different events came.
fn different(sent: &[Sent]) -> usize {
    let ids: HashSet<_> = sent.iter().map(|one| one.header("webhook-id")).collect();
    ids.len()
}

/// Waits until the endpoint has taken whatever was decided to be told.
async fn all_taken(hub: &Process, endpoint: &str) -> Result<(), String> {
    let waiting = format!("{endpoint}/deliveries?stage=waiting");
    let centre = centre(&hub.anyone()).await;
    let deadline = Instant::now() + ARRIVAL;
    while !page(&centre, &waiting)
        .await
        .is_some_and(|page| page.items().is_empty())
    {
        held(Instant::now() < deadline, || "events still wait".to_owned())?;
        tokio::time::sleep(PAUSE).await;
    }
    Ok(())
}

/// Waits until every mail has gone, and every paper is made.
async fn nothing_else_waits(agent: &Client) -> Result<(), String> {
    let deadline = Instant::now() + ARRIVAL;
    while something_else_waits(agent).await {
        held(Instant::now() < deadline, || "mails still wait".to_owned())?;
        tokio::time::sleep(PAUSE).await;
    }
    Ok(())
}

/// A page of a list; none where the hub has too much to do just now.
async fn page(client: &Client, path: &str) -> Option<Value> {
    let reply = client.get(path).come_what_may().await;
    (reply.status != 503).then(|| reply.ok())
}

/// Whether a message waits that is for no endpoint, as far as can be told.
async fn something_else_waits(agent: &Client) -> bool {
    let first = "/v1/back-office/messages?status=waiting&limit=100".to_owned();
    let mut next = Some(first.clone());
    while let Some(path) = next {
        let Some(page) = page(agent, &path).await else {
            return true;
        };
        if page.items().iter().any(|message| message["kind"] != "webhook") {
            return true;
        }
        let cursor = page.get("next_cursor").and_then(Value::as_str);
        next = cursor.map(|cursor| format!("{first}&cursor={cursor}"));
    }
    false
}
