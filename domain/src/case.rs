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
    /// Kind of a case: what it is about.
    #[cfg_attr(feature = "openapi", schema(as = CaseKind))]
    pub enum Kind {
        /// A first card, or its renewal after another training.
        Cqc => "cqc",
        /// Replacement of a card that its driver lost; the driver pays.
        Loss => "loss",
        /// Replacement of a card that was stolen; the driver pays, and an agent examines the declaration.
        Theft => "theft",
        /// Replacement of a faulty card, which its driver sends back; the driver pays only for an error of their own.
        Quality => "quality",
        /// A card that the post returned, to be posted again. Opened by the back office.
        Undelivered => "undelivered",
        /// Replacement of a card that was posted, never arrived and never came back; free of charge.
        NonDelivery => "non_delivery",
    }
}

words! {
    /// Stage of a case: what it waits for. The last four are final.
    #[cfg_attr(feature = "openapi", schema(as = CaseStage))]
    pub enum Stage {
        /// Begun by the driver, and not sent yet.
        Draft => "draft",
        /// The driver is to pay what the case costs.
        AwaitingPayment => "awaiting_payment",
        /// Sent, and waiting for an agent to take it.
        Submitted => "submitted",
        /// An agent took it, and examines it.
        InReview => "in_review",
        /// An agent asked for corrections or documents: the driver is to answer.
        InformationRequested => "information_requested",
        /// The driver is to send the faulty card back.
        AwaitingCardReturn => "awaiting_card_return",
        /// The faulty card came in: an agent finds out whose error it is.
        UnderAnalysis => "under_analysis",
        /// The error on the card is the driver's: they are to correct what they gave.
        CorrectionRequested => "correction_requested",
        /// The post returned the card: the driver is to confirm the address or to change it.
        AwaitingAddress => "awaiting_address",
        /// The card waits to be posted again.
        ReadyToShip => "ready_to_ship",
        /// The card is ordered, and the factory makes it.
        InProduction => "in_production",
        /// The card is posted: its driver is to activate it.
        Shipped => "shipped",
        /// Over: the driver has activated the card, it has ended otherwise, or 90 days have passed since it was posted.
        Completed => "completed",
        /// Over: given up by the driver, or left without object by what happened to the card.
        Cancelled => "cancelled",
        /// Over: refused, with a reason. Rights to a card are free again, and what was paid is given back.
        Rejected => "rejected",
        /// Over: the driver did not act in time.
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
    /// What can be done to a case, or happens to it.
    #[cfg_attr(feature = "openapi", schema(as = CaseAction))]
    pub enum Action {
        /// The driver begins the case, as a draft.
        Open => "open",
        /// The driver sends the case.
        Submit => "submit",
        /// The driver gives up a draft.
        Cancel => "cancel",
        /// Nobody acted for too long: the case ends.
        Lapse => "lapse",
        /// An agent takes the case, to examine it.
        Take => "take",
        /// A supervisor gives the case to another agent.
        Reassign => "reassign",
        /// The agent who took the case puts it back.
        Release => "release",
        /// The agent asks the driver for corrections or documents.
        RequestInformation => "request_information",
        /// The driver answers what the agent asked.
        Respond => "respond",
        /// The agent decides for the case: the card is ordered.
        Approve => "approve",
        /// The agent decides against the case, with a reason.
        Reject => "reject",
        /// A training centre withdraws an attestation that the case rests on: agents are warned.
        AttestationWithdrawn => "attestation_withdrawn",
        /// The factory posts the card.
        Ship => "ship",
        /// The card is activated, or enough time has passed: the case is over.
        Finish => "finish",
        /// The driver's payment arrives.
        Pay => "pay",
        /// The driver takes back a case that was sent.
        Withdraw => "withdraw",
        /// An agent records that the faulty card came in.
        ReceiveCard => "receive_card",
        /// An agent finds that the error on the card is the issuer's: another card is made free of charge.
        AttributeToIssuer => "attribute_to_issuer",
        /// An agent finds that the error on the card is the driver's: they are to correct it, and to pay.
        AttributeToDriver => "attribute_to_driver",
        /// The driver corrects their error.
        Correct => "correct",
        /// An agent records that the post returned the card.
        RecordReturn => "record_return",
        /// The driver says that the address was right: the card is posted there again.
        ConfirmAddress => "confirm_address",
        /// The driver says that the address was wrong: the card is posted elsewhere.
        ChangeAddress => "change_address",
        /// The card that the case is about came back or ended: the case has no object any more.
        CardGone => "card_gone",
        /// The card that had not arrived came back from the post.
        CardFound => "card_found",
    }
}

words! {
    /// What an agent should know before deciding a case.
    #[cfg_attr(feature = "openapi", schema(as = CaseWarning))]
    pub enum Warning {
        /// A training centre withdrew an attestation that the case rests on.
        AttestationWithdrawn => "attestation_withdrawn",
        /// The case rests on an FCO of which no earlier qualification is known: the agent reads the old card, or says
        /// that there is none.
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
