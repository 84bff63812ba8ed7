//! A card that was posted, never arrived and never came back; and one that lies in a drawer.

use serde_json::{Value, json};
use tests::hub::Hub;
use tests::roles::Driver;
use tests::{Person, Reading, Training, people};

tests::stories![
    my_card_never_arrived,
    it_may_well_arrive_yet,
    the_agent_finds_otherwise,
    the_letter_comes_back_meanwhile,
    i_left_the_draft_alone_and_the_card_arrived,
    the_agent_asks_and_i_answer_nothing,
    i_am_reminded_to_activate_my_card,
    i_activated_it_and_nobody_reminds_me,
    my_certificate_ends_and_the_card_is_here,
    my_card_is_checked_at_the_roadside_before_i_activated_it,
    a_card_that_came_back_is_checked_at_the_roadside,
];

async fn in_the_post(hub: &Hub, person: &Person) -> Driver {
    let driver = hub.trained(person).await;
    hub.card_in_the_post(&driver).await;
    driver
}

/// Says that the card did not arrive; the case that was sent.
async fn says_so(driver: &Driver) -> String {
    let case = driver.begin_about("non_delivery", &driver.card().await.id()).await;
    driver.deliver_to(&case, people::home()).await;
    let sent = driver.submit(&case).await;
    assert_eq!(sent.stage(), "submitted");
    case
}

async fn my_card_never_arrived(hub: &Hub) {
    for (days, person) in [
        (15, Person::camille()),
        (30, Person::youssef()),
        (75, Person::numbered(7)),
    ] {
        let driver = in_the_post(hub, &person).await;
        let lost = driver.card().await;
        hub.days_pass(days).await;
        let case = says_so(&driver).await;
        assert_eq!(driver.card_with_id(&lost.id()).await.stage(), "suspended");
        hub.mailbox().await.mail_to(&person, "case_submitted").await;
        assert_eq!(driver.case(&case).await["kind_label"], "Carte non reçue");

        hub.agent().await.take_and_approve(&case).await;
        let revoked = driver.card_with_id(&lost.id()).await;
        assert_eq!(revoked.stage(), "revoked");
        assert_eq!(hub.verified(&revoked).await["status"], "revoked");

        // Another one, identical, free of charge.
        hub.next_card_is_made().await;
        let fresh = driver.cards().await.remove(0);
        let fresh = driver.card_with_id(&fresh.id()).await;
        assert_eq!(fresh["sectors"], revoked["sectors"]);
        assert_ne!(fresh["number"], revoked["number"]);
        driver.activate(&fresh.id()).await;
        assert_eq!(driver.case(&case).await.stage(), "completed");
        assert!(driver.invoices().await.is_empty());
        assert_eq!(
            driver.history(&case).await,
            [
                "draft",
                "submitted",
                "in_review",
                "in_production",
                "shipped",
                "completed"
            ]
        );
    }
}

async fn it_may_well_arrive_yet(hub: &Hub) {
    let camille = in_the_post(hub, &Person::camille()).await;
    let card = camille.card().await.id();
    let open = async || {
        let new = json!({"kind": "non_delivery", "card_id": card});
        camille.post("/v1/cases", new).await
    };
    open().await.refused(409, "card_still_expected");
    hub.days_pass(14).await;
    open().await.refused(409, "card_still_expected");
    hub.days_pass(1).await;
    let case = open().await.created().id();
    // It arrived after all.
    camille.activate(&card).await;
    camille.deliver_to(&case, people::home()).await;
    let refused = camille.do_post(&format!("/v1/cases/{case}/submission")).await;
    assert_eq!(refused.refused(409, "card_stage")["card_stage"], "active");
    camille
        .post(&format!("/v1/cases/{case}/cancellation"), json!({}))
        .await
        .ok();
    open().await.refused(409, "card_stage");
}

