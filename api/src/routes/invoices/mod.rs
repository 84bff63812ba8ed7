//! A driver's invoices and credit notes.

pub mod get_invoice;
pub mod invoice_view;
pub mod list_invoices;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers this area's endpoints.
pub fn register(config: &mut ServiceConfig) {
    config
        .service(list_invoices::list_invoices)
        .service(get_invoice::get_invoice);
}
