//! Values that have the right form and cannot be true.

use serde_json::{Value, json};
use tests::hub::Hub;
use tests::{Person, Reading, Training, people, with, without};

tests::stories![
    a_registration,
    a_corrected_holder,
    an_address,
    an_attestation,
    a_batch,
    a_decision,
    a_shipment,
    a_clock,
    a_centre,
    a_password,
];

async fn a_registration(hub: &Hub) {
    let form = Person::camille().registration();
    for (pointer, value, fault) in [
        ("/birth_date", json!("2026-11-23"), "in_future"),
        ("/birth_date", json!("1988-02-30"), "date"),
        ("/birth_date", json!("1899-12-31"), "too_early"),
        ("/birth_date", json!("2015-01-01"), "too_young"),
        ("/surname", json!("Mar\u{0}tin"), "null_character"),
        ("/surname", json!(""), "missing"),
        ("/surname", json!("M4rtin"), "characters"),
        ("/email", json!("camille@"), "malformed"),
        ("/phone", json!("061234567"), "malformed"),
        ("/language", json!("de"), "unknown_value"),
        ("/profile", json!("company"), "unknown_value"),
        ("/birth_country", json!("XX"), "unknown_country"),
        ("/address/postal_code", json!("6900"), "malformed"),
        ("/address/country", json!("fr"), "unknown_country"),
        ("/licence/number", json!("13AA"), "malformed"),
        ("/licence/number", json!("13AA000.02"), "malformed"),
        ("/licence/neph", json!("1304"), "malformed"),
        ("/birth_date", json!("1988-00-17"), "date"),
        ("/licence/categories", json!([]), "missing"),
        ("/licence/categories/0", json!("Z"), "unknown_value"),
        ("/licence/issued_on", json!("2026-11-23"), "in_future"),
        ("/licence/issued_on", json!("1980-01-01"), "before_birth"),
        ("/licence/expires_on", json!("2010-01-01"), "before_issue"),
        ("/consents/privacy_policy", json!(false), "not_accepted"),
    ] {
        let reply = hub.anyone().post("/v1/accounts", with(&form, pointer, value)).await;
        reply.invalid_at(pointer, fault);
    }
    // All of them at once: one answer names them all.
    let worst = with(
        &with(&form, "/birth_date", json!("2026-11-23")),
        "/licence/number",
        json!("1"),
    );
    let worst = with(&worst, "/consents/general_conditions", json!(false));
    for (pointer, fault) in [
        ("/birth_date", "in_future"),
        ("/licence/number", "malformed"),
        ("/consents/general_conditions", "not_accepted"),
    ] {
        hub.anyone()
            .post("/v1/accounts", worst.clone())
            .await
            .invalid_at(pointer, fault);
    }

    let silent = without(&form, "/consents");
    hub.anyone()
        .post("/v1/accounts", silent)
        .await
        .invalid(&[("/consents", "missing")]);
    // In the reader's language, the code the same.
    let refused = hub
        .anyone()
        .post("/v1/accounts", with(&form, "/surname", json!("")))
        .in_english()
        .await;
    assert_eq!(refused.refused(422, "invalid")["title"], "Invalid data");
}

async fn a_corrected_holder(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.begin_case().await;
    let holder = camille.person.holder();
    for (pointer, value, fault) in [
        ("/birth_date", json!("2026-11-23"), "in_future"),
        ("/surname", json!(" "), "missing"),
        ("/licence/number", json!("?"), "malformed"),
        ("/licence/categories", json!(["C", "C"]), "repeated"),
    ] {
        let reply = camille
            .put(&format!("/v1/cases/{case}/holder"), with(&holder, pointer, value))
            .await;
        reply.invalid_at(pointer, fault);
    }
}

async fn an_address(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.begin_case().await;
    let path = format!("/v1/cases/{case}/delivery-address");
    for (pointer, value, fault) in [
        ("/line1", json!(""), "missing"),
        ("/line1", json!("x".repeat(1000)), "too_long"),
        ("/postal_code", json!("ABCDE"), "malformed"),
        ("/city", json!("Ly\u{0}on"), "null_character"),
        ("/country", json!("ZZ"), "unknown_country"),
    ] {
        camille
            .put(&path, with(&people::home(), pointer, value))
            .await
            .invalid_at(pointer, fault);
    }
    camille
        .patch("/v1/account", json!({"phone": "12"}))
        .await
        .invalid(&[("/phone", "malformed")]);
    let null = camille.patch("/v1/account", json!({"language": null})).await;
    null.invalid(&[("/language", "null")]);
}