async fn the_agent_finds_otherwise(hub: &Hub) {
    let camille = in_the_post(hub, &Person::camille()).await;
    hub.days_pass(20).await;
    let case = says_so(&camille).await;
    hub.agent()
        .await
        .take_and_reject(&case, "Le transporteur atteste la remise en main propre.")
        .await;
    hub.mailbox().await.mail_to(&camille.person, "case_rejected").await;
    // The card is what it was, and can be activated once it is found.
    let card = camille.card().await;
    assert_eq!(card.stage(), "in_transit");
    camille.activate(&card.id()).await;
}

async fn the_letter_comes_back_meanwhile(hub: &Hub) {
    for (stage, person) in [
        ("submitted", Person::camille()),
        ("in_review", Person::youssef()),
        ("information_requested", Person::numbered(3)),
    ] {
        let driver = in_the_post(hub, &person).await;
        hub.days_pass(16).await;
        let case = says_so(&driver).await;
        let agent = hub.agent().await;
        if stage != "submitted" {
            agent.take(&case).await;
        }
        if stage == "information_requested" {
            agent
                .request_information(&case, &[("question", "Habitez-vous toujours là ?")])
                .await;
        }
        assert_eq!(driver.case(&case).await.stage(), stage);
        let card = driver.card().await;
        let letter = json!({"card_number": card.text("/number")});
        let recorded = agent
            .post("/v1/back-office/undelivered-returns", letter)
            .await
            .created();
        assert_eq!(driver.case(&case).await.stage(), "cancelled");
        assert_eq!(driver.card().await.stage(), "undelivered");
        assert_eq!(driver.card().await["open_case"]["id"], recorded["case_id"]);
        hub.mailbox().await.mail_to(&person, "card_undelivered").await;
        assert_eq!(hub.mailbox().await.count(&person, "case_cancelled").await, 0);
    }
}

async fn i_left_the_draft_alone_and_the_card_arrived(hub: &Hub) {
    let camille = in_the_post(hub, &Person::camille()).await;
    hub.days_pass(15).await;
    let case = camille.begin_about("non_delivery", &camille.card().await.id()).await;
    hub.days_pass(76).await;
    assert_eq!(hub.mailbox().await.count(&camille.person, "draft_expiring").await, 1);
    hub.days_pass(14).await;
    assert_eq!(camille.case(&case).await.stage(), "expired");
    assert_eq!(camille.card().await.stage(), "in_transit");
}

async fn the_agent_asks_and_i_answer_nothing(hub: &Hub) {
    let camille = in_the_post(hub, &Person::camille()).await;
    hub.days_pass(15).await;
    let case = says_so(&camille).await;
    let agent = hub.agent().await;
    agent
        .take_and_ask(
            &case,
            &[(
                "field:delivery_address",
                "La boîte aux lettres porte-t-elle votre nom ?",
            )],
        )
        .await;
    hub.days_pass(60).await;
    assert_eq!(camille.case(&case).await.stage(), "expired");
    assert_eq!(camille.card().await.stage(), "in_transit");
}

async fn i_am_reminded_to_activate_my_card(hub: &Hub) {
    let camille = in_the_post(hub, &Person::camille()).await;
    let reminded = async || hub.mailbox().await.count(&camille.person, "card_not_activated").await;
    hub.days_pass(14).await;
    assert_eq!(reminded().await, 0);
    hub.days_pass(1).await;
    assert_eq!(reminded().await, 1);
    let mail = hub.mailbox().await.mail_to(&camille.person, "card_not_activated").await;
    let said = mail.text().replace('\u{a0}', " ");
    assert!(said.contains("postée le 22 novembre 2026"), "{said}");
    hub.days_pass(29).await;
    assert_eq!(reminded().await, 1);
    hub.days_pass(1).await;
    assert_eq!(reminded().await, 2);
    let notices = camille.get("/v1/notices").await.ok();
    let told = notices
        .items()
        .iter()
        .filter(|notice| notice["kind"] == "card_not_activated");
    assert_eq!(told.count(), 2);
    hub.days_pass(200).await;
    assert_eq!(reminded().await, 2);
}

