//! What a replacement and a re-shipping cost, from which day.
//!
//! The amounts are samples (assumed): a supervisor sets the real ones, each with the date from which it applies. What was
//! ordered keeps the fee of its day.

use chrono::NaiveDate;

use super::fault::{Fault, FaultCode};
use crate::words;
use crate::words::Word;

words! {
    /// Kind of a fee: what is paid for.
    pub enum FeeKind {
        /// Another card instead of one that was lost, stolen, or faulty by the driver's own data.
        Replacement => "replacement",
        /// Posting a card again, to another address.
        Reshipping => "reshipping",
    }
}

words! {
    /// Category of an operation, as invoices and the tax administration tell them apart [CGI annexe II 242 nonies A, I,
    /// 8° bis].
    pub enum OperationCategory {
        /// A delivery of goods to the buyer.
        Goods => "goods",
        /// A supply of services to the buyer.
        Services => "services",
    }
}

impl OperationCategory {
    /// The code of its taxed sales to private persons in e-reporting [norme XP Z12-012].
    pub const fn code(self) -> &'static str {
        match self {
            Self::Goods => "TLB1",
            Self::Services => "TPS1",
        }
    }
}

impl FeeKind {
    /// What kind of operation it pays for. Making somebody's card out of their data, and posting one, are services: the
    /// blank card is nothing that its buyer could want by itself (assumed).
    pub const fn category(self) -> OperationCategory {
        match self {
            Self::Replacement | Self::Reshipping => OperationCategory::Services,
        }
    }
}

words! {
    /// Currency of an amount, ISO 4217.
    pub enum Currency {
        /// Euro; its minor unit is the cent.
        Eur => "EUR",
    }
}

/// Value added tax, in percent [code général des impôts 278].
pub const VAT_PERCENT: i64 = 20;

/// The highest fee that can be set, in cents: more is a slip of the keyboard (assumed).
pub const HIGHEST_AMOUNT: i64 = 100_000;

/// The lowest fee that can be set, in cents (assumed): a case that costs something awaits a payment, and providers
/// collect no less than about half a euro.
pub const LOWEST_AMOUNT: i64 = 50;

/// A fee, and the first day on which it is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fee {
    /// For what.
    pub kind: FeeKind,
    /// In cents, without VAT.
    pub amount: i64,
    /// The first day.
    pub applies_from: NaiveDate,
}

/// What is charged as long as nobody set anything else (assumed).
pub const DEFAULTS: &[Fee] = &[
    Fee {
        kind: FeeKind::Replacement,
        amount: 2_500,
        applies_from: SINCE_EVER,
    },
    Fee {
        kind: FeeKind::Reshipping,
        amount: 1_000,
        applies_from: SINCE_EVER,
    },
];

/// The day of the décret that made the card, 12 November 2021: nothing was charged before.
const SINCE_EVER: NaiveDate = NaiveDate::from_ymd_opt(2021, 11, 12).expect("a date");

/// An amount with its VAT, to the nearest cent.
pub const fn with_vat(amount: i64) -> i64 {
    amount + (amount * VAT_PERCENT + 50) / 100
}

/// The fee charged on a day: the last one that applies by then.
pub fn in_force(known: &[Fee], kind: FeeKind, day: NaiveDate) -> Option<Fee> {
    known
        .iter()
        .filter(|fee| fee.kind == kind && fee.applies_from <= day)
        .max_by_key(|fee| fee.applies_from)
        .copied()
}

/// The fees charged on a day, one of each kind.
pub fn all_in_force(known: &[Fee], day: NaiveDate) -> Vec<Fee> {
    FeeKind::ALL
        .iter()
        .filter_map(|&kind| in_force(known, kind, day))
        .collect()
}

