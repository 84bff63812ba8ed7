//! What anybody may look up: every closed vocabulary, with its labels.

pub mod get_reference_data;
pub mod shapes;
mod vocabularies;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers this area's endpoints.
pub fn register(config: &mut ServiceConfig) {
    config.service(get_reference_data::get_reference_data);
}
