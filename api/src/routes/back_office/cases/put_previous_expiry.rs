//! `PUT /v1/back-office/cases/{id}/previous-expiry`

use actix_web::put;
use actix_web::web::Data;
use domain::ids::CaseId;
use domain::rules::known_qualification::{self, KnownQualification, KnownQualificationSource, PreviousExpiry};
use domain::rules::{Fault, FaultCode};
use domain::sector::Sector;
use persistence::Db;
use persistence::cases;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::case_view::CaseFileView;
use super::{answer, lock_seen};
use crate::auth::Agent;
use crate::http::output::RequiredIfMatchParameter;
use crate::http::{Body, InLanguage, PathOf, Problem, Reply, RequiredIfMatch};
use crate::hub::Hub;

/// What the driver's old card says of the qualification that the training renews.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"previous_expires_on": "2027-05-31", "card_number": "D 1234567"}))]
pub struct PreviousExpiryAnswer {
    /// The last day of the earlier qualification (`YYYY-MM-DD`), or `none` where there was none.
    previous_expires_on: PreviousExpiry,
    /// The number of the old card, as it is printed there.
    #[schema(max_length = 40)]
    card_number: Option<String>,
}

impl PreviousExpiryAnswer {
    /// The number without accidents of typing; 422 where the answer cannot be true.
    fn checked(self, db: &Db<'_>) -> Result<(PreviousExpiry, Option<String>), Problem> {
        let today = db.today();
        let mut faults: Vec<Fault> = Vec::new();
        let term: Option<FaultCode> = self.previous_expires_on.fault(today);
        faults.extend(term.map(|code| Fault::new("previous_expires_on", code)));
        let shown = KnownQualification {
            sector: Sector::Goods,
            expires_on: today,
            source: KnownQualificationSource::CardShown,
            card_number: self.card_number,
        }
        .tidied();
        faults.extend(known_qualification::check(&shown, today));
        if faults.is_empty() {
            Ok((self.previous_expires_on, shown.card_number))
        } else {
            Err(Problem::invalid(faults))
        }
    }
}

/// Say until when the driver was qualified before
///
/// A periodic training completed within the year before that day counts from it, so a case that rests on one cannot be
/// approved before somebody knows: the agent who took it reads the old card, or says `none`. The answer counts for the
/// driver's terms at once; another one replaces it.
#[utoipa::path(
    tag = "back-office",
    operation_id = "putCasePreviousExpiry",
    params(("id" = CaseId, Path, description = "Identifier (`id`) of the case."), RequiredIfMatchParameter),
    request_body = PreviousExpiryAnswer,
    security(("back_office" = ["agent"])),
    responses((status = 200, body = CaseFileView, description = "The whole file of the case, with the answer."))
)]
#[put("/v1/back-office/cases/{id}/previous-expiry")]
pub async fn put_case_previous_expiry(
    agent: Agent,
    hub: Data<Hub>,
    PathOf(id): PathOf<CaseId>,
    RequiredIfMatch(seen): RequiredIfMatch,
    InLanguage(language): InLanguage,
    Body(said): Body<PreviousExpiryAnswer>,
) -> Result<Reply, Problem> {
    hub.write(agent.author, move |tx| {
        let record = lock_seen(tx, id, &seen)?;
        let (said, card_number) = said.clone().checked(tx)?;
        let record = cases::answer_previous_expiry(tx, &record, said, card_number.as_deref())?;
        answer(tx, record, language)
    })
    .await
}
