//! Invoices and credit notes: their numbers, their instant, their amounts, and what must stand on them.
//!
//! One per successful payment, never changed and never deleted: an invoice is cancelled by a credit note, which says
//! which one it cancels [CGI annexe II 242 nonies A; code de commerce L123-22].

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::due::{Due, vat_of};
use super::fees::{Currency, FeeKind, OperationCategory};
use crate::people::{Address, BillingAddress, Identity};
use crate::words;

words! {
    /// Kind of an accounting document.
    pub enum InvoiceKind {
        /// An invoice (facture): what was paid for.
        Invoice => "invoice",
        /// A credit note (avoir), which cancels an invoice.
        CreditNote => "credit_note",
    }
}

impl InvoiceKind {
    /// The letter its numbers begin with: «facture», «avoir».
    pub const fn letter(self) -> char {
        match self {
            Self::Invoice => 'F',
            Self::CreditNote => 'A',
        }
    }

    /// The number of the `serial`th of its kind in a year, `F2026-000001`: chronological and without gaps, by year
    /// [CGI annexe II 242 nonies A, I, 7°].
    pub fn number(self, year: i32, serial: i32) -> String {
        format!("{}{year:04}-{serial:06}", self.letter())
    }
}

/// When an invoice is issued: now, but never before the one that has the number before it, since numbers follow time.
pub fn issued_at(now: DateTime<Utc>, last: Option<DateTime<Utc>>) -> DateTime<Utc> {
    last.map_or(now, |last| last.max(now))
}

/// Who sells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seller {
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: Address,
    /// Its SIREN, 9 digits.
    pub siren: String,
    /// Its VAT number, `FR` and 11 characters.
    pub vat_number: String,
}

/// Who buys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Buyer {
    /// First names and surname, or a company's name.
    pub name: String,
    /// The billing address.
    pub address: Address,
    /// A company's SIREN, 9 digits.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub siren: Option<String>,
}

impl Buyer {
    /// Who buys where a driver's case is paid for: the company at the billing address, or the driver.
    pub fn of(driver: &Identity, billing: &BillingAddress) -> Self {
        let driver = || format!("{} {}", driver.first_names, driver.surname).trim().to_owned();
        let company = billing.company.as_ref();
        Self {
            name: company.map_or_else(driver, |company| company.name.clone()),
            address: billing.address.clone(),
            siren: company.map(|company| company.siren.clone()),
        }
    }
}

/// What is sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What.
    pub fee: FeeKind,
    /// How many.
    pub quantity: i64,
    /// The price of one without VAT, in cents.
    pub unit_net: i64,
    /// The rate of VAT, in percent.
    pub vat_percent: i64,
}

/// The totals, in cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Without VAT.
    pub net: i64,
    /// VAT.
    pub vat: i64,
    /// With VAT.
    pub total: i64,
}

/// Everything an invoice or a credit note says besides its number and instant, as it was on the day: what changes
/// afterwards (the driver's name, the seller's address, the fees) changes nothing here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mentions {
    /// Who sells.
    pub seller: Seller,
    /// Who buys.
    pub buyer: Buyer,
    /// The day of supply: that of the payment, which the order follows at once.
    pub supplied_on: NaiveDate,
    /// What is sold.
    pub lines: Vec<Line>,
    /// The totals.
    pub totals: Totals,
    /// In which currency.
    pub currency: Currency,
    /// The reference of the case that was paid for.
    pub case_reference: String,
    /// Where what was bought goes, where that is not the buyer's address (7° bis). Left out before that was told.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub delivered_to: Option<Address>,
    /// The number of the invoice that a credit note cancels.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cancels: Option<String>,
}

impl Mentions {
    /// Those of the invoice for what was due.
    pub fn of(due: &Due, seller: Seller, buyer: Buyer, supplied_on: NaiveDate, case_reference: String) -> Self {
        let line = Line {
            fee: due.fee,
            quantity: 1,
            unit_net: due.net,
            vat_percent: due.vat_percent,
        };
        Self {
            seller,
            buyer,
            supplied_on,
            totals: totals(&[line]),
            lines: vec![line],
            currency: due.currency,
            case_reference,
            delivered_to: None,
            cancels: None,
        }
    }

