//! Endpoints that are not what they should be.

use serde_json::json;
use tests::hub::Hub;
use tests::receiver::{Mood, Receiver};
use tests::{Person, Training};

use super::lasting::{lyon, write_to};
use super::{deliveries, endpoint, path};

tests::stories![
    an_answer_without_end_is_not_read_to_it,
    a_redirect_is_not_followed,
    one_that_is_gone_is_paused_and_its_owner_told,
    those_of_a_centre_that_ended_are_paused,
    a_silent_one_holds_nobody_else_back,
    a_failing_one_takes_nothing_with_it,
];

async fn an_answer_without_end_is_not_read_to_it(hub: &Hub) {
    let receiver = Receiver::start().await;
    receiver.turn(Mood::NeverEnds);
    let centre = hub.centre().await;
    let made = endpoint(centre, &receiver, &["attestation.matched"]).await;
    centre.do_post(&format!("{}/test", path(&made))).await.accepted();
    let log = deliveries(centre, &made, "delivered").await;
    assert_eq!(log[0]["last_status"], 200);
}

async fn a_redirect_is_not_followed(hub: &Hub) {
    let (receiver, inside) = (Receiver::start().await, Receiver::start().await);
    receiver.turn(Mood::LeadsTo(inside.url()));
    let centre = hub.centre().await;
    let made = endpoint(centre, &receiver, &["attestation.matched"]).await;
    centre.do_post(&format!("{}/test", path(&made))).await.accepted();
    let log = deliveries(centre, &made, "failed").await;
    assert_eq!(log[0]["last_status"], 307);
    assert!(inside.sent().is_empty());
}

async fn one_that_is_gone_is_paused_and_its_owner_told(hub: &Hub) {
    let receiver = Receiver::start().await;
    receiver.turn(Mood::Answers(410));
    let factory = hub.factory().await;
    let made = endpoint(factory, &receiver, &["production_order.queued"]).await;
    factory.do_post(&format!("{}/test", path(&made))).await.accepted();
    deliveries(factory, &made, "failed").await;
    let paused = factory.get(&path(&made)).await.ok();
    assert_eq!(paused["stage"], "paused");
    assert_eq!(paused["pause_reason"], "gone");
    let supervisor = tests::hub::SUPERVISOR.0;
    let mails = hub.mailbox().await.everything_to(supervisor).await;
    assert!(mails.iter().any(|mail| mail.0["kind"] == "webhook_paused"));
}

async fn those_of_a_centre_that_ended_are_paused(hub: &Hub) {
    let receiver = Receiver::start().await;
    let centre = hub.centre().await;
    let made = endpoint(centre, &receiver, &["attestation.matched"]).await;
    write_to(hub, "systems@abskill.example").await;
    let lyon = lyon(hub).await;
    let supervisor = hub.supervisor().await;
    supervisor.patch(&lyon, json!({"active": false})).await.ok();
    hub.mailbox()
        .await
        .newest_mail("systems@abskill.example", "webhook_paused")
        .await;
    supervisor.patch(&lyon, json!({"active": true})).await.ok();
    let paused = hub.machine(tests::hub::LYON).await.get(&path(&made)).await.ok();
    assert_eq!(paused["stage"], "paused");
    assert_eq!(paused["pause_reason"], "centre_inactive");
}

async fn a_silent_one_holds_nobody_else_back(hub: &Hub) {
    let (silent, good) = (Receiver::start().await, Receiver::start().await);
    silent.turn(Mood::Silent);
    let centre = hub.centre().await;
    let never = endpoint(centre, &silent, &["attestation.matched"]).await;
    let test = format!("{}/test", path(&never));
    for _ in 0..20 {
        centre.do_post(&test).await.accepted();
    }
    let made = endpoint(centre, &good, &["attestation.matched"]).await;
    centre.do_post(&format!("{}/test", path(&made))).await.accepted();
    good.received(1).await;
    assert!(silent.sent().len() <= 4, "few are called at once");
}

async fn a_failing_one_takes_nothing_with_it(hub: &Hub) {
    let receiver = Receiver::start().await;
    receiver.turn(Mood::Answers(500));
    let centre = hub.centre().await;
    endpoint(centre, &receiver, &["attestation.matched"]).await;
    let camille = hub.driver(&Person::camille()).await;
    centre
        .attest(&camille.person, &Training::fimo("goods", "2026-11-20"))
        .await;
    receiver.received(1).await;
    // Mails and papers go on.
    hub.mailbox().await.mail_to(&camille.person, "certificate_issued").await;
    let refused = json!({"url": "http://user:password@127.0.0.1/", "events": ["attestation.matched"]});
    centre
        .post("/v1/webhook-endpoints", refused)
        .await
        .invalid(&[("/url", "invalid")]);
}
