//! Frontends: which programs people may authorise to act for them, where each leads them, how far it may reach, and by which
//! credentials its operator's systems sign in.

pub mod add_credentials;
pub mod change_frontend;
pub mod frontend_view;
pub mod get_frontend;
pub mod list_credentials;
pub mod list_frontends;
pub mod register_frontend;
pub mod replace_client_secret;
pub mod revoke_credentials;
pub mod set_client_keys;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(list_frontends::list_oauth_clients)
        .service(register_frontend::register_oauth_client)
        .service(get_frontend::get_oauth_client)
        .service(change_frontend::change_oauth_client)
        .service(list_credentials::list_oauth_client_credentials)
        .service(add_credentials::add_oauth_client_credentials)
        .service(replace_client_secret::replace_oauth_client_credentials_secret)
        .service(set_client_keys::set_oauth_client_credentials_keys)
        .service(revoke_credentials::revoke_oauth_client_credentials);
}
