//! How long each thing is kept. Retention is recomputed from this table when it acts, never trusted from an old plan.

use chrono::NaiveDate;

use crate::time::{days_after, days_before, months_after, months_before, years_after};
use crate::words;

words! {
    /// Kind of a thing that is kept for a time, and erased then.
    pub enum Retained {
        /// Data and documents of a draft that was given up or lapsed.
        DraftGivenUp => "draft_given_up",
        /// Photo and signature of an approved case.
        CardImages => "card_images",
        /// The other documents of a decided case; the decision itself stays.
        CaseDocuments => "case_documents",
        /// Recap of a continuing training.
        ContinuingRecap => "continuing_recap",
        /// Recap of an initial training, kept without limit.
        InitialRecap => "initial_recap",
        /// Certificate of qualification, as a PDF.
        CertificatePaper => "certificate_paper",
        /// Invoices, credit notes and payments.
        Accounting => "accounting",
        /// Lines of the audit trail.
        AuditTrail => "audit_trail",
        /// Archive of everything held about a driver, made for them.
        AccountExport => "account_export",
    }
}

/// How long, counted from the day of the table's third column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duration {
    /// Not a day.
    Nothing,
    /// Days.
    Days(u32),
    /// Calendar months.
    Months(u32),
    /// Calendar years.
    Years(u32),
    /// The audit trail's own setting, [`AuditMonths`].
    AuditSetting,
    /// Without limit.
    Unlimited,
}

/// One row: what is kept, how long, from which day, and who says so.
pub type Rule = (Retained, Duration, &'static str, &'static str);

/// The table.
#[rustfmt::skip]
pub const TABLE: &[Rule] = &[
    (Retained::DraftGivenUp,     Duration::Nothing,      "the day it ended",         "guide"),
    (Retained::CardImages,       Duration::Years(1),     "the card's last expiry",   "needed to reproduce the card"),
    (Retained::CaseDocuments,    Duration::Months(3),    "the decision",             "assumed: GDPR minimisation"),
    (Retained::ContinuingRecap,  Duration::Years(6),     "the delivery",             "guide"),
    (Retained::InitialRecap,     Duration::Unlimited,    "the delivery",             "guide"),
    (Retained::CertificatePaper, Duration::Years(1),     "its last day of validity", "assumed: disputes"),
    (Retained::Accounting,       Duration::Years(10),    "its issue",                "guide; code de commerce L123-22"),
    (Retained::AuditTrail,       Duration::AuditSetting, "the event",                "CNIL 2021-122"),
    (Retained::AccountExport,    Duration::Days(7),      "the day it was made",      "assumed: GDPR minimisation"),
];

/// Months the audit trail is kept: a year unless configured, within six months and three years (CNIL 2021-122).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct AuditMonths(u32);

impl AuditMonths {
    /// A number of months, if the recommendation allows it.
    pub fn new(months: u32) -> Option<Self> {
        (6..=36).contains(&months).then_some(Self(months))
    }

    /// The number of months.
    pub const fn months(self) -> u32 {
        self.0
    }
}

impl Default for AuditMonths {
    fn default() -> Self {
        Self(12)
    }
}

/// Until when a thing is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// It goes at once.
    AtOnce,
    /// It stays through this day and goes the day after.
    Through(NaiveDate),
    /// It stays.
    Unlimited,
}

impl Until {
    /// Whether the thing is to go on this legal date.
    pub fn is_over(self, today: NaiveDate) -> bool {
        match self {
            Self::AtOnce => true,
            Self::Through(last) => today > last,
            Self::Unlimited => false,
        }
    }
}

/// Until when a thing is kept, counted from the day its row of [`TABLE`] names.
pub fn kept_until(what: Retained, from: NaiveDate, audit: AuditMonths) -> Until {
    match duration(what) {
        Duration::Nothing => Until::AtOnce,
        Duration::Days(days) => Until::Through(days_after(from, u64::from(days))),
        Duration::Months(months) => Until::Through(months_after(from, months)),
        Duration::Years(years) => Until::Through(years_after(from, years)),
        Duration::AuditSetting => Until::Through(months_after(from, audit.months())),
        Duration::Unlimited => Until::Unlimited,
    }
}

