//! What training centres' systems post about trainings, and take back.

pub mod attestation_view;
pub mod get_attestation;
pub mod list_attestations;
pub mod post_attestation;
pub mod post_batch;
pub mod withdraw_attestation;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(post_attestation::post_attestation)
        .service(post_batch::post_attestation_batch)
        .service(list_attestations::list_attestations)
        .service(get_attestation::get_attestation)
        .service(withdraw_attestation::withdraw_attestation);
}
