//! What a message says: for each kind of notification, exactly the facts that its texts need.

use chrono::{DateTime, NaiveDate, Utc};
use domain::card::RevocationReason;
use domain::case::{self, ItemTarget};
use domain::ids::{AttestationId, CardId, CaseId, CertificateId};
use domain::notification::{LinkRel, NotificationKind};
use domain::people::Language;
use domain::rules::invoices::InvoiceKind;
use domain::rules::training::TrainingType;
use domain::sector::Sector;
use domain::webhook::PauseReason;
use serde::Serialize;
use uuid::Uuid;

/// A message before it is put into words.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Whom it addresses.
    pub addressee: Addressee,
    /// The language it is written in.
    pub language: Language,
    /// What it says.
    pub content: Content,
    /// The names of the files that come with it.
    pub attachments: Vec<String>,
}

/// How a person is addressed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Addressee {
    /// First names; empty for the few who have none.
    pub first_names: String,
    /// Surname.
    pub surname: String,
}

/// A link whose token lets its holder act without signing in.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct OneTimeLink {
    /// What it opens.
    pub rel: LinkRel,
    /// The secret.
    pub token: String,
    /// Until when it works.
    pub expires_at: DateTime<Utc>,
}

impl std::fmt::Debug for OneTimeLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { rel, expires_at, .. } = self;
        f.debug_struct("OneTimeLink")
            .field("rel", rel)
            .field("expires_at", expires_at)
            .finish_non_exhaustive()
    }
}

/// One thing to put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// What it is about.
    pub target: ItemTarget,
    /// Why it is not in order, in the agent's words.
    pub reason: String,
}

/// The case a message is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Case {
    /// Its id, for the link.
    pub id: CaseId,
    /// Its reference, for people.
    pub reference: String,
    /// Its kind.
    pub kind: case::Kind,
}

/// The training a message is about.
#[expect(clippy::struct_field_names, reason = "`training_type` is the term everywhere")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Training {
    /// The attestation's id, for the link.
    pub id: AttestationId,
    /// The kind of training.
    pub training_type: TrainingType,
    /// The sector it is for.
    pub sector: Sector,
    /// Its last day.
    pub ended_on: NaiveDate,
}

/// The certificate a message is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Certificate {
    /// Its id, for the link.
    pub id: CertificateId,
    /// The sector it is for.
    pub sector: Sector,
    /// Its first day.
    pub valid_from: NaiveDate,
    /// Its last day.
    pub valid_until: NaiveDate,
}

/// The card a message is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Card {
    /// Its id, for the link.
    pub id: CardId,
    /// Its number, for people.
    pub number: String,
}

/// The invoice a message is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Invoice {
    /// Its id, for the link.
    pub id: Uuid,
    /// Its number, for people.
    pub number: String,
    /// Whether it is an invoice, or the credit note that cancels one.
    pub kind: InvoiceKind,
}

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Money {
    /// In minor units: cents.
    pub amount: i64,
    /// ISO 4217.
    pub currency: String,
}

/// What is said. Serialised, its fields are the variables of the kind's templates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Content {
    AccountReceived,
    RegistrationAttempted,
    AccountCorrection {
        items: Vec<Item>,
        link: Option<OneTimeLink>,
        answer_before: NaiveDate,
    },
    ChoosePassword {
        link: OneTimeLink,
    },
    AccountExpiring {
        link: OneTimeLink,
        closes_on: NaiveDate,
    },
    AccountRejected {
        reason: String,
    },
    AccountClosed {
        /// An agent's words; none where nobody analysed it in time.
        reason: Option<String>,
    },
    PasswordReset {
        link: OneTimeLink,
    },
    NewPasswordNeeded {
        link: OneTimeLink,
    },
    PasswordChanged,
    NewSignIn {
        /// What the client called itself; none where it did not.
        program: Option<String>,
        signed_in_at: DateTime<Utc>,
    },
    PasskeyAdded,
    PasskeyRemoved,
    SecondFactorAdded,
    SecondFactorRemoved,
    IdentityLinked,
    IdentityUnlinked,
    WebhookPaused {
        url: String,
        /// Path under which its owner reads and changes it.
        path: String,
        reason: PauseReason,
        /// Name of the training centre whose it is, if it is one's.
        centre: Option<String>,
        /// Name of the frontend whose operator's it is, if it is one's. Without either it is the card factory's.
        frontend: Option<String>,
    },
    EmailConfirmation {
        link: OneTimeLink,
    },
    EmailChangeRequested {
        link: OneTimeLink,
    },
    EmailChanged {
        /// To object, where one can.
        link: Option<OneTimeLink>,
    },
    AccountSuspended {
        reason: String,
    },
    AccountReactivated,
    ExportReady {
        /// The last day on which it can be downloaded.
        available_until: NaiveDate,
    },
    ShareLookedAt,
    RecapAvailable {
        training: Training,
    },
    AttestationWithdrawn {
        training: Training,
        case: Option<Case>,
    },
    CertificateIssued {
        certificate: Certificate,
    },
    CertificateExpiring {
        certificate: Certificate,
        /// The card that was posted and is not activated yet.
        card: Option<Card>,
    },
    CaseSubmitted {
        case: Case,
    },
    DocumentRefused {
        case: Case,
        documents: Vec<ItemTarget>,
    },
    InformationRequested {
        case: Case,
        items: Vec<Item>,
        answer_before: NaiveDate,
    },
    CaseRejected {
        case: Case,
        reason: String,
        refund: Option<Money>,
    },
    CaseCancelled {
        case: Case,
        refund: Option<Money>,
    },
    CaseExpired {
        case: Case,
        refund: Option<Money>,
    },
    DraftExpiring {
        case: Case,
        expires_on: NaiveDate,
    },
    AnswerExpiring {
        case: Case,
        expires_on: NaiveDate,
    },
    PaymentExpiring {
        case: Case,
        amount: Money,
        expires_on: NaiveDate,
    },
    CardReturnExpiring {
        case: Case,
        expires_on: NaiveDate,
    },
    ReturnCoupon {
        case: Case,
        send_before: NaiveDate,
    },
    QualityAtYourCharge {
        case: Case,
        items: Vec<Item>,
        answer_before: NaiveDate,
    },
    PaymentReceived {
        case: Case,
        amount: Money,
    },
    InvoiceIssued {
        invoice: Invoice,
        case: Case,
        amount: Money,
    },
    RefundDue {
        case: Case,
        amount: Money,
    },
    RefundMade {
        case: Case,
        amount: Money,
    },
    CardShipped {
        card: Card,
        tracking_number: String,
    },
    CardNotActivated {
        card: Card,
        posted_on: NaiveDate,
    },
    CardUndelivered {
        case: Case,
        answer_before: NaiveDate,
    },
    CardRevoked {
        card: Card,
        reason: RevocationReason,
    },
    CardExpiring {
        card: Card,
        sectors: Vec<Sector>,
        expires_on: NaiveDate,
    },
}

