//! Outgoing messages and their fate.

pub mod get_message;
pub mod list_messages;
pub mod outgoing;
pub mod requeue_message;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers this area's endpoints.
pub fn register(config: &mut ServiceConfig) {
    config
        .service(list_messages::list_outgoing_messages)
        .service(get_message::get_outgoing_message)
        .service(requeue_message::requeue_message);
}
