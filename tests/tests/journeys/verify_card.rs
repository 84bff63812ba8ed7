//! [guide: «Vérifier sa CQC lors de sa réception»], and how the card came to be.

use serde_json::json;
use tests::hub::Hub;
use tests::{Person, Reading, Training, people};

tests::stories![
    checked_and_activated,
    what_the_factory_prints,
    an_order_that_failed_is_put_back,
    an_early_fco_counts_from_the_expiry_it_comes_early_for,
    a_sector_still_valid_is_carried_over,
    the_new_card_replaces_the_old_one,
    never_activated_but_still_can_be,
    reminded_before_it_ends,
    somebody_elses_card,
];

async fn checked_and_activated(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = hub.card_in_the_post(&camille).await;
    let mail = hub.mailbox().await.mail_to(&camille.person, "card_shipped").await;
    assert!(
        mail.text().contains("6A12345678901"),
        "says how to follow the parcel: {}",
        mail.text()
    );
    assert_eq!(
        camille.case(&case).await["shipment"]["tracking_number"],
        "6A12345678901"
    );

    // 1/ «Contrôler ma carte lorsque je la reçois»: the fields as they are printed.
    let card = camille.card().await;
    assert_eq!(card.stage(), "in_transit");
    assert_eq!(card.texts("/actions"), ["activate"]);
    let fields = card.at("/fields");
    for (field, value) in [
        ("1", "Martin"),
        ("2", "Camille Jeanne"),
        ("4a", "22.11.2026"),
        ("4b", "20.11.2031"),
        ("5a", "13AA00002"),
        ("5b", &card.text("/number")),
    ] {
        assert!(fields.to_string().contains(value), "field {field} is {value}: {card:#}");
    }
    let shown = hub
        .anyone()
        .get(&hub.path_of(&card.text("/verification_url")))
        .await
        .ok();
    assert_eq!(
        (&shown["kind"], &shown["status"]),
        (&json!("card"), &json!("not_active"))
    );

    // 2/ «J'active ma carte en me connectant sur le Hub Pro Transport»
    let activated = camille
        .do_post(&format!("/v1/cards/{}/activation", card.id()))
        .await
        .ok();
    assert_eq!(activated.stage(), "active");
    assert_eq!(camille.case(&case).await.stage(), "completed");
    let shown = hub
        .anyone()
        .get(&hub.path_of(&card.text("/verification_url")))
        .await
        .ok();
    assert_eq!(shown["status"], "valid");
    assert_eq!(shown["valid_until"], "2031-11-20");
    camille
        .do_post(&format!("/v1/cards/{}/activation", card.id()))
        .await
        .not_possible();
}

async fn what_the_factory_prints(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.submitted_case().await;
    hub.agent().await.take_and_approve(&case).await;
    assert_eq!(camille.get("/v1/cards").await.ok().only_item().stage(), "in_production");

    let factory = hub.factory().await;
    let order = factory.next_order().await;
    assert_eq!(order["type"], "produce");
    assert_eq!(order["delivery_address"], people::depot());
    assert_eq!(order["card"]["number"], camille.card().await["number"]);
    let path = |part: &str| format!("/v1/production-orders/{}/{part}", order.id());
    let photo = factory.get(&path("photo")).await.expect(200);
    assert_eq!(photo.header("content-type"), Some("image/jpeg"));
    let signature = factory.get(&path("signature")).await.expect(200);
    assert_eq!(signature.header("content-type"), Some("image/png"));
    for (printed, size) in [(photo, (400, 500)), (signature, (300, 80))] {
        let shown = image::load_from_memory(&printed.body).expect("a picture");
        assert_eq!((shown.width(), shown.height()), size);
    }

    // A parcel without a number is no parcel; a card not started is not shipped.
    let parcel = |number: &str| json!({"tracking_number": number, "shipped_at": "2026-11-22T08:00:00Z"});
    factory
        .post(&path("shipment"), parcel("6A12345678901"))
        .await
        .not_possible();
    assert_eq!(factory.start(&order.id()).await.stage(), "started");
    factory.do_post(&path("start")).await.not_possible();
    factory.post(&path("shipment"), parcel(" ")).await.expect(422);
    assert_eq!(
        factory
            .post(&path("shipment"), parcel("6A12345678901"))
            .await
            .ok()
            .stage(),
        "shipped"
    );
    assert_eq!(camille.case(&case).await.stage(), "shipped");
    assert_eq!(camille.card().await.stage(), "in_transit");
}

async fn an_order_that_failed_is_put_back(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.submitted_case().await;
    hub.agent().await.take_and_approve(&case).await;
    let factory = hub.factory().await;
    let order = factory.next_order().await.id();
    factory.start(&order).await;
    let failure = json!({"reason": "Puce muette."});
    assert_eq!(
        factory
            .post(&format!("/v1/production-orders/{order}/failure"), failure)
            .await
            .ok()
            .stage(),
        "failed"
    );

    // The driver sees nothing of it: «The case stays where it is meanwhile».
    assert_eq!(camille.case(&case).await.stage(), "in_production");
    assert_eq!(
        factory
            .get("/v1/production-orders?status=queued")
            .await
            .ok()
            .items()
            .len(),
        0
    );
    let agent = hub.agent().await;
    let failed = agent.get("/v1/back-office/production-orders?status=failed").await.ok();
    assert_eq!(failed.only_item()["failure_reason"], "Puce muette.");

    agent.requeue_order(&order).await.ok();
    assert_eq!(factory.next_order().await.id(), order);
    factory.make_and_ship("6A12345678901", "2026-11-22T10:00:00Z").await;
    assert_eq!(camille.case(&case).await.stage(), "shipped");
    assert_eq!(
        camille.get("/v1/cards").await.ok().items().len(),
        1,
        "still one card, with its number"
    );
}

