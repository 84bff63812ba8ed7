//! The journey that fills a database to be kept for a release: everything that can become of people, cards and money,
//! so that later versions prove that they still serve it.

use reqwest::Method;
use serde_json::json;

use crate::hub::Hub;
use crate::people::{Person, Training};
use crate::reading::Reading as _;
use crate::roles::Driver;

/// The secret of the hub that played it: with another, its signing keys stay sealed.
pub const SECRET: (&str, &str) = ("SECRET", "the-secret-of-a-released-database");

/// Plays it.
pub async fn play(hub: &Hub) {
    camille_replaces_her_card(hub).await;
    youssef_has_his_theft_refused(hub).await;
    anne_lise_waits(hub).await;
    a_stranger_is_attested(hub).await;
    another_fee_is_planned(hub).await;
    hub.mailbox().await.everything_to(&Person::camille().email).await;
}

/// A lost card is paid for and replaced; the next one is faulty, and waits to be analysed.
async fn camille_replaces_her_card(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let lost = camille.card().await.id();
    let case = camille.lost(&lost).await;
    camille.pay(&case, "succeeded").await;
    hub.next_card_is_made().await;
    let replacement = camille.cards().await.remove(0);
    camille.activate(&replacement.id()).await;

    let case = camille.faulty(&replacement.id(), &["photo", "expiry_dates"]).await;
    let received = json!({"card_number": replacement.text("/number")});
    let agent = hub.agent().await;
    agent.on_case(&case, "card-reception").await.json(received).await.ok();
    an_invoice_is_linked_to(&camille).await;
}

async fn an_invoice_is_linked_to(driver: &Driver) {
    let invoice = driver.invoices().await.remove(0).id();
    let path = format!("/v1/invoices/{invoice}/invoice.pdf");
    driver.paper(&path).await;
    driver.post("/v1/download-links", json!({"path": path})).await.ok();
}

/// A payment declined and another that is given back.
async fn youssef_has_his_theft_refused(hub: &Hub) {
    let youssef = hub.licensed(&Person::youssef()).await;
    let case = youssef.stolen(&youssef.card().await.id()).await;
    youssef.pay(&case, "declined").await;
    let payment = youssef.pay(&case, "succeeded").await.id();
    let reason = "La déclaration ne porte pas votre nom.";
    hub.agent().await.take_and_reject(&case, reason).await;
    youssef
        .payment_once(&case, &payment, |status| status == "refunded")
        .await;
}

/// A case in which the agent has asked for something.
async fn anne_lise_waits(hub: &Hub) {
    let trainings = [Training::fimo("passengers", "2026-11-20")];
    let anne_lise = hub.trained_driver(&Person::anne_lise(), &trainings).await;
    let case = anne_lise.submitted_case().await;
    let agent = hub.agent().await;
    agent
        .take_and_ask(&case, &[("document:photo", "La photo est floue.")])
        .await;
}

/// An attestation that meets nobody yet, and somebody who waits for an account.
async fn a_stranger_is_attested(hub: &Hub) {
    let (stranger, newcomer) = (Person::numbered(1), Person::numbered(2));
    let training = Training::fco("goods", "2026-11-20");
    hub.centre().await.attest(&stranger, &training).await;
    hub.register(&newcomer).await;
}

async fn another_fee_is_planned(hub: &Hub) {
    let path = "/v1/back-office/fees";
    let supervisor = hub.supervisor().await;
    let seen = supervisor.get(path).await.expect(200);
    let fee =
        json!({"kind": "replacement", "amount": {"amount": 2700, "currency": "EUR"}, "applies_from": "2027-01-01"});
    let planned = supervisor.request(Method::PUT, path).if_match(&seen.etag());
    planned.json(json!({"fees": [fee]})).await.ok();
}
