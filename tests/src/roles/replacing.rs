//! What a driver does about a card that is lost, stolen, faulty or came back.

use serde_json::{Value, json};

use super::Driver;
use crate::people::{depot, home};
use crate::reading::Reading as _;

impl Driver {
    /// «Remplacement, Echange»: the id of the draft about a card.
    pub async fn begin_about(&self, kind: &str, card: &str) -> String {
        let new = json!({"kind": kind, "card_id": card});
        self.post("/v1/cases", new).await.created().id()
    }

    /// «Je déclare la perte de ma carte et m'engage à la restituer si je venais à la retrouver.»
    pub async fn declare_missing(&self, case: &str, lost_on: &str) -> Value {
        self.declare(case, json!({"lost_on": lost_on, "return_commitment": true}))
            .await
    }

    /// «Je peux déclarer X éléments en défauts.»
    pub async fn declare_faulty(&self, case: &str, defects: &[&str]) -> Value {
        let defects: Vec<_> = defects.iter().map(|field| json!({"field": field})).collect();
        self.declare(case, json!({"defects": defects, "return_commitment": true}))
            .await
    }

    async fn declare(&self, case: &str, declaration: Value) -> Value {
        self.put(&format!("/v1/cases/{case}/declaration"), declaration)
            .await
            .ok()
    }

    /// «Je vérifie mon adresse de livraison et précise mon adresse de facturation.»
    pub async fn give_addresses(&self, case: &str) {
        self.deliver_to(case, depot()).await;
        self.put(&format!("/v1/cases/{case}/billing-address"), home())
            .await
            .ok();
    }

    /// A loss that waits to be paid for.
    pub async fn lost(&self, card: &str) -> String {
        let case = self.begin_about("loss", card).await;
        self.declare_missing(&case, "2026-11-22").await;
        self.give_addresses(&case).await;
        self.submit(&case).await;
        case
    }

    /// A theft that waits to be paid for, with the declaration made to the police.
    pub async fn stolen(&self, card: &str) -> String {
        let case = self.begin_about("theft", card).await;
        self.declare_missing(&case, "2026-11-22").await;
        self.upload(&case, "theft_declaration", crate::files::identity_document())
            .await;
        self.give_addresses(&case).await;
        self.submit(&case).await;
        case
    }

    /// A faulty card that is to be sent back.
    pub async fn faulty(&self, card: &str, defects: &[&str]) -> String {
        let case = self.begin_about("quality", card).await;
        self.declare_faulty(&case, defects).await;
        self.give_addresses(&case).await;
        self.submit(&case).await;
        case
    }

    /// Begins to pay what a case costs; the payment.
    pub async fn begin_to_pay(&self, case: &str) -> Value {
        let path = format!("/v1/cases/{case}/payments");
        let attempts = self.get(&path).await.ok().items().len();
        self.post(&path, json!({"return_url": "https://portal.example.org/paid"}))
            .idempotently(&format!("{case}-{attempts}"))
            .await
            .created()
    }

    /// Pays what a case costs, «à l'aide de ma carte bancaire», and the bank says `outcome`; the payment as it is then.
    pub async fn pay(&self, case: &str, outcome: &str) -> Value {
        let payment = self.begin_to_pay(case).await.id();
        let report = json!({"outcome": outcome});
        self.post(&format!("/v1/sandbox/payments/{payment}/outcome"), report)
            .await
            .expect(200);
        self.payment_once_known(case, &payment).await
    }

    /// A payment, once its outcome is known.
    pub async fn payment_once_known(&self, case: &str, payment: &str) -> Value {
        self.payment_once(case, payment, |status| status != "pending").await
    }

    /// A payment, once its status is as it should be.
    pub async fn payment_once(&self, case: &str, payment: &str, is_so: impl Fn(&str) -> bool) -> Value {
        let deadline = std::time::Instant::now() + crate::hub::TIMEOUT;
        loop {
            let payments = self.get(&format!("/v1/cases/{case}/payments")).await.ok();
            let found = payments.items().iter().find(|known| known.id() == payment);
            let found = found.expect("the payment").clone();
            if is_so(&found.text("/status")) {
                return found;
            }
            assert!(std::time::Instant::now() < deadline, "still {found:#}");
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }

    /// A card of the driver's.
    pub async fn card_with_id(&self, card: &str) -> Value {
        self.get(&format!("/v1/cards/{card}")).await.ok()
    }

    /// The driver's cards, newest first.
    pub async fn cards(&self) -> Vec<Value> {
        self.get("/v1/cards").await.ok().items().to_vec()
    }

    /// Receives a card and activates it.
    pub async fn activate(&self, card: &str) -> Value {
        self.do_post(&format!("/v1/cards/{card}/activation")).await.ok()
    }

    /// The driver's invoices and credit notes, newest first.
    pub async fn invoices(&self) -> Vec<Value> {
        self.get("/v1/invoices").await.ok().items().to_vec()
    }

    /// Says where a card that came back is to go.
    pub async fn choose(&self, case: &str, choice: Value) -> Value {
        self.put(&format!("/v1/cases/{case}/undelivered-choice"), choice)
            .await
            .ok()
    }
}