async fn an_attestation(hub: &Hub) {
    let good = Training::fco("goods", "2026-11-20").of(&Person::camille());
    let centre = hub.other_centre().await;
    for (pointer, value, fault) in [
        ("/hours", json!(34), "below_minimum"),
        ("/hours", json!(99_999), "too_many"),
        ("/type", json!("yoga"), "unknown_value"),
        ("/sector", json!("taxis"), "unknown_value"),
        ("/ended_on", json!("2026-11-31"), "date"),
        ("/ended_on", json!("2026-11-01"), "before_start"),
        ("/delivered_on", json!("2026-11-19"), "before_end"),
        ("/delivered_on", json!("2026-11-23"), "in_future"),
        ("/driver/birth_date", json!("2026-11-23"), "in_future"),
        ("/driver/surname", json!("MAR\u{0}TIN"), "null_character"),
        ("/driver/licence/number", json!("1"), "malformed"),
        ("/driver/licence/country", json!("XX"), "unknown_country"),
        ("/external_reference", json!(""), "missing"),
    ] {
        centre
            .post("/v1/attestations", with(&good, pointer, value))
            .await
            .invalid_at(pointer, fault);
    }
    assert_eq!(centre.get("/v1/attestations").await.ok().items().len(), 0);

    // The same reference again says the same, or it is refused.
    centre.post("/v1/attestations", good.clone()).await.created();
    centre.post("/v1/attestations", good.clone()).await.ok();
    centre
        .post("/v1/attestations", with(&good, "/hours", json!(40)))
        .await
        .expect(409);
}

async fn a_batch(hub: &Hub) {
    let centre = hub.other_centre().await;
    let item = |number: u16| Training::fco("goods", "2026-11-20").of(&Person::numbered(number));
    let bad = with(&item(2), "/driver/birth_date", json!("2026-11-23"));
    let odd = with(&item(3), "/colour", json!("red"));
    let batch = json!([item(1), bad, odd, item(4), item(1)]);
    let answer = centre.post("/v1/attestation-batches", batch).await.ok();
    let results = answer.list("/results");
    let statuses: Vec<_> = results.iter().map(|result| result["status"].clone()).collect();
    assert_eq!(
        statuses,
        [201, 422, 422, 201, 200].map(|status| json!(status)),
        "{answer:#}"
    );
    assert!(
        results[1].to_string().contains("/driver/birth_date"),
        "says where: {answer:#}"
    );
    assert_eq!(centre.get("/v1/attestations").await.ok().items().len(), 2);

    // One line each, one of them no JSON at all.
    let lines = format!("{}\n{{\"oops\n{}\n", item(5), item(6));
    let request = centre.request(reqwest::Method::POST, "/v1/attestation-batches");
    let answer = request
        .with("content-type", "application/x-ndjson")
        .body(lines)
        .await
        .ok();
    let statuses: Vec<_> = answer
        .list("/results")
        .iter()
        .map(|result| result["status"].clone())
        .collect();
    assert_eq!(statuses, [201, 400, 201].map(|status| json!(status)), "{answer:#}");

    let thousand_and_one: Vec<Value> = (0..1001).map(|_| json!({})).collect();
    let too_many = centre.post("/v1/attestation-batches", json!(thousand_and_one)).await;
    assert!([413, 422].contains(&too_many.status), "{too_many}");
}

