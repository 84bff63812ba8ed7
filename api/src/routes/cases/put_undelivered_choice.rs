//! `PUT /v1/cases/{id}/undelivered-choice`

use actix_web::put;
use actix_web::web::Data;
use domain::ids::CaseId;
use domain::people::Address;
use domain::rules::FaultCode;
use persistence::cases;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::address_body::AddressBody;
use super::case_view::CaseView;
use super::lock_own;
use crate::auth::Driver;
use crate::http::output::IfMatchParameter;
use crate::http::problem::ProblemDocument;
use crate::http::{Body, Fault, IfMatch, InLanguage, PathOf, Problem, Reply};
use crate::hub::Hub;

domain::words! {
    /// What is to become of a card that the post returned.
    pub enum Choice {
        /// The address was right: the card goes there again, free of charge.
        ConfirmAddress => "confirm_address",
        /// The address was wrong: the card goes elsewhere, once the postage is paid.
        ChangeAddress => "change_address",
    }
}

/// What the driver chooses for a card that the post returned.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "choice": "change_address",
    "address": {"line1": "3 quai des Chartrons", "postal_code": "33000", "city": "Bordeaux", "country": "FR"}
}))]
pub struct ChoiceBody {
    /// What is to become of the card.
    pub choice: Choice,
    /// The address to which the card goes. With `change_address`, and only then.
    #[validate(nested)]
    pub address: Option<AddressBody>,
}

impl ChoiceBody {
    /// The new address; none where the old one is confirmed.
    fn check(self) -> Result<Option<Address>, Problem> {
        let fault = |code| Problem::invalid([Fault::at("/address", code)]);
        match (self.choice, self.address) {
            (Choice::ConfirmAddress, None) => Ok(None),
            (Choice::ConfirmAddress, Some(_)) => Err(fault(FaultCode::NotAskedFor)),
            (Choice::ChangeAddress, None) => Err(fault(FaultCode::Missing)),
            (Choice::ChangeAddress, Some(address)) => address.check_within("address").map(Some),
        }
    }
}

/// Say where a card that the post returned is to go
///
/// Confirmed, it is posted again to the same address. Changed, it is posted once the fee is paid; until then the choice
/// can be made again.
#[utoipa::path(
    tag = "cases",
    operation_id = "putUndeliveredChoice",
    params(("id" = CaseId, Path, description = "Identifier (`id`) of the case."), IfMatchParameter),
    request_body = ChoiceBody,
    security(("driver" = []), ("frontend" = ["cases"])),
    responses(
        (status = 200, body = CaseView, description = "The case: ready to ship, or to be paid."),
        (status = 409, body = ProblemDocument, content_type = "application/problem+json", description = "The case has no such choice at this stage (`not_possible_in_stage`), or the address is the same (`same_address`).")
    )
)]
#[put("/v1/cases/{id}/undelivered-choice")]
pub async fn put_undelivered_choice(
    driver: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<CaseId>,
    seen: IfMatch,
    InLanguage(language): InLanguage,
    Body(choice): Body<ChoiceBody>,
) -> Result<Reply, Problem> {
    let Driver { id: driver, author } = driver;
    let address = choice.check()?;
    hub.write(author, move |tx| {
        let record = lock_own(tx, driver, id, &seen)?;
        let record = match &address {
            None => cases::confirm_address(tx, &record)?,
            Some(address) => cases::change_address(tx, &record, address)?,
        };
        Ok(CaseView::answer(cases::whole(tx, record)?, language))
    })
    .await
}
