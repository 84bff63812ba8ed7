//! For agents and supervisors: one folder a subject.

pub mod cards;
pub mod production_orders;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers this area's endpoints.
pub fn register(config: &mut ServiceConfig) {
    cards::register(config);
    production_orders::register(config);
}
