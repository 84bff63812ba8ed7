//! Whoever closes an account, and whoever comes back.

use serde_json::json;
use tests::hub::Hub;
use tests::roles::Driver;
use tests::{Person, Reading, Training, with};

tests::stories![
    closing_says_what_it_costs,
    i_come_back_and_find_my_unused_right,
    i_come_back_and_find_my_card,
    i_come_back_twice,
    i_come_back_with_another_title_or_name,
    somebody_of_my_name_finds_nothing,
];

async fn close(driver: &Driver) {
    driver.delete("/v1/account").await.no_content();
}

/// Whoever had an account under this email before, for the `nth` time.
async fn back(hub: &Hub, person: &Person, nth: usize) -> Driver {
    let account = hub.register(person).await;
    hub.agent().await.approve_account(&account).await;
    let mail = hub.mailbox().await.nth_mail_to(person, "choose_password", nth).await;
    let path = format!("/v1/passwords/{}", mail.token());
    hub.anyone().put(&path, person.choice()).await.no_content();
    Driver::sign_in(hub.anyone(), person).await
}

async fn closing_says_what_it_costs(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;
    let preview = async || camille.get("/v1/account/closure-preview").await.ok();
    let nothing = preview().await;
    assert_eq!(nothing["can_be_closed"], true);
    assert_eq!(nothing["trainings"], 0);
    assert_eq!(nothing.list("/notes").len(), 1);

    hub.centre()
        .await
        .attest(&camille.person, &Training::fimo("goods", "2026-11-20"))
        .await;
    let trained = preview().await;
    assert_eq!(
        (&trained["trainings"], &trained["certificates"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(trained["unused_rights"][0]["sector"], "goods");

    let case = camille.begin_case().await;
    let begun = preview().await;
    assert_eq!(begun["can_be_closed"], false);
    assert_eq!(begun["open_cases"][0]["id"], json!(case));
    camille.delete("/v1/account").await.refused(409, "case_open");
    camille
        .post(&format!("/v1/cases/{case}/cancellation"), json!({}))
        .await
        .ok();

    hub.card_in_the_post(&camille).await;
    camille.activate(&camille.card().await.id()).await;
    let carded = preview().await;
    assert_eq!(carded["can_be_closed"], true);
    assert_eq!(carded["cards"][0]["stage"], "active");
    assert!(carded["unused_rights"].as_array().expect("a list").is_empty());
    // Nothing was closed by looking.
    camille.get("/v1/account").await.ok();
}

async fn i_come_back_and_find_my_unused_right(hub: &Hub) {
    for (person, training) in [
        (Person::camille(), Training::fco("goods", "2026-11-20")),
        (Person::youssef(), Training::fimo("passengers", "2026-11-20")),
        (Person::anne_lise(), Training::fco("passengers", "2026-11-19")),
    ] {
        let first = hub.trained_driver(&person, std::slice::from_ref(&training)).await;
        close(&first).await;

        // Under another email; the agent sees the former file.
        let again = person.clone().at(&format!("bis.{}", person.email));
        let account = hub.register(&again).await;
        let file = hub.agent().await.account(&account).await;
        assert_eq!(file["former_files"][0]["trainings"], 1);
        assert_eq!(file["former_files"][0]["unused_rights"], json!([training.sector]));
        hub.agent().await.approve_account(&account).await;
        let token = hub.mailbox().await.mail_to(&again, "choose_password").await.token();
        hub.anyone()
            .put(&format!("/v1/passwords/{token}"), again.choice())
            .await
            .no_content();
        let back = Driver::sign_in(hub.anyone(), &again).await;

        assert_eq!(back.get("/v1/trainings").await.ok().items().len(), 1);
        assert_eq!(back.entitlement(training.sector).await["available"], true);
        assert_eq!(back.get("/v1/certificates").await.ok().items().len(), 1);
        let recap = back.get("/v1/trainings").await.ok().only_item().id();
        back.paper(&format!("/v1/trainings/{recap}/recap.pdf")).await;
        // The centre posts it once more: it is the same, and theirs.
        let repeated = hub
            .centre()
            .await
            .post("/v1/attestations", training.of(&person))
            .await
            .ok();
        assert_eq!(repeated["status"], "matched");
        back.submitted_case().await;
    }
}

async fn i_come_back_and_find_my_card(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let card = camille.card().await;
    close(&camille).await;
    assert_eq!(hub.verified(&card).await["status"], "valid");

    let back = back(hub, &Person::camille(), 2).await;
    let found = back.card().await;
    assert_eq!(found["number"], card["number"]);
    assert_eq!(found.stage(), "active");
    // It can be reported lost again.
    let case = back.lost(&found.id()).await;
    back.pay(&case, "succeeded").await;
    assert_eq!(hub.verified(&card).await["status"], "revoked");
    hub.next_card_is_made().await;
    assert_eq!(back.cards().await.len(), 2);
}

async fn i_come_back_twice(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    close(&camille).await;
    let second = back(hub, &Person::camille(), 2).await;
    hub.centre()
        .await
        .attest(&second.person, &Training::fimo("passengers", "2026-10-16"))
        .await;
    close(&second).await;
    let third = back(hub, &Person::camille(), 3).await;
    assert_eq!(third.get("/v1/trainings").await.ok().items().len(), 2);
    for sector in ["goods", "passengers"] {
        assert_eq!(third.entitlement(sector).await["available"], true, "{sector}");
    }
}

async fn somebody_of_my_name_finds_nothing(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    close(&camille).await;
    let born_otherwise = Person {
        birth_date: "1989-04-17".to_owned(),
        ..Person::camille()
    };
    for other in [
        Person::camille().with_licence("13AA00003").at("autre@mail.example"),
        born_otherwise.at("jumelle@mail.example"),
        Person::camille().called("Durand").at("durand@mail.example"),
    ] {
        let account = hub.register(&other).await;
        let file = hub.agent().await.account(&account).await;
        assert!(file.list("/former_files").is_empty(), "{file:#}");
        hub.agent().await.approve_account(&account).await;
        let token = hub.mailbox().await.mail_to(&other, "choose_password").await.token();
        hub.anyone()
            .put(&format!("/v1/passwords/{token}"), other.choice())
            .await
            .no_content();
        let driver = Driver::sign_in(hub.anyone(), &other).await;
        for list in ["/v1/trainings", "/v1/cards", "/v1/certificates", "/v1/cases"] {
            assert!(driver.get(list).await.ok().items().is_empty(), "{list}");
        }
        close(&driver).await;
    }
    // Nor does one who is still there lose anything to one who comes.
    let youssef = hub.trained(&Person::youssef()).await;
    let namesake = Person::youssef().with_licence("15BC12346").at("homonyme@mail.example");
    let namesake = hub.driver(&namesake).await;
    assert!(namesake.get("/v1/trainings").await.ok().items().is_empty());
    assert_eq!(youssef.get("/v1/trainings").await.ok().items().len(), 1);
}

/// What a registration says of somebody, with this in its place.
async fn back_as(hub: &Hub, person: &Person, changes: &[(&str, serde_json::Value)]) -> Driver {
    let mut form = person.registration();
    for (pointer, value) in changes {
        form = with(&form, pointer, value.clone());
    }
    let account = hub.anyone().post("/v1/accounts", form.clone()).await.accepted().id();
    let file = hub.agent().await.account(&account).await;
    assert_eq!(file.list("/former_files").len(), 1, "{file:#}");
    hub.agent().await.approve_account(&account).await;
    let mail = hub.mailbox().await.nth_mail_to(person, "choose_password", 2).await;
    let choice = json!({
        "password": person.password, "password_confirmation": person.password,
        "birth_date": form["birth_date"],
    });
    let path = format!("/v1/passwords/{}", mail.token());
    hub.anyone().put(&path, choice).await.no_content();
    Driver::sign_in(hub.anyone(), person).await
}

async fn i_come_back_with_another_title_or_name(hub: &Hub) {
    let neph = "130469100002";
    let renewed = [("/licence/number", json!("26ZZ99999")), ("/licence/neph", json!(neph))];
    let married = [("/surname", json!("Leroy")), ("/usage_name", json!("Benali"))];
    let known_in_part = [("/birth_date", json!("1995-02-00"))];
    for (person, changes) in [
        (Person::camille(), renewed.as_slice()),
        (Person::youssef(), married.as_slice()),
        (Person::anne_lise(), known_in_part.as_slice()),
    ] {
        let first = hub.driver(&person).await;
        let sector = if person.categories.contains(&"C") {
            "goods"
        } else {
            "passengers"
        };
        let mut attestation = Training::fco(sector, "2026-11-20").of(&person);
        if person.licence_number == "13AA00002" {
            attestation["driver"]["licence"]["neph"] = json!(neph);
        }
        let attested = hub.centre().await.post("/v1/attestations", attestation).await.created();
        assert_eq!(attested["status"], "matched");
        close(&first).await;
        let again = back_as(hub, &person, changes).await;
        assert_eq!(again.get("/v1/trainings").await.ok().items().len(), 1, "{changes:?}");
        assert_eq!(again.entitlement(sector).await["available"], true);
    }
}
