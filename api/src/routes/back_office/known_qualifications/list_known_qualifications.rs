//! `GET /v1/back-office/accounts/{id}/known-qualifications`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::AccountId;
use persistence::{accounts, known_qualifications};
use serde::Serialize;
use utoipa::ToSchema;

use super::known_qualification_view::KnownQualificationView;
use crate::auth::Supervisor;
use crate::http::{PathOf, Problem, Reply};
use crate::hub::{Hub, Read};

/// What is known of a driver's qualifications otherwise than by trainings recorded here.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "items": [{
        "id": "0197a3a0-5555-7000-8000-000000000001", "version": 1,
        "account_id": "01993d20-0c3e-7f1c-b7a4-1a2b3c4d5e6f", "sector": "goods", "expires_on": "2027-05-31",
        "source": "imported", "card_number": "D 1234567",
        "created_at": "2026-11-22T09:00:00Z", "updated_at": "2026-11-22T09:00:00Z"
    }]
}))]
pub struct KnownQualifications {
    /// The known qualifications, in the order in which they became known.
    items: Vec<KnownQualificationView>,
}

/// A driver's known qualifications
///
/// What another issuer's card said: a periodic training renews it, and is not early without it.
#[utoipa::path(
    tag = "back-office",
    operation_id = "listKnownQualifications",
    params(("id" = AccountId, Path, description = "Identifier (`id`) of the driver's account.")),
    security(("back_office" = ["supervisor"])),
    responses((status = 200, body = KnownQualifications, description = "All known qualifications of the driver, in one answer."))
)]
#[get("/v1/back-office/accounts/{id}/known-qualifications")]
pub async fn list_known_qualifications(
    supervisor: Supervisor,
    hub: Data<Hub>,
    PathOf(id): PathOf<AccountId>,
) -> Result<Reply, Problem> {
    let reading = hub.read(move |db| {
        accounts::find(db, id)?;
        let known = known_qualifications::of_account(db, id)?;
        Ok(known.into_iter().map(KnownQualificationView::from).collect())
    });
    let read = Read::of("account", id).part("known_qualifications");
    let items = hub.noted(supervisor.author, read, reading).await?;
    Ok(Reply::ok(&KnownQualifications { items }).version(0))
}
