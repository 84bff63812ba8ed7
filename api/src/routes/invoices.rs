//! A driver's invoices and credit notes.

pub mod get_invoice;
pub mod invoice_view;
pub mod list_invoices;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(list_invoices::list_invoices)
        .service(get_invoice::get_invoice);
}
