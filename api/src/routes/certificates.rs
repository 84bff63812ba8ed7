//! A driver's certificates of qualification.

pub mod certificate_view;
pub mod get_certificate;
pub mod list_certificates;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(list_certificates::list_certificates)
        .service(get_certificate::get_certificate);
}