/// The earliest day from which a thing is still kept today; none where every day is early enough.
///
/// For searches: `from >= earliest_kept(…)` holds exactly where [`kept_until`] is not over.
pub fn earliest_kept(what: Retained, today: NaiveDate, audit: AuditMonths) -> Option<NaiveDate> {
    let months = match duration(what) {
        Duration::Nothing => return Some(NaiveDate::MAX),
        Duration::Days(days) => return Some(days_before(today, u64::from(days))),
        Duration::Months(months) => months,
        Duration::Years(years) => years * 12,
        Duration::AuditSetting => audit.months(),
        Duration::Unlimited => return None,
    };
    // The 31 of a month and the 28 of a shorter one can both lead to the same last day: the first that does not fall
    // short of today is wanted.
    let near = months_before(today, months);
    (0..4)
        .map(|days| days_after(near, days))
        .find(|day| months_after(*day, months) >= today)
}

/// The recap of a training is kept as a continuing or as an initial one.
pub const fn recap_of(training_type: super::training::TrainingType) -> Retained {
    if training_type.is_continuing() {
        Retained::ContinuingRecap
    } else {
        Retained::InitialRecap
    }
}

fn duration(what: Retained) -> Duration {
    TABLE
        .iter()
        .find(|(kept, ..)| *kept == what)
        .map_or(Duration::Unlimited, |(_, duration, ..)| *duration)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn the_table_has_one_row_for_each_kind() {
        use crate::words::Word;
        let rows: Vec<_> = TABLE.iter().map(|(kept, ..)| *kept).collect();
        assert_eq!(rows, Retained::ALL);
    }

    #[rstest]
    #[case(Retained::DraftGivenUp, "2026-11-22", Until::AtOnce)]
    #[case(Retained::CardImages, "2031-11-20", Until::Through(day("2032-11-20")))]
    #[case(Retained::CaseDocuments, "2026-11-30", Until::Through(day("2027-02-28")))]
    #[case(Retained::ContinuingRecap, "2026-11-20", Until::Through(day("2032-11-20")))]
    #[case(Retained::InitialRecap, "2026-11-20", Until::Unlimited)]
    #[case(Retained::CertificatePaper, "2027-03-20", Until::Through(day("2028-03-20")))]
    #[case(Retained::Accounting, "2028-02-29", Until::Through(day("2038-02-28")))]
    #[case(Retained::AuditTrail, "2026-11-22", Until::Through(day("2027-11-22")))]
    #[case(Retained::AccountExport, "2026-11-22", Until::Through(day("2026-11-29")))]
    fn each_is_kept_its_time(#[case] what: Retained, #[case] from: &str, #[case] expected: Until) {
        assert_eq!(kept_until(what, day(from), AuditMonths::default()), expected);
    }

    #[test]
    fn what_is_kept_through_a_day_goes_the_next() {
        let until = Until::Through(day("2027-11-22"));
        assert!(!until.is_over(day("2027-11-22")));
        assert!(until.is_over(day("2027-11-23")));
        assert!(Until::AtOnce.is_over(day("2027-11-22")));
        assert!(!Until::Unlimited.is_over(NaiveDate::MAX));
    }

    #[test]
    fn a_search_finds_exactly_what_is_still_kept() {
        let audit = AuditMonths::default();
        for passed in 0..1_500 {
            let today = days_after(day("2027-01-01"), passed);
            for what in [
                Retained::ContinuingRecap,
                Retained::CaseDocuments,
                Retained::AuditTrail,
                Retained::AccountExport,
            ] {
                let earliest = earliest_kept(what, today, audit).expect("limited");
                assert!(
                    !kept_until(what, earliest, audit).is_over(today),
                    "{earliest} on {today}"
                );
                let before = earliest.pred_opt().expect("a day");
                assert!(kept_until(what, before, audit).is_over(today), "{before} on {today}");
            }
        }
        assert_eq!(earliest_kept(Retained::InitialRecap, day("2027-01-01"), audit), None);
    }

    #[rstest]
    #[case(5, false)]
    #[case(6, true)]
    #[case(36, true)]
    #[case(37, false)]
    fn the_audit_trail_is_kept_six_months_to_three_years(#[case] months: u32, #[case] allowed: bool) {
        assert_eq!(AuditMonths::new(months).is_some(), allowed);
    }

    #[test]
    fn an_audit_setting_is_followed() {
        let audit = AuditMonths::new(6).expect("allowed");
        assert_eq!(
            kept_until(Retained::AuditTrail, day("2026-11-22"), audit),
            Until::Through(day("2027-05-22"))
        );
    }
}
