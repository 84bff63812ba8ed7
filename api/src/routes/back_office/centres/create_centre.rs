//! `POST /v1/back-office/training-centres`

use actix_web::post;
use actix_web::web::Data;
use domain::rules::accreditation::{Centre, CentreKind};
use persistence::centres;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::centre_view::{AccreditationPeriod, TrainingCentre, taken, well_formed};
use crate::auth::Supervisor;
use crate::http::{Body, Problem, Reply};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};

/// A training centre to enter.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "ABSKILL Lyon", "accreditation_number": "AGR-69-0042", "contact_email": "formation@abskill.example.org",
    "accreditations": [{"valid_from": "2024-01-01", "valid_until": "2028-12-31"}]
}))]
pub struct TrainingCentreBody {
    /// Name of the training centre, printed on recaps and certificates.
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// Kind of the training centre; `accredited` when left out.
    #[serde(default)]
    kind: CentreKind,
    /// Number of the centre's accreditation (numéro d'agrément), which no other centre has. A school may leave it out.
    #[serde(default)]
    #[schema(max_length = 40)]
    accreditation_number: String,
    /// Email address at which the centre can be written to.
    #[schema(format = "email")]
    contact_email: Option<String>,
    /// The times during which the centre is accredited. An attestation delivered at another time is refused.
    #[serde(default)]
    #[validate(nested)]
    accreditations: Vec<AccreditationPeriod>,
}

impl From<TrainingCentreBody> for Centre {
    fn from(new: TrainingCentreBody) -> Self {
        Self {
            name: new.name,
            kind: new.kind,
            accreditation_number: new.accreditation_number,
            contact_email: new.contact_email,
            active: true,
            accreditations: new.accreditations.into_iter().map(Into::into).collect(),
        }
    }
}

/// Enter a training centre
///
/// Its systems sign in once they are given credentials.
#[utoipa::path(
    tag = "back-office",
    operation_id = "createTrainingCentre",
    params(IdempotencyKeyParameter),
    request_body = TrainingCentreBody,
    security(("back_office" = ["supervisor"])),
    responses((status = 201, body = TrainingCentre, description = "The training centre, as it was entered."))
)]
#[post("/v1/back-office/training-centres")]
pub async fn create_training_centre(
    supervisor: Supervisor,
    hub: Data<Hub>,
    idempotency: Idempotency,
    Body(new): Body<TrainingCentreBody>,
) -> Result<Reply, Problem> {
    let centre = well_formed(new.into())?;
    hub.write_once(&idempotency, supervisor.author, move |tx| {
        let record = centres::insert(tx, &centre).map_err(taken)?;
        let centre = TrainingCentre::load(tx, record)?;
        Ok(Reply::created(centre.location(), &centre).version(centre.version))
    })
    .await
}
