//! What a replacement and a re-shipping cost, from which day.

pub mod fee_view;
pub mod get_fees;
pub mod put_fees;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes.service(get_fees::get_fees).service(put_fees::put_fees);
}
