//! What a roadside controller is told of a certificate or a card, and nothing more than that.

use chrono::NaiveDate;

use super::certificate::Period;
use crate::card::Stage;
use crate::words;

words! {
    /// Whether a certificate or a card proves the qualification.
    pub enum VerificationStatus {
        /// It proves the qualification today.
        Valid => "valid",
        /// It proved the qualification, and its last day has passed.
        Expired => "expired",
        /// The card was declared lost, stolen or never received, and that is not decided yet: it proves nothing
        /// meanwhile.
        Suspended => "suspended",
        /// It was made invalid for good: it proves nothing any more.
        Revoked => "revoked",
        /// It proves nothing yet: its first day is to come, or the card is not in its driver's hands (being made, on
        /// its way, returned by the post).
        NotActive => "not_active",
    }
}

/// What a controller is told of a certificate on a legal date.
pub fn of_certificate(period: Period, is_revoked: bool, today: NaiveDate) -> VerificationStatus {
    if is_revoked {
        VerificationStatus::Revoked
    } else if today > period.valid_until {
        VerificationStatus::Expired
    } else if today < period.valid_from {
        VerificationStatus::NotActive
    } else {
        VerificationStatus::Valid
    }
}

/// What a controller is told of a card on a legal date. `expires_on` is the last day of its longest sector; a card that
/// is over shows so even before its lifecycle has noticed. Returned, superseded and destroyed cards show as revoked.
pub fn of_card(stage: Stage, expires_on: NaiveDate, today: NaiveDate) -> VerificationStatus {
    match stage {
        Stage::Active | Stage::InTransit if today > expires_on => VerificationStatus::Expired,
        Stage::Active => VerificationStatus::Valid,
        Stage::InProduction | Stage::InTransit | Stage::Undelivered => VerificationStatus::NotActive,
        Stage::Suspended => VerificationStatus::Suspended,
        Stage::Revoked | Stage::Returned | Stage::Superseded | Stage::Destroyed => VerificationStatus::Revoked,
        Stage::Expired => VerificationStatus::Expired,
    }
}

/// Whether the holder has the card in hand as far as anybody knows, so that activating it is all that is missing: a card
/// that is still being made, or that the post brought back, cannot be activated at the roadside.
pub const fn waits_for_its_holder(stage: Stage) -> bool {
    matches!(stage, Stage::InTransit)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::VerificationStatus::{Expired, NotActive, Revoked, Suspended, Valid};
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[rstest]
    #[case("2026-11-19", false, NotActive)]
    #[case("2026-11-20", false, Valid)]
    #[case("2027-03-20", false, Valid)]
    #[case("2027-03-21", false, Expired)]
    #[case("2027-01-01", true, Revoked)]
    #[case("2027-03-21", true, Revoked)]
    fn a_certificate_is_what_its_period_says(
        #[case] today: &str,
        #[case] is_revoked: bool,
        #[case] expected: VerificationStatus,
    ) {
        let period = Period {
            valid_from: day("2026-11-20"),
            valid_until: day("2027-03-20"),
        };
        assert_eq!(of_certificate(period, is_revoked, day(today)), expected);
    }

    /// (on its last day, the day after)
    #[rstest]
    #[case(Stage::InProduction, NotActive, NotActive)]
    #[case(Stage::InTransit, NotActive, Expired)]
    #[case(Stage::Active, Valid, Expired)]
    #[case(Stage::Suspended, Suspended, Suspended)]
    #[case(Stage::Undelivered, NotActive, NotActive)]
    #[case(Stage::Returned, Revoked, Revoked)]
    #[case(Stage::Revoked, Revoked, Revoked)]
    #[case(Stage::Superseded, Revoked, Revoked)]
    #[case(Stage::Expired, Expired, Expired)]
    #[case(Stage::Destroyed, Revoked, Revoked)]
    fn a_card_is_what_its_stage_says(
        #[case] stage: Stage,
        #[case] on_its_last_day: VerificationStatus,
        #[case] the_day_after: VerificationStatus,
    ) {
        let expires_on = day("2031-11-20");
        assert_eq!(of_card(stage, expires_on, expires_on), on_its_last_day);
        assert_eq!(of_card(stage, expires_on, day("2031-11-21")), the_day_after);
    }
}
