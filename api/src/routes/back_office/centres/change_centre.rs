//! `PATCH /v1/back-office/training-centres/{id}`

use actix_web::patch;
use actix_web::web::Data;
use domain::ids::CentreId;
use domain::rules::accreditation::{Centre, CentreKind};
use persistence::centres;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::centre_view::{AccreditationPeriod, TrainingCentre, taken, well_formed};
use crate::auth::Supervisor;
use crate::http::output::IfMatchParameter;
use crate::http::{Body, IfMatch, Patch, PathOf, Problem, Reply};
use crate::hub::Hub;

/// What is to change of a training centre. What is left out stays as it is.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"accreditations": [{"valid_from": "2024-01-01"}]}))]
pub struct TrainingCentreChanges {
    /// Name of the training centre, printed on recaps and certificates.
    #[schema(min_length = 1, max_length = 100)]
    name: Option<String>,
    /// Kind of the training centre: `accredited` by a prefect, or a `school`.
    kind: Option<CentreKind>,
    /// Number of the centre's accreditation (numéro d'agrément); empty takes it away from a school.
    #[schema(max_length = 40)]
    accreditation_number: Option<String>,
    /// Email address at which the centre can be written to; `null` takes it away.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = "email", nullable = true, extensions(("x-null-takes-away" = json!(true))))]
    contact_email: Patch<String>,
    /// Whether the centre's systems may sign in. What the centre posted stays in any case.
    active: Option<bool>,
    /// All the times during which the centre is accredited, in place of those known so far.
    #[validate(nested)]
    accreditations: Option<Vec<AccreditationPeriod>>,
}

impl TrainingCentreChanges {
    fn upon(self, known: Centre) -> Centre {
        Centre {
            name: self.name.unwrap_or(known.name),
            kind: self.kind.unwrap_or(known.kind),
            accreditation_number: self.accreditation_number.unwrap_or(known.accreditation_number),
            contact_email: self.contact_email.upon(known.contact_email),
            active: self.active.unwrap_or(known.active),
            accreditations: match self.accreditations {
                Some(periods) => periods.into_iter().map(Into::into).collect(),
                None => known.accreditations,
            },
        }
    }
}

/// Change a training centre
///
/// One that is not active can no longer sign in: its systems' tokens are answered no more.
#[utoipa::path(
    tag = "back-office",
    operation_id = "changeTrainingCentre",
    params(("id" = CentreId, Path, description = "Identifier (`id`) of the training centre."), IfMatchParameter),
    request_body = TrainingCentreChanges,
    security(("back_office" = ["supervisor"])),
    responses(
        (status = 200, body = TrainingCentre, description = "The training centre, as it was changed."),
        (status = 409, body = crate::http::problem::ProblemDocument, content_type = "application/problem+json", description = "Another training centre has this accreditation number (`conflict`).")
    )
)]
#[patch("/v1/back-office/training-centres/{id}")]
pub async fn change_training_centre(
    supervisor: Supervisor,
    hub: Data<Hub>,
    PathOf(id): PathOf<CentreId>,
    if_match: IfMatch,
    Body(changes): Body<TrainingCentreChanges>,
) -> Result<Reply, Problem> {
    hub.write(supervisor.author, move |tx| {
        let record = centres::lock(tx, id)?;
        if_match.require(record.version)?;
        let known = centres::described(tx, &record)?;
        let wanted = well_formed(changes.clone().upon(known))?;
        let record = centres::update(tx, &record, &wanted).map_err(taken)?;
        let centre = TrainingCentre::load(tx, record)?;
        Ok(Reply::ok(&centre).version(centre.version))
    })
    .await
}
