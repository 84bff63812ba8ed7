//! [guide: «La carte est revenue en Pli Non Distribué»]

use serde_json::{Value, json};
use tests::hub::Hub;
use tests::roles::Driver;
use tests::{Person, Reading, Training, people};

tests::stories![
    my_address_was_right,
    my_address_was_wrong,
    it_came_back_twice,
    i_change_my_mind_until_i_pay,
    nobody_wants_it,
    returned_while_a_loss_is_unpaid,
    returned_after_a_loss_was_paid,
    what_agents_type,
    a_newer_card_leaves_it_without_object,
    one_number_on_two_letters,
];

/// The post brings the card back; the case in which its driver says where it goes.
async fn comes_back(hub: &Hub, camille: &Driver) -> String {
    let card = camille.cards().await.remove(0);
    let recorded = returned(hub, json!({"card_number": card.text("/number")})).await;
    assert_eq!(recorded["card_stage"], "undelivered");
    recorded.text("/case_id")
}

async fn returned(hub: &Hub, letter: Value) -> Value {
    let agent = hub.agent().await;
    agent
        .post("/v1/back-office/undelivered-returns", letter)
        .await
        .created()
}

async fn in_the_post(hub: &Hub) -> Driver {
    let camille = hub.trained(&Person::camille()).await;
    hub.card_in_the_post(&camille).await;
    camille
}

async fn my_address_was_right(hub: &Hub) {
    let camille = in_the_post(hub).await;
    let case = comes_back(hub, &camille).await;
    // 1/ «Je suis notifié(e)»
    hub.mailbox().await.mail_to(&camille.person, "card_undelivered").await;
    hub.mailbox().await.text_to(&camille.person, "card_undelivered").await;
    // 2/ «Mes cartes», 3/ the link under the card
    let card = camille.card().await;
    assert_eq!(card.stage(), "undelivered");
    assert_eq!(card["open_case"], json!({"id": case, "kind": "undelivered"}));
    assert_eq!(camille.buttons(&case).await, ["view", "respond"]);

    // Solution 1
    let confirmed = camille.choose(&case, json!({"choice": "confirm_address"})).await;
    assert_eq!(confirmed.stage(), "ready_to_ship");
    let order = hub.factory().await.next_order().await;
    assert_eq!(order["type"], "reship");
    let now = hub.now().await;
    hub.factory().await.make_and_ship("6A99999999999", &now).await;
    assert_eq!(camille.card().await.stage(), "in_transit");
    assert_eq!(
        camille.case(&case).await["shipment"]["tracking_number"],
        "6A99999999999"
    );
    camille.activate(&card.id()).await;
    assert_eq!(camille.case(&case).await.stage(), "completed");
    assert_eq!(camille.invoices().await.len(), 0);
}

async fn my_address_was_wrong(hub: &Hub) {
    let camille = in_the_post(hub).await;
    let case = comes_back(hub, &camille).await;
    let same = json!({"choice": "change_address", "address": people::depot()});
    let path = format!("/v1/cases/{case}/undelivered-choice");
    camille.put(&path, same).await.expect(409);

    // Solution 2
    let elsewhere =
        json!({"line1": "3 quai des Chartrons", "postal_code": "33000", "city": "Bordeaux", "country": "FR"});
    let changed = camille
        .choose(&case, json!({"choice": "change_address", "address": elsewhere}))
        .await;
    assert_eq!(changed.stage(), "awaiting_payment");
    assert_eq!(changed.at("/payment/amount/amount"), 1200);
    camille.pay(&case, "succeeded").await;
    assert_eq!(camille.case(&case).await.stage(), "ready_to_ship");
    let order = hub.factory().await.next_order().await;
    assert_eq!(order["delivery_address"]["city"], "Bordeaux");
    let invoices = camille.invoices().await;
    assert_eq!(invoices[0].at("/lines/0/fee"), "reshipping");
}

async fn it_came_back_twice(hub: &Hub) {
    let camille = in_the_post(hub).await;
    let first = comes_back(hub, &camille).await;
    camille.choose(&first, json!({"choice": "confirm_address"})).await;
    let now = hub.now().await;
    hub.factory().await.make_and_ship("6A99999999999", &now).await;

    let recorded = returned(hub, json!({"tracking_number": "6A99999999999"})).await;
    let second = recorded.text("/case_id");
    assert_ne!(first, second);
    assert_eq!(camille.card().await["open_case"]["id"], json!(second));
    camille.choose(&second, json!({"choice": "confirm_address"})).await;
}

