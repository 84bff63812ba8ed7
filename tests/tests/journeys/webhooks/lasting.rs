//! Endpoints that are out of order for long, and many events at once: each comes at least once, in its order, under one
//! id.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use diesel::prelude::*;
use persistence::schema::webhook_attempts;
use serde_json::{Value, json};
use tests::hub::{Hub, LYON, TIMEOUT};
use tests::mailbox::Mailbox;
use tests::people::with;
use tests::receiver::{Mood, Receiver, Sent, by_subject};
use tests::{Person, Reading as _, Training};

use super::{ATTESTATIONS, deliveries, endpoint, path};

tests::stories![
    what_one_missed_in_a_day_comes_in_its_order,
    one_that_fails_for_three_days_is_paused_and_its_owner_told,
    hundreds_at_once_are_kept_replayed_and_lose_no_order,
];

/// The training centre in Lyon, as supervisors see it.
pub(super) async fn lyon(hub: &Hub) -> String {
    let centres = "/v1/back-office/training-centres";
    let list = hub.supervisor().await.get(centres).await.ok();
    let lyon = list.items().iter().find(|centre| centre["name"] == "ABSKILL Lyon");
    format!("{centres}/{}", lyon.expect("the centre").id())
}

/// The training centre in Lyon can be written to.
pub(super) async fn write_to(hub: &Hub, address: &str) {
    let lyon = lyon(hub).await;
    let supervisor = hub.supervisor().await;
    supervisor.patch(&lyon, json!({"contact_email": address})).await.ok();
}

