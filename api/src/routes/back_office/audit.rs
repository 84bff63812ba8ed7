//! Who did what, and what will be erased.

pub mod list_audit_events;
pub mod preview_retention;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(list_audit_events::list_audit_events)
        .service(preview_retention::preview_retention);
}