async fn a_decision(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.submitted_case().await;
    let agent = hub.agent().await;
    agent.take(&case).await;
    let ask = async |items: Value| {
        agent
            .on_case(&case, "information-request")
            .await
            .json(json!({"items": items}))
            .await
    };
    assert_eq!(ask(json!([])).await.status, 422);
    ask(json!([{"target": "document:passport", "reason": "?"}]))
        .await
        .invalid(&[("/items/0/target", "invalid")]);
    assert_eq!(ask(json!([{"target": "question", "reason": "  "}])).await.status, 422);
    let twice = json!([{"target": "document:photo", "reason": "a"}, {"target": "document:photo", "reason": "b"}]);
    ask(twice).await.invalid(&[("/items/1/target", "repeated")]);
    agent
        .on_case(&case, "rejection")
        .await
        .json(json!({"reason": ""}))
        .await
        .expect(422);
    agent
        .on_case(&case, "rejection")
        .await
        .json(json!({}))
        .await
        .invalid(&[("/reason", "missing")]);
    agent
        .on_case(&case, "rejection")
        .await
        .json(json!({"reason": "x".repeat(100_000)}))
        .await
        .expect(422);
    assert_eq!(camille.case(&case).await.stage(), "in_review");
}

async fn a_shipment(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.submitted_case().await;
    hub.agent().await.take_and_approve(&case).await;
    let factory = hub.factory().await;
    let order = factory.next_order().await.id();
    factory.start(&order).await;
    let ship = async |parcel: Value| {
        factory
            .post(&format!("/v1/production-orders/{order}/shipment"), parcel)
            .await
    };
    let parcel = json!({"tracking_number": "6A12345678901", "shipped_at": "2026-11-22T08:00:00Z"});
    ship(with(&parcel, "/shipped_at", json!("2026-11-31T08:00:00Z")))
        .await
        .invalid(&[("/shipped_at", "instant")]);
    ship(with(&parcel, "/shipped_at", json!("2030-01-01T08:00:00Z")))
        .await
        .invalid(&[("/shipped_at", "in_future")]);
    ship(with(&parcel, "/tracking_number", json!(""))).await.expect(422);
    factory
        .post(
            &format!("/v1/production-orders/{order}/failure"),
            json!({"reason": " "}),
        )
        .await
        .expect(422);
    ship(parcel).await.ok();
}

async fn a_clock(hub: &Hub) {
    let set = async |now: &str| hub.anyone().put("/v1/sandbox/clock", json!({"now": now})).await;
    set("tomorrow").await.invalid(&[("/now", "instant")]);
    // Forward only.
    let back = set("2026-11-01T00:00:00Z").await;
    assert!([409, 422].contains(&back.status), "{back}");
    // As far as dates can be reckoned with, and no further.
    for beyond in ["2100-01-01T00:00:01Z", "9999-12-31T23:59:59Z"] {
        set(beyond).await.invalid(&[("/now", "out_of_range")]);
    }
    assert!(hub.now().await.starts_with("2026-11-22T"), "it stands where it stood");
    set("2100-01-01T00:00:00Z").await.ok();
}

async fn a_centre(hub: &Hub) {
    let supervisor = hub.supervisor().await;
    let centre = json!({
        "name": "ABSKILL Nantes", "accreditation_number": "44-2024-017", "contact_email": "nantes@abskill.example",
        "accreditations": [{"valid_from": "2024-01-01", "valid_until": "2023-01-01"}],
    });
    let refused = supervisor
        .post("/v1/back-office/training-centres", centre.clone())
        .await;
    refused.invalid(&[("/accreditations/0/valid_until", "before_start")]);
    let open = with(&centre, "/accreditations", json!([{"valid_from": "2024-01-01"}]));
    supervisor
        .post("/v1/back-office/training-centres", open.clone())
        .await
        .created();
    supervisor
        .post("/v1/back-office/training-centres", open)
        .await
        .expect(409);
}

async fn a_password(hub: &Hub) {
    let link = format!("/v1/passwords/{}", hub.approved(&Person::camille()).await);
    let long = "Gravier-7-".repeat(30);
    let choice = json!({"password": long, "password_confirmation": long, "birth_date": "1988-04-17"});
    hub.anyone()
        .put(&link, choice)
        .await
        .invalid(&[("/password", "too_long")]);
    let null = json!({"password": "Gravier-7-phares\u{0}!", "password_confirmation": "Gravier-7-phares\u{0}!"});
    hub.anyone().put(&link, null).await.invalid(&[
        ("/password", "null_character"),
        ("/password_confirmation", "null_character"),
    ]);
}
