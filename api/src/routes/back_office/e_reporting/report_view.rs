//! A report as it is read, by programs (JSON) and in spreadsheets (CSV).

use std::fmt::Write as _;

use chrono::NaiveDate;
use domain::rules::e_reporting::Line;
use domain::rules::fees::{Currency, OperationCategory};
use domain::words::Word as _;
use serde::Serialize;
use utoipa::ToSchema;

/// The sales to private persons of some days, and what was collected for them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"from": "2026-11-01", "to": "2026-11-30", "lines": [{
    "day": "2026-11-22", "currency": "EUR", "category": "services", "category_code": "TPS1", "vat_percent": 20,
    "net": 8500, "vat": 1700, "transactions": 4, "collected": 10200
}]}))]
pub struct EReport {
    /// The first day of the report, in Paris.
    pub from: NaiveDate,
    /// The last day of the report, in Paris, itself included.
    pub to: NaiveDate,
    /// One line per day, currency, category and rate on which anything happened, in that order.
    pub lines: Vec<EReportLine>,
}

/// The sums of one day, currency, category of operations and rate of VAT, in minor units (cents).
#[derive(Debug, Serialize, ToSchema)]
pub struct EReportLine {
    /// The day of the invoices, credit notes, payments and refunds, in Paris.
    day: NaiveDate,
    /// The currency of the sums, ISO 4217.
    currency: Currency,
    /// The category of the operations: goods or services.
    category: OperationCategory,
    /// The category's code in e-reporting (norme XP Z12-012).
    category_code: &'static str,
    /// The rate of VAT, in percent.
    vat_percent: i64,
    /// Sales without VAT, in minor units: the invoices of the day, less its credit notes.
    net: i64,
    /// VAT on these sales, in minor units.
    vat: i64,
    /// Number of invoices that the day's sales consist of.
    transactions: u64,
    /// Payments collected on the day, VAT included, less refunds made, in minor units.
    collected: i64,
}

impl From<Line> for EReportLine {
    fn from(line: Line) -> Self {
        Self {
            day: line.key.day,
            currency: line.key.currency,
            category: line.key.category,
            category_code: line.key.category.code(),
            vat_percent: line.key.vat_percent,
            net: line.net,
            vat: line.vat,
            transactions: line.transactions,
            collected: line.collected,
        }
    }
}

impl EReport {
    /// The report of these lines.
    pub fn of(from: NaiveDate, to: NaiveDate, lines: Vec<Line>) -> Self {
        Self {
            from,
            to,
            lines: lines.into_iter().map(EReportLine::from).collect(),
        }
    }

    /// The same for a spreadsheet (RFC 4180): amounts in units with a point, nothing that needs quotes.
    pub fn csv(&self) -> String {
        let mut text = "day,currency,category,category_code,vat_percent,net,vat,transactions,collected\r\n".to_owned();
        for line in &self.lines {
            // Writing to a String cannot fail.
            let _ = write!(
                text,
                "{},{},{},{},{},{},{},{},{}\r\n",
                line.day,
                line.currency.name(),
                line.category.name(),
                line.category_code,
                line.vat_percent,
                units(line.net),
                units(line.vat),
                line.transactions,
                units(line.collected),
            );
        }
        text
    }
}

/// Cents as units: `-85.00`.
fn units(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.unsigned_abs();
    format!("{sign}{}.{:02}", cents / 100, cents % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cents_are_written_as_units() {
        let written: Vec<_> = [8_500, -3_005, 7, -7, 0].map(units).into_iter().collect();
        assert_eq!(written, ["85.00", "-30.05", "0.07", "-0.07", "0.00"]);
    }
}
