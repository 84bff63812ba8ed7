//! [guide: «Accéder à son certificat de qualification»]

use serde_json::{Value, json};
use tests::hub::Hub;
use tests::roles::Driver;
use tests::{Person, Reading, Training};

tests::stories![
    four_months_on_paper,
    a_certificate_waits_for_the_account,
    issued_however_late,
    withdrawn_before_anybody_had_an_account,
    withdrawn_while_nobody_knows_whose_it_is,
    withdrawn_before_the_card_was_asked_for,
    withdrawn_while_the_case_is_a_draft,
    withdrawn_after_the_case_was_sent,
    withdrawn_under_the_eyes_of_the_agent,
    withdrawn_while_the_driver_is_to_answer,
    withdrawn_when_the_card_is_ordered,
    withdrawn_in_one_of_two_sectors,
];

/// The certificate as a roadside controller finds it.
async fn verify(hub: &Hub, certificate: &Value) -> Value {
    hub.anyone()
        .get(&hub.path_of(&certificate.text("/verification_url")))
        .await
        .ok()
}

async fn four_months_on_paper(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;

    // «je reçois un courrier électronique»
    hub.mailbox().await.mail_to(&camille.person, "certificate_issued").await;
    // 1/ «Mes certificats»
    let certificate = camille.get("/v1/certificates").await.ok().only_item().id();
    let certificate = camille.get(&format!("/v1/certificates/{certificate}")).await.ok();
    assert_eq!(certificate["sector"], "goods");
    assert_eq!(
        (&certificate["valid_from"], &certificate["valid_until"]),
        (&json!("2026-11-22"), &json!("2027-03-22"))
    );

    // «dans le cadre d'un contrôle sur route»: what the paper shows, and nothing else.
    let shown = verify(hub, &certificate).await;
    let expected = json!({
        "kind": "certificate", "status": "valid", "surname": "Martin", "first_names": "Camille Jeanne",
        "birth_date": "1988-04-17", "sectors": ["goods"], "valid_from": "2026-11-22", "valid_until": "2027-03-22",
    });
    assert_eq!(shown, expected);
    hub.anyone().get("/v1/verifications/AAAAAAAAAAAAAAAA").await.not_found();

    // Reminded a month before; over after its last day, in Paris.
    hub.move_clock_to("2027-02-22T08:00:00Z").await;
    hub.mailbox()
        .await
        .mail_to(&camille.person, "certificate_expiring")
        .await;
    hub.move_clock_to("2027-03-22T22:30:00Z").await;
    assert_eq!(verify(hub, &certificate).await["status"], "valid");
    hub.move_clock_to("2027-03-22T23:30:00Z").await;
    assert_eq!(verify(hub, &certificate).await["status"], "expired");
}

async fn a_certificate_waits_for_the_account(hub: &Hub) {
    let camille = Person::camille();
    hub.centre()
        .await
        .attest(&camille, &Training::fimo("goods", "2026-11-20"))
        .await;
    hub.centre()
        .await
        .attest(&camille, &Training::sequence("goods", 7, "2026-10-02"))
        .await;

    // «si je dispose d'un compte sur la plateforme»: until then nothing is mailed.
    let token = hub.approved(&camille).await;
    assert_eq!(hub.mailbox().await.count(&camille, "certificate_issued").await, 0);
    let choice = camille.choice();
    hub.anyone()
        .put(&format!("/v1/passwords/{token}"), choice)
        .await
        .no_content();
    hub.mailbox().await.mail_to(&camille, "certificate_issued").await;

    let camille = Driver::sign_in(hub.anyone(), &camille).await;
    let certificates = camille.get("/v1/certificates").await.ok();
    assert_eq!(
        certificates.only_item()["valid_until"],
        "2027-03-22",
        "one: a sequence gives none"
    );
}

async fn issued_however_late(hub: &Hub) {
    // The training ended long before there was an account: the four months count from the day it is established.
    let camille = hub
        .trained_driver(&Person::camille(), &[Training::fimo("goods", "2026-06-30")])
        .await;
    let certificate = camille.get("/v1/certificates").await.ok().only_item().clone();
    assert_eq!(
        (&certificate["valid_from"], &certificate["valid_until"]),
        (&json!("2026-11-22"), &json!("2027-03-22"))
    );
    hub.mailbox().await.mail_to(&camille.person, "certificate_issued").await;
    assert_eq!(camille.entitlement("goods").await["available"], true);
}

const REASON: &str = "Présence non attestée le dernier jour.";

/// The centre takes back what it attested of Camille's training.
async fn withdraw(hub: &Hub) -> String {
    let training = Training::fimo("goods", "2026-11-20");
    let attestation = hub.centre().await.attestation_of(&Person::camille(), &training).await;
    let withdrawn = hub.centre().await.withdraw(&attestation, REASON).await;
    assert_eq!(withdrawn["status"], "withdrawn");
    attestation
}

/// What is true after every withdrawal from somebody who has an account.
async fn nothing_is_left_of_it(hub: &Hub, driver: &Driver) {
    hub.mailbox()
        .await
        .mail_to(&driver.person, "attestation_withdrawn")
        .await;
    assert_eq!(driver.get("/v1/trainings").await.ok().items().len(), 0);
    for certificate in driver.get("/v1/certificates").await.ok().items() {
        assert_eq!(verify(hub, certificate).await["status"], "revoked");
    }
}

