//! One-time links: what each is for, and how long it works.

use chrono::{DateTime, TimeDelta, Utc};

use crate::words;

words! {
    /// What a one-time link is for.
    pub enum LinkPurpose {
        /// Choose the first password.
        ChoosePassword => "choose_password",
        /// Choose another password.
        ResetPassword => "reset_password",
        /// Correct the account's data.
        CorrectAccount => "correct_account",
    }
}

/// Hours for which a link works.
const GOOD_FOR_HOURS: i64 = 72;

/// When a link made at `made_at` stops working.
pub fn good_until(made_at: DateTime<Utc>) -> DateTime<Utc> {
    made_at + TimeDelta::hours(GOOD_FOR_HOURS)
}
