//! `GET /v1/back-office/e-reporting`

use actix_web::get;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::{HttpRequest, web::Data};
use chrono::NaiveDate;
use domain::rules::e_reporting::MOST_DAYS;
use domain::time::days_after;
use persistence::e_reporting;
use serde::Deserialize;
use utoipa::IntoParams;
use validator::Validate;

use super::report_view::EReport;
use crate::auth::Supervisor;
use crate::http::middleware::acceptance::prefers;
use crate::http::problem::Fault;
use crate::http::{InputFault, Problem, QueryOf, Reply};
use crate::hub::Hub;

/// The days of a report.
#[derive(Debug, Clone, Copy, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReportedDays {
    /// The first day of the report (`YYYY-MM-DD`, in Paris).
    #[param(example = "2026-11-01")]
    pub from: NaiveDate,
    /// The last day of the report (`YYYY-MM-DD`, in Paris), itself included; at most 31 days are reported at once.
    #[param(example = "2026-11-30")]
    pub to: NaiveDate,
}

impl ReportedDays {
    /// Refuses days the wrong way round, or too many of them.
    pub fn check(self) -> Result<Self, Problem> {
        if self.to < self.from {
            return Err(Problem::invalid([Fault::of_parameter("to", InputFault::Range)]));
        }
        if days_after(self.from, MOST_DAYS) <= self.to {
            let too_many = Fault::of_parameter("to", InputFault::TooManyValues).with("max", &MOST_DAYS.to_string());
            return Err(Problem::invalid([too_many]));
        }
        Ok(self)
    }
}

/// What was sold and collected, day by day
///
/// For the tax administration (e-reporting): per legal day, currency, category of operations and rate of VAT, the sales
/// without VAT, the VAT, their number, and what was collected. Credit notes and refunds count negative, on their own day.
/// As JSON, or as CSV for a spreadsheet (`Accept: text/csv`).
#[utoipa::path(
    tag = "back-office",
    operation_id = "getEReporting",
    params(ReportedDays),
    security(("back_office" = ["supervisor"])),
    responses((status = 200, description = "The report, with one line per day, currency, category and rate.", content(
        (EReport = "application/json"),
        (String = "text/csv")
    )))
)]
#[get("/v1/back-office/e-reporting")]
pub async fn get_e_reporting(
    _: Supervisor,
    hub: Data<Hub>,
    request: HttpRequest,
    QueryOf(days): QueryOf<ReportedDays>,
) -> Result<Reply, Problem> {
    let ReportedDays { from, to } = days.check()?;
    let lines = hub.read(move |db| Ok(e_reporting::lines(db, from, to)?)).await?;
    let report = EReport::of(from, to, lines);
    if !prefers(request.headers(), "text/csv", "application/json") {
        return Ok(Reply::ok(&report));
    }
    let name = format!("attachment; filename=\"e-reporting-{from}-{to}.csv\"");
    Ok(Reply::bytes("text/csv; charset=utf-8", report.csv()).header(&CONTENT_DISPOSITION, name))
}
