//! «Je réalise le paiement», where Stripe takes the card: the answer is lost on the way, and nothing is collected twice.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tests::databases::Database;
use tests::hub::Hub;
use tests::{Reading, on_both};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::pay::{a_lost_card, paying, until_statuses};

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

async fn a_lost_answer_costs_nothing(database: Database) {
    let stripe = Stripe::default();
    let url = stripe.start().await;
    let keys = [
        ("STRIPE_URL", url.as_str()),
        ("STRIPE_SECRET_KEY", "sk_test_1"),
        ("STRIPE_WEBHOOK_SECRET", "whsec_1"),
        ("STRIPE_PUBLISHABLE_KEY", "pk_test_1"),
    ];
    let hub = Hub::start_with(database, &keys).await;
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

on_both!(a_lost_answer_costs_nothing);
