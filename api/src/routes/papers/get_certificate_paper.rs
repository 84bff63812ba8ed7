//! `GET /v1/certificates/{id}/certificate.pdf`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::CertificateId;

use super::serving::{Disposition, serve_own};
use super::wanted::Wanted;
use crate::auth::Driver;
use crate::http::output::{PaperResponses, RangeParameter};
use crate::http::{ByteRange, PathOf, Problem, QueryOf, Reply};
use crate::hub::Hub;

/// One of my certificates, as a PDF
///
/// The one that was mailed. Its QR code holds the address at which anybody can check it and, behind the `#`, a signed
/// statement of what it says, which can be checked without a network. A certificate that was revoked is no longer
/// handed out.
#[utoipa::path(
    tag = "certificates",
    operation_id = "getCertificatePaper",
    params(("id" = CertificateId, Path, description = "Identifier (`id`) of the certificate."), Disposition, RangeParameter),
    security(("driver" = []), ("frontend" = ["certificates:read"])),
    responses(
        PaperResponses,
        (status = 409, body = crate::http::problem::ProblemDocument, content_type = "application/problem+json", description = "The certificate was revoked, and is no longer handed out (`certificate_revoked`).")
    )
)]
#[get("/v1/certificates/{id}/certificate.pdf")]
pub async fn get_certificate_paper(
    driver: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<CertificateId>,
    QueryOf(disposition): QueryOf<Disposition>,
    range: ByteRange,
) -> Result<Reply, Problem> {
    serve_own(&hub, driver, Wanted::Certificate(id), &disposition, &range).await
}
