//! Printed papers, as their drivers read them: served from the object storage, where the dispatcher puts them.

pub mod download;
pub mod get_case_summary;
pub mod get_certificate_paper;
pub mod get_invoice_paper;
pub mod get_recap;
pub mod get_return_coupon;
pub mod make_download_link;
pub(super) mod serving;
mod wanted;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(get_recap::get_recap)
        .service(get_certificate_paper::get_certificate_paper)
        .service(get_case_summary::get_case_summary)
        .service(get_return_coupon::get_return_coupon)
        .service(get_invoice_paper::get_invoice_paper)
        .service(make_download_link::make_download_link)
        .service(download::download);
}
