//! Training centres: which there are, when each is accredited, and by which credentials its systems sign in.

pub mod add_credentials;
pub mod centre_view;
pub mod change_centre;
pub mod create_centre;
pub mod get_centre;
pub mod list_centres;
pub mod replace_client_secret;
pub mod revoke_credentials;
pub mod set_client_keys;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(list_centres::list_training_centres)
        .service(create_centre::create_training_centre)
        .service(get_centre::get_training_centre)
        .service(change_centre::change_training_centre)
        .service(add_credentials::add_centre_credentials)
        .service(replace_client_secret::replace_centre_credentials_secret)
        .service(set_client_keys::set_centre_credentials_keys)
        .service(revoke_credentials::revoke_centre_credentials);
}