    /// The same, for what goes to an address: told where that is another than the buyer's.
    #[must_use]
    pub fn going_to(self, address: &Address) -> Self {
        let delivered_to = (*address != self.buyer.address).then(|| address.clone());
        Self { delivered_to, ..self }
    }

    /// The kinds of operations on it (8° bis), each once.
    pub fn categories(&self) -> Vec<OperationCategory> {
        let mut categories: Vec<_> = self.lines.iter().map(|line| line.fee.category()).collect();
        categories.sort_unstable();
        categories.dedup();
        categories
    }

    /// Those of the credit note that cancels the invoice with this number: the same, whole.
    #[must_use]
    pub fn cancelling(self, number: &str) -> Self {
        Self {
            cancels: Some(number.to_owned()),
            ..self
        }
    }
}

/// The totals of lines: VAT is computed once per rate, on the sum of that rate's lines.
pub fn totals(lines: &[Line]) -> Totals {
    let net_of = |line: &Line| line.unit_net * line.quantity;
    let mut rates: Vec<_> = lines.iter().map(|line| line.vat_percent).collect();
    rates.sort_unstable();
    rates.dedup();
    let net = lines.iter().map(net_of).sum();
    let vat = rates
        .into_iter()
        .map(|rate| {
            let taxed = lines.iter().filter(|line| line.vat_percent == rate).map(net_of).sum();
            vat_of(taxed, rate)
        })
        .sum();
    Totals {
        net,
        vat,
        total: net + vat,
    }
}

/// Whether nine digits are a SIREN: the Luhn key holds.
pub fn is_siren(text: &str) -> bool {
    text.len() == 9 && text.bytes().all(|byte| byte.is_ascii_digit()) && luhn_sum(text).is_multiple_of(10)
}

/// Luhn: from the right, every second digit counts twice, and a double of two digits counts as their sum.
fn luhn_sum(digits: &str) -> u32 {
    digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte - b'0');
            match (place % 2, digit * 2) {
                (0, _) => digit,
                (_, double) if double > 9 => double - 9,
                (_, double) => double,
            }
        })
        .sum()
}

/// The VAT number that belongs to a SIREN, with the key of two digits that most French numbers have: the one that is
/// proposed to an operator who gives none.
pub fn vat_number_of(siren: &str) -> Option<String> {
    let number: u64 = siren.parse().ok().filter(|_| is_siren(siren))?;
    let key = (12 + 3 * (number % 97)) % 97;
    Some(format!("FR{key:02}{siren}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_padded_and_told_apart() {
        assert_eq!(InvoiceKind::Invoice.number(2026, 1), "F2026-000001");
        assert_eq!(InvoiceKind::CreditNote.number(2026, 999_999), "A2026-999999");
        assert_eq!(
            InvoiceKind::Invoice.number(2026, 1_000_000),
            "F2026-1000000",
            "more than a million is no reason to stop"
        );
    }

    #[test]
    fn time_never_goes_back() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
        let (noon, later) = (at("2026-11-22T12:00:00Z"), at("2026-11-22T12:00:01Z"));
        assert_eq!(issued_at(noon, None), noon);
        assert_eq!(issued_at(later, Some(noon)), later);
        assert_eq!(issued_at(noon, Some(later)), later);
    }

    #[test]
    fn vat_is_computed_once_per_rate() {
        let line = |quantity, unit_net, vat_percent| Line {
            fee: FeeKind::Replacement,
            quantity,
            unit_net,
            vat_percent,
        };
        let expected = |net, vat| Totals {
            net,
            vat,
            total: net + vat,
        };
        assert_eq!(totals(&[line(1, 2_500, 20)]), expected(2_500, 500));
        // Three times 20 % of 1.03 are 0.618: rounded one by one they would be 0.63.
        assert_eq!(totals(&[line(3, 103, 20)]), expected(309, 62));
        assert_eq!(totals(&[line(1, 103, 20), line(1, 103, 10)]), expected(206, 31));
        assert_eq!(totals(&[]), expected(0, 0));
    }

    #[test]
    fn sirens_have_a_key() {
        assert!(is_siren("732829320"));
        assert!(!is_siren("732829321"));
        assert!(!is_siren("73282932"));
        assert_eq!(vat_number_of("732829320").as_deref(), Some("FR44732829320"));
        assert_eq!(vat_number_of("404833048").as_deref(), Some("FR83404833048"));
        assert_eq!(vat_number_of("1"), None);
    }
}
