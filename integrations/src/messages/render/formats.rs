//! Dates, times and amounts as people of each language write them.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use chrono_tz::Europe::Paris;
use domain::people::Language;

const FRENCH_MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// «1er novembre 2026», “1 November 2026”. Day, month and year keep to one line.
pub(crate) fn date(day: NaiveDate, language: Language) -> String {
    let (months, number) = match (language, day.day()) {
        (Language::French, 1) => (FRENCH_MONTHS, "1er".to_owned()),
        (Language::French, number) => (FRENCH_MONTHS, number.to_string()),
        (Language::English, number) => (ENGLISH_MONTHS, number.to_string()),
    };
    let month = months.get(day.month0() as usize).copied().unwrap_or_default();
    format!("{number}\u{a0}{month}\u{a0}{}", day.year())
}

/// «22 novembre 2026 à 10 h 04 (heure de Paris)», “22 November 2026 at 10:04 (Paris time)”.
pub(super) fn moment(instant: DateTime<Utc>, language: Language) -> String {
    let there = instant.with_timezone(&Paris);
    let (hour, minute) = (there.hour(), there.minute());
    let day = date(there.date_naive(), language);
    match language {
        Language::French => format!("{day} à {hour}\u{a0}h\u{a0}{minute:02} (heure de Paris)"),
        Language::English => format!("{day} at {hour:02}:{minute:02} (Paris time)"),
    }
}

/// «1 234,50 €», “€1,234.50”. Minor units are cents.
pub fn money(amount: i64, currency: &str, language: Language) -> String {
    let (units, cents) = (amount.unsigned_abs() / 100, amount.unsigned_abs() % 100);
    let sign = if amount < 0 { "−" } else { "" };
    let symbol = if currency == "EUR" { "€" } else { currency };
    match language {
        Language::French => format!("{sign}{},{cents:02}\u{a0}{symbol}", thousands(units, '\u{a0}')),
        Language::English if currency == "EUR" => format!("{sign}{symbol}{}.{cents:02}", thousands(units, ',')),
        Language::English => format!("{sign}{symbol}\u{a0}{}.{cents:02}", thousands(units, ',')),
    }
}

fn thousands(units: u64, separator: char) -> String {
    let digits = units.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_people_write_them() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        assert_eq!(date(day("2026-11-01"), Language::French), "1er\u{a0}novembre\u{a0}2026");
        assert_eq!(date(day("2026-08-22"), Language::French), "22\u{a0}août\u{a0}2026");
        assert_eq!(date(day("2026-12-01"), Language::English), "1\u{a0}December\u{a0}2026");
    }

    #[test]
    fn moments_are_told_in_paris() {
        let instant = "2026-11-21T23:04:00Z".parse().expect("an instant");
        assert_eq!(
            moment(instant, Language::French),
            "22\u{a0}novembre\u{a0}2026 à 0\u{a0}h\u{a0}04 (heure de Paris)"
        );
        assert_eq!(
            moment(instant, Language::English),
            "22\u{a0}November\u{a0}2026 at 00:04 (Paris time)"
        );
    }

    #[test]
    fn amounts_have_their_currency() {
        assert_eq!(money(3000, "EUR", Language::French), "30,00\u{a0}€");
        assert_eq!(
            money(123_456_705, "EUR", Language::French),
            "1\u{a0}234\u{a0}567,05\u{a0}€"
        );
        assert_eq!(money(123_450, "EUR", Language::English), "€1,234.50");
        assert_eq!(money(-5, "CHF", Language::English), "−CHF\u{a0}0.05");
    }
}
