//! `GET /v1/certificates/{id}`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::CertificateId;
use persistence::certificates;

use super::certificate_view::Certificate;
use crate::auth::Driver;
use crate::http::{InLanguage, PathOf, Problem, Reply};
use crate::hub::Hub;

/// One of my certificates
///
/// Until when it proves the qualification, for which sectors, and where anybody can check it.
#[utoipa::path(
    tag = "certificates",
    operation_id = "getCertificate",
    params(("id" = CertificateId, Path, description = "Identifier (`id`) of the certificate.")),
    security(("driver" = []), ("frontend" = ["certificates:read"])),
    responses((status = 200, body = Certificate, description = "The certificate, and what it proves today."))
)]
#[get("/v1/certificates/{id}")]
pub async fn get_certificate(
    driver: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<CertificateId>,
    InLanguage(language): InLanguage,
) -> Result<Reply, Problem> {
    let (record, today) = hub
        .ask(move |db| Ok((certificates::of_account(db, driver.id, id)?, db.today())))
        .await?;
    let version = record.version;
    let certificate = Certificate::of(record, today, language, hub.settings.public_base());
    Ok(Reply::ok(&certificate).version(version))
}
