//! The sandbox only: what was mailed and texted, the movable clock, and what becomes of payments.

pub mod decide_payment;
pub mod get_attachment;
pub mod get_clock;
pub mod get_message;
pub mod list_messages;
pub mod message_view;
pub mod move_clock;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(list_messages::list_messages)
        .service(get_message::get_message)
        .service(get_attachment::get_attachment)
        .service(get_clock::get_clock)
        .service(move_clock::move_clock)
        .service(decide_payment::decide_payment);
}
