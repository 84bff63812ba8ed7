//! Passkeys (WebAuthn Level 3) of members of staff: what they have and what they are, or know, in one step, so that no
//! password and no code is typed that somebody else could lead them to type elsewhere.

use chrono::TimeDelta;

use crate::words;

words! {
    /// What an authenticator is asked for.
    pub enum CeremonyPurpose {
        /// To make a passkey, for a member of staff who is signed in.
        Register => "register",
        /// To show one, whoever it is.
        SignIn => "sign_in",
        /// To show one on the hub's own page, for a frontend that leads people there.
        Authorize => "authorize",
    }
}

/// The most passkeys of one member of staff: a few devices, with their spares.
pub const MOST: usize = 20;
/// How long somebody may take at their authenticator (WebAuthn Level 3, 15.1: five minutes to ten).
pub const CEREMONY_TIME: TimeDelta = TimeDelta::minutes(5);
/// The most characters of the name by which somebody tells their passkeys apart.
pub const LONGEST_NAME: usize = 100;

/// Whether somebody may change what they sign in with. Whoever has a passkey does so in a session with a second factor
/// alone: otherwise a password, which opens a session without one, would be enough to set up another factor, and to come in
/// by that.
pub const fn may_change_factors(has_passkey: bool, session_has_second_factor: bool) -> bool {
    session_has_second_factor || !has_passkey
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_goes_round_no_passkey() {
        assert!(may_change_factors(false, false), "the first one");
        assert!(may_change_factors(false, true));
        assert!(may_change_factors(true, true));
        assert!(!may_change_factors(true, false));
    }
}
