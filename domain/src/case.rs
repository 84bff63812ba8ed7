//! The case: one file that a driver opens, or the back office for undelivered mail.
//!
//! All kinds share one vocabulary of stages, actions, guards and effects; each kind is one sheet (its table, steps and
//! documents), in a file of its own: see `docs/adding-a-case-kind.md`.

use crate::card::RevocationReason;
use crate::lifecycle::{self, Lifecycle, Subject};
use crate::notification::NotificationKind as Notice;
use crate::rules::fees::FeeKind;
use crate::words;

mod actions;
mod cqc;
mod declaration;
pub mod edit;
mod file;
mod guards;
mod items;
mod loss;
mod non_delivery;
mod parts;
mod quality;
mod rights;
mod sheet;
mod steps;
mod theft;
mod undelivered;

pub use actions::{ViewerAction, agent_actions, may_name_assignee, viewer_actions};
pub use declaration::{
    Corrections, Declaration, DeclarationForm, DeclaredDefect, FaultyCard, LONGEST_TEXT, MissingCard,
};
pub use file::{Facts, File, Given, HeldEntitlement, SubjectCard, UploadedDocument};
pub use guards::Guard;
pub use items::{Field, Item, ItemTarget, UnknownTarget};
pub use rights::may_answer_previous_expiry;
pub use sheet::Sheet;
pub use steps::{Step, StepName, missing, steps};

words! {
    /// What a case is about.
    #[cfg_attr(feature = "openapi", schema(as = CaseKind))]
    pub enum Kind {
        /// The first card, or its renewal.
        Cqc => "cqc",
        /// Replacement of a lost card.
        Loss => "loss",
        /// Replacement of a stolen card.
        Theft => "theft",
        /// Replacement of a faulty card.
        Quality => "quality",
        /// A card that the post returned.
        Undelivered => "undelivered",
        /// A card that was posted and never arrived.
        NonDelivery => "non_delivery",
    }
}

words! {
    /// Where a case is. The last four are final.
    #[cfg_attr(feature = "openapi", schema(as = CaseStage))]
    pub enum Stage {
        /// Begun, not sent.
        Draft => "draft",
        /// Sent; to be paid.
        AwaitingPayment => "awaiting_payment",
        /// Sent; waiting for an agent.
        Submitted => "submitted",
        /// An agent examines it.
        InReview => "in_review",
        /// The driver is to complete it.
        InformationRequested => "information_requested",
        /// The faulty card is to arrive.
        AwaitingCardReturn => "awaiting_card_return",
        /// The faulty card is being analysed.
        UnderAnalysis => "under_analysis",
        /// The driver is to correct their error.
        CorrectionRequested => "correction_requested",
        /// The driver is to confirm or change the address.
        AwaitingAddress => "awaiting_address",
        /// The card is to be posted again.
        ReadyToShip => "ready_to_ship",
        /// The card is being made.
        InProduction => "in_production",
        /// The card is on its way.
        Shipped => "shipped",
        /// Done.
        Completed => "completed",
        /// Given up by the driver.
        Cancelled => "cancelled",
        /// Refused.
        Rejected => "rejected",
        /// Left without an answer for too long.
        Expired => "expired",
    }
}

impl Stage {
    /// Whether nothing can happen any more.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Cancelled | Self::Rejected | Self::Expired)
    }

    /// Whether the driver is to complete it, correct it, or choose an address.
    pub const fn awaits_driver(self) -> bool {
        matches!(
            self,
            Self::InformationRequested | Self::CorrectionRequested | Self::AwaitingAddress
        )
    }

    /// What announces to the driver that time is about to end this stage; nothing where nobody waits for them.
    pub const fn lapse_notice(self) -> Option<Notice> {
        match self {
            Self::Draft => Some(Notice::DraftExpiring),
            Self::AwaitingPayment => Some(Notice::PaymentExpiring),
            Self::AwaitingCardReturn => Some(Notice::CardReturnExpiring),
            stage if stage.awaits_driver() => Some(Notice::AnswerExpiring),
            _ => None,
        }
    }

    /// Whether the case still stands in the way of another one about the same card, or of the same driver's.
    pub const fn is_before_shipped(self) -> bool {
        !self.is_final() && !matches!(self, Self::Shipped)
    }
}

