//! «Je réalise le paiement»: at the provider that the sandbox plays, whatever becomes of its reports.

use std::time::{Duration, Instant};

use domain::actor::Actor;
use domain::case::{Action, Declaration, Kind, MissingCard};
use domain::ids::{AccountId, CardId, CaseId};
use domain::people::Address;
use integrations::payments::sandbox;
use persistence::Author;
use persistence::cases::{self, CaseInput};
use serde_json::{Value, json};
use tests::client::Request;
use tests::hub::{Hub, TIMEOUT};
use tests::reply::Reply;
use tests::roles::Driver;
use tests::{Person, Reading, with};

tests::stories![
    a_card_is_declined_and_another_pays,
    a_card_wants_to_be_confirmed,
    starting_twice_is_paying_once,
    a_report_that_never_comes_is_asked_for,
    reports_are_believed_when_signed_and_taken_once,
    reports_that_nobody_could_keep_are_refused,
    what_is_paid_in_vain_goes_back,
    a_dispute_and_a_refund_by_hand_can_be_played,
];

/// A driver with a card in hand, and a case about its loss that awaits payment.
pub async fn a_lost_card(hub: &Hub) -> (Driver, String) {
    let camille = hub.trained(&Person::camille()).await;
    hub.card_in_the_post(&camille).await;
    let card = camille.card().await.id();
    camille.do_post(&format!("/v1/cards/{card}/activation")).await.ok();
    let account: AccountId = camille.get("/v1/account").await.ok().id().parse().expect("an id");
    let card: CardId = card.parse().expect("an id");
    let home: Address = serde_json::from_value(tests::people::home()).expect("an address");
    let author = Author::of(Actor::Driver(account));
    let sent = hub.store().write(author, move |tx| {
        let declaration = Declaration::Missing(MissingCard {
            lost_on: tx.today(),
            circumstances: None,
            return_commitment: true,
        });
        let case = cases::open(tx, account, Kind::Loss, Some(card))?;
        let case = cases::put_declaration(tx, case, &declaration)?.record;
        let case = cases::put_delivery_address(tx, case, &home)?.record;
        let case = cases::put_billing_address(tx, case, &home.clone().into())?.record;
        cases::act(tx, &case, Action::Submit, &CaseInput::default())
    });
    let case: CaseId = sent.await.expect("a case").id;
    (camille, case.to_string())
}

/// Begins to pay; the payment.
async fn start(driver: &Driver, case: &str, key: &str) -> Value {
    pay(driver, case, key).await.created()
}

async fn pay(driver: &Driver, case: &str, key: &str) -> Reply {
    paying(driver, case, key).await
}

/// The request to pay.
pub fn paying(driver: &Driver, case: &str, key: &str) -> Request {
    let body = json!({"return_url": "https://www.example.org/demandes?a=1&b=2"});
    let request = driver.post(&format!("/v1/cases/{case}/payments"), body);
    request.idempotently(key)
}

/// The page of the payment.
fn page_of(hub: &Hub, payment: &Value) -> String {
    assert_eq!(payment.text("/next_action/type"), "redirect");
    hub.path_of(&payment.text("/next_action/url"))
}

async fn type_card(hub: &Hub, page: &str, number: &str) -> Reply {
    hub.anyone().do_post(page).form(&[("card_number", number)]).await
}

async fn shows(hub: &Hub, page: &str, sentence: &str) {
    let page = hub.anyone().get(page).await.expect(200);
    // As templates escape it.
    let text = page.text().replace("&#x2f;", "/");
    assert!(text.contains(sentence), "{sentence} is not in {text}");
    assert!(
        text.contains("https://www.example.org/demandes?a=1&amp;b=2"),
        "no way back in {text}"
    );
}

