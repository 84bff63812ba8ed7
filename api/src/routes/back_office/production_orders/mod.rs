//! Production orders, for the back office: which failed, and putting them back.

pub mod get_order;
pub mod list_orders;
pub mod requeue_order;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers this area's endpoints.
pub fn register(config: &mut ServiceConfig) {
    config
        .service(list_orders::list_back_office_orders)
        .service(get_order::get_back_office_order)
        .service(requeue_order::requeue_order);
}
