//! Where payment providers report.

pub mod receive_report;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers this area's endpoints.
pub fn register(config: &mut ServiceConfig) {
    config.service(receive_report::receive_report);
}
