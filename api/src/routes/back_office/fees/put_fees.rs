//! `PUT /v1/back-office/fees`

use actix_web::put;
use actix_web::web::Data;
use chrono::NaiveDate;
use domain::rules::fees::{self as rules, Fee, FeeKind};
use persistence::fees;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::fee_view::{FeeSchedule, Money};
use crate::auth::Supervisor;
use crate::http::output::IfMatchParameter;
use crate::http::{Body, IfMatch, InLanguage, Problem, Reply};
use crate::hub::Hub;

/// The fees as they shall be from today on.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "fees": [{"kind": "replacement", "amount": {"amount": 2700, "currency": "EUR"}, "applies_from": "2027-01-01"}]
}))]
pub struct WantedFees {
    /// Every fee that starts to apply today or later. One that applied before may be repeated as it was.
    #[validate(length(max = 200), nested)]
    fees: Vec<WantedFee>,
}

/// A fee to plan, and the first day on which it is charged.
#[derive(Debug, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WantedFee {
    /// Kind of the fee: what is paid for.
    kind: FeeKind,
    /// The amount of the fee, without VAT.
    #[validate(nested)]
    amount: Money,
    /// The first day on which the fee is charged: today or later.
    applies_from: NaiveDate,
}

impl From<&WantedFee> for Fee {
    fn from(wanted: &WantedFee) -> Self {
        Self {
            kind: wanted.kind,
            amount: wanted.amount.amount,
            applies_from: wanted.applies_from,
        }
    }
}

/// Set the fees to come
///
/// Replaces the fees that were planned: what is not named is not planned any more. What applied before today stays, and
/// what was ordered keeps the fee of its day.
#[utoipa::path(
    tag = "back-office",
    operation_id = "putFees",
    params(IfMatchParameter),
    request_body = WantedFees,
    security(("back_office" = ["supervisor"])),
    responses((status = 200, body = FeeSchedule, description = "The schedule of fees, as it was changed."))
)]
#[put("/v1/back-office/fees")]
pub async fn put_fees(
    supervisor: Supervisor,
    hub: Data<Hub>,
    if_match: IfMatch,
    InLanguage(language): InLanguage,
    Body(wanted): Body<WantedFees>,
) -> Result<Reply, Problem> {
    let wanted: Vec<Fee> = wanted.fees.iter().map(Fee::from).collect();
    hub.write(supervisor.author, move |tx| {
        fees::hold(tx)?;
        let (known, version) = fees::schedule(tx)?;
        if_match.require(version)?;
        let today = tx.today();
        let schedule = rules::reschedule(&known, &wanted, today).map_err(Problem::invalid)?;
        fees::replace(tx, &schedule)?;
        let (schedule, version) = fees::schedule(tx)?;
        let schedule = FeeSchedule::of(&schedule, version, today, language);
        Ok(Reply::ok(&schedule).version(version))
    })
    .await
}
