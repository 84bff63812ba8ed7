//! A driver's own cases: from draft to card.

mod address_body;
mod billing_address_body;
pub mod cancel_case;
mod case_line_view;
pub(in crate::routes) mod case_view;
mod content;
mod cost_view;
mod declaration_body;
pub mod delete_document;
mod document_view;
pub mod get_case;
pub mod get_document;
pub mod get_document_content;
pub mod get_history;
pub mod get_summary;
mod holder_body;
mod inspection;
pub mod list_cases;
pub mod list_payments;
pub mod open_case;
pub(in crate::routes) mod payment_view;
pub mod put_address;
pub mod put_declaration;
pub mod put_holder;
pub mod put_undelivered_choice;
pub mod respond;
pub mod start_payment;
pub mod submit_case;
pub mod upload_document;

use domain::ids::{AccountId, CaseId};
use persistence::Tx;
use persistence::cases::{self, CaseRecord};

use crate::http::IfMatch;
use crate::hub::Abort;
use crate::routes::Routes;

pub use case_view::{CaseView, ShipmentView};
pub use content::{content, require_scanned};
pub use cost_view::CasePaymentView;
pub use declaration_body::CaseDeclaration;
pub use document_view::DocumentView;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(open_case::open_case)
        .service(list_cases::list_cases)
        .service(get_case::get_case)
        .service(put_holder::put_holder)
        .service(put_address::put_delivery_address)
        .service(put_address::put_billing_address)
        .service(put_declaration::put_declaration)
        .service(put_undelivered_choice::put_undelivered_choice)
        .service(upload_document::upload_document)
        .service(get_document::get_document)
        .service(delete_document::delete_document)
        .service(get_document_content::get_document_content)
        .service(get_summary::get_summary)
        .service(submit_case::submit_case)
        .service(cancel_case::cancel_case)
        .service(respond::respond)
        .service(start_payment::start_payment)
        .service(list_payments::list_payments)
        .service(get_history::get_history);
}

/// A driver's own case, locked, if it still is what the caller saw.
fn lock_own(tx: &mut Tx<'_>, driver: AccountId, id: CaseId, seen: &IfMatch) -> Result<CaseRecord, Abort> {
    let record = cases::lock_of_account(tx, driver, id)?;
    seen.require(record.version)?;
    Ok(record)
}
