//! What a replacement and a re-shipping cost, from which day.

pub mod get_fees;
pub mod put_fees;
pub mod shapes;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers this area's endpoints.
pub fn register(config: &mut ServiceConfig) {
    config.service(get_fees::get_fees).service(put_fees::put_fees);
}
