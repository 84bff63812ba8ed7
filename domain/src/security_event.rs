//! What may mean that somebody tries to get at what is not theirs: the log tells of it under a target of its own.
//!
//! Most of these are actions of the audit trail, by the same name, so that none is told of that is not written down as well.

use crate::words;
use crate::words::Word as _;

/// How soon somebody should look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// It happens every day; many at once mean something.
    Notice,
    /// It is rare. Somebody should know why it happened.
    Warning,
    /// Somebody is doing harm, or was let in too far.
    Alarm,
}

words! {
    /// What may mean that somebody tries to get at what is not theirs.
    pub enum SecurityEvent {
        /// An email, a password, a second factor or a machine's secret was wrong.
        SignInRefused => "sign_in_refused",
        /// Somebody signed in from elsewhere, or with another program, than they did before, and was told.
        NewSignIn => "new_sign_in",
        /// Somebody who is known asked for what they may not do (403).
        Refused => "refused",
        /// An address, an email or an account asked for more than its limit allows (429).
        RateLimited => "rate_limited",
        /// Whoever holds a link to an account did not know its owner's birth date.
        WrongBirthDate => "wrong_birth_date",
        /// The same, many times over.
        BirthDateGuessedAt => "birth_date_guessed_at",
        /// A refresh token was shown that had been exchanged before: one of two has stolen it.
        RefreshTokenReused => "refresh_token_reused",
        /// A frontend's code was shown a second time: one of two has stolen it.
        AuthorizationCodeReused => "authorization_code_reused",
        /// A frontend's code was shown by another frontend, with another address, or without the verifier that goes with it.
        AuthorizationCodeAstray => "authorization_code_astray",
        /// A frontend was registered.
        AddFrontend => "add_frontend",
        /// A frontend may do more than before, or less, or leads people elsewhere.
        ChangeFrontend => "change_frontend",
        /// The secret of a partner's system was replaced.
        ReplaceSecret => "replace_secret",
        /// A partner's system signs in by other keys than before, or by its secret again.
        SetClientKeys => "set_client_keys",
        /// A payment provider's report bore no good signature.
        ReportNotSigned => "report_not_signed",
        /// A member of staff was added.
        AddStaff => "add_staff",
        /// A member of staff was given another role, or was let in or out.
        ChangeStaff => "change_staff",
        /// Somebody's second factor was removed.
        RemoveSecondFactor => "remove_second_factor",
        /// A recovery code stood in for an authenticator.
        UseRecoveryCode => "use_recovery_code",
        /// Somebody was linked with an identity at a provider.
        LinkIdentity => "link_identity",
        /// A member of staff registered a passkey.
        RegisterPasskey => "register_passkey",
        /// A passkey was removed.
        RemovePasskey => "remove_passkey",
        /// A passkey counted backwards: there are two of it.
        PasskeyCloned => "passkey_cloned",
    }
}

impl SecurityEvent {
    /// The event that an action of the audit trail is, if it is one.
    pub fn of_action(action: &str) -> Option<Self> {
        Self::from_name(action)
    }

    /// How soon somebody should look.
    pub fn urgency(self) -> Urgency {
        row(self).1
    }
}

/// One row: what happened, how soon somebody should look, what it means, and what to do.
pub type Row = (SecurityEvent, Urgency, &'static str, &'static str);

