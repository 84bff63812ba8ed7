//! [guide: «Faire sa demande de remplacement pour Qualité»]

use serde_json::{Value, json};
use tests::hub::Hub;
use tests::roles::Driver;
use tests::{Person, Reading, Training, pdf};

tests::stories![
    the_coupon_travels_with_the_card,
    the_issuers_error_is_free,
    my_own_error_is_corrected_paid_and_checked,
    every_defect_at_once,
    withdrawn_before_the_card_arrives,
    never_sent_back,
    lapsed_then_replaced_as_a_loss,
    lapsed_then_renewed_with_all_it_said,
    renewed_while_it_is_analysed,
    corrections_that_no_card_bears,
];

/// The card arrives, its number typed off it.
async fn received(hub: &Hub, case: &str, card: &Value) -> Value {
    let agent = hub.agent().await;
    let typed = json!({"card_number": card.text("/number").to_lowercase()});
    agent.on_case(case, "card-reception").await.json(typed).await.ok()
}

/// The analysis is over.
async fn attributed(hub: &Hub, case: &str, found: Value) -> Value {
    let agent = hub.agent().await;
    agent.on_case(case, "fault-attribution").await.json(found).await.ok()
}

async fn the_coupon_travels_with_the_card(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let faulty = camille.card().await;
    let draft = camille.begin_about("quality", &faulty.id()).await;
    let path = |case: &str| format!("/v1/cases/{case}/return-coupon.pdf");
    camille.get(&path(&draft)).await.expect(409);
    camille.do_post(&format!("/v1/cases/{draft}/cancellation")).await.ok();

    // «Je reçois un coupon retour»: by mail, and to be downloaded again.
    let case = camille.faulty(&faulty.id(), &["photo", "expiry_dates"]).await;
    let mail = hub.mailbox().await.mail_to(&camille.person, "return_coupon").await;
    let mailed = hub.anyone().get(&mail.only_attachment()).await.expect(200);
    let coupon = camille.paper(&path(&case)).await;
    assert!(coupon.body.starts_with(b"%PDF-"));
    assert_eq!(coupon.body, mailed.body, "the one that was mailed");
    let (reference, number) = (camille.case(&case).await.text("/reference"), faulty.text("/number"));
    pdf::says(
        &coupon.body,
        &[
            "Coupon retour",
            &reference,
            &number,
            // Where the card goes, and where it comes from.
            "1 rue de l’Exemple",
            "75001 Paris",
            "12 rue de la République",
            "Dates de fin de validité",
        ],
    );
    let youssef = hub.driver(&Person::youssef()).await;
    youssef.get(&path(&case)).await.not_found();

    // Once the card is there, no other is to be sent.
    received(hub, &case, &faulty).await;
    camille.get(&path(&case)).await.expect(409);
}

async fn the_issuers_error_is_free(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let faulty = camille.card().await;
    // 3/ «Je remplis ma déclaration», 4/, 5/
    let case = camille.faulty(&faulty.id(), &["expiry_dates"]).await;
    assert_eq!(camille.case(&case).await.stage(), "awaiting_card_return");
    assert_eq!(hub.verified(&faulty).await["status"], "valid", "until it is sent back");

    // 6/ «J'envoie ma carte», 7/ «IN Groupe procède à son analyse»
    let wrong = json!({"card_number": "FR260000001A"});
    let agent = hub.agent().await;
    agent
        .on_case(&case, "card-reception")
        .await
        .json(wrong)
        .await
        .expect(422);
    assert_eq!(received(hub, &case, &faulty).await.stage(), "under_analysis");
    assert_eq!(camille.card_with_id(&faulty.id()).await.stage(), "returned");
    let corrections = json!({"sectors": [{"sector": "goods", "expires_on": "2032-01-15"}]});
    let decided = attributed(hub, &case, json!({"liable": "issuer", "corrections": corrections})).await;
    assert_eq!(decided.stage(), "in_production");

    hub.next_card_is_made().await;
    let replacement = camille.cards().await.remove(0);
    assert_eq!(replacement["expires_on"], "2032-01-15");
    assert_eq!(replacement.at("/sectors/0/expires_on"), "2032-01-15");
    camille.activate(&replacement.id()).await;
    assert_eq!(camille.case(&case).await.stage(), "completed");
    assert_eq!(camille.invoices().await.len(), 0);
}

