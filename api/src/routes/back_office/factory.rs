//! The card factory: by which credentials its systems sign in.

pub mod add_credentials;
pub mod list_credentials;
pub mod replace_client_secret;
pub mod revoke_credentials;
pub mod set_client_keys;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(list_credentials::list_factory_credentials)
        .service(add_credentials::add_factory_credentials)
        .service(replace_client_secret::replace_factory_credentials_secret)
        .service(set_client_keys::set_factory_credentials_keys)
        .service(revoke_credentials::revoke_factory_credentials);
}
