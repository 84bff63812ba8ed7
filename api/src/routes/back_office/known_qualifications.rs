//! Qualifications known otherwise than by an attestation, and cards that say something else than the rules do.

pub mod add_known_qualification;
pub mod change_known_qualification;
pub mod delete_known_qualification;
pub mod known_qualification_view;
pub mod list_known_qualifications;
pub mod list_term_reprints;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(list_known_qualifications::list_known_qualifications)
        .service(add_known_qualification::add_known_qualification)
        .service(change_known_qualification::change_known_qualification)
        .service(delete_known_qualification::delete_known_qualification)
        .service(list_term_reprints::list_term_reprints);
}
