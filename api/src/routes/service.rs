//! The hub itself: whether it is well, its contract, and the explanations of its problems.

pub mod audit_head;
pub mod live;
pub mod openapi;
pub mod problem;
pub mod ready;
pub mod root;
pub mod security_txt;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(root::get_root)
        .service(live::get_liveness)
        .service(ready::get_readiness)
        .service(audit_head::get_audit_head)
        .service(security_txt::get_security_contact)
        .service(openapi::get_as_json)
        .service(openapi::get_as_yaml)
        .service(problem::list)
        .service(problem::explain);
}