async fn withdrawn_before_anybody_had_an_account(hub: &Hub) {
    let camille = Person::camille();
    hub.centre()
        .await
        .attest(&camille, &Training::fimo("goods", "2026-11-20"))
        .await;
    let attestation = withdraw(hub).await;
    let again = json!({"reason": REASON});
    hub.centre()
        .await
        .post(&format!("/v1/attestations/{attestation}/withdrawal"), again)
        .await
        .not_possible();

    let camille = hub.driver(&camille).await;
    assert_eq!(camille.get("/v1/trainings").await.ok().items().len(), 0);
    assert_eq!(camille.get("/v1/certificates").await.ok().items().len(), 0);
    assert_eq!(camille.entitlement("goods").await["available"], false);
}

async fn withdrawn_while_nobody_knows_whose_it_is(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;
    let other = Person::camille().called("Durand");
    hub.centre()
        .await
        .attest(&other, &Training::fimo("goods", "2026-11-20"))
        .await;
    withdraw(hub).await;

    let waiting = hub
        .agent()
        .await
        .get("/v1/back-office/attestations?status=mismatch")
        .await
        .ok();
    assert_eq!(waiting.items().len(), 0);
    assert_eq!(camille.entitlement("goods").await["available"], false);
}

async fn withdrawn_before_the_card_was_asked_for(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    withdraw(hub).await;

    nothing_is_left_of_it(hub, &camille).await;
    assert_eq!(camille.entitlement("goods").await["reason"], "withdrawn");
    camille
        .post("/v1/cases", json!({"kind": "cqc"}))
        .await
        .refused(409, "no_entitlement");
}

async fn withdrawn_while_the_case_is_a_draft(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.complete_case().await;
    withdraw(hub).await;

    nothing_is_left_of_it(hub, &camille).await;
    camille
        .do_post(&format!("/v1/cases/{case}/submission"))
        .await
        .refused(409, "entitlement_lost");

    camille.do_post(&format!("/v1/cases/{case}/cancellation")).await.ok();
}

/// The case is with the agents again, with a warning, and cannot be approved.
async fn an_agent_is_warned(hub: &Hub, driver: &Driver, case: &str) {
    nothing_is_left_of_it(hub, driver).await;
    assert_eq!(driver.case(case).await.stage(), "submitted");
    let agent = hub.agent().await;
    assert_eq!(agent.case(case).await["warning"], "attestation_withdrawn");
    agent.take(case).await;
    agent
        .on_case(case, "approval")
        .await
        .await
        .refused(409, "entitlement_lost");

    agent
        .on_case(case, "rejection")
        .await
        .json(json!({"reason": REASON}))
        .await
        .ok();
}

async fn withdrawn_after_the_case_was_sent(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.submitted_case().await;
    withdraw(hub).await;
    an_agent_is_warned(hub, &camille, &case).await;
}

async fn withdrawn_under_the_eyes_of_the_agent(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.submitted_case().await;
    let agent = hub.agent().await;
    agent.take(&case).await;
    // What the agent read is no longer so, and the decision made on it does not pass.
    let decision = agent.on_case(&case, "approval").await;
    withdraw(hub).await;
    let refused = decision.await;
    assert!([409, 412].contains(&refused.status), "{refused}");
    an_agent_is_warned(hub, &camille, &case).await;
}

async fn withdrawn_while_the_driver_is_to_answer(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.submitted_case().await;
    let agent = hub.agent().await;
    agent.take_and_ask(&case, &[("document:photo", "Trop sombre.")]).await;
    withdraw(hub).await;
    an_agent_is_warned(hub, &camille, &case).await;
    assert!(camille.case(&case).await.get("information_request").is_none());
}

async fn withdrawn_when_the_card_is_ordered(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = hub.card_in_the_post(&camille).await;
    withdraw(hub).await;

    // «a card already ordered is left to the agent, who may revoke it»
    nothing_is_left_of_it(hub, &camille).await;
    assert_eq!(camille.case(&case).await.stage(), "shipped");
    let card = camille.card().await;
    assert_eq!(card.stage(), "in_transit");
    let agent = hub.agent().await;
    let found = agent
        .get(&format!("/v1/back-office/cards?number={}", card.text("/number")))
        .await
        .ok();
    assert_eq!(found.only_item().id(), card.id());
    let revocation = json!({"reason": "attestation_withdrawn", "note": REASON});
    let revoked = agent.revoke_card(&card.id(), revocation).await.ok();
    assert_eq!(revoked.stage(), "revoked");
    hub.mailbox().await.mail_to(&camille.person, "card_revoked").await;
    assert_eq!(verify(hub, &card).await["status"], "revoked");
    assert_eq!(camille.case(&case).await.stage(), "completed");
}

async fn withdrawn_in_one_of_two_sectors(hub: &Hub) {
    let trainings = [
        Training::fimo("goods", "2026-11-20"),
        Training::fimo("passengers", "2026-10-16"),
    ];
    let youssef = hub.trained_driver(&Person::youssef(), &trainings).await;
    let case = youssef.submitted_case().await;
    let posted = hub
        .centre()
        .await
        .get("/v1/attestations?sector=passengers")
        .await
        .ok()
        .only_item()
        .id();
    hub.centre().await.withdraw(&posted, REASON).await;

    // The agent is warned, and may still approve what is left.
    assert_eq!(youssef.case(&case).await["sectors"], json!(["goods"]));
    assert_eq!(hub.agent().await.case(&case).await["warning"], "attestation_withdrawn");
    hub.make_card(&case).await;
    assert_eq!(
        youssef.card().await["sectors"],
        json!([{"sector": "goods", "expires_on": "2031-11-20"}])
    );
}
