//! For whoever holds a certificate or a card in front of them: is it good?

mod page;
pub mod verification_view;
pub mod verify;
mod words;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers this area's endpoints.
pub fn register(config: &mut ServiceConfig) {
    config.service(verify::verify);
}