/// The schedule as a supervisor wants it from today on. What applied before today happened, and stays whether it is
/// repeated or not; what was planned and is not repeated is dropped.
pub fn reschedule(known: &[Fee], wanted: &[Fee], today: NaiveDate) -> Result<Vec<Fee>, Vec<Fault>> {
    let mut found = Vec::new();
    for (index, fee) in wanted.iter().enumerate() {
        let fault = |field, code| Fault::new(field, code).within(&format!("fees/{index}"));
        if fee.amount > HIGHEST_AMOUNT {
            found.push(fault("amount/amount", FaultCode::TooMany));
        }
        if fee.amount < LOWEST_AMOUNT {
            found.push(fault("amount/amount", FaultCode::TooLittle));
        }
        if fee.applies_from < today && !known.contains(fee) {
            found.push(fault("applies_from", FaultCode::InPast));
        }
        let same = |earlier: &Fee| earlier.kind == fee.kind && earlier.applies_from == fee.applies_from;
        if wanted[..index].iter().any(same) {
            found.push(fault("applies_from", FaultCode::Repeated));
        }
    }
    if !found.is_empty() {
        return Err(found);
    }
    let past = known.iter().filter(|fee| fee.applies_from < today);
    let mut schedule: Vec<_> = past
        .chain(wanted.iter().filter(|fee| fee.applies_from >= today))
        .copied()
        .collect();
    schedule.sort_by_key(|fee| (fee.kind, fee.applies_from));
    Ok(schedule)
}

#[cfg(test)]
mod tests {
    use super::FeeKind::{Replacement, Reshipping};
    use super::*;

    const TODAY: &str = "2026-11-22";

    fn fee(kind: FeeKind, amount: i64, applies_from: &str) -> Fee {
        Fee {
            kind,
            amount,
            applies_from: applies_from.parse().expect("a date"),
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_fee_applies_until_the_next_one_does() {
        let known = [DEFAULTS, &[fee(Replacement, 2_700, "2027-01-01")]].concat();
        let charged = |on: &str| in_force(&known, Replacement, day(on)).map(|fee| fee.amount);
        assert_eq!(charged("2021-11-11"), None);
        assert_eq!(charged("2026-12-31"), Some(2_500));
        assert_eq!(charged("2027-01-01"), Some(2_700));
        assert_eq!(all_in_force(&known, day("2027-01-01")).len(), 2);
    }

    #[test]
    fn vat_is_rounded_to_the_nearest_cent() {
        assert_eq!(with_vat(2_500), 3_000);
        assert_eq!(with_vat(1_002), 1_202);
        assert_eq!(with_vat(1_003), 1_204);
        assert_eq!(with_vat(0), 0);
    }

    #[test]
    fn what_was_charged_stays_and_what_is_to_come_is_replaced() {
        let planned = fee(Reshipping, 1_100, "2027-01-01");
        let known = [DEFAULTS, &[planned]].concat();
        let wanted = [DEFAULTS[0], fee(Replacement, 2_700, TODAY)];
        let schedule = reschedule(&known, &wanted, day(TODAY)).expect("possible");
        assert_eq!(schedule, [DEFAULTS[0], fee(Replacement, 2_700, TODAY), DEFAULTS[1]]);
    }

    #[test]
    fn the_past_cannot_be_changed() {
        let wanted = [
            Fee {
                amount: LOWEST_AMOUNT,
                ..DEFAULTS[0]
            },
            fee(Reshipping, 900, "2026-11-21"),
            fee(Reshipping, LOWEST_AMOUNT - 1, "2027-01-01"),
            fee(Reshipping, HIGHEST_AMOUNT + 1, "2027-01-01"),
        ];
        let found: Vec<_> = reschedule(DEFAULTS, &wanted, day(TODAY))
            .expect_err("impossible")
            .into_iter()
            .map(|fault| (fault.field.into_owned(), fault.code))
            .collect();
        let expected = [
            ("fees/0/applies_from", FaultCode::InPast),
            ("fees/1/applies_from", FaultCode::InPast),
            ("fees/2/amount/amount", FaultCode::TooLittle),
            ("fees/3/amount/amount", FaultCode::TooMany),
            ("fees/3/applies_from", FaultCode::Repeated),
        ];
        assert_eq!(found, expected.map(|(field, code)| (field.to_owned(), code)));
    }
}
