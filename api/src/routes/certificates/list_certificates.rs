//! `GET /v1/certificates`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::CertificateId;
use persistence::certificates;

use super::certificate_view::Certificate;
use crate::auth::Driver;
use crate::http::output::{NoFilter, PageParameters};
use crate::http::{InLanguage, Listing, Page, Problem, Reply};
use crate::hub::Hub;

/// My certificates
///
/// The driver's certificates, the last issued first. Each is valid for four months, in which the card is to be asked
/// for.
#[utoipa::path(
    tag = "certificates",
    operation_id = "listCertificates",
    params(PageParameters),
    security(("driver" = []), ("frontend" = ["certificates:read"])),
    responses((status = 200, body = Page<Certificate>, description = "A page of the driver's certificates, the last issued first."))
)]
#[get("/v1/certificates")]
pub async fn list_certificates(
    driver: Driver,
    hub: Data<Hub>,
    list: Listing<NoFilter, CertificateId>,
    InLanguage(language): InLanguage,
) -> Result<Reply, Problem> {
    let (after, fetch) = (list.after, list.fetch());
    let (rows, today) = hub
        .ask(move |db| Ok((certificates::list(db, driver.id, after, fetch)?, db.today())))
        .await?;
    let base = hub.settings.public_base();
    Ok(list.answer(rows, |row| row.id, |row| Certificate::of(row, today, language, base)))
}
