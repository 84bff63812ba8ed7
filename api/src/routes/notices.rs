//! What the hub has to tell a driver, on the home page of their space.

pub mod list_notices;
pub mod notice_view;
pub mod read_notice;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(list_notices::list_notices)
        .service(read_notice::read_notice);
}