async fn i_change_my_mind_until_i_pay(hub: &Hub) {
    let camille = in_the_post(hub).await;
    let case = comes_back(hub, &camille).await;
    let to = |address: Value| json!({"choice": "change_address", "address": address});
    camille.choose(&case, to(people::home())).await;
    let payment = camille.begin_to_pay(&case).await;
    let confirmed = camille.choose(&case, json!({"choice": "confirm_address"})).await;
    assert_eq!(confirmed.stage(), "ready_to_ship");
    assert_eq!(
        camille.payment_once_known(&case, &payment.id()).await["status"],
        "cancelled"
    );
    let order = hub.factory().await.next_order().await;
    assert_eq!(order["delivery_address"]["city"], people::depot()["city"]);
}

async fn nobody_wants_it(hub: &Hub) {
    let camille = in_the_post(hub).await;
    let case = comes_back(hub, &camille).await;
    hub.days_pass(76).await;
    assert_eq!(hub.mailbox().await.count(&camille.person, "answer_expiring").await, 1);
    hub.days_pass(14).await;
    assert_eq!(camille.case(&case).await.stage(), "expired");
    let card = camille.card().await;
    assert_eq!(card.stage(), "destroyed");
    assert_eq!(hub.verified(&card).await["status"], "revoked");
    // A destroyed card without a successor can still be replaced.
    camille.begin_about("loss", &card.id()).await;
}

async fn returned_while_a_loss_is_unpaid(hub: &Hub) {
    let camille = in_the_post(hub).await;
    let loss = camille.lost(&camille.card().await.id()).await;
    let payment = camille.begin_to_pay(&loss).await;
    let returned_case = comes_back(hub, &camille).await;
    assert_eq!(camille.case(&loss).await.stage(), "cancelled");
    assert_eq!(
        camille.payment_once_known(&loss, &payment.id()).await["status"],
        "cancelled"
    );
    assert_eq!(camille.card().await["open_case"]["id"], json!(returned_case));
}

async fn returned_after_a_loss_was_paid(hub: &Hub) {
    let camille = in_the_post(hub).await;
    let lost = camille.card().await;
    let case = camille.lost(&lost.id()).await;
    camille.pay(&case, "succeeded").await;
    let recorded = returned(hub, json!({"card_number": lost.text("/number")})).await;
    assert_eq!(recorded["card_stage"], "destroyed");
    assert!(recorded.get("case_id").is_none(), "{recorded:#}");
    assert_eq!(camille.case(&case).await.stage(), "in_production");
}

async fn what_agents_type(hub: &Hub) {
    let agent = hub.agent().await;
    let record = async |letter| agent.post("/v1/back-office/undelivered-returns", letter).await;
    record(json!({})).await.invalid(&[("/card_number", "missing")]);
    record(json!({"card_number": "FR26", "tracking_number": "6A1"}))
        .await
        .invalid(&[("/tracking_number", "not_asked_for")]);
    record(json!({"card_number": "nonsense"}))
        .await
        .invalid(&[("/card_number", "malformed")]);
    record(json!({"tracking_number": "6A00000000000"})).await.not_found();
}

async fn a_newer_card_leaves_it_without_object(hub: &Hub) {
    let camille = in_the_post(hub).await;
    let older = camille.card().await;
    let case = comes_back(hub, &camille).await;
    let training = Training::fco("goods", "2026-10-16");
    hub.centre().await.attest(&camille.person, &training).await;
    let renewal = camille.submitted_case().await;
    hub.make_card(&renewal).await;
    let newer = camille.cards().await.remove(0);
    camille.activate(&newer.id()).await;

    // Nobody pays for a card that could not be used any more.
    assert_eq!(camille.card_with_id(&older.id()).await.stage(), "superseded");
    assert_eq!(camille.case(&case).await.stage(), "cancelled");
    let choice = json!({"choice": "confirm_address"});
    let path = format!("/v1/cases/{case}/undelivered-choice");
    camille.put(&path, choice).await.refused(409, "not_possible_in_stage");
}

async fn one_number_on_two_letters(hub: &Hub) {
    let camille = in_the_post(hub).await;
    let youssef = hub.trained(&Person::youssef()).await;
    hub.card_in_the_post(&youssef).await;
    let number = camille.card().await.text("/tracking_number");
    assert_eq!(youssef.card().await["tracking_number"], json!(number));
    let letter = json!({"tracking_number": number});
    let agent = hub.agent().await;
    agent
        .post("/v1/back-office/undelivered-returns", letter.clone())
        .await
        .invalid(&[("/tracking_number", "ambiguous")]);

    // By its card it is known; and then only the other is out.
    comes_back(hub, &camille).await;
    let recorded = returned(hub, letter).await;
    assert_eq!(recorded["card_id"], youssef.card().await["id"]);
}
