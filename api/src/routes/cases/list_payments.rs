//! `GET /v1/cases/{id}/payments`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::{CaseId, PaymentId};
use persistence::{cases, payments};

use super::payment_view::PaymentView;
use crate::auth::Driver;
use crate::http::output::PageParameters;
use crate::http::{InLanguage, Listing, NoFilter, Page, PathOf, Problem, Reply};
use crate::hub::Hub;

/// Attempts to pay one of my cases
///
/// Every attempt to pay the case, newest first, with what came of it.
#[utoipa::path(
    tag = "cases",
    operation_id = "listPayments",
    params(("id" = CaseId, Path, description = "Identifier (`id`) of the case."), PageParameters),
    security(("driver" = []), ("frontend" = ["cases"])),
    responses((status = 200, body = Page<PaymentView>, description = "A page of attempts to pay the case, newest first."))
)]
#[get("/v1/cases/{id}/payments")]
pub async fn list_payments(
    driver: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<CaseId>,
    InLanguage(language): InLanguage,
    list: Listing<NoFilter, PaymentId>,
) -> Result<Reply, Problem> {
    let attempts = hub.glance(move |db| {
        let case = cases::of_account(db, driver.id, id)?;
        Ok(payments::of_case(db, case.id)?)
    });
    // A case has a handful.
    let attempts = attempts.await?.into_iter();
    let attempts = attempts.filter(|payment| list.after.is_none_or(|after| payment.id < after));
    let attempts = attempts.take(usize::try_from(list.fetch()).unwrap_or(usize::MAX));
    let answer = list.answer(
        attempts.collect(),
        |payment| payment.id,
        |payment| PaymentView::of(payment, language),
    );
    Ok(answer.never_stored())
}