async fn an_early_fco_counts_from_the_expiry_it_comes_early_for(hub: &Hub) {
    // Qualified until 31 May 2027; an FCO half a year before that day loses nothing of it.
    let camille = hub
        .trained_driver(&Person::camille(), &[Training::fimo("goods", "2022-05-31")])
        .await;
    hub.card_in_the_post(&camille).await;
    let first = camille.card().await;
    assert_eq!(first["expires_on"], "2027-05-31");
    camille
        .do_post(&format!("/v1/cards/{}/activation", first.id()))
        .await
        .ok();

    hub.centre()
        .await
        .attest(&camille.person, &Training::fco("goods", "2026-11-20"))
        .await;
    let case = camille.submitted_case().await;
    hub.make_card(&case).await;
    let cards = camille.get("/v1/cards").await.ok();
    let renewed = cards
        .items()
        .iter()
        .find(|card| card.id() != first.id())
        .expect("a new card");
    assert_eq!(renewed["expires_on"], "2032-05-31", "not 2031-11-20: {renewed:#}");
}

async fn a_sector_still_valid_is_carried_over(hub: &Hub) {
    let youssef = hub
        .trained_driver(&Person::youssef(), &[Training::fimo("goods", "2025-03-14")])
        .await;
    hub.card_in_the_post(&youssef).await;
    let first = youssef.card().await.id();
    youssef.do_post(&format!("/v1/cards/{first}/activation")).await.ok();

    hub.centre()
        .await
        .attest(&youssef.person, &Training::fimo("passengers", "2026-11-20"))
        .await;
    let case = youssef.submitted_case().await;
    hub.make_card(&case).await;
    let cards = youssef.get("/v1/cards").await.ok();
    let second = cards
        .items()
        .iter()
        .find(|card| card.id() != first)
        .expect("a new card");
    let expected = json!([
        {"sector": "goods", "expires_on": "2030-03-14"},
        {"sector": "passengers", "expires_on": "2031-11-20"},
    ]);
    assert_eq!(second["sectors"], expected);
}

async fn the_new_card_replaces_the_old_one(hub: &Hub) {
    let camille = hub
        .trained_driver(&Person::camille(), &[Training::fimo("goods", "2022-05-31")])
        .await;
    hub.card_in_the_post(&camille).await;
    let old = camille.card().await;
    camille
        .do_post(&format!("/v1/cards/{}/activation", old.id()))
        .await
        .ok();
    hub.centre()
        .await
        .attest(&camille.person, &Training::fco("goods", "2026-11-20"))
        .await;
    hub.card_in_the_post(&camille).await;

    let stage = async |card: &str| camille.get(&format!("/v1/cards/{card}")).await.ok().stage();
    let cards = camille.get("/v1/cards").await.ok();
    let new = cards
        .items()
        .iter()
        .find(|card| card.id() != old.id())
        .expect("a new card")
        .id();
    assert_eq!(
        (stage(&old.id()).await.as_str(), stage(&new).await.as_str()),
        ("active", "in_transit")
    );
    camille.do_post(&format!("/v1/cards/{new}/activation")).await.ok();
    assert_eq!(
        (stage(&old.id()).await.as_str(), stage(&new).await.as_str()),
        ("superseded", "active")
    );
    let shown = hub
        .anyone()
        .get(&hub.path_of(&old.text("/verification_url")))
        .await
        .ok();
    assert_eq!(shown["status"], "revoked");
}

async fn never_activated_but_still_can_be(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = hub.card_in_the_post(&camille).await;
    hub.days_pass(89).await;
    assert_eq!(camille.case(&case).await.stage(), "shipped");
    hub.days_pass(1).await;
    assert_eq!(camille.case(&case).await.stage(), "completed");
    let card = camille.card().await;
    assert_eq!(card.stage(), "in_transit");
    assert_eq!(
        camille
            .do_post(&format!("/v1/cards/{}/activation", card.id()))
            .await
            .ok()
            .stage(),
        "active"
    );
}

async fn reminded_before_it_ends(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    hub.card_in_the_post(&camille).await;
    let card = camille.card().await;
    camille
        .do_post(&format!("/v1/cards/{}/activation", card.id()))
        .await
        .ok();

    hub.move_clock_to("2031-05-20T08:00:00Z").await;
    assert_eq!(hub.mailbox().await.count(&camille.person, "card_expiring").await, 1);
    hub.move_clock_to("2031-08-20T08:00:00Z").await;
    assert_eq!(hub.mailbox().await.count(&camille.person, "card_expiring").await, 2);
    hub.move_clock_to("2031-11-21T08:00:00Z").await;
    assert_eq!(camille.card().await.stage(), "expired");
    assert_eq!(camille.entitlement("goods").await["reason"], "over");
}

async fn somebody_elses_card(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    hub.card_in_the_post(&camille).await;
    let card = camille.card().await.id();
    let youssef = hub.driver(&Person::youssef()).await;
    youssef.get(&format!("/v1/cards/{card}")).await.not_found();
    youssef
        .do_post(&format!("/v1/cards/{card}/activation"))
        .await
        .not_found();
    assert_eq!(camille.card().await.stage(), "in_transit");
}
