//! A driver's trainings, and the rights they give.

pub mod get_training;
pub mod list_entitlements;
pub mod list_trainings;
pub mod training_view;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(list_trainings::list_trainings)
        .service(get_training::get_training)
        .service(list_entitlements::list_entitlements);
}