async fn my_own_error_is_corrected_paid_and_checked(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let faulty = camille.card().await;
    let case = camille.faulty(&faulty.id(), &["surname"]).await;
    received(hub, &case, &faulty).await;
    let items = json!([{"target": "field:surname", "reason": "Le nom est celui que vous aviez donné."}]);
    attributed(hub, &case, json!({"liable": "driver", "items": items})).await;
    hub.mailbox()
        .await
        .mail_to(&camille.person, "quality_at_your_charge")
        .await;
    hub.mailbox()
        .await
        .text_to(&camille.person, "quality_at_your_charge")
        .await;
    assert_eq!(camille.buttons(&case).await, ["view", "respond"]);

    let path = format!("/v1/cases/{case}");
    camille
        .do_post(&format!("{path}/response"))
        .await
        .refused(409, "items_left");
    let holder = Person::camille().called("Martin-Duval").holder();
    camille.put(&format!("{path}/holder"), holder).await.ok();
    let corrected = camille.do_post(&format!("{path}/response")).await.ok();
    assert_eq!(corrected.stage(), "awaiting_payment");
    camille.pay(&case, "succeeded").await;
    hub.agent().await.take_and_approve(&case).await;

    hub.next_card_is_made().await;
    let replacement = camille.card_with_id(&camille.cards().await.remove(0).id()).await;
    assert!(replacement["fields"].to_string().contains("Martin-Duval"));
    assert_eq!(replacement["expires_on"], faulty["expires_on"]);
    assert_eq!(camille.invoices().await.len(), 1);
}

async fn every_defect_at_once(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let case = camille.begin_about("quality", &camille.card().await.id()).await;
    let declare = async |defects: Value| {
        let declaration = json!({"defects": defects, "return_commitment": true});
        camille.put(&format!("/v1/cases/{case}/declaration"), declaration).await
    };
    declare(json!([])).await.invalid(&[("/defects", "missing")]);
    declare(json!([{"field": "photo"}, {"field": "photo"}]))
        .await
        .invalid(&[("/defects/1/field", "repeated")]);
    declare(json!([{"field": "other"}]))
        .await
        .invalid(&[("/defects/0/comment", "missing")]);
    let all = [
        "photo",
        "signature",
        "surname",
        "first_names",
        "birth_date",
        "birth_place",
        "licence_number",
        "sectors",
        "expiry_dates",
        "print_quality",
        "physical_damage",
    ];
    let mut all: Vec<_> = all.iter().map(|field| json!({"field": field})).collect();
    all.push(json!({"field": "other", "comment": "Elle sent le brûlé 🔥"}));
    let declared = declare(Value::Array(all)).await.ok();
    assert_eq!(declared.list("/declaration/defects").len(), 12);
}

async fn withdrawn_before_the_card_arrives(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let card = camille.card().await;
    let case = camille.faulty(&card.id(), &["photo"]).await;
    camille.do_post(&format!("/v1/cases/{case}/cancellation")).await.ok();
    assert_eq!(camille.card_with_id(&card.id()).await.stage(), "active");
}

async fn never_sent_back(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let case = camille.faulty(&camille.card().await.id(), &["photo"]).await;
    hub.days_pass(46).await;
    assert_eq!(
        hub.mailbox().await.count(&camille.person, "card_return_expiring").await,
        1
    );
    hub.days_pass(14).await;
    assert_eq!(camille.case(&case).await.stage(), "expired");
    assert_eq!(camille.card().await.stage(), "active");
}

