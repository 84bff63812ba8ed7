//! Everything held about a driver, as one archive that they take away (GDPR, articles 15 and 20).

mod begin;
pub mod export_view;
pub mod get_account_export;
pub mod get_export;
pub mod get_export_content;
mod holdings;
pub mod inventory;
pub mod request_export;
pub(super) mod serving;

pub use holdings::Holdings;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(request_export::request_export)
        .service(get_export::get_export)
        .service(get_export_content::get_export_content)
        .service(get_account_export::get_account_export);
}
