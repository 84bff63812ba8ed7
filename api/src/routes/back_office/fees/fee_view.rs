//! The schedule of fees.

use chrono::NaiveDate;
use domain::labels::Label;
use domain::people::Language;
use domain::rules::fees::{self, Currency, Fee, FeeKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

/// An amount of money, in the minor unit of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"amount": 2500, "currency": "EUR"}))]
pub struct Money {
    /// The amount in minor units, cents: `3000` is 30 euros.
    pub amount: i64,
    /// The currency of the amount, ISO 4217.
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
#[schema(example = json!({
    "version": 2,
    "fees": [
        {
            "kind": "replacement", "kind_label": "Remplacement d’une carte",
            "amount": {"amount": 2500, "currency": "EUR"}, "vat_percent": 20,
            "amount_with_vat": {"amount": 3000, "currency": "EUR"}, "applies_from": "2021-11-12", "in_force": true
        },
        {
            "kind": "reshipping", "kind_label": "Réexpédition d’une carte",
            "amount": {"amount": 1000, "currency": "EUR"}, "vat_percent": 20,
            "amount_with_vat": {"amount": 1200, "currency": "EUR"}, "applies_from": "2021-11-12", "in_force": true
        },
        {
            "kind": "reshipping", "kind_label": "Réexpédition d’une carte",
            "amount": {"amount": 1200, "currency": "EUR"}, "vat_percent": 20,
            "amount_with_vat": {"amount": 1440, "currency": "EUR"}, "applies_from": "2027-01-01", "in_force": false
        }
    ]
}))]
pub struct FeeSchedule {
    /// Version of the schedule of fees: a number that every change raises. The `ETag` starts with it.
    pub version: i32,
    /// Every fee, past, present and planned, by kind and first day.
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
    /// Kind of the fee: what is paid for.
    kind: FeeKind,
    /// Label of `kind`, in the language of the request, to show to people.
    kind_label: &'static str,
    /// The amount of the fee, without VAT.
    amount: Money,
    /// The rate of VAT on the fee, in percent.
    vat_percent: i64,
    /// The fee with VAT: what the driver pays.
    amount_with_vat: Money,
    /// The first day on which the fee is charged.
    applies_from: NaiveDate,
    /// Whether this is the fee that is charged today.
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
