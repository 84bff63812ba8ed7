//! Where payment providers report.

pub mod receive_report;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes.service(receive_report::receive_report);
}
