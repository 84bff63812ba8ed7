//! For agents and supervisors: one folder a subject.

pub mod accounts;
pub mod attestations;
pub mod audit;
pub mod cards;
pub mod cases;
pub mod centres;
pub mod fees;
pub mod messages;
mod passages;
pub mod production_orders;
pub mod staff;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers this area's endpoints.
pub fn register(config: &mut ServiceConfig) {
    accounts::register(config);
    cases::register(config);
    attestations::register(config);
    cards::register(config);
    production_orders::register(config);
    centres::register(config);
    fees::register(config);
    staff::register(config);
    messages::register(config);
    audit::register(config);
}