async fn i_activated_it_and_nobody_reminds_me(hub: &Hub) {
    let camille = in_the_post(hub, &Person::camille()).await;
    hub.days_pass(10).await;
    camille.activate(&camille.card().await.id()).await;
    // Nor is anybody whose card came back, or was said not to have arrived.
    let youssef = in_the_post(hub, &Person::youssef()).await;
    let letter = json!({"card_number": youssef.card().await.text("/number")});
    hub.agent()
        .await
        .post("/v1/back-office/undelivered-returns", letter)
        .await
        .created();
    let third = in_the_post(hub, &Person::numbered(5)).await;
    hub.days_pass(16).await;
    // What is on its way is not sent any more to somebody whose card is lost.
    hub.mailbox().await.mail_to(&third.person, "card_not_activated").await;
    says_so(&third).await;
    hub.days_pass(60).await;
    for (person, times) in [(&camille.person, 0), (&youssef.person, 0), (&third.person, 1)] {
        assert_eq!(
            hub.mailbox().await.count(person, "card_not_activated").await,
            times,
            "{}",
            person.email
        );
    }
}

async fn my_certificate_ends_and_the_card_is_here(hub: &Hub) {
    let camille = in_the_post(hub, &Person::camille()).await;
    let youssef = hub.trained(&Person::youssef()).await;
    let anne = hub
        .trained_driver(&Person::anne_lise(), &[Training::fimo("passengers", "2026-11-20")])
        .await;
    let case = anne.submitted_case().await;
    hub.make_card(&case).await;
    hub.days_pass(100).await;
    let told = async |driver: &Driver| {
        let mail = hub
            .mailbox()
            .await
            .mail_to(&driver.person, "certificate_expiring")
            .await;
        mail.text().replace('\n', " ")
    };
    let with_card = told(&camille).await;
    assert!(
        with_card.contains("activez-la") && !with_card.contains("demandé votre carte"),
        "{with_card}"
    );
    let without = told(&youssef).await;
    assert!(without.contains("demandé votre carte"), "{without}");
    let in_english = told(&anne).await;
    assert!(in_english.contains("activate it"), "{in_english}");
}

async fn my_card_is_checked_at_the_roadside_before_i_activated_it(hub: &Hub) {
    let camille = in_the_post(hub, &Person::camille()).await;
    let card = camille.card().await;
    let seen = hub.verified(&card).await;
    assert_eq!(seen["status"], "not_active");
    assert_eq!(seen["surname"], "Martin");
    let page = roadside_page(hub, &card).await;
    assert!(
        page.contains("Cette carte est authentique")
            && page.contains("peut l’activer à l’instant")
            && page.contains("certificat de qualification"),
        "{page}"
    );
    assert!(!page.contains("sans valeur"), "{page}");
    camille.activate(&card.id()).await;
    assert_eq!(hub.verified(&card).await["status"], "valid");
}

async fn a_card_that_came_back_is_checked_at_the_roadside(hub: &Hub) {
    let camille = in_the_post(hub, &Person::camille()).await;
    let card = camille.card().await;
    let letter = json!({"card_number": card.text("/number")});
    let agent = hub.agent().await;
    agent
        .post("/v1/back-office/undelivered-returns", letter)
        .await
        .created();
    assert_eq!(hub.verified(&card).await["status"], "not_active");
    let page = roadside_page(hub, &card).await;
    assert!(
        page.contains("pas encore été remise") && !page.contains("activer"),
        "{page}"
    );
}

async fn roadside_page(hub: &Hub, card: &Value) -> String {
    let path = hub.path_of(&card.text("/verification_url"));
    let page = hub.anyone().get(&path).with("accept", "text/html").await.expect(200);
    String::from_utf8_lossy(&page.body).into_owned()
}