/// The attempts to pay, newest first, once they have come to that.
pub async fn until_statuses(driver: &Driver, case: &str, expected: &[&str]) -> Vec<Value> {
    let deadline = Instant::now() + TIMEOUT;
    loop {
        let attempts = driver
            .get(&format!("/v1/cases/{case}/payments"))
            .await
            .ok()
            .items()
            .to_vec();
        let statuses: Vec<_> = attempts.iter().map(|attempt| attempt.text("/status")).collect();
        if statuses == expected {
            return attempts;
        }
        assert!(Instant::now() < deadline, "{statuses:?} are not {expected:?}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn a_card_is_declined_and_another_pays(hub: &Hub) {
    let (camille, case) = a_lost_card(hub).await;
    let payment = start(&camille, &case, "1").await;
    assert_eq!(payment["amount"], json!({"amount": 3000, "currency": "EUR"}));
    let page = page_of(hub, &payment);
    shows(hub, &page, "30,00").await;
    let mistyped = type_card(hub, &page, "4970 1000 0000 0003").await.expect(422);
    assert!(mistyped.text().contains("role=\"alert\""), "{mistyped}");
    type_card(hub, &page, "4000 0000 0000 0002").await.expect(303);
    shows(hub, &page, "La carte a été refusée").await;
    let attempts = until_statuses(&camille, &case, &["failed"]).await;
    assert_eq!(attempts[0].text("/failure"), "declined");
    assert_eq!(attempts[0].text("/status_label"), "Échoué");
    assert!(attempts[0].get("next_action").is_none());
    let in_english = camille.get(&format!("/v1/cases/{case}")).in_english().await.ok();
    assert_eq!(in_english.text("/payment/last_attempt/status_label"), "Failed");

    // The same page takes another card, as real ones do.
    type_card(hub, &page, "4242424242424242").await.expect(303);
    shows(hub, &page, "Paiement accepté").await;
    until_statuses(&camille, &case, &["succeeded"]).await;
    assert_eq!(camille.case(&case).await.stage(), "in_production");
    pay(&camille, &case, "2").await.refused(409, "nothing_to_pay");
}

async fn a_card_wants_to_be_confirmed(hub: &Hub) {
    let (camille, case) = a_lost_card(hub).await;
    let page = page_of(hub, &start(&camille, &case, "1").await);
    type_card(hub, &page, "4000 0025 0000 3155").await.expect(303);
    shows(hub, &page, "Votre banque demande votre accord").await;
    until_statuses(&camille, &case, &["pending"]).await;
    let answer = async |answer: &str| {
        hub.anyone()
            .do_post(&page)
            .form(&[("answer", answer)])
            .await
            .expect(303)
    };
    answer("refuse").await;
    until_statuses(&camille, &case, &["failed"]).await;

    let page = page_of(hub, &start(&camille, &case, "2").await);
    type_card(hub, &page, "4000 0025 0000 3155").await.expect(303);
    let answer = async |answer: &str| {
        hub.anyone()
            .do_post(&page)
            .form(&[("answer", answer)])
            .await
            .expect(303)
    };
    answer("confirm").await;
    until_statuses(&camille, &case, &["succeeded", "failed"]).await;
}

async fn starting_twice_is_paying_once(hub: &Hub) {
    let (camille, case) = a_lost_card(hub).await;
    let path = format!("/v1/cases/{case}/payments");
    let body = json!({"return_url": "https://www.example.org/"});
    camille.post(&path, body).await.refused(400, "idempotency_key_required");
    let nowhere = camille.post(&path, json!({"return_url": "javascript:alert(1)"}));
    nowhere.idempotently("0").await.invalid_at("/return_url", "malformed");

    let first = pay(&camille, &case, "1").await.expect(201);
    let again = pay(&camille, &case, "1").await.expect(201);
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(
        (first.header("cache-control"), &first.body),
        (Some("no-store"), &again.body)
    );
    // Another request while one is pending: the same payment, with what there is to do.
    assert_eq!(pay(&camille, &case, "2").await.ok(), first.json());
    until_statuses(&camille, &case, &["pending"]).await;

    let stranger = hub.trained(&Person::youssef()).await;
    pay(&stranger, &case, "1").await.not_found();
    stranger.get(&path).await.not_found();
}

async fn a_report_that_never_comes_is_asked_for(hub: &Hub) {
    let (camille, case) = a_lost_card(hub).await;
    let payment = start(&camille, &case, "1").await.id();
    let outcome = format!("/v1/sandbox/payments/{payment}/outcome");
    let decided = hub
        .anyone()
        .post(&outcome, json!({"outcome": "succeeded", "reported": false}));
    assert_eq!(decided.await.ok().text("/state"), "captured");
    let again = hub.anyone().post(&outcome, json!({"outcome": "declined"}));
    again.await.refused(409, "not_possible_in_stage");
    until_statuses(&camille, &case, &["pending"]).await;
    hub.days_pass(1).await;
    until_statuses(&camille, &case, &["succeeded"]).await;
}

/// What the sandbox's provider would report.
fn report(event: &str, payment: &str, amount: i64) -> String {
    json!({"id": event, "payment_id": payment, "outcome": "succeeded", "amount": amount, "currency": "EUR"}).to_string()
}

async fn post_report(hub: &Hub, signed: Option<&str>, body: &str) -> Reply {
    let request = hub.anyone().do_post("/v1/payment-webhooks/sandbox");
    let request = request.with("content-type", "application/json").body(body.to_owned());
    match signed {
        Some(signature) => request.with(sandbox::SIGNATURE, signature).await,
        None => request.await,
    }
}

async fn signed(hub: &Hub, body: &str) -> Reply {
    let now = tests::hub::BEGINNING.parse().expect("an instant");
    post_report(hub, Some(&sandbox::sign(body.as_bytes(), now)), body).await
}

async fn reports_are_believed_when_signed_and_taken_once(hub: &Hub) {
    let (camille, case) = a_lost_card(hub).await;
    let payment = start(&camille, &case, "1").await.id();
    let body = report("evt-1", &payment, 3_000);
    post_report(hub, None, &body).await.refused(400, "report_not_signed");
    let long_ago = "2026-11-22T08:54:59Z".parse().expect("an instant");
    for signature in [
        "",
        "t=1,v1=00",
        &sandbox::sign(b"{}", long_ago),
        &sandbox::sign(body.as_bytes(), long_ago),
    ] {
        post_report(hub, Some(signature), &body)
            .await
            .refused(400, "report_not_signed");
    }
    signed(hub, "no JSON").await.refused(400, "malformed_request");
    let elsewhere = hub.anyone().do_post("/v1/payment-webhooks/nobody").body(body.clone());
    elsewhere.await.not_found();

    for _ in 0..3 {
        assert_eq!(signed(hub, &body).await.ok(), json!({"received": true}));
    }
    until_statuses(&camille, &case, &["succeeded"]).await;
    // A later report of the same says nothing new.
    signed(hub, &report("evt-2", &payment, 3_000)).await.ok();
    until_statuses(&camille, &case, &["succeeded"]).await;
    assert_eq!(
        camille.history(&case).await,
        ["draft", "awaiting_payment", "in_production"]
    );
}

async fn reports_that_nobody_could_keep_are_refused(hub: &Hub) {
    let (camille, case) = a_lost_card(hub).await;
    let payment = start(&camille, &case, "1").await.id();
    let good: Value = serde_json::from_str(&report("evt-1", &payment, 3_000)).expect("JSON");
    for pointer in ["/id", "/currency"] {
        for text in ["E\0R".to_owned(), "E".repeat(256), "E".repeat(100_000)] {
            let body = with(&good, pointer, json!(text)).to_string();
            signed(hub, &body).await.refused(400, "malformed_request");
        }
    }
    let now = tests::hub::BEGINNING.parse().expect("an instant");
    let body = good.to_string();
    let signature = sandbox::sign(body.as_bytes(), now);
    for media_type in ["text/plain", "application/x-www-form-urlencoded"] {
        let request = hub.anyone().do_post("/v1/payment-webhooks/sandbox");
        let request = request.with("content-type", media_type).body(body.clone());
        let refused = request.with(sandbox::SIGNATURE, &signature).await;
        refused.refused(415, "unsupported_media_type");
    }
    until_statuses(&camille, &case, &["pending"]).await;

    // As long as any that is taken.
    let longest = with(&good, "/id", json!("E".repeat(255))).to_string();
    signed(hub, &longest).await.ok();
    until_statuses(&camille, &case, &["succeeded"]).await;
}

async fn what_is_paid_in_vain_goes_back(hub: &Hub) {
    let (camille, case) = a_lost_card(hub).await;
    let first = start(&camille, &case, "1").await;
    let page = page_of(hub, &first);
    type_card(hub, &page, "4000 0000 0000 0002").await.expect(303);
    until_statuses(&camille, &case, &["failed"]).await;
    let second = page_of(hub, &start(&camille, &case, "2").await);
    type_card(hub, &second, "4242 4242 4242 4242").await.expect(303);
    until_statuses(&camille, &case, &["succeeded", "failed"]).await;

    // In another window the first page was still open.
    type_card(hub, &page, "4242 4242 4242 4242").await.expect(303);
    let attempts = until_statuses(&camille, &case, &["succeeded", "refunded"]).await;
    assert!(attempts[1].get("refunded_at").is_some(), "{attempts:?}");
    shows(hub, &page, "Paiement remboursé").await;
}

async fn a_dispute_and_a_refund_by_hand_can_be_played(hub: &Hub) {
    let (camille, case) = a_lost_card(hub).await;
    let payment = start(&camille, &case, "1").await.id();
    let path = format!("/v1/sandbox/payments/{payment}/outcome");
    let play = |outcome: &'static str| hub.anyone().post(&path, json!({"outcome": outcome}));
    play("dispute_opened").await.refused(409, "not_possible_in_stage");
    play("succeeded").await.ok();
    until_statuses(&camille, &case, &["succeeded"]).await;
    for (outcome, alert) in [
        ("partly_refunded", json!("partly_refunded")),
        ("dispute_opened", json!("dispute_opened")),
        ("dispute_won", Value::Null),
        ("dispute_opened", json!("dispute_opened")),
        ("dispute_lost", json!("dispute_lost")),
    ] {
        play(outcome).await.ok();
        alert_once(hub, &case, &alert).await;
    }
    assert_eq!(camille.case(&case).await["payment"]["last_attempt"].get("alert"), None);
}

/// What the agents' file of a case says to look at, once it says so.
pub async fn alert_once(hub: &Hub, case: &str, expected: &Value) {
    let deadline = Instant::now() + TIMEOUT;
    loop {
        let file = hub
            .agent()
            .await
            .get(&format!("/v1/back-office/cases/{case}"))
            .await
            .ok();
        let alert = file.pointer("/payment/last_attempt/alert").cloned().unwrap_or_default();
        if alert == *expected {
            return;
        }
        assert!(Instant::now() < deadline, "{alert}, not {expected}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
