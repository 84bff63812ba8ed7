//! Whether the hub is well, for whoever runs it.

pub mod live;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers this area's endpoints.
pub fn register(config: &mut ServiceConfig) {
    config.service(live::live);
}
