//! The one link that a message carries, and the address it leads to.

use domain::notification::LinkRel as Rel;
use serde::{Deserialize, Serialize};

use crate::messages::content::{Content, OneTimeLink};

/// The path under the link base, before the token or the id.
const fn path(rel: Rel) -> &'static str {
    match rel {
        Rel::ChoosePassword => "choose-password",
        Rel::ResetPassword => "reset-password",
        Rel::CorrectAccount => "correct-account",
        Rel::ChangeEmail => "change-email",
        Rel::KeepEmail => "keep-email",
        Rel::SignIn => "sign-in",
        Rel::Training => "trainings",
        Rel::Certificate => "certificates",
        Rel::Case => "cases",
        Rel::Card => "cards",
        Rel::Invoice => "invoices",
        Rel::AccountExport => "account-export",
        Rel::Share => "shares",
    }
}

/// A link as it was sent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What it opens.
    pub rel: Rel,
    /// Where it leads.
    pub url: String,
    /// The secret within the address, for whoever has no browser.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub token: Option<String>,
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Link").field("rel", &self.rel).finish_non_exhaustive()
    }
}

impl Link {
    /// The link that a content calls for, if it calls for one.
    pub(super) fn of(content: &Content, base: &str) -> Option<Self> {
        let to = |rel: Rel, id: String| Self {
            rel,
            url: address(base, &[path(rel), &id]),
            token: None,
        };
        let link = match content {
            Content::AccountReceived
            | Content::AccountRejected { .. }
            | Content::AccountClosed { .. }
            | Content::EmailChanged { link: None }
            | Content::AccountSuspended { .. }
            | Content::WebhookPaused { .. } => return None,
            // A text message does without.
            Content::AccountCorrection { link, .. } => Self::one_time(link.as_ref()?, base),
            Content::ChoosePassword { link }
            | Content::AccountExpiring { link, .. }
            | Content::EmailConfirmation { link }
            | Content::EmailChangeRequested { link }
            | Content::EmailChanged { link: Some(link) }
            | Content::PasswordReset { link }
            | Content::NewPasswordNeeded { link } => Self::one_time(link, base),
            Content::RegistrationAttempted
            | Content::PasswordChanged
            | Content::NewSignIn { .. }
            | Content::PasskeyAdded
            | Content::PasskeyRemoved
            | Content::SecondFactorAdded
            | Content::SecondFactorRemoved
            | Content::IdentityLinked
            | Content::IdentityUnlinked
            | Content::AccountReactivated => Self {
                rel: Rel::SignIn,
                url: address(base, &[path(Rel::SignIn)]),
                token: None,
            },
            Content::ExportReady { .. } => Self {
                rel: Rel::AccountExport,
                url: address(base, &[path(Rel::AccountExport)]),
                token: None,
            },
            Content::ShareLookedAt => Self {
                rel: Rel::Share,
                url: address(base, &[path(Rel::Share)]),
                token: None,
            },
            Content::RecapAvailable { training } => to(Rel::Training, training.id.to_string()),
            // Its recap is gone: the list shows those that are left.
            Content::AttestationWithdrawn { case: None, .. } => Self {
                rel: Rel::Training,
                url: address(base, &[path(Rel::Training)]),
                token: None,
            },
            Content::CertificateIssued { certificate } | Content::CertificateExpiring { certificate, .. } => {
                to(Rel::Certificate, certificate.id.to_string())
            }
            Content::AttestationWithdrawn { case: Some(case), .. }
            | Content::CaseSubmitted { case }
            | Content::DocumentRefused { case, .. }
            | Content::InformationRequested { case, .. }
            | Content::CaseRejected { case, .. }
            | Content::CaseCancelled { case, .. }
            | Content::CaseExpired { case, .. }
            | Content::DraftExpiring { case, .. }
            | Content::AnswerExpiring { case, .. }
            | Content::PaymentExpiring { case, .. }
            | Content::CardReturnExpiring { case, .. }
            | Content::ReturnCoupon { case, .. }
            | Content::QualityAtYourCharge { case, .. }
            | Content::PaymentReceived { case, .. }
            | Content::RefundDue { case, .. }
            | Content::RefundMade { case, .. }
            | Content::CardUndelivered { case, .. } => to(Rel::Case, case.id.to_string()),
            Content::InvoiceIssued { invoice, .. } => to(Rel::Invoice, invoice.id.to_string()),
            Content::CardShipped { card, .. }
            | Content::CardNotActivated { card, .. }
            | Content::CardRevoked { card, .. }
            | Content::CardExpiring { card, .. } => to(Rel::Card, card.id.to_string()),
        };
        Some(link)
    }

    /// Whether the hub has a page of its own for what it opens.
    pub(super) const fn leads_to_own_page(&self) -> bool {
        matches!(
            self.rel,
            Rel::ChoosePassword | Rel::ResetPassword | Rel::CorrectAccount | Rel::ChangeEmail | Rel::KeepEmail
        )
    }

    fn one_time(link: &OneTimeLink, base: &str) -> Self {
        Self {
            rel: link.rel,
            url: address(base, &[path(link.rel), &link.token]),
            token: Some(link.token.clone()),
        }
    }
}

fn address(base: &str, segments: &[&str]) -> String {
    std::iter::once(base.trim_end_matches('/'))
        .chain(segments.iter().copied())
        .collect::<Vec<_>>()
        .join("/")
}
