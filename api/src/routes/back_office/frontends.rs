//! Frontends: which programs people may authorise to act for them, where each leads them, and how far it may reach.

pub mod change_frontend;
pub mod frontend_view;
pub mod get_frontend;
pub mod list_frontends;
pub mod register_frontend;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(list_frontends::list_oauth_clients)
        .service(register_frontend::register_oauth_client)
        .service(get_frontend::get_oauth_client)
        .service(change_frontend::change_oauth_client);
}
