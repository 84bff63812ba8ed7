//! The schedule of fees.

use chrono::NaiveDate;
use domain::labels::Label;
use domain::people::Language;
use domain::rules::fees::{self, Currency, Fee, FeeKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

/// An amount of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"amount": 2500, "currency": "EUR"}))]
pub struct Money {
    /// In cents.
    pub amount: i64,
    /// ISO 4217.
    pub currency: Currency,
}

impl Money {
    /// So many cents.
    pub fn cents(amount: i64) -> Self {
        Self {
            amount,
            currency: Currency::Eur,
        }
    }
}

/// The schedule of fees: what was charged, is charged, and is planned.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeeSchedule {
    /// Raised by each change.
    pub version: i32,
    /// Every fee, by kind and day.
    pub fees: Vec<ScheduledFee>,
}

/// A fee, and the first day on which it is charged.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "kind": "replacement", "kind_label": "Remplacement d’une carte", "amount": {"amount": 2500, "currency": "EUR"},
    "vat_percent": 20, "amount_with_vat": {"amount": 3000, "currency": "EUR"}, "applies_from": "2021-11-12",
    "in_force": true
}))]
pub struct ScheduledFee {
    /// For what.
    kind: FeeKind,
    /// The same, in words.
    kind_label: &'static str,
    /// Without VAT.
    amount: Money,
    /// The rate of VAT, in percent.
    vat_percent: i64,
    /// What is paid.
    amount_with_vat: Money,
    /// The first day.
    applies_from: NaiveDate,
    /// Whether it is the one charged today.
    in_force: bool,
}

impl FeeSchedule {
    /// The schedule on a legal date, in a language.
    pub fn of(fees: &[Fee], version: i32, today: NaiveDate, language: Language) -> Self {
        let in_force = fees::all_in_force(fees, today);
        let fees = fees
            .iter()
            .map(|fee| ScheduledFee::of(*fee, in_force.contains(fee), language))
            .collect();
        Self { version, fees }
    }
}

impl ScheduledFee {
    /// A fee, in a language.
    pub fn of(fee: Fee, in_force: bool, language: Language) -> Self {
        Self {
            kind: fee.kind,
            kind_label: fee.kind.label(language),
            amount: Money::cents(fee.amount),
            vat_percent: fees::VAT_PERCENT,
            amount_with_vat: Money::cents(fees::with_vat(fee.amount)),
            applies_from: fee.applies_from,
            in_force,
        }
    }
}
