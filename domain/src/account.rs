//! The account: from registration, through its analysis, to a driver who signs in.

use crate::actor::Role::{Agent, Anonymous, Driver, Supervisor, System};
use crate::case::{Field, ItemTarget};
use crate::lifecycle::{self, Lifecycle, Reason, Subject};
use crate::link::LinkPurpose;
use crate::notification::NotificationKind as Notice;
use crate::words;

words! {
    /// Stage of a driver's account: what it waits for.
    #[cfg_attr(feature = "openapi", schema(as = AccountStage))]
    pub enum Stage {
        /// Registered. An agent analyses the data, within 24 hours; the driver waits.
        PendingReview => "pending_review",
        /// The analysis found errors. The driver corrects them by the link that was mailed.
        CorrectionRequested => "correction_requested",
        /// Approved. The driver chooses a first password by the link that was mailed.
        AwaitingPassword => "awaiting_password",
        /// In use: the driver can sign in, and open cases.
        Active => "active",
        /// Blocked by a supervisor: the driver cannot sign in until the account is reactivated.
        Suspended => "suspended",
        /// Refused by an agent, with a reason. The driver may register again.
        Rejected => "rejected",
        /// Ended by its driver, by an agent, or because nobody acted in time. Personal data is erased but for what the
        /// law keeps.
        Closed => "closed",
    }
}

words! {
    /// What can be done to an account, or happens to it.
    #[cfg_attr(feature = "openapi", schema(as = AccountAction))]
    pub enum Action {
        /// Somebody asks for an account.
        Register => "register",
        /// An agent finds the data in order: the driver gets a link to choose a password.
        Approve => "approve",
        /// An agent asks the driver to correct data: the driver gets a link for that.
        RequestCorrection => "request_correction",
        /// An agent refuses the account, with a reason.
        Reject => "reject",
        /// The driver sends the corrected data.
        Resubmit => "resubmit",
        /// The driver chooses the first password: the account is in use.
        SetPassword => "set_password",
        /// Nobody acted for too long: the account is closed and erased.
        Lapse => "lapse",
        /// A supervisor blocks the account, with a reason: the driver is signed out at once.
        Suspend => "suspend",
        /// A supervisor unblocks the account, with a reason.
        Reactivate => "reactivate",
        /// The driver, or an agent where the account was never used, closes the account.
        Close => "close",
        /// An agent corrects an email under which the driver is not reached.
        CorrectEmail => "correct_email",
        /// The driver confirms another email: they sign in with it from now on.
        ChangeEmail => "change_email",
        /// The driver objects to a change of email: the former one is the account's again.
        RestoreEmail => "restore_email",
    }
}

/// What an account's rows may require.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// All four consents are given.
    AllConsents,
    /// No account that is neither closed nor rejected has this email.
    EmailFree,
    /// No other approved account has this licence.
    LicenceFree,
    /// The decision names at least one item.
    ItemsNamed,
    /// The decision is explained.
    ReasonGiven,
    /// Every item is addressed.
    ItemsAddressed,
    /// No case is open, no payment pending, no refund due.
    NothingOpen,
}

/// What follows from an account's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Tell the driver.
    Tell(Notice),
    /// Tell the driver in a last mail, which carries their address itself: nothing else will know it.
    Farewell(Notice),
    /// Send a fresh link, within the message of its purpose.
    SendLink(LinkPurpose),
    /// Send a fresh link, within a message that says why the driver gets it unasked.
    SendLinkWith(LinkPurpose, Notice),
    /// Whoever had an account before and closed it finds what they left behind.
    RejoinFormerFile,
    /// Match the attestations that wait for this driver.
    MatchAttestations,
    /// End every session at once.
    EndSessions,
    /// End the one-time links that were sent.
    EndLinks,
    /// From now on the email is the one that was given.
    ReplaceEmail,
    /// Tell both addresses, the former and the new one, that the email is another.
    TellBothAddresses,
    /// The password is good no more: another one is to be chosen.
    ForgetPassword,
    /// Erase personal data and files that no law keeps.
    Erase,
}

/// What the guards look at. Everything is refused until it is established.
#[derive(Debug, Clone, Default)]
pub struct Facts<'a> {
    /// All four consents are given.
    pub all_consents: bool,
    /// No other account has the email.
    pub email_free: bool,
    /// The licence is free.
    pub licence_free: bool,
    /// How many items the decision names.
    pub items_named: usize,
    /// Why, in the decider's words.
    pub reason: Option<&'a str>,
    /// Items not yet addressed; none known means that none was looked up.
    pub items_left: Option<Vec<crate::ids::ItemId>>,
    /// No case, payment or refund is open.
    pub nothing_open: bool,
}

