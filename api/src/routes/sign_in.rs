//! Signing in and out, passwords, tokens for machines.

pub mod choose_password;
pub mod end_current_session;
pub mod end_session;
pub mod end_sessions;
pub mod get_keys;
pub mod get_password_link;
pub mod get_server_metadata;
pub mod issue_token;
pub mod list_sessions;
pub(in crate::routes) mod present_password;
pub mod refresh_session;
pub mod request_password_reset;
pub mod revoke_token;
pub mod session_view;
pub mod sign_in_with_password;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(sign_in_with_password::sign_in_with_password)
        .service(refresh_session::refresh_session)
        .service(list_sessions::list_sessions)
        // Before `/v1/sessions/{id}`, which would take `current` for an id.
        .service(end_current_session::end_current_session)
        .service(end_session::end_session)
        .service(end_sessions::end_sessions)
        .service(request_password_reset::request_password_reset)
        .service(get_password_link::get_password_link)
        .service(choose_password::choose_password)
        .service(issue_token::issue_token)
        .service(revoke_token::revoke_token)
        .service(get_keys::get_keys)
        .service(get_server_metadata::get_server_metadata);
}
