//! Who did what, and what will be erased.

pub mod list_audit_events;
pub mod preview_retention;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers this area's endpoints.
pub fn register(config: &mut ServiceConfig) {
    config
        .service(list_audit_events::list_audit_events)
        .service(preview_retention::preview_retention);
}