/// The account's lifecycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Account;

type Row = lifecycle::Row<Account>;

/// Days after which an unanswered correction or an unused link closes the account.
const UNANSWERED_DAYS: u32 = 60;

/// Days after which an account that nobody analysed is closed (assumed): what somebody filled in is not kept for ever.
const UNREVIEWED_DAYS: u32 = 90;

/// Analysis is promised within 24 hours: from then on agents are called.
const REVIEW_PROMISED_DAYS: u32 = 1;

/// The table (guide: «Créer mon compte», «Personnaliser mon mot de passe»).
pub const TABLE: lifecycle::Table<Account> = &[&[
    Row::new(&[], Action::Register, Anonymous, Stage::PendingReview)
        .guarded(&[Guard::AllConsents, Guard::EmailFree])
        .then(&[Effect::Tell(Notice::AccountReceived)]),
    Row::new(&[Stage::PendingReview], Action::Approve, Agent, Stage::AwaitingPassword)
        .guarded(&[Guard::LicenceFree])
        .then(&[Effect::SendLink(LinkPurpose::ChoosePassword)]),
    Row::new(
        &[Stage::PendingReview],
        Action::RequestCorrection,
        Agent,
        Stage::CorrectionRequested,
    )
    .guarded(&[Guard::ItemsNamed])
    .then(&[Effect::SendLink(LinkPurpose::CorrectAccount)]),
    Row::new(&[Stage::PendingReview], Action::Reject, Agent, Stage::Rejected)
        .guarded(&[Guard::ReasonGiven])
        .then(&[Effect::Tell(Notice::AccountRejected)]),
    Row::new(
        &[Stage::CorrectionRequested],
        Action::Resubmit,
        Driver,
        Stage::PendingReview,
    )
    .guarded(&[Guard::ItemsAddressed]),
    Row::new(&[Stage::AwaitingPassword], Action::SetPassword, Driver, Stage::Active)
        .then(&[Effect::RejoinFormerFile, Effect::MatchAttestations]),
    Row::new(
        &[Stage::CorrectionRequested, Stage::AwaitingPassword],
        Action::Lapse,
        System,
        Stage::Closed,
    )
    .then(&[Effect::Erase])
    .after_days(UNANSWERED_DAYS),
    Row::new(&[Stage::PendingReview], Action::Lapse, System, Stage::Closed)
        .then(&[Effect::Farewell(Notice::AccountClosed), Effect::Erase])
        .after_days(UNREVIEWED_DAYS)
        .alarming_after(REVIEW_PROMISED_DAYS),
    Row::new(&[Stage::Active], Action::Suspend, Supervisor, Stage::Suspended)
        .guarded(&[Guard::ReasonGiven])
        .then(&[Effect::EndSessions, Effect::Tell(Notice::AccountSuspended)]),
    Row::new(&[Stage::Suspended], Action::Reactivate, Supervisor, Stage::Active)
        .guarded(&[Guard::ReasonGiven])
        .then(&[Effect::Tell(Notice::AccountReactivated), Effect::MatchAttestations]),
    Row::new(&[Stage::Active], Action::Close, Driver, Stage::Closed)
        .guarded(&[Guard::NothingOpen])
        .then(&[Effect::EndSessions, Effect::Erase]),
    Row::new(
        &[
            Stage::PendingReview,
            Stage::CorrectionRequested,
            Stage::AwaitingPassword,
        ],
        Action::Close,
        Agent,
        Stage::Closed,
    )
    .guarded(&[Guard::ReasonGiven])
    .then(&[Effect::Farewell(Notice::AccountClosed), Effect::Erase]),
    Row::new(
        &[Stage::CorrectionRequested],
        Action::CorrectEmail,
        Agent,
        Stage::CorrectionRequested,
    )
    .guarded(&[Guard::ReasonGiven, Guard::EmailFree])
    .then(&[
        Effect::EndLinks,
        Effect::ReplaceEmail,
        Effect::TellBothAddresses,
        Effect::SendLink(LinkPurpose::CorrectAccount),
    ]),
    Row::new(
        &[Stage::AwaitingPassword],
        Action::CorrectEmail,
        Agent,
        Stage::AwaitingPassword,
    )
    .guarded(&[Guard::ReasonGiven, Guard::EmailFree])
    .then(&[
        Effect::EndLinks,
        Effect::ReplaceEmail,
        Effect::TellBothAddresses,
        Effect::SendLink(LinkPurpose::ChoosePassword),
    ]),
    // Whoever had the mailbox may have had the password: it goes with it.
    Row::new(&[Stage::Active], Action::CorrectEmail, Agent, Stage::Active)
        .guarded(&[Guard::ReasonGiven, Guard::EmailFree])
        .then(&[
            Effect::EndSessions,
            Effect::EndLinks,
            Effect::ForgetPassword,
            Effect::ReplaceEmail,
            Effect::TellBothAddresses,
            Effect::SendLinkWith(LinkPurpose::ResetPassword, Notice::NewPasswordNeeded),
        ]),
    Row::new(&[Stage::Active], Action::ChangeEmail, Driver, Stage::Active)
        .guarded(&[Guard::EmailFree])
        .then(&[Effect::EndLinks, Effect::ReplaceEmail, Effect::TellBothAddresses]),
    // Somebody else asked for the change, and knew the password.
    Row::new(&[Stage::Active], Action::RestoreEmail, Driver, Stage::Active)
        .guarded(&[Guard::EmailFree])
        .then(&[
            Effect::EndSessions,
            Effect::EndLinks,
            Effect::ForgetPassword,
            Effect::ReplaceEmail,
            Effect::SendLinkWith(LinkPurpose::ResetPassword, Notice::NewPasswordNeeded),
        ]),
    Row::new(&[Stage::Suspended], Action::RestoreEmail, Driver, Stage::Suspended)
        .guarded(&[Guard::EmailFree])
        .then(&[Effect::EndLinks, Effect::ForgetPassword, Effect::ReplaceEmail]),
]];