impl Content {
    /// The kind of notification it is.
    pub const fn kind(&self) -> NotificationKind {
        use NotificationKind as Kind;
        match self {
            Self::AccountReceived => Kind::AccountReceived,
            Self::RegistrationAttempted => Kind::RegistrationAttempted,
            Self::AccountCorrection { .. } => Kind::AccountCorrection,
            Self::ChoosePassword { .. } => Kind::ChoosePassword,
            Self::AccountExpiring { .. } => Kind::AccountExpiring,
            Self::AccountRejected { .. } => Kind::AccountRejected,
            Self::AccountClosed { .. } => Kind::AccountClosed,
            Self::PasswordReset { .. } => Kind::PasswordReset,
            Self::NewPasswordNeeded { .. } => Kind::NewPasswordNeeded,
            Self::PasswordChanged => Kind::PasswordChanged,
            Self::NewSignIn { .. } => Kind::NewSignIn,
            Self::PasskeyAdded => Kind::PasskeyAdded,
            Self::PasskeyRemoved => Kind::PasskeyRemoved,
            Self::SecondFactorAdded => Kind::SecondFactorAdded,
            Self::SecondFactorRemoved => Kind::SecondFactorRemoved,
            Self::IdentityLinked => Kind::IdentityLinked,
            Self::IdentityUnlinked => Kind::IdentityUnlinked,
            Self::WebhookPaused { .. } => Kind::WebhookPaused,
            Self::EmailConfirmation { .. } => Kind::EmailConfirmation,
            Self::EmailChangeRequested { .. } => Kind::EmailChangeRequested,
            Self::EmailChanged { .. } => Kind::EmailChanged,
            Self::AccountSuspended { .. } => Kind::AccountSuspended,
            Self::AccountReactivated => Kind::AccountReactivated,
            Self::ExportReady { .. } => Kind::ExportReady,
            Self::ShareLookedAt => Kind::ShareLookedAt,
            Self::RecapAvailable { .. } => Kind::RecapAvailable,
            Self::AttestationWithdrawn { .. } => Kind::AttestationWithdrawn,
            Self::CertificateIssued { .. } => Kind::CertificateIssued,
            Self::CertificateExpiring { .. } => Kind::CertificateExpiring,
            Self::CaseSubmitted { .. } => Kind::CaseSubmitted,
            Self::DocumentRefused { .. } => Kind::DocumentRefused,
            Self::InformationRequested { .. } => Kind::InformationRequested,
            Self::CaseRejected { .. } => Kind::CaseRejected,
            Self::CaseCancelled { .. } => Kind::CaseCancelled,
            Self::CaseExpired { .. } => Kind::CaseExpired,
            Self::DraftExpiring { .. } => Kind::DraftExpiring,
            Self::AnswerExpiring { .. } => Kind::AnswerExpiring,
            Self::PaymentExpiring { .. } => Kind::PaymentExpiring,
            Self::CardReturnExpiring { .. } => Kind::CardReturnExpiring,
            Self::ReturnCoupon { .. } => Kind::ReturnCoupon,
            Self::QualityAtYourCharge { .. } => Kind::QualityAtYourCharge,
            Self::PaymentReceived { .. } => Kind::PaymentReceived,
            Self::InvoiceIssued { .. } => Kind::InvoiceIssued,
            Self::RefundDue { .. } => Kind::RefundDue,
            Self::RefundMade { .. } => Kind::RefundMade,
            Self::CardShipped { .. } => Kind::CardShipped,
            Self::CardNotActivated { .. } => Kind::CardNotActivated,
            Self::CardUndelivered { .. } => Kind::CardUndelivered,
            Self::CardRevoked { .. } => Kind::CardRevoked,
            Self::CardExpiring { .. } => Kind::CardExpiring,
        }
    }
}
