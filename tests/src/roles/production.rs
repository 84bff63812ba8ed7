//! What the card factory's system does.

use serde_json::{Value, json};

use super::is_a_client;
use crate::client::Client;
use crate::reading::Reading as _;

/// The card factory's system, with a token.
#[derive(Debug, Clone)]
pub struct Production {
    /// Its access to the hub.
    pub client: Client,
}

is_a_client!(Production);

impl Production {
    /// The one order that is queued.
    pub async fn next_order(&self) -> Value {
        let queued = self.get("/v1/production-orders?status=queued").await.ok();
        let order = queued.only_item().id();
        self.get(&format!("/v1/production-orders/{order}")).await.ok()
    }

    /// Starts an order.
    pub async fn start(&self, order: &str) -> Value {
        self.do_post(&format!("/v1/production-orders/{order}/start")).await.ok()
    }

    /// Posts the card of an order.
    pub async fn ship(&self, order: &str, tracking_number: &str, shipped_at: &str) -> Value {
        let parcel = json!({"tracking_number": tracking_number, "shipped_at": shipped_at});
        self.post(&format!("/v1/production-orders/{order}/shipment"), parcel)
            .await
            .ok()
    }

    /// Makes and posts the card of the one order that is queued; the order.
    pub async fn make_and_ship(&self, tracking_number: &str, shipped_at: &str) -> Value {
        let order = self.next_order().await;
        self.start(&order.id()).await;
        self.ship(&order.id(), tracking_number, shipped_at).await
    }
}
