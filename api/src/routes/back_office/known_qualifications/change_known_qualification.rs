//! `PUT /v1/back-office/accounts/{id}/known-qualifications/{qualification_id}`

use actix_web::put;
use actix_web::web::Data;
use domain::ids::{AccountId, KnownQualificationId};
use persistence::{accounts, known_qualifications};

use super::known_qualification_view::{KnownQualificationBody, KnownQualificationView};
use crate::auth::Supervisor;
use crate::http::output::IfMatchParameter;
use crate::http::{IfMatch, JudgedBody, PathOf, Problem, Reply};
use crate::hub::Hub;

/// Correct a known qualification
///
/// The driver's terms are counted anew at once; cards that were printed stay as they are.
#[utoipa::path(
    tag = "back-office",
    operation_id = "correctKnownQualification",
    params(
        ("id" = AccountId, Path, description = "Identifier (`id`) of the driver's account."),
        ("qualification_id" = KnownQualificationId, Path, description = "Identifier (`id`) of the known qualification."),
        IfMatchParameter
    ),
    request_body = KnownQualificationBody,
    security(("back_office" = ["supervisor"])),
    responses((status = 200, body = KnownQualificationView, description = "The known qualification, as it was corrected."))
)]
#[put("/v1/back-office/accounts/{id}/known-qualifications/{qualification_id}")]
pub async fn change_known_qualification(
    supervisor: Supervisor,
    hub: Data<Hub>,
    PathOf((id, qualification_id)): PathOf<(AccountId, KnownQualificationId)>,
    seen: IfMatch,
    JudgedBody(new): JudgedBody<KnownQualificationBody>,
) -> Result<Reply, Problem> {
    hub.write(supervisor.author, move |tx| {
        let known = new.clone().checked(tx.today())?;
        accounts::lock(tx, id)?;
        let record = known_qualifications::lock(tx, id, qualification_id)?;
        seen.require(record.version)?;
        let view = KnownQualificationView::from(known_qualifications::correct(tx, &record, &known)?);
        Ok(Reply::ok(&view).version(view.version))
    })
    .await
}
