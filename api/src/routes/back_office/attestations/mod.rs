//! Attestations that nearly found a driver: an agent compares, and decides.

pub mod dismiss_attestation;
pub mod get_attestation;
pub mod list_attestations;
pub mod match_attestation;
pub mod shapes;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers this area's endpoints.
pub fn register(config: &mut ServiceConfig) {
    config
        .service(list_attestations::list_attestations_to_settle)
        .service(get_attestation::get_attestation_to_settle)
        .service(match_attestation::match_attestation)
        .service(dismiss_attestation::dismiss_attestation);
}
