//! A server that answers as Stripe's documentation says, keeps what it was asked for, and fails when it is told to.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::io::{AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::http::double::{self, ReceivedRequest as Request};

/// What goes wrong with one request.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fault {
    /// It is answered with this status, and not carried out.
    Status(u16),
    /// It is carried out, and the answer breaks off.
    Broken,
    /// It is carried out, and the answer is lost.
    Lost,
    /// Nobody answers.
    Silence,
}

/// A request.
#[derive(Debug, Clone, Default)]
pub(super) struct StripeCall {
    pub(super) line: String,
    pub(super) headers: HashMap<String, String>,
    pub(super) form: HashMap<String, String>,
}

impl From<Request> for StripeCall {
    fn from(request: Request) -> Self {
        Self {
            form: url::form_urlencoded::parse(&request.body).into_owned().collect(),
            line: request.line,
            headers: request.headers,
        }
    }
}

#[derive(Debug, Default)]
struct Books {
    faults: VecDeque<Fault>,
    asked: Vec<StripeCall>,
    answered: HashMap<String, (u16, Value)>,
    intents: Vec<Value>,
    refunds: usize,
}

#[derive(Debug, Clone)]
pub(super) struct Double {
    pub(super) url: String,
    books: Arc<Mutex<Books>>,
}

impl Double {
    pub(super) async fn start(faults: &[Fault]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let books = Arc::new(Mutex::new(Books {
            faults: faults.iter().copied().collect(),
            ..Books::default()
        }));
        let double = Self { url, books };
        let server = double.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = server.clone();
                // Clients hang up as they like.
                tokio::spawn(async move { server.serve(stream).await.ok() });
            }
        });
        double
    }

    pub(super) fn asked(&self) -> Vec<StripeCall> {
        self.books().asked.clone()
    }

    pub(super) fn intents(&self) -> usize {
        self.books().intents.len()
    }

    pub(super) fn refunds(&self) -> usize {
        self.books().refunds
    }

    /// The driver pays, or the like: fields of the first intent change.
    pub(super) fn becomes(&self, changed: &Value) {
        let mut books = self.books();
        for (name, value) in changed.as_object().expect("fields") {
            books.intents[0][name] = value.clone();
        }
    }

    /// Something goes wrong with the next request.
    pub(super) fn fails_next(&self, fault: Fault) {
        self.books().faults.push_back(fault);
    }

    fn books(&self) -> std::sync::MutexGuard<'_, Books> {
        self.books.lock().expect("nobody panicked")
    }

    async fn serve(&self, stream: TcpStream) -> std::io::Result<()> {
        let mut stream = BufReader::new(stream);
        let asked = StripeCall::from(Request::read(&mut stream).await?);
        let fault = self.books().faults.pop_front();
        let (status, body) = match fault {
            Some(Fault::Status(status)) => {
                self.books().asked.push(asked);
                (status, json!({"error": {"type": "api_error"}}))
            }
            _ => self.carry_out(&asked),
        };
        let body = body.to_string();
        let head = double::head(status, &[("Content-Type", "application/json".to_owned())], body.len());
        match fault {
            Some(Fault::Silence) => std::future::pending().await,
            Some(Fault::Lost) => Ok(()),
            Some(Fault::Broken) => {
                stream
                    .write_all(format!("{head}{}", &body[..body.len() / 2]).as_bytes())
                    .await
            }
            Some(Fault::Status(_)) | None => stream.write_all(format!("{head}{body}").as_bytes()).await,
        }
    }

    /// The same key is answered as it was before, whatever it asked for.
    fn carry_out(&self, asked: &StripeCall) -> (u16, Value) {
        let mut books = self.books();
        books.asked.push(asked.clone());
        let key = asked.headers.get("idempotency-key").cloned();
        if let Some(answer) = key.as_ref().and_then(|key| books.answered.get(key)) {
            return answer.clone();
        }
        let answer = books.answer(asked);
        if let Some(key) = key {
            books.answered.insert(key, answer.clone());
        }
        answer
    }
}

impl Books {
    fn answer(&mut self, asked: &StripeCall) -> (u16, Value) {
        let refused = |status, code: &str| {
            (
                status,
                json!({"error": {"type": "invalid_request_error", "code": code}}),
            )
        };
        let paid = |intent: &Value| intent["status"] == "succeeded";
        match asked
            .line
            .split(['?', ' '])
            .take(2)
            .collect::<Vec<_>>()
            .join(" ")
            .as_str()
        {
            "POST /v1/payment_intents" => {
                let amount: i64 = asked.form["amount"].parse().expect("a number");
                if amount < 50 {
                    return refused(400, "amount_too_small");
                }
                let intent = json!({
                    "id": format!("pi_{}", self.intents.len() + 1), "object": "payment_intent",
                    "amount": amount, "amount_received": 0, "currency": asked.form["currency"],
                    "client_secret": "pi_1_secret_x", "status": "requires_payment_method",
                    "last_payment_error": null, "latest_charge": null,
                    "metadata": {"payment_id": asked.form["metadata[payment_id]"]},
                });
                self.intents.push(intent.clone());
                (200, intent)
            }
            "GET /v1/payment_intents/pi_1" => (200, self.intents[0].clone()),
            "POST /v1/payment_intents/pi_1/cancel" => {
                if self.intents[0]["status"] != "requires_payment_method" {
                    return refused(400, "payment_intent_unexpected_state");
                }
                self.intents[0]["status"] = json!("canceled");
                (200, self.intents[0].clone())
            }
            "POST /v1/refunds" => {
                if !paid(&self.intents[0]) {
                    return refused(400, "payment_intent_unexpected_state");
                }
                if self.refunds > 0 {
                    return refused(400, "charge_already_refunded");
                }
                self.refunds += 1;
                self.intents[0]["latest_charge"] = json!({"id": "ch_1", "refunded": true});
                (200, json!({"id": "re_1", "object": "refund", "status": "succeeded"}))
            }
            _ => refused(404, "resource_missing"),
        }
    }
}
