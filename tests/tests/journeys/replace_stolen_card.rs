//! [guide: «Faire sa demande de remplacement pour Vol»]

use tests::hub::Hub;
use tests::{Person, Reading, files};

tests::stories![
    checked_by_an_agent_then_made,
    refused_and_refunded,
    an_information_request_left_unanswered_refunds,
    the_declaration_of_theft_is_needed,
];

async fn checked_by_an_agent_then_made(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let stolen = camille.card().await;
    let case = camille.stolen(&stolen.id()).await;
    assert_eq!(hub.verified(&stolen).await["status"], "suspended");

    // 7/ paid, but not made before somebody has read the declaration
    camille.pay(&case, "succeeded").await;
    assert_eq!(camille.case(&case).await.stage(), "submitted");
    assert_eq!(hub.verified(&stolen).await["status"], "suspended");
    let agent = hub.agent().await;
    let file = agent.case(&case).await;
    assert_eq!(file.at("/documents/0/type"), "theft_declaration");
    assert_eq!(file.at("/declaration/lost_on"), "2026-11-22");
    agent.take_and_approve(&case).await;
    let revoked = camille.card_with_id(&stolen.id()).await;
    assert_eq!(
        (revoked.stage().as_str(), &revoked["revocation_reason"]),
        ("revoked", &"stolen".into())
    );

    hub.next_card_is_made().await;
    let replacement = camille.cards().await.remove(0);
    assert_eq!(replacement["sectors"], stolen["sectors"]);
    camille.activate(&replacement.id()).await;
    assert_eq!(camille.case(&case).await.stage(), "completed");
}

async fn refused_and_refunded(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let card = camille.card().await;
    let case = camille.stolen(&card.id()).await;
    let payment = camille.pay(&case, "succeeded").await;

    let reason = "La déclaration ne porte pas votre nom.";
    hub.agent().await.take_and_reject(&case, reason).await;
    let refused = camille.case(&case).await;
    assert_eq!(refused.stage(), "rejected");
    assert_eq!(camille.card_with_id(&card.id()).await.stage(), "active", "card back");
    assert_eq!(hub.verified(&card).await["status"], "valid");

    let refunded = camille
        .payment_once(&case, &payment.id(), |status| status == "refunded")
        .await;
    assert_eq!(refunded["amount"]["amount"], 3000);
    let invoices = camille.invoices().await;
    let [credit_note, invoice] = invoices.as_slice() else {
        panic!("an invoice and its credit note: {invoices:#?}")
    };
    assert_eq!(
        (&credit_note["kind"], &credit_note["cancels"]),
        (&"credit_note".into(), &invoice["number"])
    );
    assert_eq!(credit_note["number"], "A2026-000001");
    assert_eq!(credit_note["total"], invoice["total"]);
    hub.mailbox().await.mail_to(&camille.person, "case_rejected").await;
    hub.mailbox().await.mail_to(&camille.person, "refund_made").await;
}

async fn an_information_request_left_unanswered_refunds(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let card = camille.card().await;
    let case = camille.stolen(&card.id()).await;
    let payment = camille.pay(&case, "succeeded").await;
    let agent = hub.agent().await;
    agent
        .take_and_ask(&case, &[("document:theft_declaration", "Une page manque.")])
        .await;
    hub.days_pass(60).await;
    assert_eq!(camille.case(&case).await.stage(), "expired");
    assert_eq!(camille.card_with_id(&card.id()).await.stage(), "active");
    camille
        .payment_once(&case, &payment.id(), |status| status == "refunded")
        .await;
}

async fn the_declaration_of_theft_is_needed(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let case = camille.begin_about("theft", &camille.card().await.id()).await;
    camille.declare_missing(&case, "2026-11-22").await;
    camille.give_addresses(&case).await;
    let incomplete = camille.do_post(&format!("/v1/cases/{case}/submission")).await;
    let problem = incomplete.refused(409, "incomplete");
    assert!(problem.to_string().contains("theft_declaration"), "{problem:#}");
    camille
        .upload(&case, "theft_declaration", files::identity_document())
        .await;
    assert_eq!(camille.submit(&case).await.stage(), "awaiting_payment");
}
