//! `PUT /v1/cases/{id}/billing-address`

use actix_web::put;
use actix_web::web::Data;
use domain::ids::CaseId;
use persistence::cases;

use super::address_body::AddressBody;
use super::case_view::CaseView;
use super::lock_own;
use crate::auth::Driver;
use crate::http::output::IfMatchParameter;
use crate::http::problem::ProblemDocument;
use crate::http::{Body, IfMatch, InLanguage, PathOf, Problem, Reply};
use crate::hub::Hub;

/// Say where the invoice goes
///
/// In a draft of a kind that may have to be paid, or where an item names the address.
#[utoipa::path(
    tag = "cases",
    operation_id = "putCaseBillingAddress",
    params(("id" = CaseId, Path, description = "The case."), IfMatchParameter),
    request_body = AddressBody,
    security(("driver" = [])),
    responses(
        (status = 200, body = CaseView, description = "The case with its billing address."),
        (status = 409, body = ProblemDocument, content_type = "application/problem+json", description = "Not asked for, or not at this stage.")
    )
)]
#[put("/v1/cases/{id}/billing-address")]
pub async fn put_billing_address(
    driver: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<CaseId>,
    seen: IfMatch,
    InLanguage(language): InLanguage,
    Body(address): Body<AddressBody>,
) -> Result<Reply, Problem> {
    let Driver { id: driver, author } = driver;
    let address = address.check()?;
    hub.write(author, move |tx| {
        let record = lock_own(tx, driver, id, &seen)?;
        let record = cases::put_billing_address(tx, record, &address)?;
        Ok(CaseView::answer(cases::whole(tx, record)?, language))
    })
    .await
}
