//! `PUT /v1/cases/{id}/delivery-address` and `PUT /v1/cases/{id}/billing-address`

use actix_web::put;
use actix_web::web::Data;
use domain::ids::CaseId;
use persistence::cases;

use super::address_body::AddressBody;
use super::billing_address_body::BillingAddressBody;
use super::case_view::CaseView;
use super::lock_own;
use crate::auth::Driver;
use crate::http::output::IfMatchParameter;
use crate::http::problem::ProblemDocument;
use crate::http::{IfMatch, InLanguage, JudgedBody, PathOf, Problem, Reply};
use crate::hub::Hub;

/// Say where the card goes
///
/// Possible in a draft, or where an item of an information request names the address.
#[utoipa::path(
    tag = "cases",
    operation_id = "putCaseDeliveryAddress",
    params(("id" = CaseId, Path, description = "Identifier (`id`) of the case."), IfMatchParameter),
    request_body = AddressBody,
    security(("driver" = []), ("frontend" = ["cases"])),
    responses(
        (status = 200, body = CaseView, description = "The case with its new address."),
        (status = 409, body = ProblemDocument, content_type = "application/problem+json", description = "The address is not asked for (`not_asked_for`), or not at this stage (`not_possible_in_stage`).")
    )
)]
#[put("/v1/cases/{id}/delivery-address")]
pub async fn put_delivery_address(
    driver: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<CaseId>,
    seen: IfMatch,
    InLanguage(language): InLanguage,
    JudgedBody(address): JudgedBody<AddressBody>,
) -> Result<Reply, Problem> {
    let Driver { id: driver, author } = driver;
    let address = address.check()?;
    hub.write(author, move |tx| {
        let record = lock_own(tx, driver, id, &seen)?;
        let whole = cases::put_delivery_address(tx, record, &address)?;
        Ok(CaseView::answer(whole, language))
    })
    .await
}

/// Say where the invoice goes
///
/// Possible in a draft of a kind that may have to be paid, or where an item names the address. Where a company pays,
/// its name and SIREN go with it, and onto the invoice.
#[utoipa::path(
    tag = "cases",
    operation_id = "putCaseBillingAddress",
    params(("id" = CaseId, Path, description = "Identifier (`id`) of the case."), IfMatchParameter),
    request_body = BillingAddressBody,
    security(("driver" = []), ("frontend" = ["cases"])),
    responses(
        (status = 200, body = CaseView, description = "The case with its billing address."),
        (status = 409, body = ProblemDocument, content_type = "application/problem+json", description = "The address is not asked for (`not_asked_for`), or not at this stage (`not_possible_in_stage`).")
    )
)]
#[put("/v1/cases/{id}/billing-address")]
pub async fn put_billing_address(
    driver: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<CaseId>,
    seen: IfMatch,
    InLanguage(language): InLanguage,
    JudgedBody(billing): JudgedBody<BillingAddressBody>,
) -> Result<Reply, Problem> {
    let Driver { id: driver, author } = driver;
    let billing = billing.check()?;
    hub.write(author, move |tx| {
        let record = lock_own(tx, driver, id, &seen)?;
        let whole = cases::put_billing_address(tx, record, &billing)?;
        Ok(CaseView::answer(whole, language))
    })
    .await
}
