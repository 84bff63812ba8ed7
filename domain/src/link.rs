//! One-time links: what each is for, and how long it works.

use chrono::{DateTime, TimeDelta, Utc};

use crate::account::Stage;
use crate::notification::NotificationKind;
use crate::words;

words! {
    /// What a one-time link is for.
    pub enum LinkPurpose {
        /// To choose the first password, which opens the account.
        ChoosePassword => "choose_password",
        /// To choose another password.
        ResetPassword => "reset_password",
        /// To correct the account's data.
        CorrectAccount => "correct_account",
        /// To sign in with the address that the link was sent to, from now on.
        ChangeEmail => "change_email",
        /// To go on signing in with the address that the link was sent to: the change to another one was not the
        /// driver's.
        KeepEmail => "keep_email",
    }
}

/// Hours for which a link works.
const GOOD_FOR_HOURS: i64 = 72;

/// Days for which the former address can object to another one.
const OBJECTION_DAYS: i64 = 7;

/// Wrong birth dates after which the links to choose a first password end, and a new one is to be asked for (assumed).
const WRONG_BIRTH_DATES_PER_LINK: i32 = 5;

/// Wrong birth dates after which no such link opens anything any more: an agent is to see whose mailbox it is (assumed).
const MOST_WRONG_BIRTH_DATES: i32 = 20;

/// Whether the links sent so far end with this many wrong birth dates.
pub const fn ends_with_wrong_birth_date(count: i32) -> bool {
    count % WRONG_BIRTH_DATES_PER_LINK == 0
}

/// Whether so many wrong birth dates leave it to an agent.
pub const fn is_guessing(wrong_birth_dates: i32) -> bool {
    wrong_birth_dates >= MOST_WRONG_BIRTH_DATES
}

impl LinkPurpose {
    /// When a link made at `made_at` stops working.
    pub fn good_until(self, made_at: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::KeepEmail => made_at + TimeDelta::days(OBJECTION_DAYS),
            _ => made_at + TimeDelta::hours(GOOD_FOR_HOURS),
        }
    }

    /// Whether it leads to choosing a password.
    pub const fn chooses_password(self) -> bool {
        matches!(self, Self::ChoosePassword | Self::ResetPassword)
    }

    /// The message that carries a link of this purpose.
    pub const fn notification(self) -> NotificationKind {
        match self {
            Self::ChoosePassword => NotificationKind::ChoosePassword,
            Self::ResetPassword => NotificationKind::PasswordReset,
            Self::CorrectAccount => NotificationKind::AccountCorrection,
            Self::ChangeEmail => NotificationKind::EmailConfirmation,
            Self::KeepEmail => NotificationKind::EmailChangeRequested,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_objection_has_a_week_and_every_other_link_three_days() {
        let made = "2026-11-22T09:00:00Z".parse().expect("an instant");
        let days = |purpose: LinkPurpose| (purpose.good_until(made) - made).num_days();
        assert_eq!(days(LinkPurpose::KeepEmail), 7);
        assert_eq!(days(LinkPurpose::ChangeEmail), 3);
        assert_eq!(days(LinkPurpose::ChoosePassword), 3);
    }

    #[test]
    fn a_birth_date_is_guessed_five_times_a_link_and_twenty_in_all() {
        let ends: Vec<_> = (1..=20).filter(|count| ends_with_wrong_birth_date(*count)).collect();
        assert_eq!(ends, [5, 10, 15, 20]);
        assert!(!is_guessing(19) && is_guessing(20));
    }
}
