//! Attestations that nearly found a driver, or overlap another one: an agent compares, and decides.

pub mod attestation_view;
pub mod decide_overlap;
pub mod dismiss_attestation;
pub mod get_attestation;
pub mod list_attestations;
pub mod match_attestation;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(list_attestations::list_attestations_to_settle)
        .service(get_attestation::get_attestation_to_settle)
        .service(match_attestation::match_attestation)
        .service(decide_overlap::decide_overlap)
        .service(dismiss_attestation::dismiss_attestation);
}
