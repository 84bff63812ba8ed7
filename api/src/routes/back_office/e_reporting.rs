//! What the seller tells the tax administration.

pub mod get_e_reporting;
pub mod report_view;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes.service(get_e_reporting::get_e_reporting);
}
