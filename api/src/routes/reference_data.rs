//! What anybody may look up: every closed vocabulary, with its labels.

pub mod get_reference_data;
pub mod reference_data_view;
mod vocabularies;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes.service(get_reference_data::get_reference_data);
}
