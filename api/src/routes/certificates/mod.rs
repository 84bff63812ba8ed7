//! A driver's certificates of qualification.

pub mod get_certificate;
pub mod list_certificates;
pub mod shapes;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers this area's endpoints.
pub fn register(config: &mut ServiceConfig) {
    config
        .service(list_certificates::list_certificates)
        .service(get_certificate::get_certificate);
}