words! {
    /// What can be done to a case.
    #[cfg_attr(feature = "openapi", schema(as = CaseAction))]
    pub enum Action {
        /// Begin it.
        Open => "open",
        /// Send it.
        Submit => "submit",
        /// Give up a draft.
        Cancel => "cancel",
        /// Left alone for too long.
        Lapse => "lapse",
        /// An agent takes it.
        Take => "take",
        /// A supervisor gives it to another agent.
        Reassign => "reassign",
        /// The agent puts it back.
        Release => "release",
        /// Ask the driver to complete it.
        RequestInformation => "request_information",
        /// Answer that.
        Respond => "respond",
        /// Decide for it.
        Approve => "approve",
        /// Decide against it.
        Reject => "reject",
        /// The attestation it rests on was withdrawn.
        AttestationWithdrawn => "attestation_withdrawn",
        /// The card was posted.
        Ship => "ship",
        /// It is done.
        Finish => "finish",
        /// What is due was paid.
        Pay => "pay",
        /// Take back what was sent.
        Withdraw => "withdraw",
        /// The faulty card arrived.
        ReceiveCard => "receive_card",
        /// The error on the card is the issuer's.
        AttributeToIssuer => "attribute_to_issuer",
        /// The error on the card is the driver's.
        AttributeToDriver => "attribute_to_driver",
        /// The driver corrects their error.
        Correct => "correct",
        /// The post returned the card.
        RecordReturn => "record_return",
        /// The address was right: send the card there again.
        ConfirmAddress => "confirm_address",
        /// The address was wrong: send the card elsewhere.
        ChangeAddress => "change_address",
        /// The card it is about came back or ended, which leaves the case without object.
        CardGone => "card_gone",
        /// The card that did not arrive came back from the post.
        CardFound => "card_found",
    }
}

words! {
    /// What agents should know before they decide.
    #[cfg_attr(feature = "openapi", schema(as = CaseWarning))]
    pub enum Warning {
        /// An attestation that the case rests on was withdrawn.
        AttestationWithdrawn => "attestation_withdrawn",
        /// It rests on an FCO of which no earlier term is known: the agent reads the old card, or says that there is none.
        PreviousExpiryUnknown => "previous_expiry_unknown",
        /// Nobody knows until when the driving licence is valid.
        LicenceEndUnknown => "licence_end_unknown",
    }
}

/// A point of a case's way that its readers ask about: the time at which it was reached is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Milestone {
    /// The driver sent it.
    Submitted,
    /// It was decided, for or against.
    Decided,
    /// The card was posted.
    Shipped,
}

/// What a case reaches by moving from one stage to another.
pub fn milestone(from: Option<Stage>, to: Stage) -> Option<Milestone> {
    match to {
        Stage::InProduction | Stage::Rejected => Some(Milestone::Decided),
        Stage::Shipped => Some(Milestone::Shipped),
        _ if from == Some(Stage::Draft) && !to.is_final() => Some(Milestone::Submitted),
        _ => None,
    }
}

/// What follows from a case's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Tell the driver.
    Tell(Notice),
    /// Keep the driver's available entitlements for this case.
    ReserveEntitlements,
    /// Give them back.
    FreeEntitlements,
    /// Turn them into a card.
    UseEntitlements,
    /// From now on the sectors asked for are these.
    FixSectors,
    /// The case belongs to the agent who acts.
    Assign,
    /// The case belongs to no agent.
    Unassign,
    /// Keep the items, and let nothing else be changed.
    RecordItems,
    /// The open items are answered, or overtaken by events.
    SettleItems,
    /// Print what the driver validated, in place of what was printed before.
    PrintSummary,
    /// Number a card and order it from production.
    OrderCard,
    /// Number a card that reproduces the one the case is about, with the case's corrections, and order it.
    OrderReplacement,
    /// Order that the card which came back be posted again, to the case's address.
    OrderReshipment,
    /// The card the case is about is not valid for the moment, if it was in use or on its way.
    SuspendCard,
    /// The card the case is about is what it was before.
    RestoreCard,
    /// The card the case is about is not valid any more, unless it has ended already.
    RevokeCard(RevocationReason),
    /// The card the case is about was received back as faulty.
    ReturnCard,
    /// The card the case is about came back from the post.
    TakeBackCard,
    /// The card the case is about is physically destroyed.
    DestroyCard,
    /// What is to be paid is the fee of this day, and stays so.
    FixAmount(FeeKind),
    /// Payments that are not through are given up.
    CancelPayments,
    /// The payment is invoiced.
    IssueInvoice,
    /// What was paid is given back, and its invoice cancelled by a credit note.
    Refund,
    /// The identity that was examined becomes the account's.
    CopyIdentityToAccount,
    /// The photo and the signature now belong to the card.
    KeepPhotoAndSignature,
    /// Tell agents that what the case rests on has changed.
    WarnAgents,
    /// Erase data and files.
    Erase,
}

/// The case's lifecycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case;

/// A row of a kind's table.
type Row = lifecycle::Row<Case>;

impl Lifecycle for Case {
    const SUBJECT: Subject = Subject::Case;
    type Stage = Stage;
    type Action = Action;
    type Guard = Guard;
    type Effect = Effect;
    type Facts<'a> = Facts<'a>;

    fn judge(guard: Guard, facts: &Facts<'_>) -> Result<(), lifecycle::Reason> {
        guards::judge(guard, facts)
    }
}