async fn lapsed_then_replaced_as_a_loss(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let card = camille.card().await;
    let case = camille.faulty(&card.id(), &["surname"]).await;
    received(hub, &case, &card).await;
    let items = json!([{"target": "field:surname", "reason": "Le nom est celui que vous aviez donné."}]);
    attributed(hub, &case, json!({"liable": "driver", "items": items})).await;
    hub.days_pass(60).await;
    assert_eq!(camille.case(&case).await.stage(), "expired");
    assert_eq!(camille.card_with_id(&card.id()).await.stage(), "returned");

    let again = camille.lost(&card.id()).await;
    camille.pay(&again, "succeeded").await;
    hub.next_card_is_made().await;
    let replacement = camille.cards().await.remove(0);
    assert_eq!(camille.activate(&replacement.id()).await.stage(), "active");
}

/// Youssef, who may drive coaches too, has followed another training; the card that it gives him.
async fn renewed_for_passengers(hub: &Hub, youssef: &Driver, ended_on: &str) -> Value {
    let training = Training::fimo("passengers", ended_on);
    hub.centre().await.attest(&youssef.person, &training).await;
    let case = youssef.submitted_case().await;
    hub.make_card(&case).await;
    youssef.cards().await.remove(0)
}

async fn lapsed_then_renewed_with_all_it_said(hub: &Hub) {
    let youssef = hub.licensed(&Person::youssef()).await;
    let faulty = youssef.card().await;
    let case = youssef.faulty(&faulty.id(), &["surname"]).await;
    received(hub, &case, &faulty).await;
    let items = json!([{"target": "field:surname", "reason": "Le nom est celui que vous aviez donné."}]);
    attributed(hub, &case, json!({"liable": "driver", "items": items})).await;
    hub.days_pass(61).await;
    assert_eq!(youssef.case(&case).await.stage(), "expired");

    // The issuer has the card, and the driver still the right that it proved.
    let renewed = renewed_for_passengers(hub, &youssef, "2027-01-20").await;
    let sectors: Vec<_> = renewed.at("/sectors").as_array().expect("sectors").clone();
    assert_eq!(sectors.len(), 2, "{renewed:#}");
    assert!(sectors.contains(&faulty["sectors"][0]), "{renewed:#}");
    youssef.activate(&renewed.id()).await;
    let about = json!({"kind": "loss", "card_id": faulty.id()});
    youssef.post("/v1/cases", about).await.refused(409, "card_replaced");
}

async fn renewed_while_it_is_analysed(hub: &Hub) {
    let youssef = hub.licensed(&Person::youssef()).await;
    let faulty = youssef.card().await;
    let case = youssef.faulty(&faulty.id(), &["print_quality"]).await;
    received(hub, &case, &faulty).await;
    let renewed = renewed_for_passengers(hub, &youssef, "2026-10-16").await;
    assert_eq!(renewed.at("/sectors").as_array().map(Vec::len), Some(2));
    youssef.activate(&renewed.id()).await;
    // There is nothing left to replace, by nobody's fault.
    assert_eq!(youssef.case(&case).await.stage(), "cancelled");
    hub.mailbox().await.mail_to(&youssef.person, "case_cancelled").await;
}

async fn corrections_that_no_card_bears(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let faulty = camille.card().await;
    let case = camille.faulty(&faulty.id(), &["sectors"]).await;
    received(hub, &case, &faulty).await;
    let agent = hub.agent().await;
    for (sector, expires_on, place, code) in [
        (
            "passengers",
            "2031-01-01",
            "/corrections/sectors/0/sector",
            "no_category",
        ),
        ("goods", "2999-01-01", "/corrections/sectors/0/expires_on", "too_late"),
    ] {
        let sectors = json!([{"sector": sector, "expires_on": expires_on}]);
        let found = json!({"liable": "issuer", "corrections": {"sectors": sectors}});
        let answer = agent.on_case(&case, "fault-attribution").await.json(found).await;
        answer.invalid(&[(place, code)]);
    }
}
