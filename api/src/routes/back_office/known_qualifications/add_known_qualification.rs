//! `POST /v1/back-office/accounts/{id}/known-qualifications`

use actix_web::post;
use actix_web::web::Data;
use domain::ids::AccountId;
use persistence::{accounts, known_qualifications};

use super::known_qualification_view::{KnownQualificationBody, KnownQualificationView};
use crate::auth::Supervisor;
use crate::http::{JudgedBody, PathOf, Problem, Reply};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};

/// Add a known qualification
///
/// The driver's terms are counted anew at once; cards that were printed stay as they are. What is known already stays one
/// record.
#[utoipa::path(
    tag = "back-office",
    operation_id = "addKnownQualification",
    params(("id" = AccountId, Path, description = "Identifier (`id`) of the driver's account."), IdempotencyKeyParameter),
    request_body = KnownQualificationBody,
    security(("back_office" = ["supervisor"])),
    responses((status = 201, body = KnownQualificationView, description = "The known qualification, as it was added."))
)]
#[post("/v1/back-office/accounts/{id}/known-qualifications")]
pub async fn add_known_qualification(
    supervisor: Supervisor,
    hub: Data<Hub>,
    PathOf(id): PathOf<AccountId>,
    once: Idempotency,
    JudgedBody(new): JudgedBody<KnownQualificationBody>,
) -> Result<Reply, Problem> {
    hub.write_once(&once, supervisor.author, move |tx| {
        let known = new.clone().checked(tx.today())?;
        accounts::lock(tx, id)?;
        let view = KnownQualificationView::from(known_qualifications::add(tx, id, &known)?);
        Ok(Reply::created(view.location(), &view).version(view.version))
    })
    .await
}
