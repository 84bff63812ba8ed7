//! Partners' systems are told: a centre of its attestations, the factory of its orders, each at the address it chose.

mod checked;
mod hostile;
mod lasting;
mod operators;

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::hub::{Hub, TIMEOUT};
use tests::receiver::{Mood, Receiver, Sent};
use tests::{Client, Person, Reading as _, Training};

use checked::{is_signed_by, is_signed_for};

tests::stories![
    a_centre_is_told_of_its_attestations,
    the_factory_is_told_of_its_orders,
    a_test_shows_how_it_does,
    what_fails_comes_again_under_the_same_id,
    what_is_paused_is_kept_and_comes_in_its_order,
    an_event_is_delivered_again,
    a_secret_is_replaced_with_an_overlap,
    an_endpoint_is_its_owners,
    what_is_wrong_with_an_endpoint_is_said,
    a_removed_endpoint_is_told_nothing,
];

const ATTESTATIONS: [&str; 4] = [
    "attestation.matched",
    "attestation.mismatch",
    "attestation.dismissed",
    "attestation.certified",
];

/// An endpoint, as it was just made.
async fn endpoint(client: &Client, receiver: &Receiver, events: &[&str]) -> Value {
    let body = json!({"url": receiver.url(), "events": events});
    client.post("/v1/webhook-endpoints", body).await.created()
}

fn path(endpoint: &Value) -> String {
    format!("/v1/webhook-endpoints/{}", endpoint.id())
}

