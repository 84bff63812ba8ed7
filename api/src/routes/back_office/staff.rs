//! The back office's own people.

pub mod add_staff;
pub mod change_staff;
pub mod end_sessions;
pub mod get_staff;
pub mod list_oidc_links;
pub mod list_sessions;
pub mod list_staff;
pub mod remove_oidc_link;
pub mod remove_second_factor;
pub mod staff_view;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(list_staff::list_staff)
        .service(add_staff::add_staff)
        .service(get_staff::get_staff)
        .service(change_staff::change_staff)
        .service(list_sessions::list_staff_sessions)
        .service(end_sessions::end_staff_sessions)
        .service(remove_second_factor::remove_staff_second_factor)
        .service(list_oidc_links::list_staff_oidc_links)
        .service(remove_oidc_link::remove_staff_oidc_link);
}
