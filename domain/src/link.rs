//! One-time links: what each is for, and how long it works.

use chrono::{DateTime, TimeDelta, Utc};

use crate::account::Stage;
use crate::notification::NotificationKind;
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

impl LinkPurpose {
    /// The message that carries a link of this purpose.
    pub const fn notification(self) -> NotificationKind {
        match self {
            Self::ChoosePassword => NotificationKind::ChoosePassword,
            Self::ResetPassword => NotificationKind::PasswordReset,
            Self::CorrectAccount => NotificationKind::AccountCorrection,
        }
    }
}

/// The link that an account in this stage waits to see used; it is sent again to whoever asks.
pub const fn called_for(stage: Stage) -> Option<LinkPurpose> {
    match stage {
        Stage::CorrectionRequested => Some(LinkPurpose::CorrectAccount),
        Stage::AwaitingPassword => Some(LinkPurpose::ChoosePassword),
        _ => None,
    }
}

/// The link for somebody who does not know their password: whoever has not chosen one yet chooses the first.
pub const fn for_forgotten_password(stage: Stage) -> Option<LinkPurpose> {
    match stage {
        Stage::AwaitingPassword => Some(LinkPurpose::ChoosePassword),
        Stage::Active => Some(LinkPurpose::ResetPassword),
        _ => None,
    }
}
