//! What a case is to be paid: the fee of the day it was ordered on, with its VAT, whatever the fees become afterwards.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::fees::{Currency, Fee, FeeKind, VAT_PERCENT};

/// What is due, settled on a legal date. Amounts in cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// For what.
    pub fee: FeeKind,
    /// The day whose fee it is.
    pub fixed_on: NaiveDate,
    /// Without VAT.
    pub net: i64,
    /// The rate of VAT, in percent.
    pub vat_percent: i64,
    /// The VAT.
    pub vat: i64,
    /// With VAT: what is paid.
    pub total: i64,
    /// In which currency.
    pub currency: Currency,
}

impl Due {
    /// What a fee comes to, on the day whose fee it is.
    pub const fn of(fee: Fee, fixed_on: NaiveDate) -> Self {
        let vat = vat_of(fee.amount, VAT_PERCENT);
        Self {
            fee: fee.kind,
            fixed_on,
            net: fee.amount,
            vat_percent: VAT_PERCENT,
            vat,
            total: fee.amount + vat,
            currency: Currency::Eur,
        }
    }
}

/// The VAT on an amount in cents: computed once, on the whole amount without VAT at that rate, and rounded to the
/// nearest cent, half a cent upwards (assumed). Never on each unit: their roundings would add up.
pub const fn vat_of(net: i64, percent: i64) -> i64 {
    (net * percent + 50).div_euclid(100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::fees;

    #[test]
    fn vat_is_rounded_once_half_a_cent_upwards() {
        for (net, vat) in [(2_500, 500), (1_000, 200), (1_002, 200), (1_003, 201), (0, 0)] {
            assert_eq!(vat_of(net, 20), vat, "{net}");
            assert_eq!(net + vat, fees::with_vat(net), "the same as what the fees show");
        }
        assert_eq!(vat_of(5, 10), 1, "half a cent");
        assert_eq!(vat_of(4, 10), 0);
    }
}
