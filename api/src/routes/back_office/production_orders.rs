//! Production orders, for the back office: which failed, and putting them back.

pub mod get_order;
pub mod list_orders;
pub mod requeue_order;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(list_orders::list_back_office_orders)
        .service(get_order::get_back_office_order)
        .service(requeue_order::requeue_order);
}