impl Lifecycle for Account {
    const SUBJECT: Subject = Subject::Account;
    type Stage = Stage;
    type Action = Action;
    type Guard = Guard;
    type Effect = Effect;
    type Facts<'a> = Facts<'a>;

    fn judge(guard: Guard, facts: &Facts<'_>) -> Result<(), Reason> {
        match guard {
            Guard::AllConsents => facts.all_consents.then_some(()).ok_or(Reason::ConsentMissing),
            Guard::EmailFree => facts.email_free.then_some(()).ok_or(Reason::EmailInUse),
            Guard::LicenceFree => facts.licence_free.then_some(()).ok_or(Reason::LicenceInUse),
            Guard::ItemsNamed => (facts.items_named > 0).then_some(()).ok_or(Reason::NoItems),
            Guard::ReasonGiven => lifecycle::reason_given(facts.reason),
            Guard::ItemsAddressed => lifecycle::items_addressed(facts.items_left.as_deref()),
            Guard::NothingOpen => facts.nothing_open.then_some(()).ok_or(Reason::CaseOpen),
        }
    }
}

/// Whether an item of a correction can be about this: the fields of a registration, or a question.
pub const fn can_be_asked(target: ItemTarget) -> bool {
    match target {
        ItemTarget::Field(Field::DeliveryAddress | Field::BillingAddress) | ItemTarget::Document(_) => false,
        ItemTarget::Field(_) | ItemTarget::Question => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell() {
        insta::assert_snapshot!(lifecycle::grid(TABLE));
    }

    #[test]
    fn drawn() {
        insta::assert_snapshot!(lifecycle::mermaid(TABLE));
    }

    #[test]
    fn a_rejection_says_why() {
        let reject = |reason| {
            let facts = Facts {
                reason,
                ..Facts::default()
            };
            lifecycle::decide(TABLE, Some(Stage::PendingReview), None, Action::Reject, Agent, &facts)
        };
        assert_eq!(reject(Some("   ")).expect_err("blank").reason, Reason::NoReason);
        assert_eq!(reject(Some("Permis falsifié")).expect("explained").to, Stage::Rejected);
    }

    #[test]
    fn a_supervisor_is_an_agent_but_an_agent_is_no_supervisor() {
        let facts = Facts {
            reason: Some("Fraude"),
            licence_free: true,
            ..Facts::default()
        };
        let decide = |stage, action, role| lifecycle::decide(TABLE, Some(stage), None, action, role, &facts);
        assert!(decide(Stage::PendingReview, Action::Approve, Supervisor).is_ok());
        let refused = decide(Stage::Active, Action::Suspend, Agent).expect_err("reserved");
        assert_eq!(refused.reason, Reason::WrongRole(Supervisor));
    }

    #[test]
    fn a_refusal_tells_what_is_possible() {
        let refused = lifecycle::decide(
            TABLE,
            Some(Stage::Active),
            None,
            Action::Approve,
            Agent,
            &Facts::default(),
        )
        .expect_err("already active");
        assert_eq!(refused.reason, Reason::WrongStage);
        assert_eq!(refused.stage, Some("active"));
        assert_eq!(refused.possible, ["correct_email"]);
    }
}
