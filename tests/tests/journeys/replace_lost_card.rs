//! [guide: «Faire sa demande de remplacement pour Perte»]

use serde_json::json;
use tests::hub::Hub;
use tests::{Person, Reading, people};

tests::stories![
    an_identical_card_for_the_lost_one,
    i_go_back_a_step_until_i_validate,
    found_again_and_withdrawn,
    left_unpaid,
    declined_then_paid,
    lost_in_the_post,
    one_case_per_card,
    what_a_declaration_must_say,
];

async fn an_identical_card_for_the_lost_one(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let lost = camille.card().await;
    hub.days_pass(100).await;

    // 1/ «Remplacement, Echange», 2/ «Perte», 3/ the declaration and the commitment
    let case = camille.begin_about("loss", &lost.id()).await;
    assert_eq!(camille.buttons(&case).await, ["resume", "cancel"]);
    camille.declare_missing(&case, "2027-02-28").await;
    // 4/ «Je vérifie mon adresse de livraison et précise mon adresse de facturation»
    camille.give_addresses(&case).await;
    assert_eq!(camille.card_with_id(&lost.id()).await.stage(), "active");
    // 5/ «Je valide le récapitulatif de ma demande»
    let sent = camille.submit(&case).await;
    assert_eq!(sent.stage(), "awaiting_payment");
    assert_eq!(sent.at("/payment/amount"), &json!({"amount": 3000, "currency": "EUR"}));
    assert_eq!(sent.texts("/actions"), ["view", "pay", "withdraw"]);
    assert_eq!(hub.verified(&lost).await["status"], "suspended");

    // 6/ «Je réalise le paiement de ma demande de remplacement à l'aide de ma carte bancaire»
    assert_eq!(camille.pay(&case, "succeeded").await["status"], "succeeded");
    assert_eq!(camille.case(&case).await.stage(), "in_production");
    assert_eq!(hub.verified(&lost).await["status"], "revoked");
    hub.mailbox().await.mail_to(&camille.person, "payment_received").await;
    hub.mailbox().await.mail_to(&camille.person, "invoice_issued").await;

    // «Ma carte sera reproduite à l'identique de la carte que j'ai perdue»
    hub.next_card_is_made().await;
    let cards = camille.cards().await;
    let replacement = cards.first().expect("the new card");
    for same in ["/sectors", "/expires_on"] {
        assert_eq!(replacement.at(same), lost.at(same), "{same}");
    }
    assert_ne!(replacement["number"], lost["number"]);
    assert_eq!(replacement["issued_on"], "2027-03-02");
    assert_eq!(camille.activate(&replacement.id()).await.stage(), "active");
    assert_eq!(camille.case(&case).await.stage(), "completed");
    assert_eq!(
        camille.history(&case).await,
        ["draft", "awaiting_payment", "in_production", "shipped", "completed"]
    );
}

async fn i_go_back_a_step_until_i_validate(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    hub.days_pass(3).await;
    let case = camille.begin_about("loss", &camille.card().await.id()).await;
    let incomplete = camille.do_post(&format!("/v1/cases/{case}/submission")).await;
    incomplete.refused(409, "incomplete");

    camille.declare_missing(&case, "2026-11-23").await;
    camille.give_addresses(&case).await;
    let corrected = camille.declare_missing(&case, "2026-11-24").await;
    assert_eq!(corrected["declaration"]["lost_on"], "2026-11-24");
    camille.deliver_to(&case, people::home()).await;
    camille.submit(&case).await;

    let declaration = json!({"lost_on": "2026-11-22", "return_commitment": true});
    camille
        .put(&format!("/v1/cases/{case}/declaration"), declaration)
        .await
        .expect(409);
}

async fn found_again_and_withdrawn(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let card = camille.card().await;
    let case = camille.lost(&card.id()).await;
    let payment = camille.begin_to_pay(&case).await;

    let withdrawn = camille.do_post(&format!("/v1/cases/{case}/cancellation")).await.ok();
    assert_eq!(withdrawn.stage(), "cancelled");
    assert_eq!(camille.card_with_id(&card.id()).await.stage(), "active");
    let given_up = camille.payment_once_known(&case, &payment.id()).await;
    assert_eq!(given_up["status"], "cancelled");
    assert_eq!(camille.invoices().await.len(), 0);

    // It can be lost again.
    camille.begin_about("loss", &card.id()).await;
}

async fn left_unpaid(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let card = camille.card().await;
    let case = camille.lost(&card.id()).await;
    hub.days_pass(14).await;
    assert_eq!(hub.mailbox().await.count(&camille.person, "payment_expiring").await, 1);
    assert_eq!(camille.case(&case).await.stage(), "awaiting_payment");
    hub.days_pass(1).await;
    assert_eq!(camille.case(&case).await.stage(), "expired");
    assert_eq!(camille.card_with_id(&card.id()).await.stage(), "active");
}

async fn declined_then_paid(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let case = camille.lost(&camille.card().await.id()).await;
    assert_eq!(camille.pay(&case, "declined").await["status"], "failed");
    assert_eq!(camille.case(&case).await.stage(), "awaiting_payment");
    assert_eq!(camille.pay(&case, "succeeded").await["status"], "succeeded");
    assert_eq!(camille.case(&case).await.stage(), "in_production");
    let attempts = camille.get(&format!("/v1/cases/{case}/payments")).await.ok();
    assert_eq!(attempts.items().len(), 2);
    assert_eq!(camille.invoices().await.len(), 1, "what was declined is not invoiced");
}

async fn lost_in_the_post(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    hub.card_in_the_post(&camille).await;
    let card = camille.card().await;
    let case = camille.lost(&card.id()).await;
    assert_eq!(camille.card_with_id(&card.id()).await.stage(), "suspended");
    camille.do_post(&format!("/v1/cases/{case}/cancellation")).await.ok();
    assert_eq!(camille.card_with_id(&card.id()).await.stage(), "in_transit");
}

async fn one_case_per_card(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let youssef = hub.driver(&Person::youssef()).await;
    let card = camille.card().await.id();
    camille.begin_about("loss", &card).await;

    let again = |kind| json!({"kind": kind, "card_id": card});
    for kind in ["loss", "theft", "quality"] {
        camille
            .post("/v1/cases", again(kind))
            .await
            .refused(409, "case_in_the_way");
    }
    youssef.post("/v1/cases", again("loss")).await.not_found();
    camille
        .post("/v1/cases", json!({"kind": "loss"}))
        .await
        .invalid(&[("/card_id", "missing")]);
    let kind_of_its_own = camille.post("/v1/cases", again("undelivered")).await;
    kind_of_its_own.invalid(&[("/kind", "unknown_value")]);
}

async fn what_a_declaration_must_say(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let case = camille.begin_about("loss", &camille.card().await.id()).await;
    let declare = async |declaration| camille.put(&format!("/v1/cases/{case}/declaration"), declaration).await;

    declare(json!({"lost_on": "2026-11-23", "return_commitment": true}))
        .await
        .invalid(&[("/lost_on", "in_future")]);
    declare(json!({"lost_on": "2026-11-21", "return_commitment": false}))
        .await
        .invalid(&[("/lost_on", "before_card"), ("/return_commitment", "not_accepted")]);
    declare(json!({"defects": [{"field": "photo"}], "return_commitment": true}))
        .await
        .invalid(&[("/defects", "not_asked_for"), ("/lost_on", "missing")]);
    declare(json!({"lost_on": "2026-02-29", "return_commitment": true}))
        .await
        .expect(422);
}