/// Waits until it is written down of every call what came of it.
async fn written_down(hub: &Hub, receiver: &Receiver) {
    let deadline = Instant::now() + TIMEOUT;
    loop {
        let count = hub
            .store()
            .read(|db| Ok::<i64, persistence::Error>(webhook_attempts::table.count().get_result(db.conn)?));
        let written = count.await.expect("a number");
        if usize::try_from(written).expect("a number") >= receiver.sent().len() {
            return;
        }
        assert!(Instant::now() < deadline, "only {written} are written down");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Lets hours pass, and waits until the endpoint was called again.
async fn called_after(hub: &Hub, receiver: &Receiver, hours: i64) {
    written_down(hub, receiver).await;
    let before = receiver.sent().len();
    hub.seconds_pass(hours * 3600);
    let deadline = Instant::now() + TIMEOUT;
    while receiver.sent().len() == before {
        assert!(Instant::now() < deadline, "nobody calls after {before} calls");
        hub.pauses_are_over().await;
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    written_down(hub, receiver).await;
}

/// Waits until the endpoint took so many different events.
async fn taken(hub: &Hub, receiver: &Receiver, from: usize, count: usize) -> Vec<Sent> {
    let deadline = Instant::now() + TIMEOUT * 2;
    loop {
        let sent = receiver.sent().split_off(from);
        let different: HashSet<_> = sent.iter().map(|one| one.header("webhook-id")).collect();
        if different.len() >= count {
            return sent;
        }
        assert!(Instant::now() < deadline, "{} of {count} came", different.len());
        hub.pauses_are_over().await;
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn what_one_missed_in_a_day_comes_in_its_order(hub: &Hub) {
    let receiver = Receiver::start().await;
    receiver.turn(Mood::Answers(503));
    let centre = hub.centre().await;
    endpoint(centre, &receiver, &ATTESTATIONS).await;
    for person in [Person::camille(), Person::youssef()] {
        let driver = hub.driver(&person).await;
        centre
            .attest(&driver.person, &Training::fimo("goods", "2026-11-20"))
            .await;
        // The mails that follow are not kept waiting.
        hub.mailbox().await.mail_to(&person, "certificate_issued").await;
    }
    receiver.received(1).await;
    for _ in 0..5 {
        called_after(hub, &receiver, 5).await;
    }
    let before = receiver.sent();
    assert!(
        before
            .iter()
            .all(|sent| sent.document()["type"] == "attestation.matched")
    );
    // While it fails it is not asked for each of them.
    assert!(before.len() < 15, "{} calls in a day", before.len());

    receiver.turn(Mood::Answers(204));
    hub.seconds_pass(5 * 3600);
    let sent = taken(hub, &receiver, before.len(), 4).await;
    for events in by_subject(&sent).values() {
        assert_eq!(*events, ["attestation.matched", "attestation.certified"]);
    }
    let ids =
        |sent: &[Sent]| -> HashSet<String> { sent.iter().map(|one| one.header("webhook-id").to_owned()).collect() };
    assert!(ids(&before).is_subset(&ids(&sent)), "the ids are the same");
}

async fn one_that_fails_for_three_days_is_paused_and_its_owner_told(hub: &Hub) {
    let receiver = Receiver::start().await;
    receiver.turn(Mood::Answers(500));
    write_to(hub, "systems@abskill.example").await;
    let camille = hub.driver(&Person::camille()).await;
    let youssef = hub.driver(&Person::youssef()).await;
    let made = endpoint(hub.centre().await, &receiver, &ATTESTATIONS).await;
    let training = Training::fimo("goods", "2026-11-20");
    hub.centre().await.attest(&camille.person, &training).await;
    receiver.received(1).await;
    for _ in 0..7 {
        called_after(hub, &receiver, 6).await;
    }
    let centre = hub.machine(LYON).await;
    assert_eq!(centre.get(&path(&made)).await.ok()["stage"], "active");
    let later = training.of(&youssef.person);
    centre.post("/v1/attestations", later).await.created();
    for _ in 0..5 {
        called_after(hub, &receiver, 6).await;
    }
    let mailbox = Mailbox::new(hub.anyone().clone());
    let mail = mailbox.newest_mail("systems@abskill.example", "webhook_paused").await;
    assert!(mail.text().contains(&receiver.url()), "{}", mail.text());
    let centre = hub.machine(LYON).await;
    let paused = centre.get(&path(&made)).await.ok();
    assert_eq!(paused["stage"], "paused");
    assert_eq!(paused["pause_reason"], "failing");

    // What waited is kept; what was given up comes when it is asked for.
    let kept = receiver.sent().len();
    receiver.turn(Mood::Answers(204));
    centre.patch(&path(&made), json!({"paused": false})).await.ok();
    let sent = taken(hub, &receiver, kept, 2).await;
    assert_eq!(by_subject(&sent).len(), 1);
    let failed = centre
        .get(&format!("{}/deliveries?stage=failed", path(&made)))
        .await
        .ok();
    assert_eq!(failed.items().len(), 2, "{failed:#}");
    let kept = receiver.sent().len();
    let span = json!({"since": "2026-11-22T00:00:00Z", "failed_only": true});
    centre.post(&format!("{}/replays", path(&made)), span).await.accepted();
    let sent = taken(hub, &receiver, kept, 2).await;
    let told = by_subject(&sent);
    assert_eq!(
        told.values().next().expect("one subject"),
        &["attestation.matched", "attestation.certified"]
    );
}

/// Attestations that come close to a driver, but for the surname: each is an event.
fn near(person: &Person, count: usize) -> Value {
    let training = Training::fco("goods", "2026-11-20");
    let other = with(&person.as_attested(), "/surname", json!("DURAND"));
    let attestations = (0..count).map(|number| training.attesting(other.clone(), &number.to_string()));
    attestations.collect()
}

async fn hundreds_at_once_are_kept_replayed_and_lose_no_order(hub: &Hub) {
    const COUNT: usize = 230;
    let receiver = Receiver::start().await;
    let centre = hub.centre().await;
    let made = endpoint(centre, &receiver, &ATTESTATIONS).await;
    let camille = hub.driver(&Person::camille()).await;
    centre.patch(&path(&made), json!({"paused": true})).await.ok();
    let posted = centre
        .post("/v1/attestation-batches", near(&camille.person, COUNT))
        .await
        .ok();
    let attestation = posted.text("/results/0/attestation/id");
    hub.agent()
        .await
        .on(&format!("/v1/back-office/attestations/{attestation}"), "dismissal")
        .await
        .json(json!({"reason": "Ce n’est pas cette conductrice."}))
        .await
        .ok();
    deliveries(centre, &made, "held").await;
    centre.patch(&path(&made), json!({"paused": false})).await.ok();
    let sent = taken(hub, &receiver, 0, COUNT + 1).await;
    let told = by_subject(&sent);
    assert_eq!(told.len(), COUNT);
    assert_eq!(told[&attestation], ["attestation.mismatch", "attestation.dismissed"]);

    written_down(hub, &receiver).await;
    let before = receiver.sent().len();
    let span = json!({"since": "2026-11-22T00:00:00Z", "until": "2026-11-23T00:00:00Z"});
    centre.post(&format!("{}/replays", path(&made)), span).await.accepted();
    let again = taken(hub, &receiver, before, COUNT + 1).await;
    assert_eq!(by_subject(&again), told);
}
