//! The second factor of a member of staff, beside the password: an authenticator's codes, and recovery codes.

pub mod begin;
pub mod confirm;
pub mod get;
pub mod remove;

use domain::ids::StaffId;
use persistence::{Tx, staff};

use crate::hub::Abort;
use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(get::get_second_factor)
        .service(begin::begin_second_factor)
        .service(confirm::confirm_second_factor)
        .service(remove::remove_second_factor);
}

/// The member of staff, locked, so that no code is taken twice; their email.
fn lock(tx: &mut Tx<'_>, id: StaffId) -> Result<String, Abort> {
    Ok(staff::lock(tx, id)?.email)
}
