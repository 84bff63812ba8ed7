//! Webhooks after Standard Webhooks: where partners' systems are told of events, and what became of each.
//!
//! ```text
//! partner                          hub                                     endpoint
//!    │ POST /v1/webhook-endpoints ─▶ │ keeps a secret and a key, sealed       │
//!    │ ◀─ secret, public key         │                                        │
//!    │                               │ something happens: event, delivery and │
//!    │                               │ message in the same transaction        │
//!    │                               │ POST, signed ────────────────────────▶ │ checks, answers 204
//!    │ GET …/deliveries ───────────▶ │                                        │
//! ```
//!
//! What could go wrong, and what stands in the way: see `integrations::webhooks`.

pub mod change;
pub mod create;
pub mod delivery_view;
pub mod endpoint_view;
pub mod get;
pub mod get_delivery;
pub mod list;
pub mod list_deliveries;
pub mod remove;
pub mod replay_delivery;
pub mod replay_span;
pub mod rotate_secret;
pub mod send_test;
mod wanted;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(create::create_webhook_endpoint)
        .service(list::list_webhook_endpoints)
        .service(get::get_webhook_endpoint)
        .service(change::change_webhook_endpoint)
        .service(remove::remove_webhook_endpoint)
        .service(rotate_secret::rotate_webhook_secret)
        .service(send_test::send_test_webhook)
        .service(list_deliveries::list_webhook_deliveries)
        .service(get_delivery::get_webhook_delivery)
        .service(replay_delivery::replay_webhook_delivery)
        .service(replay_span::replay_webhook_deliveries);
}
