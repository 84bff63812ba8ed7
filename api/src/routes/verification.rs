//! For whoever holds a certificate or a card in front of them: is it good?

mod page;
pub mod verification_view;
pub mod verify;
mod words;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes.service(verify::verify);
}
