//! Outgoing messages and their fate.

pub mod get_message;
pub mod list_messages;
pub mod message_view;
pub mod requeue_message;
pub mod requeue_messages;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(list_messages::list_outgoing_messages)
        .service(get_message::get_outgoing_message)
        .service(requeue_message::requeue_message)
        .service(requeue_messages::requeue_messages);
}
