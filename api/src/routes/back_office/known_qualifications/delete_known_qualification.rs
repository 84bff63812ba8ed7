//! `DELETE /v1/back-office/accounts/{id}/known-qualifications/{qualification_id}`

use actix_web::delete;
use actix_web::web::Data;
use domain::ids::{AccountId, KnownQualificationId};
use persistence::{accounts, known_qualifications};

use crate::auth::Supervisor;
use crate::http::output::IfMatchParameter;
use crate::http::{IfMatch, PathOf, Problem, Reply};
use crate::hub::Hub;

/// Delete a known qualification
///
/// For a qualification that was somebody else's, or never was. The driver's terms are counted anew at once.
#[utoipa::path(
    tag = "back-office",
    operation_id = "deleteKnownQualification",
    params(
        ("id" = AccountId, Path, description = "Identifier (`id`) of the driver's account."),
        ("qualification_id" = KnownQualificationId, Path, description = "Identifier (`id`) of the known qualification."),
        IfMatchParameter
    ),
    security(("back_office" = ["supervisor"])),
    responses((status = 204, description = "The known qualification is deleted."))
)]
#[delete("/v1/back-office/accounts/{id}/known-qualifications/{qualification_id}")]
pub async fn delete_known_qualification(
    supervisor: Supervisor,
    hub: Data<Hub>,
    PathOf((id, qualification_id)): PathOf<(AccountId, KnownQualificationId)>,
    seen: IfMatch,
) -> Result<Reply, Problem> {
    hub.write(supervisor.author, move |tx| {
        accounts::lock(tx, id)?;
        let record = known_qualifications::lock(tx, id, qualification_id)?;
        seen.require(record.version)?;
        Ok(known_qualifications::delete(tx, &record)?)
    })
    .await?;
    Ok(Reply::no_content())
}