/// The endpoint's deliveries, once this became of the latest.
async fn deliveries(client: &Client, endpoint: &Value, stage: &str) -> Vec<Value> {
    let deadline = Instant::now() + TIMEOUT;
    loop {
        let list = client.get(&format!("{}/deliveries", path(endpoint))).await.ok();
        if list.items().first().is_some_and(|latest| latest["stage"] == stage) {
            return list.items().to_vec();
        }
        assert!(Instant::now() < deadline, "never {stage}: {list:#}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn types(sent: &[Sent]) -> Vec<String> {
    sent.iter().map(|sent| sent.document().text("/type")).collect()
}

async fn a_centre_is_told_of_its_attestations(hub: &Hub) {
    let receiver = Receiver::start().await;
    let centre = hub.centre().await;
    let made = endpoint(centre, &receiver, &ATTESTATIONS).await;
    let camille = hub.driver(&Person::camille()).await;
    let attestation = centre
        .attest(&camille.person, &Training::fimo("goods", "2026-11-20"))
        .await;

    let sent = receiver.received(2).await;
    assert_eq!(types(&sent), ["attestation.matched", "attestation.certified"]);
    for one in &sent {
        let document = one.document();
        assert_eq!(document["data"]["kind"], "attestation");
        assert_eq!(document["data"]["id"], attestation["id"]);
        assert_eq!(document["data"]["stage"], "matched");
        assert_eq!(document["id"], one.header("webhook-id"));
        assert_eq!(one.header("content-type"), "application/json");
        assert!(is_signed_for(one, &made.text("/secret")));
        assert!(is_signed_by(one, &made.text("/endpoint/public_keys/0/key")));
        // Ids, type and time, and nothing of anybody.
        assert!(!document.to_string().to_lowercase().contains("martin"), "{document}");
    }
    let log = deliveries(centre, &made, "delivered").await;
    assert_eq!(log.len(), 2);
    let one = format!("{}/deliveries/{}", path(&made), log[0].id());
    let one = centre.get(&one).await.ok();
    assert_eq!(one["log"][0]["status"], 204, "{one:#}");
}

async fn the_factory_is_told_of_its_orders(hub: &Hub) {
    let receiver = Receiver::start().await;
    let factory = hub.factory().await;
    endpoint(factory, &receiver, &["production_order.queued"]).await;
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.submitted_case().await;
    hub.agent().await.take_and_approve(&case).await;

    let sent = receiver.received(1).await;
    let document = sent[0].document();
    assert_eq!(document["type"], "production_order.queued");
    let order = format!("/v1/production-orders/{}", document.text("/data/id"));
    assert_eq!(factory.get(&order).await.ok().id(), document.text("/data/id"));
}

async fn a_test_shows_how_it_does(hub: &Hub) {
    let receiver = Receiver::start().await;
    let centre = hub.centre().await;
    let made = endpoint(centre, &receiver, &ATTESTATIONS).await;
    let test = format!("{}/test", path(&made));
    let delivery = centre.do_post(&test).await.accepted();
    assert_eq!(delivery["type"], "endpoint.test");
    assert_eq!(types(&receiver.received(1).await), ["endpoint.test"]);
    deliveries(centre, &made, "delivered").await;

    receiver.turn(Mood::Answers(500));
    centre.do_post(&test).await.accepted();
    let log = deliveries(centre, &made, "failed").await;
    assert_eq!(log[0]["last_status"], 500);
    assert_eq!(log[0]["attempts"], 1);
}

async fn what_fails_comes_again_under_the_same_id(hub: &Hub) {
    let receiver = Receiver::start().await;
    receiver.turn(Mood::Answers(503));
    let centre = hub.centre().await;
    let made = endpoint(centre, &receiver, &["attestation.matched"]).await;
    let camille = hub.driver(&Person::camille()).await;
    let training = Training::fimo("goods", "2026-11-20");
    centre.attest(&camille.person, &training).await;
    receiver.received(1).await;
    let waiting = deliveries(centre, &made, "waiting").await;
    assert_eq!(waiting.len(), 1);

    receiver.turn(Mood::Answers(200));
    hub.seconds_pass(11);
    let sent = receiver.received(2).await;
    assert_eq!(sent[0].header("webhook-id"), sent[1].header("webhook-id"));
    let log = deliveries(centre, &made, "delivered").await;
    assert_eq!(log[0]["attempts"], 2, "{log:#?}");
}

async fn what_is_paused_is_kept_and_comes_in_its_order(hub: &Hub) {
    let receiver = Receiver::start().await;
    let centre = hub.centre().await;
    let made = endpoint(centre, &receiver, &ATTESTATIONS).await;
    let paused = centre.patch(&path(&made), json!({"paused": true})).await.ok();
    assert_eq!(paused["stage"], "paused");
    assert_eq!(paused["pause_reason"], "owner");

    let camille = hub.driver(&Person::camille()).await;
    centre
        .attest(&camille.person, &Training::fimo("goods", "2026-11-20"))
        .await;
    let held = deliveries(centre, &made, "held").await;
    assert_eq!(held.len(), 2);
    assert!(receiver.sent().is_empty());

    let resumed = centre.patch(&path(&made), json!({"paused": false})).await.ok();
    assert!(["resuming", "active"].contains(&resumed.text("/stage").as_str()));
    let sent = receiver.received(2).await;
    assert_eq!(types(&sent), ["attestation.matched", "attestation.certified"]);
    deliveries(centre, &made, "delivered").await;
    assert_eq!(centre.get(&path(&made)).await.ok()["stage"], "active");
}

async fn an_event_is_delivered_again(hub: &Hub) {
    let receiver = Receiver::start().await;
    let centre = hub.centre().await;
    let made = endpoint(centre, &receiver, &ATTESTATIONS).await;
    let camille = hub.driver(&Person::camille()).await;
    centre
        .attest(&camille.person, &Training::fimo("goods", "2026-11-20"))
        .await;
    receiver.received(2).await;
    let log = deliveries(centre, &made, "delivered").await;

    let again = format!("{}/deliveries/{}/replay", path(&made), log[1].id());
    let replayed = centre.do_post(&again).await.accepted();
    assert_eq!(replayed["replayed"], true);
    assert_eq!(replayed["event_id"], log[1]["event_id"]);
    let sent = receiver.received(3).await;
    assert_eq!(sent[2].header("webhook-id"), sent[0].header("webhook-id"));
    assert_eq!(sent[2].body, sent[0].body);

    let span = json!({"since": "2026-11-22T00:00:00Z", "until": "2026-11-23T00:00:00Z"});
    centre.post(&format!("{}/replays", path(&made)), span).await.accepted();
    let sent = receiver.received(5).await;
    assert_eq!(types(&sent[3..]), ["attestation.matched", "attestation.certified"]);
}

async fn a_secret_is_replaced_with_an_overlap(hub: &Hub) {
    let receiver = Receiver::start().await;
    let centre = hub.centre().await;
    let made = endpoint(centre, &receiver, &ATTESTATIONS).await;
    let (test, secret) = (format!("{}/test", path(&made)), format!("{}/secret", path(&made)));
    let fresh = centre.do_post(&secret).await.ok();
    let (former, fresh) = (made.text("/secret"), fresh.text("/secret"));

    centre.do_post(&test).await.accepted();
    let sent = receiver.received(1).await;
    assert!(is_signed_for(&sent[0], &former));
    assert!(is_signed_for(&sent[0], &fresh));

    let last = centre.post(&secret, json!({"overlap_hours": 0})).await.ok();
    centre.do_post(&test).await.accepted();
    let sent = receiver.received(2).await;
    assert!(!is_signed_for(&sent[1], &former));
    assert!(!is_signed_for(&sent[1], &fresh));
    assert!(is_signed_for(&sent[1], &last.text("/secret")));
    let keys = centre.get(&path(&made)).await.ok();
    assert_eq!(keys.list("/public_keys").len(), 1);
}

async fn an_endpoint_is_its_owners(hub: &Hub) {
    let receiver = Receiver::start().await;
    let made = endpoint(hub.centre().await, &receiver, &ATTESTATIONS).await;
    let other = hub.other_centre().await;
    for stranger in [&other.client, &hub.factory().await.client] {
        stranger.get(&path(&made)).await.not_found();
        assert!(stranger.get("/v1/webhook-endpoints").await.ok().items().is_empty());
    }
    // Nor is another centre told.
    endpoint(&other, &receiver, &ATTESTATIONS).await;
    let camille = hub.driver(&Person::camille()).await;
    hub.centre()
        .await
        .attest(&camille.person, &Training::fimo("goods", "2026-11-20"))
        .await;
    receiver.received(2).await;
    let list = other.get("/v1/webhook-endpoints").await.ok();
    let theirs = list.only_item();
    let log = other.get(&format!("{}/deliveries", path(theirs))).await.ok();
    assert!(log.items().is_empty(), "{log:#}");
}

async fn what_is_wrong_with_an_endpoint_is_said(hub: &Hub) {
    let centre = hub.centre().await;
    let body = json!({"url": "ftp://abskill.example/", "events": ["production_order.queued"]});
    centre
        .post("/v1/webhook-endpoints", body)
        .await
        .invalid(&[("/url", "invalid"), ("/events/0", "unknown_value")]);
    let receiver = Receiver::start().await;
    for _ in 0..10 {
        endpoint(centre, &receiver, &ATTESTATIONS).await;
    }
    let eleventh = json!({"url": receiver.url(), "events": ATTESTATIONS});
    centre
        .post("/v1/webhook-endpoints", eleventh)
        .await
        .refused(409, "too_many_webhook_endpoints");
}

async fn a_removed_endpoint_is_told_nothing(hub: &Hub) {
    let receiver = Receiver::start().await;
    let centre = hub.centre().await;
    let made = endpoint(centre, &receiver, &ATTESTATIONS).await;
    centre.do_post(&format!("{}/test", path(&made))).await.accepted();
    deliveries(centre, &made, "delivered").await;
    centre.delete(&path(&made)).await.no_content();
    centre.get(&path(&made)).await.not_found();
    let camille = hub.driver(&Person::camille()).await;
    centre
        .attest(&camille.person, &Training::fimo("goods", "2026-11-20"))
        .await;
    assert_eq!(receiver.sent().len(), 1);
}
