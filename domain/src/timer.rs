//! What happens by itself when its time comes.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::time::{months_before, start_of};
use crate::words;

words! {
    /// What a timer does when it is due.
    pub enum TimerAction {
        /// Announce that the stage will lapse.
        AnnounceLapse => "announce_lapse",
        /// Call whoever should have acted by now.
        Alarm => "alarm",
        /// Do what the stage's table does by itself: lapse, or finish.
        Lapse => "lapse",
        /// A sector's, or a card's, last day is over.
        Expire => "expire",
        /// The certificate ends in a month.
        CertificateExpiring => "certificate_expiring",
        /// A card was posted 15 days ago and is not activated.
        CardNotActivated => "card_not_activated",
        /// A card was posted 45 days ago and is not activated.
        CardStillNotActivated => "card_still_not_activated",
        /// The card ends in six months.
        CardExpiringInSixMonths => "card_expiring_in_six_months",
        /// The card ends in three months.
        CardExpiringInThreeMonths => "card_expiring_in_three_months",
        /// Erase what is kept no longer.
        Erase => "erase",
    }
}

/// Each lapse is announced so many days before.
const ANNOUNCED_DAYS_BEFORE: u32 = 14;

/// When a stage entered (or touched) at `since` lapses after `days`.
pub fn lapse_due(since: DateTime<Utc>, days: u32) -> DateTime<Utc> {
    since + TimeDelta::days(i64::from(days))
}

/// When that lapse is announced.
pub fn announcement_due(since: DateTime<Utc>, days: u32) -> DateTime<Utc> {
    lapse_due(since, days.saturating_sub(ANNOUNCED_DAYS_BEFORE))
}

/// When somebody is called next about a stage entered at `since` that they should have ended within `days`: then, and
/// each time as long again has passed, so that a matter which nobody takes up is not called out every day.
pub fn alarm_due(since: DateTime<Utc>, days: u32, now: DateTime<Utc>) -> DateTime<Utc> {
    let mut waited = TimeDelta::days(i64::from(days.max(1)));
    while since + waited <= now {
        waited = waited * 2;
    }
    since + waited
}

/// When the holder of a card posted at `posted_at` is reminded to activate it: 15 and 45 days after.
pub fn activation_reminders(posted_at: DateTime<Utc>) -> [(TimerAction, DateTime<Utc>); 2] {
    [
        (TimerAction::CardNotActivated, posted_at + TimeDelta::days(15)),
        (TimerAction::CardStillNotActivated, posted_at + TimeDelta::days(45)),
    ]
}

/// When a card's end is announced: six months and three months before its last day.
pub fn card_reminders(expires_on: NaiveDate) -> [(TimerAction, DateTime<Utc>); 2] {
    [
        (
            TimerAction::CardExpiringInSixMonths,
            start_of(months_before(expires_on, 6)),
        ),
        (
            TimerAction::CardExpiringInThreeMonths,
            start_of(months_before(expires_on, 3)),
        ),
    ]
}

/// When a certificate's end is announced: one month before its last day.
pub fn certificate_reminder(valid_until: NaiveDate) -> DateTime<Utc> {
    start_of(months_before(valid_until, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lapse_is_announced_two_weeks_before() {
        let since = "2026-03-01T10:00:00Z".parse().expect("an instant");
        assert_eq!(lapse_due(since, 90).to_rfc3339(), "2026-05-30T10:00:00+00:00");
        assert_eq!(announcement_due(since, 90).to_rfc3339(), "2026-05-16T10:00:00+00:00");
    }

    #[test]
    fn a_card_in_a_drawer_is_remembered_twice() {
        let posted = "2026-11-22T09:00:00Z".parse().expect("an instant");
        let due = activation_reminders(posted).map(|(_, due)| due.to_rfc3339());
        assert_eq!(due, ["2026-12-07T09:00:00+00:00", "2027-01-06T09:00:00+00:00"]);
    }

    #[test]
    fn alarms_come_at_growing_distances() {
        let since: DateTime<Utc> = "2026-03-01T10:00:00Z".parse().expect("an instant");
        let mut now = since;
        let days = std::iter::from_fn(|| {
            now = alarm_due(since, 1, now);
            Some((now - since).num_days())
        });
        assert_eq!(days.take(7).collect::<Vec<_>>(), [1, 2, 4, 8, 16, 32, 64]);
    }
}
