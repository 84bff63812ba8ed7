//! Signing in by somebody else's word: an OpenID Connect provider that the operator trusts says who is there.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::people::BirthDate;
use crate::rules::folding::same_name;
use crate::words;

words! {
    /// Whom an identity provider vouches for.
    pub enum Audience {
        /// The back office's staff: agents and supervisors.
        Staff => "staff",
        /// Drivers with an account.
        Drivers => "drivers",
    }
}

words! {
    /// How somebody signed in.
    pub enum SignInMeans {
        /// By email and password.
        Password => "password",
        /// At an identity provider, by OpenID Connect.
        OpenIdConnect => "openid_connect",
        /// By a passkey, which is both factors at once.
        Passkey => "passkey",
    }
}

words! {
    /// What somebody was led to an identity provider for.
    pub enum FlowPurpose {
        /// To sign in.
        SignIn => "sign_in",
        /// To sign in on the hub's own page, for a frontend that leads people there.
        Authorize => "authorize",
        /// To link their identity there with what they are here.
        Link => "link",
        /// To sign out there as well.
        SignOut => "sign_out",
    }
}

words! {
    /// Why somebody comes back from an identity provider without a code.
    pub enum JourneyError {
        /// They turned back, or the provider does not let them go on.
        AccessDenied => "access_denied",
        /// What the provider sent does not prove who they are, or not at the level that is demanded.
        IdentityNotProven => "identity_not_proven",
        /// The provider did not answer, or not as it should.
        IdentityProviderUnavailable => "identity_provider_unavailable",
    }
}

/// How long somebody may take at their provider: to find a telephone, to choose a bank.
pub const FLOW_TIME: TimeDelta = TimeDelta::minutes(10);
/// How long the code works that a frontend exchanges: it is on its way at once (RFC 6749, 4.1.2 allows ten minutes).
pub const CODE_TIME: TimeDelta = TimeDelta::seconds(60);
/// How long it works once it turned out that a second factor is to be typed as well.
pub const CODE_TIME_FOR_SECOND_FACTOR: TimeDelta = TimeDelta::minutes(5);
/// For how long after it was made a logout token is taken (OpenID Connect Back-Channel Logout 1.0, 2.6 and 4).
pub const LOGOUT_TOKEN_TIME: TimeDelta = TimeDelta::minutes(10);
/// By how much the provider's clock may be ahead.
pub const CLOCK_SKEW: TimeDelta = TimeDelta::seconds(60);

/// What a provider says of somebody's civil status, as far as it does: FranceConnect's «identité pivot» always has both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CivilStatus {
    /// Surname at birth (`family_name`).
    pub surname: Option<String>,
    /// Date of birth (`birthdate`), `1975-00-00` where the month and the day are not known.
    pub birth_date: Option<BirthDate>,
}

impl CivilStatus {
    /// Whether this can be the person of an account, whose identity was examined: each part that the provider sends has
    /// to agree. A name that somebody uses is as good as the one they were born with.
    pub fn is_of(&self, surname: &str, usage_name: Option<&str>, birth_date: BirthDate) -> bool {
        let same_surname = self
            .surname
            .as_deref()
            .is_none_or(|said| same_name(said, surname) || usage_name.is_some_and(|used| same_name(said, used)));
        same_surname && self.birth_date.is_none_or(|said| said.agrees_with(birth_date))
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(Some("MARTIN"), Some("1988-04-17"), true)]
    #[case(Some("Lefèvre"), Some("1988-04-17"), true)]
    #[case(Some("martin"), None, true)]
    #[case(None, Some("1988-00-00"), true)]
    #[case(None, None, true)]
    #[case(Some("MARTINEZ"), Some("1988-04-17"), false)]
    #[case(Some("MARTIN"), Some("1988-04-18"), false)]
    #[case(Some(""), None, false)]
    fn whatever_the_provider_says_has_to_agree(
        #[case] surname: Option<&str>,
        #[case] birth_date: Option<&str>,
        #[case] expected: bool,
    ) {
        let said = CivilStatus {
            surname: surname.map(str::to_owned),
            birth_date: birth_date.map(|date| date.parse().expect("a date")),
        };
        let born = "1988-04-17".parse().expect("a date");
        assert_eq!(said.is_of("Martin", Some("Lefevre"), born), expected, "{said:?}");
    }
}
