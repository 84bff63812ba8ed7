//! E-reporting: what a seller tells the tax administration of its sales to private persons, day by day, and of the money
//! it collected for them [CGI 290 and 290 A; their decrees set the deadlines, not the sums].

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::fees::{Currency, OperationCategory};
use super::invoices::{InvoiceKind, Mentions, totals};

/// The most days that are reported at once: a month, the longest period that the law knows.
pub const MOST_DAYS: u64 = 31;

/// What one line of a report adds up: a legal day, a currency, a category of operations and a rate of VAT.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The legal day.
    pub day: NaiveDate,
    /// In which currency.
    pub currency: Currency,
    /// What was sold.
    pub category: OperationCategory,
    /// The rate of VAT, in percent.
    pub vat_percent: i64,
}

/// Something that happened on the day of its key. Amounts are positive, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// An invoice was issued.
    Sold {
        /// Without VAT.
        net: i64,
        /// The VAT.
        vat: i64,
    },
    /// A credit note cancelled one.
    Cancelled {
        /// Without VAT.
        net: i64,
        /// The VAT.
        vat: i64,
    },
    /// Money came in, VAT included.
    Collected(i64),
    /// Money was given back, VAT included.
    Refunded(i64),
}

/// The sums of one key, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Of what.
    pub key: Key,
    /// Without VAT: what was sold, less what was cancelled.
    pub net: i64,
    /// The VAT on that.
    pub vat: i64,
    /// The sales; what was cancelled later was one too, on its day.
    pub transactions: u64,
    /// What was collected, less what was refunded.
    pub collected: i64,
}

/// Adds entries up, in the order of their keys.
pub fn lines(entries: impl IntoIterator<Item = (Key, Entry)>) -> Vec<Line> {
    let mut lines: BTreeMap<Key, Line> = BTreeMap::new();
    for (key, entry) in entries {
        let line = lines.entry(key).or_insert(Line {
            key,
            net: 0,
            vat: 0,
            transactions: 0,
            collected: 0,
        });
        match entry {
            Entry::Sold { net, vat } => {
                line.net += net;
                line.vat += vat;
                line.transactions += 1;
            }
            Entry::Cancelled { net, vat } => {
                line.net -= net;
                line.vat -= vat;
            }
            Entry::Collected(amount) => line.collected += amount,
            Entry::Refunded(amount) => line.collected -= amount,
        }
    }
    lines.into_values().collect()
}

/// The entry of an invoice or a credit note, issued on a legal day. One sells one thing, at one rate; a document without
/// a line says nothing.
pub fn issued(kind: InvoiceKind, mentions: &Mentions, day: NaiveDate) -> Option<(Key, Entry)> {
    let key = key(mentions, day)?;
    let super::invoices::Totals { net, vat, .. } = totals(&mentions.lines);
    let entry = match kind {
        InvoiceKind::Invoice => Entry::Sold { net, vat },
        InvoiceKind::CreditNote => Entry::Cancelled { net, vat },
    };
    Some((key, entry))
}

/// What is collected or refunded on a legal day for what an invoice sells.
pub fn paid(mentions: &Mentions, day: NaiveDate, entry: Entry) -> Option<(Key, Entry)> {
    Some((key(mentions, day)?, entry))
}

fn key(mentions: &Mentions, day: NaiveDate) -> Option<Key> {
    let line = mentions.lines.first()?;
    Some(Key {
        day,
        currency: mentions.currency,
        category: line.fee.category(),
        vat_percent: line.vat_percent,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn on(text: &str) -> Key {
        Key {
            day: day(text),
            currency: Currency::Eur,
            category: OperationCategory::Services,
            vat_percent: 20,
        }
    }

    const REPLACEMENT: Entry = Entry::Sold { net: 2_500, vat: 500 };
    const RESHIPPING: Entry = Entry::Sold { net: 1_000, vat: 200 };

    #[test]
    fn three_replacements_and_one_reshipping_on_one_day() {
        let sold = [REPLACEMENT, REPLACEMENT, REPLACEMENT, RESHIPPING];
        let collected = [3_000, 3_000, 3_000, 1_200].map(Entry::Collected);
        let entries = sold.into_iter().chain(collected).map(|entry| (on("2026-11-22"), entry));
        let expected = Line {
            key: on("2026-11-22"),
            net: 8_500,
            vat: 1_700,
            transactions: 4,
            collected: 10_200,
        };
        assert_eq!(lines(entries), [expected]);
    }

    #[test]
    fn what_is_given_back_is_negative_on_its_own_day() {
        let cancelled = Entry::Cancelled { net: 2_500, vat: 500 };
        let entries = [
            (on("2026-11-23"), cancelled),
            (on("2026-11-22"), REPLACEMENT),
            (on("2026-11-22"), Entry::Collected(3_000)),
            (on("2026-11-24"), Entry::Refunded(3_000)),
        ];
        let told: Vec<_> = lines(entries)
            .iter()
            .map(|line| (line.key.day, line.net, line.transactions, line.collected))
            .collect();
        let expected = [
            (day("2026-11-22"), 2_500, 1, 3_000),
            (day("2026-11-23"), -2_500, 0, 0),
            (day("2026-11-24"), 0, 0, -3_000),
        ];
        assert_eq!(told, expected);
    }
}
