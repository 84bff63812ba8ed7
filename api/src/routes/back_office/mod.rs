//! What agents and supervisors do.

pub mod attestations;
pub mod centres;
pub mod fees;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers this area's endpoints.
pub fn register(config: &mut ServiceConfig) {
    attestations::register(config);
    centres::register(config);
    fees::register(config);
}
