//! «Je réalise le paiement», where Stripe takes the card: the answer is lost on the way, and nothing is collected twice.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tests::databases::Database;
use tests::hub::Hub;
use tests::{Reading, on_both};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::pay::{a_lost_card, alert_once, paying, until_statuses};

/// What Stripe signs its reports with.
const SECRET: &str = "whsec_1";

/// Somebody who answers as Stripe's documentation says, and loses the first answer. Each request, with its key.
#[derive(Clone, Default)]
struct Stripe(Arc<Mutex<Vec<String>>>);

impl Stripe {
    async fn start(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let stripe = self.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // Whoever hangs up ends the conversation.
                stripe.answer(stream).await.ok();
            }
        });
        url
    }

    fn asked(&self) -> Vec<String> {
        self.0.lock().expect("nobody panicked").clone()
    }

    async fn answer(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let mut request = String::new();
        while !request.contains("metadata%5Bcase_id%5D") {
            let mut part = [0; 4096];
            let read = stream.read(&mut part).await?;
            request.push_str(&String::from_utf8_lossy(&part[..read]));
            if read == 0 {
                break;
            }
        }
        let is_first = self.asked().is_empty();
        self.0.lock().expect("nobody panicked").push(request.to_lowercase());
        if is_first {
            return Ok(());
        }
        let intent: Value = json!({
            "id": "pi_1", "status": "requires_payment_method", "amount": 3000, "amount_received": 0,
            "currency": "eur", "client_secret": "pi_1_secret_x", "metadata": {},
        });
        let body = intent.to_string();
        let head = format!(
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(format!("{head}{body}").as_bytes()).await
    }
}

fn key_of(request: &str) -> &str {
    let key = request.lines().find_map(|line| line.strip_prefix("idempotency-key: "));
    key.expect("a key")
}

/// A hub that collects by this Stripe.
async fn collecting_by(database: Database, stripe: &Stripe) -> Hub {
    let url = stripe.start().await;
    let keys = [
        ("STRIPE_URL", url.as_str()),
        ("STRIPE_SECRET_KEY", "sk_test_1"),
        ("STRIPE_WEBHOOK_SECRET", SECRET),
        ("STRIPE_PUBLISHABLE_KEY", "pk_test_1"),
    ];
    Hub::start_with(database, &keys).await
}

async fn a_lost_answer_costs_nothing(database: Database) {
    let stripe = Stripe::default();
    let hub = collecting_by(database, &stripe).await;
    let (camille, case) = a_lost_card(&hub).await;
    let lost = paying(&camille, &case, "1").come_what_may().await;
    assert_eq!(lost.header("retry-after"), Some("2"));
    lost.refused(503, "unavailable");
    let begun = until_statuses(&camille, &case, &["pending"]).await;

    let payment = paying(&camille, &case, "1").await.ok();
    assert_eq!(payment.id(), begun[0].id());
    let next = json!({"type": "client_secret", "client_secret": "pi_1_secret_x", "publishable_key": "pk_test_1"});
    assert_eq!(payment["next_action"], next);
    let asked = stripe.asked();
    assert_eq!(asked.len(), 2);
    assert_eq!(key_of(&asked[0]), payment.id());
    assert_eq!(key_of(&asked[1]), payment.id(), "the same to the provider");
    hub.stop().await;
}

/// Stripe reports something about `pi_1`.
async fn reports(hub: &Hub, event: &str, kind: &str, object: Value) {
    let body = json!({"id": event, "type": kind, "data": {"object": object}}).to_string();
    let now = tests::hub::BEGINNING.parse().expect("an instant");
    let signature = integrations::payments::stripe::sign(SECRET, body.as_bytes(), now);
    let report = hub.anyone().do_post("/v1/payment-webhooks/stripe");
    let report = report
        .with("content-type", "application/json")
        .with("stripe-signature", &signature);
    report.body(body).await.ok();
}

async fn my_bank_gives_me_back_what_i_paid(database: Database) {
    let stripe = Stripe::default();
    let hub = collecting_by(database, &stripe).await;
    let (camille, case) = a_lost_card(&hub).await;
    paying(&camille, &case, "1").come_what_may().await;
    let payment = paying(&camille, &case, "1").await.ok().id();
    let paid = json!({
        "id": "pi_1", "status": "succeeded", "amount_received": 3000, "currency": "eur", "metadata": {"payment_id": payment}
    });
    reports(&hub, "evt_1", "payment_intent.succeeded", paid).await;
    until_statuses(&camille, &case, &["succeeded"]).await;

    // Part of it is given back by hand; then it is disputed, won, disputed again and lost.
    let part = json!({
        "payment_intent": "pi_1", "refunded": false, "amount_refunded": 1000, "currency": "eur",
        "metadata": {"payment_id": payment}
    });
    reports(&hub, "evt_2", "charge.refunded", part).await;
    alert_once(&hub, &case, &json!("partly_refunded")).await;
    let dispute =
        |status: &str| json!({"id": "dp_1", "payment_intent": "pi_1", "status": status, "reason": "fraudulent"});
    for (event, kind, status, alert) in [
        (
            "evt_3",
            "charge.dispute.created",
            "needs_response",
            json!("dispute_opened"),
        ),
        ("evt_4", "charge.dispute.closed", "won", Value::Null),
        (
            "evt_5",
            "charge.dispute.created",
            "needs_response",
            json!("dispute_opened"),
        ),
        ("evt_6", "charge.dispute.closed", "lost", json!("dispute_lost")),
    ] {
        reports(&hub, event, kind, dispute(status)).await;
        alert_once(&hub, &case, &alert).await;
    }
    // Disputes of others on the same account are none of ours.
    let others = json!({"id": "dp_2", "payment_intent": "pi_others", "status": "needs_response"});
    reports(&hub, "evt_7", "charge.dispute.created", others).await;

    // Nothing is given back twice, and the driver is told nothing of it.
    assert_eq!(camille.case(&case).await["payment"]["last_attempt"].get("alert"), None);
    assert!(!stripe.asked().iter().any(|request| request.contains("/refunds")));
    let path = format!("/v1/back-office/audit-events?subject_id={payment}&limit=100");
    let trail = hub.supervisor().await.get(&path).await.ok();
    for alarm in ["partly_refunded", "dispute_opened", "dispute_won", "dispute_lost"] {
        assert!(
            trail.items().iter().any(|event| event["action"] == alarm),
            "{alarm}: {trail:#}"
        );
    }
    hub.stop().await;
}

on_both!(a_lost_answer_costs_nothing);
on_both!(my_bank_gives_me_back_what_i_paid);
