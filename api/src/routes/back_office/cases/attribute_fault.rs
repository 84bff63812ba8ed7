//! `POST /v1/back-office/cases/{id}/fault-attribution`

use actix_web::post;
use actix_web::web::Data;
use domain::case::{Corrections, ItemTarget};
use domain::ids::CaseId;
use domain::rules::FaultCode;
use persistence::cases::{self, NewItem};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::case_view::CaseFileView;
use super::{answer, lock_seen};
use crate::auth::Agent;
use crate::http::output::RequiredIfMatchParameter;
use crate::http::{Body, Fault, InLanguage, PathOf, Problem, Reply, RequiredIfMatch};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};
use crate::routes::items::{self, RequestedItem};

domain::words! {
    /// Whose error a faulty card is.
    pub enum Liable {
        /// The issuer's error: another card is made at once, free of charge.
        Issuer => "issuer",
        /// The driver's error: they correct what they gave, and pay for another card.
        Driver => "driver",
    }
}

/// What the analysis of a faulty card found.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"liable": "issuer", "corrections": {"sectors": [{"sector": "goods", "expires_on": "2032-03-01"}]}}))]
pub struct Attribution {
    /// Whose error the faulty card is: the issuer's or the driver's.
    pub liable: Liable,
    /// What the new card says otherwise. Only with `issuer`, and left out where the card was only badly made.
    pub corrections: Option<Corrections>,
    /// What the driver is to correct, at least one thing. Only with `driver`, where it is required.
    #[validate(nested, length(max = 50))]
    #[schema(max_items = 50)]
    pub items: Option<Vec<RequestedItem>>,
}

/// The same, understood.
enum Found {
    Issuer(Corrections),
    Driver(Vec<NewItem>),
}

impl Attribution {
    fn check(self) -> Result<Found, Problem> {
        let misplaced = |place: &str| Problem::invalid([Fault::at(place, FaultCode::NotAskedFor)]);
        match self.liable {
            Liable::Issuer if self.items.is_some() => Err(misplaced("/items")),
            Liable::Driver if self.corrections.is_some() => Err(misplaced("/corrections")),
            Liable::Issuer => Ok(Found::Issuer(self.corrections.unwrap_or_default())),
            Liable::Driver => {
                let items = items::check(self.items.unwrap_or_default(), ItemTarget::is_of_correction)?;
                Ok(Found::Driver(items))
            }
        }
    }
}

/// Say whose error a faulty card is
///
/// The issuer's: another card is ordered, with the corrections. The driver's: they are told what to correct, pay for the
/// replacement, and an agent examines what they corrected.
#[utoipa::path(
    tag = "back-office",
    operation_id = "attributeFault",
    params(("id" = CaseId, Path, description = "Identifier (`id`) of the case."), RequiredIfMatchParameter, IdempotencyKeyParameter),
    request_body = Attribution,
    security(("back_office" = ["agent"])),
    responses((status = 200, body = CaseFileView, description = "The whole file of the case: in production, or waiting for its driver."))
)]
#[post("/v1/back-office/cases/{id}/fault-attribution")]
pub async fn attribute_fault(
    agent: Agent,
    hub: Data<Hub>,
    PathOf(id): PathOf<CaseId>,
    RequiredIfMatch(seen): RequiredIfMatch,
    once: Idempotency,
    InLanguage(language): InLanguage,
    Body(attribution): Body<Attribution>,
) -> Result<Reply, Problem> {
    let found = attribution.check()?;
    hub.write_once(&once, agent.author, move |tx| {
        let record = lock_seen(tx, id, &seen)?;
        let record = match &found {
            Found::Issuer(corrections) => cases::attribute_to_issuer(tx, &record, corrections)?,
            Found::Driver(items) => cases::attribute_to_driver(tx, &record, items)?,
        };
        answer(tx, record, language)
    })
    .await
}
