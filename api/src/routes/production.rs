//! For the card factory's system: what to print and to post.

pub(super) mod act;
pub mod fail_order;
pub mod get_letter;
pub mod get_order;
pub mod get_photo;
pub mod get_signature;
mod image;
pub mod list_orders;
pub mod order_view;
pub mod ship_order;
pub mod start_order;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(list_orders::list_orders)
        .service(get_order::get_order)
        .service(get_photo::get_photo)
        .service(get_signature::get_signature)
        .service(get_letter::get_letter)
        .service(start_order::start_order)
        .service(ship_order::ship_order)
        .service(fail_order::fail_order);
}