/// The table.
#[rustfmt::skip]
pub const TABLE: &[Row] = &[
    (SecurityEvent::SignInRefused, Urgency::Notice,
     "somebody mistyped, or tries passwords",
     "many from one address: bar it at the proxy; many for one account: ask its owner"),
    (SecurityEvent::NewSignIn, Urgency::Notice,
     "somebody changed their machine or is elsewhere, or another has their password",
     "nothing, unless they say that it was not they: suspend, and see in the audit trail what was done"),
    (SecurityEvent::Refused, Urgency::Notice,
     "a frontend offers what its user may not do, or somebody tries addresses",
     "see in the audit trail what they asked for; many by one: suspend, and ask"),
    (SecurityEvent::RateLimited, Urgency::Notice,
     "a program asks too often, or somebody tries passwords, links or codes",
     "see in the audit trail what came from that address; bar it at the proxy"),
    (SecurityEvent::WrongBirthDate, Urgency::Notice,
     "a mail went to another's mailbox, or was read by somebody else",
     "nothing: after five the link ends"),
    (SecurityEvent::BirthDateGuessedAt, Urgency::Alarm,
     "whoever reads that mailbox is not the account's owner",
     "ask the driver by telephone or letter for their address, and correct it"),
    (SecurityEvent::RefreshTokenReused, Urgency::Warning,
     "a refresh token was stolen, or a frontend keeps old ones",
     "the session has ended; many of one frontend: tell its makers; of one person: have them change their password"),
    (SecurityEvent::AuthorizationCodeReused, Urgency::Warning,
     "a code was stolen on its way to a frontend, or a frontend sends it twice",
     "the session that it began has ended; many of one frontend: tell its makers"),
    (SecurityEvent::AuthorizationCodeAstray, Urgency::Warning,
     "somebody tries a code that was meant for another, or a frontend is badly made",
     "nobody was let in; many of one frontend: tell its makers, or make it inactive"),
    (SecurityEvent::AddFrontend, Urgency::Notice,
     "people can be asked to let one more program act for them",
     "know who registered it, and whose it is"),
    (SecurityEvent::ChangeFrontend, Urgency::Notice,
     "a frontend leads people elsewhere, or may do more or less than before",
     "know who changed it: the audit trail has its version"),
    (SecurityEvent::ReplaceSecret, Urgency::Notice,
     "a partner's system signs in by another secret from now on",
     "know who replaced it, and that the partner asked for it: the audit trail names the client"),
    (SecurityEvent::SetClientKeys, Urgency::Notice,
     "a partner's system signs in by other keys from now on, or by its secret again",
     "know who set them, and whose they are: the audit trail names the client"),
    (SecurityEvent::ReportNotSigned, Urgency::Warning,
     "somebody forges reports of payments, or the secret of the webhook is another",
     "compare the secret with the provider's; nothing was kept of the report"),
    (SecurityEvent::AddStaff, Urgency::Notice,
     "there is a new member of staff",
     "know who, and who added them"),
    (SecurityEvent::ChangeStaff, Urgency::Notice,
     "somebody may do more than before, or less",
     "know who, and who changed it: the audit trail has what was before and after"),
    (SecurityEvent::RemoveSecondFactor, Urgency::Warning,
     "somebody signs in with a password alone until they set up another",
     "know that they asked for it"),
    (SecurityEvent::UseRecoveryCode, Urgency::Warning,
     "an authenticator was lost, or recovery codes were found",
     "ask them; have them set up another authenticator"),
    (SecurityEvent::LinkIdentity, Urgency::Notice,
     "somebody signs in at an identity provider from now on",
     "members of staff: know that it is they; the link names the provider"),
    (SecurityEvent::RegisterPasskey, Urgency::Notice,
     "somebody signs in with a passkey from now on",
     "nothing: they were told by mail; know that it is they where they say that it was not"),
    (SecurityEvent::RemovePasskey, Urgency::Notice,
     "somebody has another authenticator now, or lost theirs",
     "nothing: they were told by mail; where a supervisor did it, know that they asked for it"),
    (SecurityEvent::PasskeyCloned, Urgency::Warning,
     "somebody copied an authenticator, or an authenticator lost count",
     "nobody was let in; have its owner remove that passkey and register another"),
];

fn row(event: SecurityEvent) -> &'static Row {
    TABLE
        .iter()
        .find(|(known, ..)| *known == event)
        .expect("a test holds that each has its row")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_event_has_its_row() {
        let told: Vec<_> = TABLE.iter().map(|row| row.0).collect();
        assert_eq!(told, SecurityEvent::ALL);
    }

    /// What operators read says the same as the table.
    #[test]
    fn the_operators_guide_tells_each() {
        let guide = include_str!("../../docs/operating.md");
        for (event, urgency, meaning, answer) in TABLE {
            let urgency = format!("{urgency:?}").to_lowercase();
            let line = format!("| `{}` | {urgency} | {meaning} | {answer} |", event.name());
            assert!(guide.contains(&line), "docs/operating.md lacks\n{line}");
        }
    }
}
